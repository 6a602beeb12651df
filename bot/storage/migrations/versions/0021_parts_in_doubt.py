"""parts of answers of which nobody knows if the provider took them"""

import sqlalchemy as sa
from alembic import op


revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    unsure = sa.Column("unsure", sa.Integer(), server_default="0", nullable=False)
    op.add_column("channel_customers", unsure)
    since = sa.Column("unsure_since", sa.DateTime(timezone=True), nullable=True)
    op.add_column("channel_customers", since)


def downgrade() -> None:
    for name in ("unsure_since", "unsure"):
        op.drop_column("channel_customers", name)
