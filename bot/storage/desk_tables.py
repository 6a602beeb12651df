"""The support desk's tables: its people, what they did, and what they work with."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import UtcTime, metadata

__all__ = [
    "audit", "audit_head", "canned_answers", "claim_holders", "claim_words", "desk_attempts",
    "desk_notes", "desk_people", "desk_sessions", "incident_marks",
]  # fmt: skip

desk_people = sa.Table(
    "desk_people",
    metadata,
    sa.Column("login", sa.String(64), primary_key=True),
    # Shown to customers, and who has a conversation or a claim.
    sa.Column("name", sa.String(64), nullable=False, unique=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("password", sa.String(256), nullable=False),
    # The sealed secret of the one-time codes, null where none are asked for; the last one used.
    sa.Column("totp", sa.String(64)),
    sa.Column("totp_step", sa.Integer, nullable=False, server_default="0"),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("disabled_at", UtcTime),
)

desk_sessions = sa.Table(
    "desk_sessions",
    metadata,
    # SHA-256 of the token: who reads this table cannot sign in with it.
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column("person", sa.ForeignKey("desk_people.login"), nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("seen_at", UtcTime, nullable=False),
)
sa.Index("desk_sessions_by_person", desk_sessions.c.person)

# Tries to sign in, once for the account and once for the (hashed) address they came from.
desk_attempts = sa.Table(
    "desk_attempts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String(128), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
)
sa.Index("desk_attempts_by_key", desk_attempts.c.key, desk_attempts.c.at)
sa.Index("desk_attempts_by_age", desk_attempts.c.at)

# Who saw or changed what. Rows are only ever added: triggers of the database refuse the rest, and
# each row's hash covers the one before it.
audit = sa.Table(
    "audit",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("actor", sa.String(64), nullable=False),
    sa.Column("action", sa.String(64), nullable=False),
    # A claim's number, a conversation's id, a login; never a customer's name or address.
    sa.Column("subject", sa.String(128), nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)
sa.Index("audit_by_subject", audit.c.subject, audit.c.position)
sa.Index("audit_by_actor", audit.c.actor, audit.c.position)
sa.Index("audit_by_time", audit.c.at)
# One row: the last row of the audit. Its lock also puts writers in order.
audit_head = sa.Table(
    "audit_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)

# Who works on a claim.
claim_holders = sa.Table(
    "claim_holders",
    metadata,
    sa.Column("claim", sa.ForeignKey("claims.number"), primary_key=True),
    sa.Column("person", sa.String(64), nullable=False),
    sa.Column("since", UtcTime, nullable=False),
)
sa.Index("claim_holders_by_person", claim_holders.c.person)

# What a claim is found by, written with its details (`bot.claims.search`): the words of the name,
# the e-mail and the address, folded.
claim_words = sa.Table(
    "claim_words",
    metadata,
    sa.Column("claim", sa.ForeignKey("claims.number"), primary_key=True),
    sa.Column("kind", sa.String(8), primary_key=True),
    # Ordered by its bytes: "begins with" is then a range on every database.
    sa.Column(
        "word",
        sa.String(320).with_variant(sa.String(320, collation="C"), "postgresql"),
        primary_key=True,
    ),
)
sa.Index("claim_words_by_word", claim_words.c.word, claim_words.c.kind)

# What the team writes to itself about a claim (its number) or a conversation (its id).
desk_notes = sa.Table(
    "desk_notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("about", sa.String(128), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("author", sa.String(64), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
sa.Index("desk_notes_by_subject", desk_notes.c.about, desk_notes.c.id)

canned_answers = sa.Table(
    "canned_answers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("title", sa.String(80), nullable=False, unique=True),
    sa.Column("text", sa.Text, nullable=False),
)

# What was done about an incident: a mark of `bot.desk.incidents.MARKS`, once each.
incident_marks = sa.Table(
    "incident_marks",
    metadata,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("message", sa.String(128), primary_key=True),
    sa.Column("mark", sa.String(24), primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("author", sa.String(64), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)
