"""Personal data: show it, delete it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import click

from bot.cli.base import find_typed, main, noted, open_database, plainly
from bot.settings import Settings

__all__: list[str] = []


@main.group()
def privacy() -> None:
    """What is kept of a customer: show it, delete it, delete what is too old."""


@asynccontextmanager
async def _privacy() -> AsyncIterator[tuple[Settings, Any, Any, Any]]:
    from bot.claims.claims import Claims
    from bot.claims.photos import Photos
    from bot.claims.privacy import Privacy

    async with open_database() as (settings, database):
        photos = Photos(database, settings.data_dir / "photos")
        yield settings, database, Privacy(database, photos), Claims(database)


@privacy.command("export")
@click.argument("number")
@plainly
async def export_data(number: str) -> None:
    """Everything kept of the customer of a claim, as JSON; photos by their file's name.

    Make sure first that whoever asks is the customer: it is all personal data.

    \b
    Example:
      recall-assistant privacy export RC-4NW9-3MFR-AWH4 > customer.json
    """
    async with _privacy() as (settings, database, kept, claims):
        claim = await claims.get(find_typed(number))
        async with database.write() as connection:
            await noted(settings, "data exported", claim.number)(connection)
        found = await kept.export(claim.conversation)
        click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))


@privacy.command("erase")
@click.argument("number")
@plainly
async def erase_data(number: str) -> None:
    """Delete what was said, photos, names and serials of the customer of a claim.

    That there was a claim, and incidents, stay. A claim in progress is refused.

    \b
    Example:
      recall-assistant privacy erase RC-4NW9-3MFR-AWH4
    """
    async with _privacy() as (settings, _, kept, claims):
        claim = await claims.get(find_typed(number))
        also = noted(settings, "data erased", claim.number)
        await kept.erase(claim.conversation, also=also)
        click.echo(f"The data of claim {claim.number} is deleted.")


@privacy.command("purge")
@plainly
async def purge_data() -> None:
    """Delete now what is too old; the running service does it every hour.

    \b
    Example:
      recall-assistant privacy purge
    """
    from bot.conversations.transcript import utc_now
    from bot.recalls import load_recalls

    async with _privacy() as (settings, _, kept, _claims):
        recalls, now = load_recalls(settings.recalls_dir), utc_now()
        finished = recalls.finished_time
        done = await kept.purge(now - recalls.draft_time, now - finished if finished else None)
        click.echo(
            f"Deleted: {done.drafts} unsent claims, {done.conversations} conversations "
            "without a claim."
        )
