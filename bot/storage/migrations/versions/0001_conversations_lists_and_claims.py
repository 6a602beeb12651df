"""conversations, lists and claims"""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checks",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("day", "address", "unit"),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.JSON(), nullable=True),
        sa.Column("last_seq", sa.Integer(), server_default="0", nullable=False),
        sa.Column("answered_seq", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "serial_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recall", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("list_date", sa.Date(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("serials", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("recall", "version"),
    )
    op.create_index(
        "serial_lists_active",
        "serial_lists",
        ["recall"],
        unique=True,
        sqlite_where=sa.text("active"),
        postgresql_where=sa.text("active"),
    )
    op.create_table(
        "serials",
        sa.Column("list", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("list", "serial"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claims",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("recall", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.String(length=128), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("conversation", "opened_by"),
    )
    op.create_index("claims_by_state", "claims", ["state", "updated_at"], unique=False)
    op.create_index(
        "claims_one_draft",
        "claims",
        ["conversation"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_table(
        "handovers",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
        ),
        sa.PrimaryKeyConstraint("conversation", "message"),
    )
    op.create_index("handovers_by_time", "handovers", ["at"], unique=False)
    op.create_table(
        "incidents",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tense", sa.String(length=8), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("claim", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
        ),
        sa.PrimaryKeyConstraint("conversation", "message"),
    )
    op.create_index("incidents_by_time", "incidents", ["at"], unique=False)
    op.create_table(
        "messages",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sender", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("payload", sa.String(length=512), nullable=True),
        sa.Column("context", sa.JSON(), nullable=True),
        sa.Column("extras", sa.JSON(), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=True),
        sa.Column("reply_to", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
        ),
        sa.PrimaryKeyConstraint("conversation", "seq"),
        sa.UniqueConstraint("conversation", "id"),
    )
    op.create_index("messages_by_reply", "messages", ["conversation", "reply_to"], unique=False)
    op.create_index(
        "messages_waiting",
        "messages",
        ["conversation", "seq"],
        unique=False,
        sqlite_where=sa.text("NOT answered"),
        postgresql_where=sa.text("NOT answered"),
    )
    op.create_table(
        "claim_history",
        sa.Column("claim", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.Column("from_state", sa.String(length=24), nullable=True),
        sa.Column("to_state", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim"],
            ["claims.number"],
        ),
        sa.PrimaryKeyConstraint("claim", "position"),
    )
    op.create_table(
        "claim_units",
        sa.Column("claim", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("serial", sa.String(length=64), nullable=True),
        sa.Column("verdict", sa.String(length=24), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim"],
            ["claims.number"],
        ),
        sa.PrimaryKeyConstraint("claim", "position"),
    )
    op.create_index("claim_units_by_serial", "claim_units", ["serial"], unique=False)
    op.create_table(
        "photos",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("upload", sa.String(length=128), nullable=False),
        sa.Column("claim", sa.String(length=24), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim"],
            ["claims.number"],
        ),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation", "upload"),
    )
    op.create_index("photos_by_claim", "photos", ["claim"], unique=False)
    op.create_index("photos_by_hash", "photos", ["sha256"], unique=False)


def downgrade() -> None:
    op.drop_index("photos_by_hash", table_name="photos")
    op.drop_index("photos_by_claim", table_name="photos")
    op.drop_table("photos")
    op.drop_index("claim_units_by_serial", table_name="claim_units")
    op.drop_table("claim_units")
    op.drop_table("claim_history")
    op.drop_index(
        "messages_waiting",
        table_name="messages",
        sqlite_where=sa.text("NOT answered"),
        postgresql_where=sa.text("NOT answered"),
    )
    op.drop_index("messages_by_reply", table_name="messages")
    op.drop_table("messages")
    op.drop_index("incidents_by_time", table_name="incidents")
    op.drop_table("incidents")
    op.drop_index("handovers_by_time", table_name="handovers")
    op.drop_table("handovers")
    op.drop_index(
        "claims_one_draft",
        table_name="claims",
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.drop_index("claims_by_state", table_name="claims")
    op.drop_table("claims")
    op.drop_table("serials")
    op.drop_index(
        "serial_lists_active",
        table_name="serial_lists",
        sqlite_where=sa.text("active"),
        postgresql_where=sa.text("active"),
    )
    op.drop_table("serial_lists")
    op.drop_table("conversations")
    op.drop_table("checks")
