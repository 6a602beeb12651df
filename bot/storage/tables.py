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
    # The person of the support team who has it; null: the assistant.
    sa.Column("keeper", sa.String(128)),
    sa.Column("kept_since", UtcTime),
    # On a messaging channel: all messages up to this one have been sent, or need not be.
    # Null where the customer fetches them (web).
    sa.Column("sent_seq", sa.Integer),
)

sa.Index("conversations_by_age", conversations.c.created_at)
sa.Index(
    "conversations_kept",
    conversations.c.keeper,
    sqlite_where=sa.text("keeper IS NOT NULL"),
    postgresql_where=sa.text("keeper IS NOT NULL"),
)
sa.Index(
    "conversations_unsent",
    conversations.c.id,
    sqlite_where=sa.text("last_seq > sent_seq"),
    postgresql_where=sa.text("last_seq > sent_seq"),
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
# What is counted of a day, see `bot.desk.figures`; each message is in one of them only.
for _sender, _columns in (
    ("customer", ("at", "conversation")),
    ("assistant", ("at",)),
    ("agent", ("conversation", "at")),
):
    sa.Index(
        f"messages_of_{_sender}",
        *(messages.c[name] for name in _columns),
        sqlite_where=sa.text(f"sender = '{_sender}'"),
        postgresql_where=sa.text(f"sender = '{_sender}'"),
    )
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
    sa.Column("decided_at", UtcTime),
    sa.Column("lengths", sa.String(256)),
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

# The notices of the authority's feed, as last read. On each database they have a full-text index
# of its own kind, made by the migration and kept by the database: `notice_search` on SQLite, the
# column `search` on PostgreSQL.
notices = sa.Table(
    "notices",
    metadata,
    # The feed's own id: one recall number may stand for two notices.
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.String(32), nullable=False),
    sa.Column("announced", sa.Date, nullable=False),
    sa.Column("published", sa.Date, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("product", sa.Text, nullable=False),
    sa.Column("hazard", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("names", sa.Text, nullable=False),
    sa.Column("more", sa.Text, nullable=False),
)
sa.Index("notices_by_number", notices.c.number)
# How many notices hold a word.
notice_words = sa.Table(
    "notice_words",
    metadata,
    sa.Column("word", sa.String(64), primary_key=True),
    sa.Column("notices", sa.Integer, nullable=False),
)

# What was read of the feed: a window of days, and how it was marked by the server.
feed_windows = sa.Table(
    "feed_windows",
    metadata,
    sa.Column("by", sa.String(16), primary_key=True),
    sa.Column("first", sa.Date, primary_key=True),
    sa.Column("last", sa.Date, primary_key=True),
    sa.Column("read_at", UtcTime, nullable=False),
    sa.Column("etag", sa.String(256)),
    sa.Column("modified", sa.String(64)),
)
# One row. good_at: when the last reading that missed nothing began. full_at: the same of the last
# full one. full_begun_at: a full reading that is under way or was cut off. failed_at, trouble: when
# the last one failed, and why; null where it did not.
feed_state = sa.Table(
    "feed_state",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("good_at", UtcTime),
    sa.Column("full_at", UtcTime),
    sa.Column("full_begun_at", UtcTime),
    sa.Column("failed_at", UtcTime),
    sa.Column("trouble", sa.String(300)),
)

# One row per distinct serial an address has asked about in a day: the limit on checks.
checks = sa.Table(
    "checks",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("address", sa.String(64), primary_key=True),
    sa.Column("unit", sa.String(64), primary_key=True),
)

# Customers who were told "not listed" and agreed to be told if a later list holds their serial.
rechecks = sa.Table(
    "rechecks",
    metadata,
    sa.Column("conversation", sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("recall", sa.String(32), primary_key=True),
    sa.Column("serial", sa.String(64), primary_key=True),
    sa.Column("model", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("agreed_at", UtcTime, nullable=False),
    sa.Column("told_at", UtcTime),
)
sa.Index("rechecks_by_recall", rechecks.c.recall, rechecks.c.told_at)

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
    # When it came into its state: what the customer does there, as sending a photo, waits no less.
    sa.Column("state_since", UtcTime),
    # The conversation that its customer chose for news, when, and the words they agreed to. Null:
    # never asked, news goes into all that have the claim.
    sa.Column("news_in", sa.String(64)),
    sa.Column("news_since", UtcTime),
    sa.Column("news_words", sa.Text),
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
sa.Index("claims_by_wait", claims.c.state, claims.c.state_since)
sa.Index("claims_by_age", claims.c.created_at)

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

# Conversations that opened a claim of another one, with its number and e-mail.
claim_access = sa.Table(
    "claim_access",
    metadata,
    sa.Column("claim", sa.ForeignKey("claims.number"), primary_key=True),
    sa.Column("conversation", sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
)
sa.Index("claim_access_by_conversation", claim_access.c.conversation)

# Wrong tries to open a claim, once for each conversation, number and address they are counted by.
access_failures = sa.Table(
    "access_failures",
    metadata,
    sa.Column("key", sa.String(128), primary_key=True),
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("message", sa.String(128), primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
)
sa.Index("access_failures_by_age", access_failures.c.at)

# Notices that go out by e-mail, written in the same transaction as the change they tell of.
# state: waiting; sending (being handed over: after a crash nobody can say if it arrived); sent;
# uncertain (its handing over was cut off) and failed, both for a person to see; left (seen).
outbox = sa.Table(
    "outbox",
    metadata,
    # Also what stands before the @ of its Message-ID.
    sa.Column("id", sa.String(64), primary_key=True),
    # Null for what is written to the firm's own people.
    sa.Column("claim", sa.ForeignKey("claims.number")),
    # What that is about; null for what a claim's customer is told.
    sa.Column("conversation", sa.ForeignKey("conversations.id")),
    sa.Column("kind", sa.String(24), nullable=False),
    # Empty once it has been sent.
    sa.Column("recipient", sa.String(320), nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("changed_at", UtcTime, nullable=False),
    # When a person had it sent once more: from then on it is counted when to give it up.
    sa.Column("again_at", UtcTime),
    # Not tried before.
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    # Who works on it, and until when nobody else may.
    sa.Column("sender", sa.String(32)),
    sa.Column("leased_until", UtcTime),
    # The last trouble with it, e.g. "refused with 550"; nothing of what a server wrote.
    sa.Column("trouble", sa.String(64)),
)
sa.Index("outbox_by_state", outbox.c.state, outbox.c.due_at)
sa.Index("outbox_by_claim", outbox.c.claim)
sa.Index("outbox_by_conversation", outbox.c.conversation)

photos = sa.Table(
    "photos",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("conversation", sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("upload", sa.String(128), nullable=False),
    sa.Column("claim", sa.ForeignKey("claims.number")),
    # The message that told of the incident it shows; such a photo is no evidence of a claim.
    sa.Column("incident", sa.String(128)),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    # How it looks, and parts of that by which photos that look alike are found.
    sa.Column("look", sa.String(128)),
    *(sa.Column(f"look_{part}", sa.Integer) for part in "abcd"),
    # An earlier photo that is the same or looks the same, also of another customer.
    sa.Column("same_as", sa.String(64)),
    # What the machine read on it, null where it could not; and what of that the claim's evidence
    # needs, null until the photo is in a claim.
    sa.Column("reading", sa.JSON(none_as_null=True)),
    sa.Column("checked", sa.JSON(none_as_null=True)),
    sa.UniqueConstraint("conversation", "upload"),
)
sa.Index("photos_by_hash", photos.c.sha256)
for _part in "abcd":
    sa.Index(f"photos_by_look_{_part}", photos.c[f"look_{_part}"])
sa.Index("photos_by_claim", photos.c.claim)
sa.Index("photos_by_same", photos.c.same_as)
sa.Index("photos_by_time", photos.c.at)

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
    # The unit it happened with, as far as it was told.
    sa.Column("model", sa.String(64)),
    sa.Column("serial", sa.String(64)),
    # What was told when asked: what, when, hurt, care, damage, more. In the customer's words.
    sa.Column("details", sa.JSON(none_as_null=True)),
    # When a person closed it, and who.
    sa.Column("done_at", UtcTime),
    sa.Column("done_by", sa.String(64)),
)
sa.Index("incidents_by_time", incidents.c.at)
sa.Index("incidents_by_claim", incidents.c.claim)
sa.Index(
    "incidents_open",
    incidents.c.at,
    sqlite_where=sa.text("done_at IS NULL"),
    postgresql_where=sa.text("done_at IS NULL"),
)

handovers = sa.Table(
    "handovers",
    metadata,
    sa.Column("conversation", sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("message", sa.String(128), primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("reason", sa.String(64), nullable=False),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("done_at", UtcTime),
    sa.Column("done_by", sa.String(64)),
)
sa.Index("handovers_by_time", handovers.c.at)
sa.Index(
    "handovers_open",
    handovers.c.at,
    sqlite_where=sa.text("done_at IS NULL"),
    postgresql_where=sa.text("done_at IS NULL"),
)

# What customers wrote and was not understood, with personal data masked, to be labelled.
unclear_messages = sa.Table(
    "unclear_messages",
    metadata,
    # The hash of the text as it is masked without its customer's claim: the same is kept once.
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("understood", sa.String(64), nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
)
sa.Index("unclear_messages_by_age", unclear_messages.c.at)

# Who is behind a conversation on a messaging channel, and how sending to them stands.
channel_customers = sa.Table(
    "channel_customers",
    metadata,
    sa.Column("conversation", sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("channel", sa.String(32), nullable=False),
    # The provider's: a telephone number, the id of a chat or a person.
    sa.Column("address", sa.String(128), nullable=False),
    sa.Column("locale", sa.String(16)),
    # When we last heard of them.
    sa.Column("heard_at", UtcTime, nullable=False),
    # "stopped" by the customer's word (only answers are sent since message stopped_seq), or
    # "blocked" (nothing can be sent).
    sa.Column("standing", sa.String(16)),
    sa.Column("stopped_seq", sa.Integer),
    # What waits may only be sent once they have written again; nudged: they were asked to.
    sa.Column("held_at", UtcTime),
    sa.Column("nudged_at", UtcTime),
    # Of the message after sent_seq so many parts have gone out.
    sa.Column("sent_parts", sa.Integer, nullable=False, server_default="0"),
    # Not tried before; and how often it was in vain, why, and since when.
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("trouble", sa.String(64)),
    sa.Column("failing_since", UtcTime),
    # How often the next part was handed over and nobody knows if it was taken, and since when.
    sa.Column("unsure", sa.Integer, nullable=False, server_default="0"),
    sa.Column("unsure_since", UtcTime),
    # Who sends, and until when nobody else may.
    sa.Column("sender", sa.String(32)),
    sa.Column("leased_until", UtcTime),
    # They had their data deleted: this row goes once they have been told so, see `bot.channels`.
    sa.Column("forget_at", UtcTime),
    sa.UniqueConstraint("channel", "address"),
)

# What providers have delivered, each once. The body is kept until it has been taken up.
channel_events = sa.Table(
    "channel_events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("key", sa.String(128), nullable=False),
    # Whose it is; their conversation is looked up, or made, when it is taken up.
    sa.Column("address", sa.String(128), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    # The provider's order, 0 where it has none.
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("body", sa.JSON(none_as_null=True)),
    sa.Column("done", sa.Boolean, nullable=False),
    # Not tried before: a photo that could not be fetched lets what came after it pass.
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.UniqueConstraint("channel", "key"),
)
sa.Index(
    "channel_events_waiting",
    channel_events.c.channel,
    channel_events.c.address,
    channel_events.c.due_at,
    sqlite_where=sa.text("NOT done"),
    postgresql_where=sa.text("NOT done"),
)
sa.Index("channel_events_by_customer", channel_events.c.channel, channel_events.c.address)
sa.Index("channel_events_by_age", channel_events.c.at)

# What has been made at a provider once, to be used again: forms of ours, nothing of a customer.
channel_contents = sa.Table(
    "channel_contents",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("sid", sa.String(64), nullable=False),
)

# Which messages those were, for the figures: nothing of what was written.
unclear_turns = sa.Table(
    "unclear_turns",
    metadata,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("message", sa.String(128), primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
)
sa.Index("unclear_turns_by_time", unclear_turns.c.at)

# What customers answered when asked if this had helped: 1 yes, 0 no.
ratings = sa.Table(
    "ratings",
    metadata,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("helped", sa.Boolean, nullable=False),
)
sa.Index("ratings_by_time", ratings.c.at)

# The figures of the days that are closed: what they were counted from may be deleted later.
closed_days = sa.Table(
    "closed_days",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("closed_at", UtcTime, nullable=False),
    # A list of [channel, figure, part, count], see `bot.desk.figures`.
    sa.Column("counts", sa.JSON, nullable=False),
)

# Hand-overs and incidents that were told elsewhere, see `bot.desk.sinks`. state: waiting, done or
# failed.
desk_deliveries = sa.Table(
    "desk_deliveries",
    metadata,
    sa.Column("sink", sa.String(16), primary_key=True),
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("message", sa.String(128), primary_key=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("first_at", UtcTime, nullable=False),
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("trouble", sa.String(64)),
)
sa.Index("desk_deliveries_by_conversation", desk_deliveries.c.conversation)
sa.Index("desk_deliveries_due", desk_deliveries.c.state, desk_deliveries.c.due_at)

# Which conversation of ours is which of Chatwoot's. open: what is written on goes there too.
chatwoot_links = sa.Table(
    "chatwoot_links",
    metadata,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("remote", sa.Integer, nullable=False, unique=True),
    # Up to which of our messages it has all.
    sa.Column("mirrored", sa.Integer, nullable=False),
    sa.Column("open", sa.Boolean, nullable=False),
    # Who of Chatwoot's agents answered last.
    sa.Column("agent", sa.String(128)),
    # Not tried before, and how often it was in vain.
    sa.Column("due_at", UtcTime),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
)
sa.Index(
    "chatwoot_links_open",
    chatwoot_links.c.conversation,
    sqlite_where=sa.text("open"),
    postgresql_where=sa.text("open"),
)
