"""the person of the support team who has a conversation"""

import sqlalchemy as sa
from alembic import op


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("keeper", sa.String(length=128), nullable=True))
    op.add_column(
        "conversations", sa.Column("kept_since", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        "conversations_kept",
        "conversations",
        ["keeper"],
        unique=False,
        sqlite_where=sa.text("keeper IS NOT NULL"),
        postgresql_where=sa.text("keeper IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("conversations_kept", table_name="conversations")
    op.drop_column("conversations", "kept_since")
    op.drop_column("conversations", "keeper")
