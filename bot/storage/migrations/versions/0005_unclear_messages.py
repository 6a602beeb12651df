"""messages that were not understood, to be labelled"""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unclear_messages",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("understood", sa.String(length=64), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("unclear_messages_by_age", "unclear_messages", ["at"], unique=False)


def downgrade() -> None:
    op.drop_index("unclear_messages_by_age", table_name="unclear_messages")
    op.drop_table("unclear_messages")
