"""claims opened from another conversation, and wrong tries to do so"""

import sqlalchemy as sa
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_access",
        sa.Column("claim", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.number"]),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"]),
        sa.PrimaryKeyConstraint("claim", "conversation"),
    )
    op.create_index("claim_access_by_conversation", "claim_access", ["conversation"], unique=False)
    op.create_table(
        "access_failures",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "conversation", "message"),
    )
    op.create_index("access_failures_by_age", "access_failures", ["at"], unique=False)


def downgrade() -> None:
    op.drop_index("access_failures_by_age", table_name="access_failures")
    op.drop_table("access_failures")
    op.drop_index("claim_access_by_conversation", table_name="claim_access")
    op.drop_table("claim_access")
