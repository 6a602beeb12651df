"""The dry run of the desk says what the customer hears."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.conversations import Message
from bot.conversations.messages import Reply
from bot.conversations.transcript import utc_now
from bot.desk.dry_run import dry_run
from bot.recalls import load_recalls
from bot.recalls.catalogue import Catalogue
from bot.recalls.check import UnitChecks
from bot.settings import Settings
from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import NEAR, UNLISTED


def heard(said: Sequence[Message | Reply]) -> list[Any]:
    shown = [m.extras if isinstance(m, Message) else m.extras() for m in said]
    return [(m.text, x["links"], x["buttons"], x["card"]) for m, x in zip(said, shown)]


@pytest.mark.parametrize(
    ("model", "serial", "texts"),
    [
        ("A1263", LISTED, [f"A1263 {LISTED}"]),
        ("A1263", UNLISTED, [f"A1263 {UNLISTED}", "yes"]),
        ("A1263", "", ["is my A1263 recalled?", *["I can't read the serial number"] * 2]),
        ("A9999", "", ["is my model A9999 recalled?"]),
    ],
)
async def test_the_dry_run_of_the_desk_says_what_the_customer_hears(
    talk: Talk, model: str, serial: str, texts: list[str]
) -> None:
    await talk.say_all(*texts)
    told = await _dry_run(talk, model, serial)
    assert not told.asked
    assert heard(told.replies) == heard(talk.answers)


async def test_a_number_in_doubt_is_first_asked_about_in_both(talk: Talk) -> None:
    await talk.say(f"A1263 {NEAR}")
    told = await _dry_run(talk, "A1263", NEAR)
    assert heard(told.asked) == heard(talk.answers)
    assert told.check.overall == "check_again"
    as_read = told.asked[-1].buttons[0].payload
    await talk.say_all(as_read, "yes")
    assert heard(told.replies) == heard(talk.answers)


async def _dry_run(talk: Talk, model: str, serial: str) -> Any:
    recalls = load_recalls(Settings.from_env().recalls_dir)
    checks = UnitChecks(recalls, talk.database, utc_now)
    return await dry_run(checks, Catalogue(talk.database), model, serial, "")
