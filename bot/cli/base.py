"""What every command works with: the group, the database, and errors as sentences."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import click

from bot.settings import Settings

__all__ = ["find_typed", "main", "noted", "open_database", "plainly"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="recall-assistant")
def main() -> None:
    """The support assistant for product recalls.

    \b
    Examples:
      recall-assistant check --model A1263 --serial "AKFF 1Y0E 1234 5678"
      recall-assistant run
    """
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )


@contextmanager
def _sentences() -> Iterator[None]:
    """An expected error ends the command with one sentence, not with a traceback."""
    try:
        yield
    except Exception as error:
        told = _sentence(error)
        if told is None:
            raise
        raise click.ClickException(told) from None


def _sentence(error: Exception) -> str | None:
    """What to say of an expected error; None for any other. Nothing is imported where none is."""
    from sqlalchemy.exc import DBAPIError

    from bot.claims.claim import UnknownClaim
    from bot.claims.life import TransitionRefused
    from bot.claims.privacy import PrivacyError
    from bot.conversations.common_questions import QuestionRefused
    from bot.desk.people import PeopleError
    from bot.engine.evaluation import EvaluationMissing
    from bot.engine.train import ModelMissing
    from bot.nlu.labels import LabelsRefused
    from bot.recalls import RecallFileError
    from bot.recalls.check import CheckFailed
    from bot.recalls.feed import FeedError
    from bot.recalls.import_file import ImportRefused
    from bot.recalls.lists import ListError
    from bot.settings import SettingsError
    from bot.storage.database import StorageError

    if isinstance(error, UnknownClaim):
        return f"No claim has the number {error}."
    if isinstance(error, DBAPIError):
        return f"The database of RECALL_DATABASE_URL: {error.orig}."
    expected = (
        SettingsError, ModelMissing, LabelsRefused, QuestionRefused, EvaluationMissing, CheckFailed,
        FeedError, ImportRefused, ListError, RecallFileError, StorageError, TransitionRefused,
        PrivacyError, PeopleError, OSError,
    )  # fmt: skip
    return str(error) if isinstance(error, expected) else None


def plainly(work: Callable[..., Any]) -> Callable[..., None]:
    """A function or coroutine as a command, with its expected errors as sentences."""

    @functools.wraps(work)
    def command(*args: Any, **kwargs: Any) -> None:
        with _sentences():
            result = work(*args, **kwargs)
            if asyncio.iscoroutine(result):
                asyncio.run(result)

    return command


@asynccontextmanager
async def open_database() -> AsyncIterator[tuple[Settings, Any]]:
    """The settings' database, brought up to date and closed at the end."""
    from bot.storage import Database, upgrade

    settings = Settings.from_env()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    try:
        await upgrade(database)
        yield settings, database
    finally:
        await database.close()


def noted(settings: Settings, action: str, subject: str, **details: Any) -> Callable[..., Any]:
    """What writes into the audit, in the transaction it is given, what the command does."""
    from bot.desk.audit import COMMAND_LINE, Audit

    audit = Audit(settings.require_secret())

    async def also(connection: Any, *_: Any) -> None:
        await audit.write(connection, COMMAND_LINE, action, subject, **details)

    return also


def find_typed(typed: str) -> str:
    """A claim number as it is kept, from how it was typed."""
    from bot.claims.number import find_number

    return find_number(typed) or typed
