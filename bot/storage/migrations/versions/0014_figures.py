"""figures of closed days, what they are counted from, and the indexes to count by"""

import sqlalchemy as sa
from alembic import op


revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MESSAGES_OF = {
    "customer": ["at", "conversation"],
    "assistant": ["at"],
    "agent": ["conversation", "at"],
}


def upgrade() -> None:
    for sender, columns in MESSAGES_OF.items():
        op.create_index(
            f"messages_of_{sender}",
            "messages",
            columns,
            unique=False,
            sqlite_where=sa.text(f"sender = '{sender}'"),
            postgresql_where=sa.text(f"sender = '{sender}'"),
        )
    op.create_index("claims_by_age", "claims", ["created_at"], unique=False)
    op.create_index("photos_by_time", "photos", ["at"], unique=False)
    op.create_table(
        "unclear_turns",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "message"),
    )
    op.create_index("unclear_turns_by_time", "unclear_turns", ["at"], unique=False)
    op.create_table(
        "ratings",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("conversation"),
    )
    op.create_index("ratings_by_time", "ratings", ["at"], unique=False)
    op.create_table(
        "closed_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )


def downgrade() -> None:
    op.drop_table("closed_days")
    op.drop_index("ratings_by_time", table_name="ratings")
    op.drop_table("ratings")
    op.drop_index("unclear_turns_by_time", table_name="unclear_turns")
    op.drop_table("unclear_turns")
    op.drop_index("photos_by_time", table_name="photos")
    op.drop_index("claims_by_age", table_name="claims")
    for sender in MESSAGES_OF:
        op.drop_index(f"messages_of_{sender}", table_name="messages")
