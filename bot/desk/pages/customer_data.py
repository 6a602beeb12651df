"""What is kept of one customer: taken away, or deleted, when they ask the firm for it."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.privacy import ClaimInProgress, Privacy
from bot.desk.app import DESK, Desk, person_of, render, see_other
from bot.desk.guard import Refused

__all__ = ["erase", "export", "page"]

# Chosen, not typed: the audit holds nothing of a customer.
REASONS = {
    "asked": "The customer asked for it",
    "authority": "An authority asked for it",
    "mistake": "It was given by mistake",
}


async def page(request: web.Request) -> web.Response:
    """What can be done with it, and what stays when it is deleted."""
    desk, conversation = request.app[DESK], await _conversation(request)
    return render(
        request, "customer_data.html",
        conversation=conversation, reasons=REASONS, erased="erased" in request.query,
        in_progress=await _privacy(desk).in_progress(conversation),
    )  # fmt: skip


async def export(request: web.Request) -> web.Response:
    """Everything that is kept of the customer, as `recall-assistant privacy export` gives it."""
    desk, conversation = request.app[DESK], await _conversation(request)
    await desk.saw(person_of(request), "data exported", conversation)
    found = await _privacy(desk).export(conversation)
    text = await asyncio.to_thread(json.dumps, found, ensure_ascii=False, indent=2, default=str)
    headers = {"Content-Disposition": 'attachment; filename="customer.json"'}
    return web.Response(text=text, content_type="application/json", headers=headers)


async def erase(request: web.Request) -> web.Response:
    """Delete it, as `recall-assistant privacy erase` does; refused while a claim needs it."""
    desk, conversation = request.app[DESK], await _conversation(request)
    form = await request.post()
    reason = str(form.get("reason", ""))
    if reason not in REASONS or "sure" not in form:
        raise Refused("Please say why, and that it is to be deleted.", 400)

    async def also(connection: AsyncConnection) -> None:
        await desk.audit.write(
            connection, person_of(request).login, "data erased", conversation, reason=reason
        )

    try:
        await _privacy(desk).erase(conversation, also=also)
    except ClaimInProgress as error:
        raise Refused(f"Nothing was deleted. {error}") from None
    desk.bell.ring(conversation)
    desk.wake(conversation)
    return see_other(f"/desk/conversations/{conversation}/data?erased")


def _privacy(desk: Desk) -> Privacy:
    return Privacy(desk.database, desk.photos, desk.clock)


async def _conversation(request: web.Request) -> str:
    """The conversation's id. Raises UnknownConversation."""
    conversation = request.match_info["conversation"]
    await request.app[DESK].keepers.keeper(conversation)
    return conversation
