"""how photos look, and what a machine read on them"""

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("photos", sa.Column("look", sa.String(length=128), nullable=True))
    for part in "abcd":
        op.add_column("photos", sa.Column(f"look_{part}", sa.Integer(), nullable=True))
        op.create_index(f"photos_by_look_{part}", "photos", [f"look_{part}"], unique=False)
    op.add_column("photos", sa.Column("same_as", sa.String(length=64), nullable=True))
    op.add_column("photos", sa.Column("reading", sa.JSON(), nullable=True))
    op.add_column("photos", sa.Column("checked", sa.JSON(), nullable=True))
