"""The notices in the database: keeping what the feed gave, and finding what a question names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.recalls.catalogue.notice import Notice
from bot.recalls.catalogue.ranking import (
    asked_query,
    known_forms,
    mended,
    misspelt,
    ranked,
)
from bot.recalls.catalogue.words import asked_numbers, asked_words
from bot.recalls.numbers import told_number, without_number
from bot.storage.database import Database
from bot.storage.tables import feed_state, feed_windows, notice_words, notices

__all__ = ["Catalogue", "Found", "Kept", "keep"]

SHOWN = 3
CANDIDATES = 60
# Counted like a word that every notice holds: how many notices there are, without counting them.
EVERY = ""
# When the list was last read in full; and when some of it was, which `recalls sync --from` moves
# alone.
_READ_AT = sa.select(
    feed_state.c.good_at, sa.select(sa.func.max(feed_windows.c.read_at)).scalar_subquery()
)
_COLUMNS = tuple(field.name for field in fields(Notice))


@dataclass(frozen=True)
class Found:
    """The answer to a question.

    notices: those that are about what it names, the best first. near: where there are none, those
    that share a rare word with it, a brand for example. as_of: the day of the list they were
    looked for in, None while none was ever read wholly: then finding nothing says nothing.
    words: those of the question that name something, as they are looked for. number: the recall
    number that it names, whether or not there is such a notice.
    """

    notices: tuple[Notice, ...]
    near: tuple[Notice, ...]
    as_of: date | None
    words: tuple[str, ...] = ()
    number: str | None = None


class Kept(NamedTuple):
    """How many notices were new and how many had changed."""

    new: int
    changed: int


class Catalogue:
    """Notices for which there need be no reviewed file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # The newest question: a turn asks it up to twice.
        self._last: tuple[tuple[str, datetime | None, datetime | None], Found] | None = None

    async def find(self, question: str) -> Found:
        """What a question in a customer's words is about; nothing is better than a wrong one."""
        async with self._database.read() as connection:
            moment, some_of_it = (await connection.execute(_READ_AT)).first() or (None, None)
            asked = (question, moment, some_of_it)
            if self._last is None or moment is None or self._last[0] != asked:
                self._last = (asked, await self._search(connection, question, moment))
            return self._last[1]

    async def _search(
        self, connection: AsyncConnection, question: str, moment: datetime | None
    ) -> Found:
        as_of = moment.date() if moment else None
        number = told_number(question)
        if number and (named := await _numbered(connection, number)):
            return Found(named, (), as_of, number=number)
        if number:
            # Its digits name nothing else; what is said beside it may.
            question = without_number(question)
        return replace(await self._by_words(connection, question, as_of), number=number)

    async def _by_words(
        self, connection: AsyncConnection, question: str, as_of: date | None
    ) -> Found:
        asked = asked_words(question)
        if not asked:
            return Found((), (), as_of)
        wanted = notice_words.c.word.in_({EVERY, *known_forms(asked)})
        known = await _known(connection, wanted)
        total = known.pop(EVERY, 0)
        wrong = misspelt(asked, known)
        if wrong:
            like = [_begins(beginning) for beginning in wrong.values()]
            known |= await _known(connection, sa.or_(*like))
            asked = mended(asked, wrong, known)
        query = asked_query(asked, asked_numbers(question), known, total)
        if not query.search:
            return Found((), (), as_of, tuple(query.words))
        candidates = await self._candidates(connection, query.search)
        return Found(*ranked(query, candidates, SHOWN), as_of, tuple(query.words))

    async def size(self) -> tuple[int, date | None]:
        """How many notices are held, and the day of the list."""
        async with self._database.read() as connection:
            count = sa.select(sa.func.count()).select_from(notices)
            total = (await connection.execute(count)).scalar_one()
            moment = await _good_at(connection)
            return total, moment.date() if moment else None

    async def _candidates(
        self, connection: AsyncConnection, search: Iterable[tuple[tuple[str, ...], ...]]
    ) -> list[Notice]:
        for choices in search:
            # Words hold only a-z and 0-9, so they need no escape in either query language.
            if self._database.sqlite:
                query = " OR ".join("(" + " AND ".join(both) + ")" for both in _quoted(choices))
                statement = _SEARCH_SQLITE
            else:
                query = " | ".join("(" + " & ".join(both) + ")" for both in choices)
                statement = _SEARCH_POSTGRES
            rows = await connection.execute(statement, {"query": query, "most": CANDIDATES})
            if found := [Notice(**row._mapping) for row in rows]:
                return found
        return []


