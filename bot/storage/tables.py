"""All tables. Each change of them is a migration in `storage/migrations`."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

__all__ = ["metadata"]

metadata = sa.MetaData()


class UtcTime(TypeDecorator):
    """A moment with its zone, always UTC; SQLite itself keeps none."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=timezone.utc)


conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    # Where the dialogue stands, as the engine gave it; saved together with the replies.
    sa.Column("state", sa.JSON),
    sa.Column("last_seq", sa.Integer, nullable=False, server_default="0"),
    # The seq of the last answered message: guards against a turn being saved twice.
    sa.Column("answered_seq", sa.Integer, nullable=False, server_default="0"),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("conversation", sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("id", sa.String(128), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("sender", sa.String(16), nullable=False),
    sa.Column("name", sa.String(128)),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("payload", sa.String(512)),
    # What the turn needs besides the text: a photo's id, the customer's hashed address.
    sa.Column("context", sa.JSON),
    sa.Column("extras", sa.JSON),
    # For a customer's message: has it been answered? For a reply: the seq it answers.
    sa.Column("answered", sa.Boolean),
    sa.Column("reply_to", sa.Integer),
    sa.UniqueConstraint("conversation", "id"),
)
sa.Index("messages_by_reply", messages.c.conversation, messages.c.reply_to)
sa.Index(
    "messages_waiting",
    messages.c.conversation,
    messages.c.seq,
    sqlite_where=sa.text("NOT answered"),
    postgresql_where=sa.text("NOT answered"),
)

serial_lists = sa.Table(
    "serial_lists",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("recall", sa.String(32), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("name", sa.String(256), nullable=False),
    sa.Column("list_date", sa.Date, nullable=False),
    sa.Column("loaded_at", UtcTime, nullable=False),
    sa.Column("serials", sa.Integer, nullable=False),
    sa.Column("demo", sa.Boolean, nullable=False),
    sa.Column("complete", sa.Boolean, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.UniqueConstraint("recall", "version"),
)
sa.Index(
    "serial_lists_active",
    serial_lists.c.recall,
    unique=True,
    sqlite_where=sa.text("active"),
    postgresql_where=sa.text("active"),
)

serials = sa.Table(
    "serials",
    metadata,
    sa.Column("list", sa.Integer, primary_key=True),
    sa.Column("serial", sa.String(64), primary_key=True),
    sqlite_with_rowid=False,
)

# One row per distinct serial an address has asked about in a day: the limit on checks.
checks = sa.Table(
    "checks",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("address", sa.String(64), primary_key=True),
    sa.Column("unit", sa.String(64), primary_key=True),
)

claims = sa.Table(
    "claims",
    metadata,
    sa.Column("number", sa.String(24), primary_key=True),
    sa.Column("conversation", sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("recall", sa.String(32), nullable=False),
    sa.Column("state", sa.String(24), nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
    # The customer's message that opened it: the same message run again finds the same claim.
    sa.Column("opened_by", sa.String(128), nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("updated_at", UtcTime, nullable=False),
    sa.UniqueConstraint("conversation", "opened_by"),
)
sa.Index(
    "claims_one_draft",
    claims.c.conversation,
    unique=True,
    sqlite_where=sa.text("state = 'draft'"),
    postgresql_where=sa.text("state = 'draft'"),
)
sa.Index("claims_by_state", claims.c.state, claims.c.updated_at)

claim_units = sa.Table(
    "claim_units",
    metadata,
    sa.Column("claim", sa.ForeignKey("claims.number"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("model", sa.String(64), nullable=False),
    sa.Column("serial", sa.String(64)),
    sa.Column("verdict", sa.String(24), nullable=False),
    sa.Column("grounds", sa.JSON, nullable=False),
)
sa.Index("claim_units_by_serial", claim_units.c.serial)

claim_history = sa.Table(
    "claim_history",
    metadata,
    sa.Column("claim", sa.ForeignKey("claims.number"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("actor", sa.String(128), nullable=False),
    sa.Column("from_state", sa.String(24)),
    sa.Column("to_state", sa.String(24), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

photos = sa.Table(
    "photos",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("conversation", sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("upload", sa.String(128), nullable=False),
    sa.Column("claim", sa.ForeignKey("claims.number")),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.UniqueConstraint("conversation", "upload"),
)
sa.Index("photos_by_hash", photos.c.sha256)
sa.Index("photos_by_claim", photos.c.claim)

incidents = sa.Table(
    "incidents",
    metadata,
    sa.Column("conversation", sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("message", sa.String(128), primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("tense", sa.String(8), nullable=False),
    sa.Column("signs", sa.JSON, nullable=False),
    sa.Column("told", sa.Text, nullable=False),
    sa.Column("claim", sa.String(24)),
)
sa.Index("incidents_by_time", incidents.c.at)

handovers = sa.Table(
    "handovers",
    metadata,
    sa.Column("conversation", sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("message", sa.String(128), primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("reason", sa.String(64), nullable=False),
    sa.Column("urgent", sa.Boolean, nullable=False),
)
sa.Index("handovers_by_time", handovers.c.at)
