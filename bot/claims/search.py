"""Finding claims by number, name, e-mail or serial; every look-up has an index.

The words a claim is found by are written in the transaction that changes its details. The address
is among them only to find claims that share it (`bot.desk.matching`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.number import find_number
from bot.storage import Database
from bot.storage.desk_tables import claim_words
from bot.storage.tables import claim_units, claims

__all__ = ["MOST_FOUND", "details_words", "find_claims", "index_details"]

MOST_NAMES, LONGEST = 8, 320
MOST_FOUND = 200
# What is shorter is a name or nothing.
SHORTEST_SERIAL = 4


async def index_details(
    connection: AsyncConnection, number: str, details: Mapping[str, Any]
) -> None:
    """Write what the claim is found by, within the caller's transaction; none for no details."""
    await connection.execute(sa.delete(claim_words).where(claim_words.c.claim == number))
    rows = [{"claim": number, "kind": k, "word": w} for k, w in sorted(details_words(details))]
    if rows:
        await connection.execute(sa.insert(claim_words), rows)


def details_words(details: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Kind and word of all that a claim with these details is found by."""
    found = {("name", word) for word in _words(details.get("name"))}
    found.add(("email", str(details.get("email") or "").casefold()[:LONGEST]))
    found.add(("address", "".join(_words(details.get("address"), LONGEST))))
    return {(kind, word) for kind, word in found if word}


async def find_claims(database: Database, typed: str) -> list[str]:
    """The numbers of the claims that fit what was typed, at most MOST_FOUND, the newest first."""
    typed = unicodedata.normalize("NFKC", typed).strip()[:LONGEST]
    which = [*_by_number(typed), *_by_serial(typed), *_by_words(typed)]
    if not which:
        return []
    found: set[str] = set()
    async with database.read() as connection:
        for query in which:
            found |= {str(row[0]) for row in await connection.execute(query)}
        newest = sa.select(claims.c.number).where(claims.c.number.in_(found))
        newest = newest.order_by(claims.c.updated_at.desc()).limit(MOST_FOUND)
        return [str(row.number) for row in await connection.execute(newest)]


def _begins(column: Any, prefix: str) -> Any:
    """Does the column begin so? As a range, which every database finds by an index."""
    return sa.and_(column >= prefix, column < prefix + "\U0010ffff")


def _by_number(typed: str) -> list[Any]:
    number = find_number(typed)
    return [sa.select(claims.c.number).where(claims.c.number == number)] if number else []


def _by_serial(typed: str) -> list[Any]:
    serial = "".join(c for c in typed.upper() if c.isalnum())
    if len(serial) < SHORTEST_SERIAL or not serial.isascii() or "@" in typed:
        return []
    # As typed, and as it is kept where the alphabet of its recall has no O and I.
    either = (serial, serial.translate(str.maketrans("OI", "01")))
    units = sa.select(claim_units.c.claim).where(claim_units.c.serial.in_(either))
    return [units.limit(MOST_FOUND)]


def _by_words(typed: str) -> list[Any]:
    if "@" in typed:
        return [_having("email", typed.casefold()).limit(MOST_FOUND)]
    words = sorted(_words(typed), key=len, reverse=True)
    if not words:
        return []
    query = _having("name", words[0])
    for word in words[1:]:
        # The longest word finds the claims, the others are looked for in these.
        other = claim_words.alias()
        query = query.where(
            sa.exists().where(
                sa.and_(
                    other.c.claim == claim_words.c.claim,
                    other.c.kind == "name",
                    _begins(other.c.word, word),
                )
            )
        )
    return [query.limit(MOST_FOUND)]


def _having(kind: str, word: str) -> Any:
    return sa.select(claim_words.c.claim).where(
        claim_words.c.kind == kind, _begins(claim_words.c.word, word)
    )


def _words(text: Any, most: int = MOST_NAMES) -> list[str]:
    """Words without accents and case."""
    apart = unicodedata.normalize("NFKD", str(text or "")).casefold()
    kept = (c for c in apart if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in kept)[:LONGEST].split()[:most]
