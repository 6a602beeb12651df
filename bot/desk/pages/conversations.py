"""A conversation: what was said and understood, taking it over, answering, giving it back."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.claim import Claim
from bot.claims.notices import notice
from bot.claims.photo_check.checks import PhotoChecks
from bot.conversations.reach import silences
from bot.conversations.transcript import hold
from bot.desk import work
from bot.desk.app import DESK, Desk, person_of, render, see_other
from bot.desk.guard import Refused
from bot.desk.pages.photos import pictures_of
from bot.desk.people import Person
from bot.storage.tables import conversations, handovers, incidents

__all__ = ["answer", "done", "give_back", "note", "page", "put_photo", "take_over"]

# In these a photo is still evidence.
OPEN_TO_PHOTOS = ("draft", "submitted", "checking", "needs_information")
LONGEST_ANSWER = 2000
NOT_INTO_IT = "This photo cannot be put into this claim; it may have changed meanwhile."
MOST_MESSAGES = 500
_SEQ = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_OPEN_FIELD = re.compile(r"\[(?:name|number|product|agent)\]")


async def page(request: web.Request) -> web.Response:
    """The conversation; that it was opened is written into the audit."""
    desk, person = request.app[DESK], person_of(request)
    conversation = request.match_info["conversation"]
    keeper = await desk.keepers.keeper(conversation)
    await desk.viewed(request, "conversation opened", conversation)
    async with desk.database.read() as connection:
        row = (
            await connection.execute(
                sa.select(conversations).where(conversations.c.id == conversation)
            )
        ).one()
        waiting = await _rows(connection, handovers, conversation)
        told = await _rows(connection, incidents, conversation)
        pictures = await pictures_of(connection, conversation)
        silence = (await silences(connection, [conversation])).get(conversation)
    claims = await desk.claims.of_conversation(conversation)
    before = request.query.get("before", "")
    last = min(int(before) - 1, row.last_seq) if _SEQ.fullmatch(before) else row.last_seq
    first = max(0, last - MOST_MESSAGES)
    fields = _fields(desk, claims, person.name)
    return render(
        request,
        "conversation.html",
        conversation=conversation,
        channel=row.channel,
        begun=row.created_at,
        left_out=first,
        later=max(0, row.last_seq - last),
        messages=await desk.transcript.latest(conversation, MOST_MESSAGES, last + 1),
        keeper=keeper,
        silence=silence,
        mine=keeper is not None and keeper.agent == person.name,
        waiting=[each for each in waiting if each.done_at is None],
        incidents=told,
        pictures=pictures,
        claims=claims,
        photo_claims=takes_photos(claims),
        notes=await work.notes(desk.database, conversation, *(claim.number for claim in claims)),
        canned=[(c.title, work.filled(c.text, fields)) for c in await work.canned(desk.database)],
        answer_id=secrets.token_hex(8),
        hours=desk.settings.office_hours,
    )


async def take_over(request: web.Request) -> web.Response:
    """From now on the customer speaks with this person."""
    desk, person = request.app[DESK], person_of(request)
    conversation = request.match_info["conversation"]
    keeper = await desk.keepers.keeper(conversation)
    force = person.role in ("lead", "admin") and "force" in await request.post()
    another = keeper.agent if keeper and force and keeper.agent != person.name else None
    details = {"from": another} if another else {}
    await desk.keepers.take_over(
        conversation, person.name,
        also=_audited(desk, person.login, "conversation taken over", conversation, **details),
        instead_of=another,
    )  # fmt: skip
    return _changed(desk, conversation)


async def give_back(request: web.Request) -> web.Response:
    """The assistant goes on; what was handed over has been seen to."""
    desk, person = request.app[DESK], person_of(request)
    conversation = request.match_info["conversation"]

    async def also(connection: AsyncConnection) -> None:
        await work.close_handovers(connection, conversation, person.name, desk.clock())
        await desk.audit.write(connection, person.login, "conversation given back", conversation)

    await desk.keepers.give_back(conversation, person.name, also=also)
    return _changed(desk, conversation)


async def answer(request: web.Request) -> web.Response:
    """Say something to the customer, on whatever channel they are; once for each form."""
    desk, person = request.app[DESK], person_of(request)
    conversation = request.match_info["conversation"]
    form = await request.post()
    text = str(form.get("text", "")).strip().replace("\r\n", "\n")
    if not text or len(text) > LONGEST_ANSWER:
        raise Refused(f"An answer has 1 to {LONGEST_ANSWER:,} characters.", 400)
    if found := _OPEN_FIELD.search(text):
        raise Refused(f"Please fill in {found[0]} first; nothing was sent.", 400)
    await desk.keepers.say_as_agent(
        conversation, person.name, text, str(form.get("id", ""))[:64] or secrets.token_hex(8),
        also=_audited(desk, person.login, "answered", conversation),
    )  # fmt: skip
    return _changed(desk, conversation)


async def done(request: web.Request) -> web.Response:
    """What was handed over needs no answer, or got one elsewhere."""
    desk, person = request.app[DESK], person_of(request)
    conversation = request.match_info["conversation"]
    await desk.keepers.keeper(conversation)  # is there one?
    async with desk.database.write() as connection:
        await work.close_handovers(connection, conversation, person.name, desk.clock())
        await desk.audit.write(connection, person.login, "hand-over seen to", conversation)
    return _changed(desk, conversation)


async def put_photo(request: web.Request) -> web.Response:
    """Put a photo into a claim of this conversation, as the dialogue does with one sent to it."""
    desk, person = request.app[DESK], person_of(request)
    conversation = request.match_info["conversation"]
    form = await request.post()
    photo, number = str(form.get("photo", "")), str(form.get("claim", ""))
    if number not in takes_photos(await desk.claims.of_conversation(conversation)):
        raise Refused(NOT_INTO_IT)

    async def also(connection: AsyncConnection, now: Claim) -> None:
        if not takes_photos([now]):
            raise Refused("The claim has been decided meanwhile.")
        # Somebody may be putting it into another claim.
        await hold(connection, conversation)
        if photo not in {p.id for p in await pictures_of(connection, conversation) if p.free}:
            raise Refused(NOT_INTO_IT)
        held = await work.holder(connection, number)
        if held is not None and held[0] != person.name:
            raise Refused(f"{held[0]} is working on this claim.")
        await desk.audit.write(
            connection, person.login, "photo put into claim", number, photo=photo
        )

    claim = await desk.claims.attach_photo(number, photo, also)
    recall = desk.recalls.get(claim.recall)
    if recall is not None:
        await PhotoChecks(desk.database, desk.clock).check(number, recall, f"photo-{photo}"[:128])
    if claim.state == "needs_information":
        await _move_on(desk, person, claim)
    desk.bell.ring(number)
    return _changed(desk, conversation)


async def _move_on(desk: Desk, person: Person, claim: Claim) -> None:
    """What the firm asked for has come: somebody looks at the claim again."""

    async def also(connection: AsyncConnection, now: Claim) -> None:
        await desk.audit.write(
            connection, person.login, "claim decided", now.number,
            before=now.state, after="checking",
        )  # fmt: skip

    reply = notice(claim.number, "checking", "", desk.recalls.get(claim.recall), claim.state)
    moved = await desk.claims.move(
        claim.number, "checking", "firm", "the customer sent a photo",
        notice=reply, by=person.name, also=also,
    )  # fmt: skip
    for conversation in await desk.claims.conversations(moved.number):
        desk.wake(conversation)


def takes_photos(claims: Sequence[Claim]) -> list[str]:
    """The numbers of those that are not decided yet: a photo may still count."""
    return [claim.number for claim in claims if claim.state in OPEN_TO_PHOTOS]


async def note(request: web.Request) -> web.Response:
    """Write something for the others of the team; the customer never sees it."""
    desk, person = request.app[DESK], person_of(request)
    conversation = request.match_info["conversation"]
    await desk.keepers.keeper(conversation)  # is there one?
    text = str((await request.post()).get("text", "")).strip()
    if text:
        async with desk.database.write() as connection:
            await work.add_note(connection, conversation, person.name, text, desk.clock())
            await desk.audit.write(connection, person.login, "note written", conversation)
    return _changed(desk, conversation)


def _audited(desk: Desk, login: str, action: str, conversation: str, **details: str) -> Any:
    async def also(connection: AsyncConnection) -> None:
        await desk.audit.write(connection, login, action, conversation, **details)

    return also


def _changed(desk: Desk, conversation: str) -> web.Response:
    desk.bell.ring(conversation)
    return see_other(f"/desk/conversations/{conversation}")


async def _rows(connection: AsyncConnection, table: Any, conversation: str) -> list[Any]:
    query = sa.select(table).where(table.c.conversation == conversation).order_by(table.c.at)
    return list((await connection.execute(query)).all())


def _fields(desk: Desk, claims: list[Any], agent: str) -> dict[str, str]:
    """What the fields of a prepared answer are filled with."""
    claim = claims[0] if claims else None
    recall = (desk.recalls.get(claim.recall) if claim else None) or desk.recalls.featured
    name = str(claim.details.get("name") or "") if claim else ""
    return {
        "agent": agent,
        "product": recall.facts()["product"],
        "number": claim.number if claim else "",
        "name": name.split()[0] if name else "",
    }
