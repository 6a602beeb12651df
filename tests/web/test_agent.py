"""What a person of the support team says in a conversation reaches the web chat."""

from __future__ import annotations

from bot.conversations import Keepers
from tests.web.conftest import Customer, Site


async def test_an_agents_answer_comes_by_socket_and_stands_in_the_history(
    site: Site, customer: Customer
) -> None:
    keepers = Keepers(site.door.database, on_saved=site.door.wake)
    await keepers.take_over(customer.conversation, "Ann")
    kept = await customer.say("is anybody there?")
    assert (kept.status, kept.json["messages"]) == (200, [])
    async with customer.socket() as socket:
        await keepers.say_as_agent(customer.conversation, "Ann", "Yes, I am here.", "1")
        frame = await socket.receive_json(timeout=60)
    assert (frame["from"], frame["name"], frame["text"]) == ("agent", "Ann", "Yes, I am here.")
    assert (await customer.history())[-1] == frame
    assert site.engine.texts == []
