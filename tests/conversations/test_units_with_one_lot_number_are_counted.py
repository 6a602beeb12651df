"""Of a recall whose numbers stand on many units, all that a customer has go into one claim."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.actions import services
from bot.settings import PROJECT
from tests.conversations.conftest import ANSWERS, Talk

# Only here do the actions run in this process, where a test can give them other recall files.
pytestmark = pytest.mark.parametrize("engine", ["embedded", "cut"], indirect=True)

MODEL, LOT = "QZ450", "GK7700112"
RULE = f"""  rule:
    kind: all_of
    rules:
      - {{kind: model, models: ["{MODEL}"]}}
      - {{kind: codes, values: ["{LOT}", "GK7700113"]}}
"""


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """A folder with one made-up recall, of lots."""
    text = (PROJECT / "data/recalls/25-338.yml").read_text()
    text = text.replace('number: "25-338"', 'number: "99-001"').replace(
        "unique: true", "unique: false"
    )
    text = re.sub(r"  rule:\n.*?(?=  text:)", RULE, text, count=1, flags=re.DOTALL)
    text = text.replace('"A1263", "A1263???"', f'"{MODEL}"')
    text = re.sub(r"  lengths: .*\n|  certain: .*\n|  ambiguous: .*\n|  alphabet: .*\n", "", text)
    (tmp_path / "99-001.yml").write_text(text)
    return tmp_path


@pytest_asyncio.fixture
async def lots(engine: Any, talk: Talk, made_up: Path) -> AsyncIterator[Talk]:
    """A customer of a service that has only this recall."""
    inner = getattr(engine, "_engine", engine)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECALL_RECALLS_DIR", str(made_up))
        await inner.on_thread(services.close_services())
        yield talk
    await inner.on_thread(services.close_services())


async def serials_of(talk: Talk) -> list[str | None]:
    return [unit.serial for unit in (await talk.claim()).units]


async def test_how_many_have_the_number_is_asked_once(lots: Talk) -> None:
    await lots.say(f"is my {MODEL} recalled? It says {LOT}")
    assert lots.verdicts == ["affected"]
    assert "How many of yours have it?" in await lots.press("Yes")
    assert "country" in await lots.say("two")
    assert await serials_of(lots) == [LOT, LOT]
    told = await lots.say_all(*ANSWERS)
    assert told.count(MODEL) == 1 and "(2 of them)" in told
    assert "filed" in await lots.say("yes")
    assert await serials_of(lots) == [LOT, LOT]


async def test_just_one_is_offered_and_that_it_may_be_skipped_is_said(lots: Talk) -> None:
    assert "You can skip this." in await lots.say_all(f"{MODEL} {LOT}", "yes")
    assert [button["title"] for button in lots.buttons] == ["Just one"]
    assert "country" in await lots.press("Just one")
    assert await serials_of(lots) == [LOT]


async def test_told_before_it_is_not_asked(lots: Talk) -> None:
    await lots.say(f"is my {MODEL} recalled? It says {LOT}. I have two of them")
    assert "country" in await lots.press("Yes")
    assert await serials_of(lots) == [LOT, LOT]


@pytest.mark.parametrize("answer", ["1", "just one", "skip", "I don't know"])
async def test_one_stays_one(lots: Talk, answer: str) -> None:
    await lots.say_all(f"{MODEL} {LOT}", "yes")
    assert "country" in await lots.say(answer)
    assert await serials_of(lots) == [LOT]


@pytest.mark.parametrize(
    "words", ["I also have another one with the same number", f"I also have a {MODEL} with {LOT}"]
)
async def test_one_more_in_mid_claim_is_asked_about(lots: Talk, words: str) -> None:
    await lots.say_all(f"{MODEL} {LOT}", "yes", "1", "United States")
    assert "How many of yours have it?" in await lots.say(words)
    assert "name" in await lots.say("2")
    assert await serials_of(lots) == [LOT, LOT]


async def test_how_many_may_be_told_in_mid_claim(lots: Talk) -> None:
    await lots.say_all(f"{MODEL} {LOT}", "yes", "1", "United States")
    told = await lots.say("I have three of them")
    assert ": 3" in told and "name" in lots.answers[-1].text
    assert await serials_of(lots) == [LOT] * 3
    await lots.say("no, I only have two of them")
    assert await serials_of(lots) == [LOT] * 2


@pytest.mark.parametrize("answer", ["I have two", "two of them", "both of them"])
async def test_two_in_any_words_are_two(lots: Talk, answer: str) -> None:
    await lots.say_all(f"{MODEL} {LOT}", "yes")
    assert "country" in await lots.say(answer)
    assert await serials_of(lots) == [LOT, LOT]


async def test_what_is_told_beside_the_count_is_kept(lots: Talk) -> None:
    await lots.say_all(f"{MODEL} {LOT}", "yes", "1", "United States", "Jane Porter")
    await lots.say("jane@example.com, and I have two of them")
    assert await serials_of(lots) == [LOT, LOT]
    assert (await lots.claim()).details["email"] == "jane@example.com"
    assert "remedy" in lots.text


async def test_what_is_no_number_gets_help_and_an_explanation(lots: Talk) -> None:
    await lots.say_all(f"{MODEL} {LOT}", "yes")
    assert "write a number" in await lots.say("hmm")
    assert "all of them in this claim" in await lots.say("why do you need that?")
    assert "How many of yours have it?" in lots.text


async def test_another_lot_is_counted_by_itself(lots: Talk) -> None:
    await lots.say_all(f"{MODEL} {LOT}", "yes", "2", "United States")
    assert "GK77 0011 3" in await lots.say(f"I also have a {MODEL} with GK7700113")
    assert "How many of yours have it?" in lots.answers[-1].text
    assert "name" in await lots.say("1")
    assert await serials_of(lots) == [LOT, LOT, "GK7700113"]
