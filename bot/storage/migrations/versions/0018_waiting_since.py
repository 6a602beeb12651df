"""since when a claim is in its state; what is handed on, found by its conversation"""

import sqlalchemy as sa
from alembic import op


revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("claims", sa.Column("state_since", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE claims SET state_since = coalesce("
        "(SELECT max(at) FROM claim_history WHERE claim = number AND to_state = state), updated_at)"
    )
    op.create_index("claims_by_wait", "claims", ["state", "state_since"])
    op.create_index("desk_deliveries_by_conversation", "desk_deliveries", ["conversation"])


def downgrade() -> None:
    op.drop_index("desk_deliveries_by_conversation", table_name="desk_deliveries")
    op.drop_index("claims_by_wait", table_name="claims")
    op.drop_column("claims", "state_since")
