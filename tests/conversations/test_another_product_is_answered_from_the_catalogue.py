"""Notices without a reviewed file: number, date, hazard and the notice's own link."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.recalls.catalogue.catalogue import keep
from bot.recalls.feed.record import read_notice
from bot.storage import Database
from tests.catalogue.dump import kept
from tests.catalogue.records import record

RECORDS = [
    record(1, "24901", "2024-02-01", "Glowfox Recalls Space Heaters Due to Fire Hazard",
           "Glowfox Oak space heaters", "Model number GX-4500 is on the base."),
    record(2, "25902", "2025-03-01", "Zappo Recalls Power Banks Due to Fire Hazard",
           "Zappo Mini power banks", "The model number is ZM-7001."),
    record(4, "25904", "2025-03-02", "Walmart Recalls Mugs Sold at Murmelmarkt Due to Burn Hazard",
           "Mugs", "They are red."),
]  # fmt: skip


@pytest_asyncio.fixture
async def catalogue(database: Database) -> AsyncIterator[None]:
    async with kept(database, RECORDS):
        yield


def links(talk) -> list[str]:
    return [link["url"] for m in talk.answers for link in m.extras.get("links") or ()]


async def test_a_question_about_another_product(talk, catalogue) -> None:
    for question in (
        "is my Zappo power bank recalled?",
        "is the Glowfox heater recalled too?",
        "what about the glowfox space heater, is there a recall",
    ):
        said = await talk.say(question)
        number = 2 if "Zappo" in question else 1
        assert f"Recall {'25-902 of March' if number == 2 else '24-901 of February'} 1" in said
        assert "It can overheat." in said
        assert "in the list of November 20, 2026" in said
        assert "I can't check a single unit of this recall here" in said
        year = "2025" if number == 2 else "2024"
        assert f"https://www.cpsc.gov/Recalls/{year}/notice-{number}" in links(talk)


async def test_a_model_no_file_names(talk, catalogue) -> None:
    said = await talk.say("is my ZM-7001 recalled?")
    assert "Recall 25-902" in said
    assert "https://www.cpsc.gov/Recalls/2025/notice-2" in links(talk)
    said = await talk.say("and what about model number ZM-7001")
    assert "Recall 25-902" in said
    # No word before it that no recall names the product.
    assert talk.verdicts == [] and "No recall I know of" not in said


async def test_no_match_is_never_not_recalled(talk, catalogue) -> None:
    said = await talk.say("is the Kettleby kettle recalled too?")
    assert "I found no notice for it in the list of November 20, 2026 that I hold" in said
    assert "does not mean that it is not recalled" in said
    assert links(talk) == ["https://www.cpsc.gov/Recalls"]


async def test_our_own_product_is_checked_whatever_the_catalogue_holds(talk, catalogue) -> None:
    for question in ("is my power bank recalled?", "is my Anker portable charger recalled"):
        said = await talk.say(question)
        assert "model number" in said
        assert "Zappo" not in said
        await talk.say("stop")


async def test_without_a_list_it_says_so(talk) -> None:
    said = await talk.say("is the Kettleby kettle recalled too?")
    assert "I hold no list of other recalls" in said
    assert links(talk) == ["https://www.cpsc.gov/Recalls"]


@pytest.mark.parametrize(
    "said",
    [
        "I have a Zappo power bank here, number 7001",
        "my aunt gave me the Zappo power bank second-hand",
        "is the Zappo power bank ok or was it recalled",
        "why was the Zappo power bank recalled?",
        "Zappo Mini power bank",
    ],
)
async def test_however_it_is_spoken_of(talk, catalogue, said) -> None:
    assert "Recall 25-902" in await talk.say(said)
    assert "A1263" not in talk.text


async def test_a_notice_with_a_reviewed_file_opens_its_check(talk, catalogue, database) -> None:
    knog = record(3, "26051", "2025-10-30", "Bicycle Lights Recalled Due to Fire Hazard",
                  "Blinder bicycle handlebar lights")  # fmt: skip
    async with database.write() as connection:
        await keep(connection, [read_notice(knog)])
    assert "What I know of Knog:" in await talk.say("is the bicycle handlebar light recalled?")
    assert "Which model number is on yours?" in talk.text


@pytest.mark.parametrize("shop", ["Walmart", "Murmelmarkt"])
async def test_a_shop_alone_names_no_product(talk, catalogue, shop) -> None:
    said = await talk.say(f"the one I bought at {shop} in 2022, is it affected")
    assert "25-904" not in said and "model number" in said
