"""What has been made at a provider once, to be used again and again: its id there, by our name.

Two services that make the same at once each use their own; one of them is kept.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage import Database
from bot.storage.tables import channel_contents

__all__ = ["Contents"]


class Contents:
    """Those of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, str] = {}

    async def find(self, name: str) -> str | None:
        """Its id at the provider, None before it was made."""
        if name not in self._known:
            query = sa.select(channel_contents.c.sid).where(channel_contents.c.name == name)
            async with self._database.read() as connection:
                sid = (await connection.execute(query)).scalar()
            if sid is None:
                return None
            self._known[name] = sid
        return self._known[name]

    async def keep(self, name: str, sid: str) -> None:
        """It has been made."""
        self._known[name] = sid
        await self._database.add_new(channel_contents, [{"name": name, "sid": sid}])

    async def forget(self, name: str, sid: str) -> None:
        """The provider does not know this id any more."""
        self._known.pop(name, None)
        contents = channel_contents.c
        async with self._database.write() as connection:
            await connection.execute(
                sa.delete(channel_contents).where(contents.name == name, contents.sid == sid)
            )
