"""Brings a database to the newest migration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.storage.database import Database

__all__ = ["upgrade"]

MIGRATIONS = Path(__file__).parent / "migrations"


async def upgrade(database: Database) -> None:
    """Create or update all tables; nothing is done when they are up to date."""
    # Alembic takes a third of a second to import; only the start of the service needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    def run(connection: Any) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    async with database.write() as connection:
        await connection.run_sync(run)
