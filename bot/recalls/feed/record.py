"""A record of the recall web service as a notice. Pure.

UnreadableRecord   the record lacks what a notice needs

The service has changed its shape before: fields may be missing, null, lists of one or many, texts
may hold HTML, and the 2026 records put the seller's heading into the seller's name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from bot.recalls.catalogue.notice import Notice, index_words

__all__ = ["UnreadableRecord", "read_notice"]

LONGEST_TEXT = 2_000
LONGEST_URL = 1_000
_NUMBER = re.compile(r"(\d\d)-?(\d{3,4}[A-Za-z]?)")
_TAG = re.compile(r"<[^>]*>")
_SOLD = re.compile(r"^\s*sold(?:\s+\w+){0,3}\s+(?:at|by)\s*:\s*", re.IGNORECASE)
# What a title says after this is no product, but a danger or a shop.
_BECAUSE = re.compile(
    r"\b(?:due\s+to|because\s+of|violat\w+|sold\s+(?:exclusively|only|online|at|by|on)\b)",
    re.IGNORECASE,
)
_HOSTS = ("cpsc.gov", "www.cpsc.gov")


class UnreadableRecord(ValueError):
    """The record lacks what a notice needs; the message names what."""


def read_notice(record: Mapping[str, Any]) -> Notice:
    """The notice of one record, in either of the service's shapes. Raises UnreadableRecord."""
    number = _number(_text(record.get("RecallNumber")))
    own_id = str(record.get("RecallID"))
    if not re.fullmatch(r"[0-9]{1,9}", own_id):
        raise UnreadableRecord("no RecallID")
    announced = _day(record.get("RecallDate"))
    if announced is None:
        raise UnreadableRecord("no RecallDate")
    title = _text(record.get("Title"))
    products = [_text(p.get("Name")) for p in _items(record, "Products")]
    product = "; ".join(filter(None, products)) or title
    if not product:
        raise UnreadableRecord("neither title nor product")
    subject, reason = _split_title(title)
    models = [_text(p.get("Model")) for p in _items(record, "Products")]
    kinds = [_text(p.get("Type")) for p in _items(record, "Products")]
    names, more = index_words(
        [*products, subject, *models],
        _text(record.get("Description")),
        [reason, *kinds, *_sellers(record), *_firms(record)],
    )
    return Notice(
        id=int(own_id),
        number=number,
        announced=announced,
        published=_day(record.get("LastPublishDate")) or announced,
        title=title or product,
        product=product,
        hazard=" ".join(filter(None, (_text(h.get("Name")) for h in _items(record, "Hazards")))),
        url=_notice_url(record.get("URL")),
        names=names,
        more=more,
    )


def _number(text: str) -> str:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise UnreadableRecord("no RecallNumber")
    return f"{found[1]}-{found[2]}"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    plain = html.unescape(_TAG.sub(" ", html.unescape(value[: 4 * LONGEST_TEXT])))
    return " ".join(plain.split())[:LONGEST_TEXT]


def _items(record: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    value = record.get(name)
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield item


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _split_title(title: str) -> tuple[str, str]:
    found = _BECAUSE.search(title)
    return (title[: found.start()], title[found.start() :]) if found else (title, "")


def _sellers(record: Mapping[str, Any]) -> Iterator[str]:
    for seller in _items(record, "Retailers"):
        yield _SOLD.sub("", _text(seller.get("Name")))


def _firms(record: Mapping[str, Any]) -> Iterator[str]:
    for role in ("Manufacturers", "Importers", "Distributors"):
        for firm in _items(record, role):
            yield _text(firm.get("Name"))


def _notice_url(value: Any) -> str:
    """The notice's own address; "" for any that is not on the authority's site."""
    if not isinstance(value, str) or len(value) > LONGEST_URL:
        return ""
    try:
        parts = urlsplit(value.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    whole = parts.scheme in ("http", "https") and host in _HOSTS and port is None
    if not whole or parts.username is not None or re.search(r"[\s<>\"]", value.strip()):
        return ""
    return f"https://www.cpsc.gov{parts.path}" + (f"?{parts.query}" if parts.query else "")
