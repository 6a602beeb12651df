"""What actions work with, made once for each event loop that runs them."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from ruamel.yaml import YAML

from bot.claims.access import Access
from bot.claims.claims import Claims
from bot.claims.notices import mail_words
from bot.claims.photo_check.checks import PhotoChecks
from bot.claims.photos import Photos
from bot.claims.privacy import Privacy
from bot.conversations.handover import HandOvers
from bot.conversations.incidents import Incidents
from bot.conversations.transcript import Transcript, utc_now
from bot.conversations.unclear import Unclear
from bot.engine.train import live_questions
from bot.recalls import Recall, Recalls, load_recalls
from bot.recalls.catalogue import Catalogue
from bot.recalls.check import UnitChecks
from bot.settings import PROJECT, Settings
from bot.storage import Database, upgrade

__all__ = ["Services", "close_services", "services"]


@dataclass(frozen=True)
class Services:
    """The use cases of the core, on one database."""

    settings: Settings
    recalls: Recalls
    database: Database
    transcript: Transcript
    checks: UnitChecks
    catalogue: Catalogue
    claims: Claims
    access: Access
    photo_checks: PhotoChecks
    privacy: Privacy
    incidents: Incidents
    handovers: HandOvers
    unclear: Unclear
    # The words in braces of each response of domain.yml: only these are sent along with it.
    placeholders: Mapping[str, frozenset[str]]

    @classmethod
    def make(cls, settings: Settings) -> Services:
        """Connect to the settings' database; recall files are read here."""
        recalls = load_recalls(settings.recalls_dir, settings.featured_recall)
        database = Database(settings.database_url)
        words = mail_words(recalls, settings.messaging.public_url)
        checks = UnitChecks(
            recalls,
            database,
            utc_now,
            settings.limits.checks_day,
            settings.limits.checks_conversation,
        )
        return cls(
            settings,
            recalls,
            database,
            Transcript(database),
            checks,
            Catalogue(database),
            Claims(database, mail=words if settings.mail else None),
            Access(database),
            PhotoChecks(database),
            Privacy(database, Photos(database, settings.data_dir / "photos")),
            Incidents(database),
            HandOvers(database),
            Unclear(database),
            _placeholders(),
        )

    def recall(self, number: str | None) -> Recall:
        """The recall that is spoken of: the named one, else the featured one."""
        named = self.recalls.get(number) if number else None
        return named or self.recalls.featured


def _placeholders() -> dict[str, frozenset[str]]:
    responses = YAML(typ="safe").load(PROJECT / "domain.yml")["responses"]
    texts = {
        name: " ".join(v.get("text") or "" for v in variants)
        for name, variants in responses.items()
    }
    texts |= {q.response: q.answer for q in live_questions(PROJECT)}
    return {name: frozenset(re.findall(r"{(\w+)}", text)) for name, text in texts.items()}


_made: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Task[Services]] = WeakKeyDictionary()


async def services() -> Services:
    """The services of the running loop; the first use connects and brings the tables up to date.

    Behind the door the tables are there; in `rasa shell` this makes them.
    """
    loop = asyncio.get_running_loop()
    opening = _made.get(loop)
    if opening is None or (opening.done() and opening.exception() is not None):
        opening = _made[loop] = loop.create_task(_open())
    # Shielded: the action that came first may be cut while others wait for the same.
    return await asyncio.shield(opening)


async def _open() -> Services:
    made = Services.make(Settings.from_env())
    try:
        made.settings.data_dir.mkdir(parents=True, exist_ok=True)
        await upgrade(made.database)
    except BaseException:
        await made.database.close()
        raise
    return made


async def close_services() -> None:
    """Close what the running loop has opened."""
    opening = _made.pop(asyncio.get_running_loop(), None)
    if opening is not None:
        with contextlib.suppress(Exception):
            await (await opening).database.close()
