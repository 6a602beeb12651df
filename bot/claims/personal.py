"""Where personal data lie: one line for each table, for showing them and for deleting them.

A table that is neither here nor among those without personal data fails a test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from bot.masking import without
from bot.recalls.reading import read_identifiers
from bot.storage.desk_tables import claim_words, desk_notes, incident_marks
from bot.storage.tables import (
    access_failures,
    channel_customers,
    channel_events,
    chatwoot_links,
    claim_access,
    claim_history,
    claim_units,
    claims,
    conversations,
    desk_deliveries,
    handovers,
    incidents,
    messages,
    outbox,
    photos,
    ratings,
    rechecks,
    unclear_messages,
    unclear_turns,
)

__all__ = [
    "NOT_PERSONAL", "PERSONAL", "Held", "begun_in", "nameless", "rows_as_json",
    "told_of_themselves", "with_parts",
]  # fmt: skip

# The details of a claim that say who the customer is.
NAMES = ("name", "email", "address", "order")

# Where a statement finds what belongs to a conversation.
Whose = Callable[[str], Any]


@dataclass(frozen=True)
class Held:
    """One table.

    whose: which of its rows belong to a conversation, None where only what was said tells
    (`bot.conversations.unclear`). shown: under which name the export has
    them. oldest_by: their order there. erased: "deleted", or "emptied" or "kept" for the reason
    in `why`, which also says why something is not shown, or why the rows that `stays` picks do.
    """

    table: sa.Table
    whose: Whose | None
    shown: str
    oldest_by: str
    erased: Literal["deleted", "emptied", "kept"] = "deleted"
    why: str = ""
    stays: Any = None

    def deleted_of(self, conversation: str) -> Any:
        """Which rows go when a conversation's data is deleted; None for none."""
        if self.whose is None or self.erased != "deleted":
            return None
        which = self.whose(conversation)
        return which if self.stays is None else sa.and_(which, ~self.stays)


def _in(table: sa.Table) -> Whose:
    return lambda conversation: table.c.conversation == conversation


def begun_in(conversation: str) -> Any:
    """The numbers of the claims begun in a conversation, as a query."""
    return sa.select(claims.c.number).where(claims.c.conversation == conversation)


def _of_claims(table: sa.Table) -> Whose:
    return lambda conversation: table.c.claim.in_(begun_in(conversation))


def _of_an_incident(table: sa.Table) -> Any:
    """Rows about a message that told of an incident: they stay with it."""
    told = sa.select(incidents.c.message).where(incidents.c.conversation == table.c.conversation)
    return table.c.message.in_(told.correlate(table))


def _opened(conversation: str) -> Any:
    here = claim_access.c.conversation == conversation
    return sa.or_(claim_access.c.claim.in_(begun_in(conversation)), here)


def _noted(conversation: str) -> Any:
    about = desk_notes.c.about
    return sa.or_(about == conversation, about.in_(begun_in(conversation)))


def _delivered(conversation: str) -> Any:
    customer = sa.select(channel_customers.c.channel, channel_customers.c.address)
    customer = customer.where(channel_customers.c.conversation == conversation)
    return sa.tuple_(channel_events.c.channel, channel_events.c.address).in_(customer)


def _mailed(conversation: str) -> Any:
    """To the customer about a claim, and to the firm's own people about the conversation."""
    mine = outbox.c.claim.in_(begun_in(conversation))
    return sa.or_(mine, outbox.c.conversation == conversation)


# The call to report an incident: it holds no customer's name and none of their words.
_ALARM = sa.and_(outbox.c.conversation.is_not(None), outbox.c.kind == "incident")
_REPORT = "the firm must be able to report what was told of danger (CPSC, Section 15(b))"

