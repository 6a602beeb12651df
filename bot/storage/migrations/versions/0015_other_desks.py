"""hand-overs to other desks; mails to the firm's own people, which belong to no claim"""

import sqlalchemy as sa
from alembic import op


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_deliveries",
        sa.Column("sink", sa.String(length=16), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=128), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("sink", "conversation", "message"),
    )
    op.create_index("desk_deliveries_due", "desk_deliveries", ["state", "due_at"], unique=False)
    op.create_table(
        "chatwoot_links",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("remote", sa.Integer(), nullable=False),
        sa.Column("mirrored", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("agent", sa.String(length=128), nullable=True),
        sa.PrimaryKeyConstraint("conversation"),
        sa.UniqueConstraint("remote"),
    )
    op.create_index(
        "chatwoot_links_open", "chatwoot_links", ["conversation"], unique=False,
        sqlite_where=sa.text("open"), postgresql_where=sa.text("open"),
    )


def downgrade() -> None:
    op.drop_table("chatwoot_links")
    op.drop_table("desk_deliveries")