async def _good_at(connection: AsyncConnection) -> datetime | None:
    """When the list was last read in full."""
    moment: datetime | None = (await connection.execute(sa.select(feed_state.c.good_at))).scalar()
    return moment


async def _numbered(connection: AsyncConnection, number: str) -> tuple[Notice, ...]:
    """The notices with this number, the newest first."""
    # Older numbers end in a letter, that some write large.
    query = sa.select(notices).where(notices.c.number.in_((number, number.upper())))
    query = query.order_by(notices.c.announced.desc(), notices.c.id.desc()).limit(SHOWN)
    return tuple(Notice(**row._mapping) for row in await connection.execute(query))


def _quoted(choices: Iterable[tuple[str, ...]]) -> list[list[str]]:
    return [[f'"{word}"' for word in both] for both in choices]


async def keep(connection: AsyncConnection, given: Iterable[Notice]) -> Kept:
    """Store notices in the caller's transaction; those that are not given stay as they are."""
    fresh = {notice.id: notice for notice in given}
    have = {}
    query = sa.select(notices).where(notices.c.id.in_(fresh))
    for row in await connection.execute(query):
        have[row.id] = Notice(**row._mapping)
    new = [notice for notice in fresh.values() if notice.id not in have]
    changed = [n for n in fresh.values() if n.id in have and n != have[n.id]]
    if new:
        await connection.execute(notices.insert(), [asdict(notice) for notice in new])
    for notice in changed:
        await connection.execute(
            notices.update().where(notices.c.id == notice.id).values(asdict(notice))
        )
    counts = Counter(word for notice in (*new, *changed) for word in _words(notice))
    counts.subtract(word for notice in changed for word in _words(have[notice.id]))
    moved = [{"word": word, "notices": n} for word, n in counts.items() if n]
    if moved:
        await connection.execute(_COUNT, moved)
    return Kept(len(new), len(changed))


async def _known(connection: AsyncConnection, which: Any) -> dict[str, int]:
    query = sa.select(notice_words.c.word, notice_words.c.notices).where(
        which, notice_words.c.notices > 0
    )
    return {row.word: row.notices for row in await connection.execute(query)}


def _begins(beginning: str) -> Any:
    # As a range: PostgreSQL's index serves LIKE only in the C collation.
    after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    return sa.and_(notice_words.c.word >= beginning, notice_words.c.word < after)


def _words(notice: Notice) -> set[str]:
    return {EVERY, *notice.names.split(), *notice.more.split()}


_COLUMN_LIST = ", ".join(f"notices.{name}" for name in _COLUMNS)
_TYPES: dict[str, Any] = {name: notices.c[name].type for name in _COLUMNS}
# A word in the name is worth more than one in the description.
_SEARCH_SQLITE = sa.text(
    f"SELECT {_COLUMN_LIST} FROM notice_search JOIN notices ON notices.id = notice_search.rowid"  # noqa: S608 - our own names
    " WHERE notice_search MATCH :query ORDER BY bm25(notice_search, 4.0, 1.0) LIMIT :most"
).columns(**_TYPES)
_SEARCH_POSTGRES = sa.text(
    f"SELECT {_COLUMN_LIST} FROM notices, to_tsquery('simple', :query) AS wanted"  # noqa: S608 - our own names
    " WHERE notices.search @@ wanted ORDER BY ts_rank(notices.search, wanted) DESC LIMIT :most"
).columns(**_TYPES)
# The same words on both databases.
_COUNT = sa.text(
    "INSERT INTO notice_words (word, notices) VALUES (:word, :notices)"
    " ON CONFLICT (word) DO UPDATE SET notices = notice_words.notices + excluded.notices"
)
