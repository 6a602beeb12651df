"""an index for notices that are asked for by their number"""

from alembic import op


revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("notices_by_number", "notices", ["number"])


def downgrade() -> None:
    op.drop_index("notices_by_number", "notices")
