"""An incident is asked about one question at a time, and each can be skipped."""

import pytest

from tests.conversations.conftest import ANSWERS, LISTED, Talk
from tests.conversations.helpers import (
    ALARM,
    incidents_of,
    send_photo,
    urgent_handovers_of,
)

TOLD = "last month my A1263 caught fire and burned my table"


async def test_what_when_injuries_care_damage_and_a_photo_are_kept(talk: Talk) -> None:
    await talk.say(TOLD)
    assert "When" in talk.answers[-1].text
    await talk.say("in the first week of May")
    assert "hurt" in talk.answers[-1].text
    await talk.say("yes, my son burned his finger")
    assert "doctor" in talk.answers[-1].text and ALARM not in talk.text
    await talk.press("No")
    assert "damaged" in talk.answers[-1].text
    await talk.say("the table is ruined")
    assert talk.asks_photo
    assert "support team sees it" in await send_photo(talk)
    [kept] = await incidents_of(talk)
    assert (kept.told, kept.model) == (TOLD, "A1263")
    assert kept.details == {
        "when": "in the first week of May",
        "hurt": "yes, my son burned his finger",
        "care": "no",
        "damage": "the table is ruined",
    }
    assert await urgent_handovers_of(talk) == ["incident"]


@pytest.mark.parametrize("day", ["on a Monday", "last Tuesday", "yesterday", "in the evening"])
async def test_a_day_alone_is_no_wish_for_a_person(talk: Talk, day: str) -> None:
    await talk.say_all(TOLD, day)
    assert "hurt" in talk.answers[-1].text
    [kept] = await incidents_of(talk)
    assert kept.details == {"when": day}


async def test_an_injury_that_threatens_life_raises_the_alarm_and_is_kept(talk: Talk) -> None:
    await talk.say_all(TOLD, "in May")
    await talk.say("yes, my wife is not breathing")
    assert ALARM in talk.text
    told = [incident.told for incident in await incidents_of(talk)]
    assert "yes, my wife is not breathing" in told


async def test_nobody_hurt_is_not_asked_for_a_doctor(talk: Talk) -> None:
    await talk.say_all(TOLD, "in May", "everyone is fine")
    assert "damaged" in talk.answers[-1].text


async def test_each_question_can_be_skipped_and_all_can_be_stopped(talk: Talk) -> None:
    await talk.say(TOLD)
    await talk.press("Skip")
    await talk.press("Skip")
    assert "damaged" in talk.answers[-1].text
    assert "written down" in await talk.say("stop")
    assert len(await incidents_of(talk)) == 1


async def test_who_says_no_more_than_that_is_asked_what_happened(talk: Talk) -> None:
    await talk.say("report an incident")
    assert "What happened" in talk.answers[-1].text
    await talk.say("last month it smoked and ruined my desk")
    assert "When" in talk.answers[-1].text
    [kept] = await incidents_of(talk)
    assert kept.details == {"what": "last month it smoked and ruined my desk"}


async def test_danger_at_a_question_comes_first_and_the_questions_go_on(talk: Talk) -> None:
    await talk.say(TOLD)
    assert ALARM in await talk.say("it is smoking again right now!")
    assert "When" in talk.answers[-1].text


async def test_after_the_alarm_it_is_asked_once_they_are_safe(talk: Talk) -> None:
    await talk.say("my power bank is smoking!")
    await talk.press("Yes")
    assert "hurt" in talk.answers[-1].text
    assert len({m.text for m in talk.answers}) == len(talk.answers)


async def test_told_in_mid_claim_it_is_asked_after_filing_and_linked_to_the_claim(
    claiming: Talk,
) -> None:
    await claiming.say("it burned my hand last week")
    assert "country" in claiming.answers[-1].text
    await claiming.say_all(*ANSWERS, "yes")
    assert "filed" in claiming.text and "When" in claiming.answers[-1].text
    await claiming.say("last tuesday")
    claim = await claiming.claim()
    [kept] = await incidents_of(claiming)
    assert (kept.claim, kept.model, kept.serial) == (claim.number, "A1263", LISTED)
    assert kept.details == {"when": "last tuesday"}


async def test_it_is_not_dropped_when_no_recall_names_the_unit(talk: Talk) -> None:
    await talk.say("is my power bank recalled?")
    await talk.say("it burned my couch last week")
    await talk.say("B4711")
    assert "When" in talk.answers[-1].text or "model" in talk.answers[-1].text
    assert await urgent_handovers_of(talk) == ["incident"]


async def test_its_photo_is_no_evidence_of_a_claim(talk: Talk) -> None:
    await talk.say_all(TOLD, "skip", "skip", "skip")
    await send_photo(talk)
    await talk.say(f"is my A1263 recalled? serial {LISTED}")
    await talk.press("Yes")
    claim = await talk.claim()
    assert claim.photos == ()
    assert (await incidents_of(talk))[0].claim == claim.number


async def test_burned_things_are_the_answer_to_what_was_damaged_and_no_alarm(talk: Talk) -> None:
    await talk.say("my A1263 smoked last month, no one hurt")
    assert "When" in talk.answers[-1].text
    assert "damaged" in await talk.say("in the first week of May")
    assert ALARM not in await talk.say("the desk is burned")
    assert talk.asks_photo
    assert [i.details["damage"] for i in await incidents_of(talk)] == ["the desk is burned"]
