"""Who was told of an incident before migration 0016 is not told again, and back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.conversations import Transcript
from bot.conversations.incidents import Incidents
from bot.conversations.transcript import utc_now
from bot.storage import Database, upgrade
from bot.storage.migrate import MIGRATIONS
from bot.storage.tables import desk_deliveries


async def go_back(database: Database, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    def run(connection: Any) -> None:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)

    async with database.write() as connection:
        await connection.run_sync(run)


async def test_nobody_is_told_again_after_the_migration(database: Database) -> None:
    await Transcript(database).open("c", "web")
    for message in ("told", "new"):
        await Incidents(database).record("c", message, tense="past", signs=(), told="smoke")
    await go_back(database, "0015")
    async with database.write() as connection:
        alerted = sa.text("UPDATE incidents SET alerted_at = NULL WHERE message = 'new'")
        await connection.execute(alerted)
    await upgrade(database)
    async with database.read() as connection:
        rows = (await connection.execute(sa.select(desk_deliveries))).all()
    told = sorted((row.sink, row.message, row.state) for row in rows)
    assert told == [("alarm-email", "told", "done"), ("alarm-webhook", "told", "done")]
    assert all(row.first_at <= utc_now() for row in rows)
