"""Many questions in mid claim are answered."""

import pytest

from tests.conversations.conftest import Talk


@pytest.mark.parametrize("question,word", [
    ("where was it sold?", "Amazon"), ("do I need a receipt?", "receipt"),
    ("what do you do with my data?", "30 days"), ("are you a bot?", "computer program"),
    ("which remedies are there?", "gift card"), ("how do I dispose of it?", "hazardous waste"),
    ("what must the photo show?", "recalled"), ("I want to talk to a person", "support team"),
    ("hello", "let's go on"), ("what should I do to be safe?", "Unplug"),
    ("what is the status of my claim?", "not filed yet"), ("thanks", "welcome"),
])  # fmt: skip
async def test_many_questions_in_mid_claim_are_answered(
    claiming: Talk, question: str, word: str
) -> None:
    await claiming.say("United States")
    assert word in await claiming.say(question)
    assert "first and last name" in claiming.answers[-1].text
    assert (await claiming.claim()).details.get("name") is None
