"""what is asked of an incident, its unit and its photos; mails of a claim in their order"""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incidents", sa.Column("model", sa.String(length=64), nullable=True))
    op.add_column("incidents", sa.Column("serial", sa.String(length=64), nullable=True))
    op.add_column("incidents", sa.Column("details", sa.JSON(none_as_null=True), nullable=True))
    op.create_index("incidents_by_claim", "incidents", ["claim"], unique=False)
    op.add_column("photos", sa.Column("incident", sa.String(length=128), nullable=True))


def downgrade() -> None:
    op.drop_column("photos", "incident")
    op.drop_index("incidents_by_claim", table_name="incidents")
    op.drop_column("incidents", "details")
    op.drop_column("incidents", "serial")
    op.drop_column("incidents", "model")
