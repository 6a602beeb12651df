"""Where news of a claim goes: into the conversation that its customer chose, and by e-mail.

Chosen first where the claim is filed. Where it was opened from another conversation it can be
chosen anew, by a button only.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.messages import Button, Inbound, Reply
from bot.storage.tables import claim_access, claims

__all__ = ["MOVED", "news_moved_in", "offer_news", "take_news_here"]

_PAYLOAD = "/news_here "
_TITLE = "Send news here"
_OFFER = (
    "News of this claim goes into the other conversation, where you chose to get it. "
    "Shall it come here instead?"
)
# What the customer has agreed to by the button, kept with the claim.
_WORDS = f"{_OFFER} {_TITLE}"
MOVED = Reply("News of your claim comes here from now on, and by e-mail as before.")


def offer_news(number: str, *others: Button) -> Reply:
    """The question for it. others: what else can be chosen."""
    return Reply(_OFFER, buttons=(Button(_TITLE, f"{_PAYLOAD}{number}"), *others))


def news_moved_in(inbound: Inbound) -> str | None:
    """The claim whose news a pressed button wants here; None where it is another message."""
    payload = inbound.payload or ""
    return payload.removeprefix(_PAYLOAD) if payload.startswith(_PAYLOAD) else None


async def take_news_here(
    connection: AsyncConnection, *, conversation: str, number: str, now: datetime
) -> None:
    """Keep the wish, within the caller's transaction, if the conversation has the claim."""
    opened = sa.select(claim_access.c.claim).where(
        claim_access.c.claim == number, claim_access.c.conversation == conversation
    )
    has = sa.or_(claims.c.conversation == conversation, opened.exists())
    await connection.execute(
        sa.update(claims)
        .where(claims.c.number == number, has)
        .values(news_in=conversation, news_since=now, news_words=_WORDS)
    )
