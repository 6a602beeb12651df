"""Claims as JSON and CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from bot.claims.claim import Change, Claim
from bot.inert import inert
from bot.storage.outbox import OutboxRow

__all__ = ["COLUMNS", "as_json", "mail_as_json", "write_csv", "write_json"]

_DETAILS = (
    "country",
    "name",
    "email",
    "remedy",
    "address",
    "seller",
    "order",
    "disposal_date",
    "disposal_place",
    # The day as a date, where what was told of it ("yesterday") says one.
    "disposal_day",
)
# The table of claims, in whatever form it goes out: a column's head, and its cell for a claim.
COLUMNS: tuple[tuple[str, Callable[[Any], str]], ...] = (
    ("number", lambda c: c.number),
    ("recall", lambda c: c.recall),
    ("state", lambda c: c.state),
    ("created_at", lambda c: c.created_at.isoformat()),
    ("updated_at", lambda c: c.updated_at.isoformat()),
    ("units", lambda c: "; ".join(f"{u.model} {u.serial or ''} ({u.verdict})" for u in c.units)),
    ("photos", lambda c: str(len(c.photos))),
    *((name, lambda c, name=name: str(c.details.get(name) or "")) for name in _DETAILS),
)


def as_json(claim: Claim, history: Sequence[Change] = ()) -> dict[str, Any]:
    """All of a claim."""
    return {
        "number": claim.number,
        "recall": claim.recall,
        "state": claim.state,
        "created_at": claim.created_at.isoformat(),
        "updated_at": claim.updated_at.isoformat(),
        "details": claim.details,
        "news": {
            "conversation": claim.news_in,
            "since": claim.news_since.isoformat() if claim.news_since else None,
            "words": claim.news_words,
        },
        "units": [vars(unit) for unit in claim.units],
        "photos": list(claim.photos),
        "photo_checks": list(claim.photo_checks),
        "history": [
            {
                "at": change.at.isoformat(),
                "actor": change.actor,
                "from": change.from_state,
                "to": change.to_state,
                "reason": change.reason,
            }
            for change in history
        ],
    }


def mail_as_json(mail: OutboxRow) -> dict[str, Any]:
    """How an e-mail stands, without its text."""
    return {
        "kind": mail.kind,
        "state": mail.state,
        "created_at": mail.created_at.isoformat(),
        "changed_at": mail.changed_at.isoformat(),
        "trouble": mail.trouble,
    }


def write_json(claims: Iterable[Claim], out: TextIO) -> None:
    """One claim a line."""
    for claim in claims:
        out.write(json.dumps(as_json(claim), ensure_ascii=False) + "\n")


def write_csv(claims: Iterable[Claim], out: TextIO) -> None:
    """A table with a head; no cell can become a formula."""
    table = csv.writer(out)
    table.writerow([head for head, _ in COLUMNS])
    for claim in claims:
        table.writerow([inert(cell(claim)) for _, cell in COLUMNS])
