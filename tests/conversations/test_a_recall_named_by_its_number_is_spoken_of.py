"""Who names a recall by its number hears of that recall: from its file, else from its notice."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.storage import Database
from tests.catalogue.dump import kept
from tests.catalogue.records import record
from tests.conversations.conftest import Talk
from tests.conversations.helpers import slot_of

RECORDS = [
    record(1, "24901", "2024-02-01", "Glowfox Recalls Space Heaters Due to Fire Hazard",
           "Glowfox Oak space heaters", "Model number GX-4500 is on the base."),
    record(2, "24902", "2024-03-01", "Zappo Recalls Lamps 901", "Zappo lamps 901", "Lamps."),
]  # fmt: skip


@pytest_asyncio.fixture
async def catalogue(database: Database) -> AsyncIterator[None]:
    async with kept(database, RECORDS):
        yield


@pytest.mark.parametrize(
    "words",
    [
        "is recall 25-304 about my device?",
        "recall 25-304",
        "25-304",
        "I got a letter about recall number 25304",
        "what is recall 25-304",
        "hi, does 25-304 mean my charger",
    ],
)
async def test_a_reviewed_recall_is_asked_about_by_its_own_file(talk: Talk, words: str) -> None:
    await talk.say(words)
    assert "Recall 25-304 of May 29, 2025: iWALK Magnetic Wireless Power Bank" in talk.text
    assert "Which model number is on yours?" in talk.text
    assert "A1263" not in talk.text
    await talk.say("MXB008")
    assert "serial" in talk.text
    await talk.say("GK2309880")
    assert talk.verdicts == ["affected"]


async def test_facts_that_are_asked_of_it_are_its_own(talk: Talk) -> None:
    assert "15 reports of batteries" in await talk.say("why was recall 25-304 announced?")
    assert await slot_of(talk, "recall_number") == "25-304"
    assert "iWALK" in await talk.say("and where was it sold?")


async def test_a_number_named_for_the_model_changes_the_question(talk: Talk) -> None:
    await talk.say_all("is my power bank recalled?", "the one of recall 25-304")
    assert "Recall 25-304" in talk.text and "Which model number is on yours?" in talk.text


@pytest.mark.parametrize(
    "words",
    ["is recall 24-901 about my device?", "recall 24901", "24-901", "why was recall 24-901 made?"],
)
async def test_a_notice_is_found_by_its_number(talk: Talk, catalogue: None, words: str) -> None:
    await talk.say(words)
    assert "Recall 24-901 of February 1, 2024: Glowfox Oak space heaters" in talk.text
    assert "24-902" not in talk.text and "A1263" not in talk.text


@pytest.mark.parametrize("words", ["is recall 19-901 about my device?", "recall 19-901"])
async def test_a_number_nothing_has_is_not_answered_with_another(
    talk: Talk, catalogue: None, words: str
) -> None:
    await talk.say(words)
    assert "I found no notice for it in the list of November 20, 2026" in talk.text
    assert "24-90" not in talk.text and "A1263" not in talk.text


async def test_a_number_within_a_claim_changes_nothing(claiming: Talk) -> None:
    await claiming.say("recall 25-304")
    assert await slot_of(claiming, "recall_number") == "25-338"
