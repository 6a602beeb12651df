"""`python -m tests.catalogue.dialogue [a|b|c|d|e]`: do the same questions get their notice when a
customer asks them in a conversation, each in one of its own?"""

from __future__ import annotations

import asyncio
import re
import sys
from dataclasses import dataclass, field

import tests.conftest  # noqa: F401 - the settings of tests, before anything of ours reads them
from bot.conversations import Inbound, Transcript
from bot.recalls import Recalls, load_recalls
from bot.settings import Settings
from bot.storage import Database, upgrade
from tests.catalogue.dump import dump_records, kept
from tests.catalogue.measure import questions
from tests.conversations.conftest import Talk, turn_loop
from tests.conversations.helpers import slot_of
from tests.engines import embedded_engine

NUMBER = re.compile(r"(?<![\w-])\d\d-\d{3}(?![\w-])")
# What is said before the notices that name the product, and before those that are only near.
FOUND, NEAR = "This is what I found", "I found no notice that names it"


@dataclass
class Answered:
    """Counts of answers, see `measure.Measured`.

    begun: a product that no notice names had the check of another one begun.
    """

    questions: int = 0
    first: int = 0
    shown: int = 0
    strangers: int = 0
    none: int = 0
    begun: int = 0
    wrong: list[str] = field(default_factory=list)


async def ask(talk: Talk, half: str, recalls: Recalls) -> Answered:
    """Ask every question of a half."""
    result, asked = Answered(), questions(half)
    for numbers, question in asked["found"].items():
        talk = await _anew(talk)
        said = await _said(talk, question)
        about = await _told(talk, said, recalls)
        right = bool(about) and about[0] in numbers.split(", ")
        result.questions += 1
        result.shown += right
        result.first += right and NEAR not in said
        if not right or NEAR in said:
            result.wrong.append(f"{numbers}: {question} -> {about} {said[:160]!r}")
    for question in asked["none"]:
        talk = await _anew(talk)
        said = await _said(talk, question)
        about = await _told(talk, said, recalls)
        told, begun = FOUND in said, await _asks(talk)
        result.strangers += 1
        result.none += not told
        result.begun += bool(begun)
        if told or begun:
            result.wrong.append(f"none: {question} -> {about} {said[:160]!r}")
    return result


async def _said(talk: Talk, question: str) -> str:
    talk.answers = await talk.loop.take(talk.id, Inbound("m1", question))
    return talk.text


async def _anew(talk: Talk) -> Talk:
    """The next customer: a conversation of its own."""
    other = Talk(talk.loop, talk.transcript, talk.database)
    await talk.transcript.open(other.id, "test")
    return other


async def _asks(talk: Talk) -> bool:
    return bool(await slot_of(talk, "requested_slot"))


async def _told(talk: Talk, said: str, recalls: Recalls) -> list[str]:
    """The recalls an answer is about: those it names, else the one whose check has begun."""
    if numbers := NUMBER.findall(said):
        return list(dict.fromkeys(numbers))
    if not await _asks(talk):
        return []
    units = await slot_of(talk, "check_units") or []
    named = [r for unit in units if unit["model"] for r in recalls.by_model(unit["model"])]
    number = await slot_of(talk, "recall_number") or recalls.featured.number
    return [recall.number for recall in named] or [number]


async def main() -> None:
    settings = Settings.from_env()
    recalls = load_recalls(settings.recalls_dir)
    database = Database(settings.database_url)
    await upgrade(database)
    async with kept(database, dump_records()), embedded_engine() as engine:
        transcript = Transcript(database)
        loop = turn_loop(transcript, engine, recalls.featured)
        talk = Talk(loop, transcript, database)
        for half in sys.argv[1:] or ["a", "b"]:
            found = await ask(talk, half, recalls)
            print(
                f"half {half}, in the conversation: right notice {found.first}/{found.questions} "
                f"(with near ones {found.shown}), no notice invented "
                f"{found.none}/{found.strangers}, check of another product begun {found.begun}"
            )
            print("\n".join(found.wrong))
        await loop.close()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main())
