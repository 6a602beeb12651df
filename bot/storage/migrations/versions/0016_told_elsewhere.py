"""incidents are told by the same deliveries as hand-overs; each mirrored conversation waits alone"""

import sqlalchemy as sa
from alembic import op


revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TOLD = """
INSERT INTO desk_deliveries (sink, conversation, message, state, first_at, due_at, tries)
SELECT '{sink}', conversation, message, 'done', alerted_at, alerted_at, 0 FROM incidents
WHERE alerted_at IS NOT NULL
"""


def upgrade() -> None:
    # Nobody is told again of what they were told of.
    for sink in ("alarm-email", "alarm-webhook"):
        op.execute(sa.text(_TOLD.format(sink=sink)))
    op.drop_index("incidents_to_alert", table_name="incidents")
    op.drop_column("incidents", "alerted_at")
    op.add_column("chatwoot_links", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "chatwoot_links", sa.Column("tries", sa.Integer(), server_default="0", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("chatwoot_links", "tries")
    op.drop_column("chatwoot_links", "due_at")
    op.add_column("incidents", sa.Column("alerted_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(sa.text("UPDATE incidents SET alerted_at = at"))
    op.create_index(
        "incidents_to_alert", "incidents", ["at"], unique=False,
        sqlite_where=sa.text("alerted_at IS NULL"),
        postgresql_where=sa.text("alerted_at IS NULL"),
    )
    op.execute(sa.text("DELETE FROM desk_deliveries WHERE sink LIKE 'alarm-%'"))