# In the order of deleting: what leads to other rows comes after them.
PERSONAL: tuple[Held, ...] = (
    Held(photos, _in(photos), "photos_read", "at"),
    Held(outbox, _mailed, "mails", "created_at", why=_REPORT, stays=_ALARM),
    Held(claim_access, _opened, "opened", "at"),
    Held(claim_units, _of_claims(claim_units), "claims", "position"),
    Held(claim_words, _of_claims(claim_words), "", "word", why="the words of `claims`, folded"),
    Held(claim_history, _of_claims(claim_history), "claims", "position", "kept",
         "that there was a claim, its states, dates and reasons, without names"),
    Held(claims, _in(claims), "claims", "created_at", "emptied", "that there was a claim"),
    Held(desk_notes, _noted, "notes", "at"),
    Held(rechecks, _in(rechecks), "rechecks", "agreed_at"),
    Held(ratings, _in(ratings), "ratings", "at"),
    Held(desk_deliveries, _in(desk_deliveries), "handed_on", "first_at", why=_REPORT,
         stays=_of_an_incident(desk_deliveries)),
    Held(handovers, _in(handovers), "handovers", "at", why=_REPORT,
         stays=_of_an_incident(handovers)),
    Held(incidents, _in(incidents), "incidents", "at", "emptied", _REPORT),
    Held(incident_marks, _in(incident_marks), "incident_marks", "at", "kept", _REPORT),
    Held(channel_events, _delivered, "channel_events", "at"),
    Held(channel_customers, _in(channel_customers), "channel", "heard_at"),
    Held(chatwoot_links, _in(chatwoot_links), "other_desk", "conversation"),
    Held(unclear_messages, None, "not_understood", "at"),
    Held(unclear_turns, _in(unclear_turns), "not_understood", "at"),
    Held(access_failures, _in(access_failures), "wrong_tries", "at", "kept",
         "for an hour: they keep strangers from guessing who has a claim"),
    Held(messages, _in(messages), "messages", "seq"),
    Held(conversations, lambda conversation: conversations.c.id == conversation, "begun",
         "created_at", "emptied", "its messages, claims and incidents are named by it"),
)  # fmt: skip

# Why these hold nothing of a customer, or nothing that leads to one.
NOT_PERSONAL: Mapping[str, str] = {
    "serial_lists": "the firm's lists",
    "serials": "the firm's lists",
    "notices": "public notices",
    "notice_words": "public notices",
    "feed_windows": "what was read of the feed",
    "feed_state": "what was read of the feed",
    "checks": "a limit of one day: a keyed digest of an address that leads to nobody",
    "channel_contents": "forms of messages, with blanks for all that is said",
    "closed_days": "counts",
    "desk_people": "the support team's",
    "desk_sessions": "the support team's",
    "desk_attempts": "the support team's",
    "claim_holders": "who of the support team has a claim",
    "canned_answers": "the support team's",
    "audit": "what the support team did; of customers no more than a number",
    "audit_head": "what the support team did",
}

# Who of the team it was is nothing of the customer's; the rest is how the work on it stands.
_NOT_SHOWN = frozenset({"done_by", "author", "keeper", "agent", "sender", "leased_until", "state"})


def rows_as_json(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows of a table as they are shown."""
    shown = ({k: v for k, v in row._mapping.items() if k not in _NOT_SHOWN} for row in rows)
    return [
        {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()}
        for row in shown
    ]


_EMAIL = re.compile(r"\S{1,64}@\S{1,255}")
_PHONE = re.compile(r"\+?\(?\d(?:[ ().-]{0,2}\d){9,14}")
REMOVED = "[removed]"


def nameless(text: str, known: Iterable[str] = ()) -> str:
    """What was told, without serial numbers, addresses and telephone numbers; also pure.

    known: what else the customer gave of themselves, to be taken out. Dates, places and what
    happened stay: that is what has to be reported.
    """
    text = without(text, known, REMOVED)
    for unit in reversed(read_identifiers(text)):
        if unit.kind == "serial":
            text = text[: unit.start] + REMOVED + text[unit.end :]
    return _PHONE.sub(REMOVED, _EMAIL.sub(REMOVED, text))


def told_of_themselves(details: Mapping[str, Any]) -> list[str]:
    """What a claim's details say of who the customer is."""
    return [value for name in NAMES if isinstance(value := details.get(name), str)]


def with_parts(details: Mapping[str, Any]) -> list[str]:
    """The same, and what people write instead of the whole: a part of the name, the street."""
    name, address = (str(details.get(key) or "") for key in ("name", "address"))
    return [*told_of_themselves(details), *name.split(), *re.split(r"[,\n]", address)[:1]]
