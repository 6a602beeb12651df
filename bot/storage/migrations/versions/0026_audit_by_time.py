"""the audit is looked through by day"""

from alembic import op


revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("audit_by_time", "audit", ["at"])


def downgrade() -> None:
    op.drop_index("audit_by_time", table_name="audit")
