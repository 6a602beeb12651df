"""since when the feed cannot be read, and why"""

import sqlalchemy as sa
from alembic import op


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed_state", sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("feed_state", sa.Column("trouble", sa.String(length=300), nullable=True))


def downgrade() -> None:
    op.drop_column("feed_state", "trouble")
    op.drop_column("feed_state", "failed_at")
