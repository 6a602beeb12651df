"""Did this help? Asked once, when the customer takes leave, and answered by a button only."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.messages import Button, Inbound, Reply
from bot.storage.tables import ratings

__all__ = ["ASKED", "QUESTION", "THANKS", "keep_rating", "rating_in"]

_ANSWERS = {"/rate_helped": True, "/rate_not_helped": False}
# The payload by which is found that it was asked already.
ASKED = "/rate_helped"
QUESTION = Reply(
    "One question before you go: did this help you?",
    buttons=(Button("Yes, it did", "/rate_helped"), Button("No", "/rate_not_helped")),
)
THANKS = {
    True: Reply("Thank you for telling us. Take care."),
    False: Reply(
        "Thank you for telling us; I'm sorry. Write here what you still need, or ask for a person."
    ),
}


def rating_in(inbound: Inbound) -> bool | None:
    """What a pressed button says of it; None where the message is another one."""
    return _ANSWERS.get(inbound.payload or "")


async def keep_rating(
    connection: AsyncConnection, *, conversation: str, helped: bool, now: datetime
) -> None:
    """Keep it, within the caller's transaction; a later answer takes the place of an earlier."""
    mine = ratings.c.conversation == conversation
    known = await connection.execute(sa.select(ratings.c.at).where(mine))
    change = sa.insert(ratings) if known.first() is None else sa.update(ratings).where(mine)
    await connection.execute(change.values(conversation=conversation, at=now, helped=helped))
