"""in which conversation a claim's customer wants its news, since when, and in which words"""

import sqlalchemy as sa
from alembic import op


revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("claims", sa.Column("news_in", sa.String(length=64), nullable=True))
    op.add_column("claims", sa.Column("news_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("claims", sa.Column("news_words", sa.Text(), nullable=True))


def downgrade() -> None:
    for name in ("news_words", "news_since", "news_in"):
        op.drop_column("claims", name)
