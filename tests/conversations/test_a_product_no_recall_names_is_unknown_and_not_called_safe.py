"""A product no recall names is unknown and not called safe."""

from tests.conversations.conftest import Talk


async def test_a_product_no_recall_names_is_unknown_and_not_called_safe(talk: Talk) -> None:
    await talk.say("is the Anker A1366 recalled?")
    assert talk.verdicts == ["unknown_product"]
    assert "not a safety guarantee" in talk.text
    assert "recalls of the" in talk.text
