"""conversations by age"""

from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("conversations_by_age", "conversations", ["created_at"])


def downgrade() -> None:
    op.drop_index("conversations_by_age", table_name="conversations")
