"""when a serial list began to decide, and how long its serials are"""

import sqlalchemy as sa
from alembic import op


revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("serial_lists", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("serial_lists", sa.Column("lengths", sa.String(length=256), nullable=True))
    # It was not kept; nearly all began to decide as they were loaded.
    op.execute("UPDATE serial_lists SET decided_at = loaded_at WHERE serials >= 0")


def downgrade() -> None:
    op.drop_column("serial_lists", "lengths")
    op.drop_column("serial_lists", "decided_at")
