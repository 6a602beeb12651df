"""Prepared answers, written by leads."""

from __future__ import annotations

import sqlalchemy as sa
from aiohttp import web

from bot.desk import work
from bot.desk.app import DESK, person_of, render, see_other
from bot.desk.guard import Refused
from bot.storage import one_at_a_time
from bot.storage.desk_tables import canned_answers

__all__ = ["delete", "page", "save"]

LONGEST_TITLE, LONGEST_TEXT = 80, 2000


async def page(request: web.Request) -> web.Response:
    """All of them, and one to be written."""
    return render(request, "canned.html", canned=await work.canned(request.app[DESK].database))


async def save(request: web.Request) -> web.Response:
    """Keep one under its title; one of the same title is replaced."""
    desk, person = request.app[DESK], person_of(request)
    form = await request.post()
    title = " ".join(str(form.get("title", "")).split())
    text = str(form.get("text", "")).strip().replace("\r\n", "\n")
    if not 1 <= len(title) <= LONGEST_TITLE or not 1 <= len(text) <= LONGEST_TEXT:
        raise Refused(f"A title has up to {LONGEST_TITLE} characters, a text up to "
                      f"{LONGEST_TEXT:,}, and both are needed.", 400)  # fmt: skip
    async with desk.database.write() as connection:
        await one_at_a_time(connection, f"answer {title}")
        await connection.execute(sa.delete(canned_answers).where(canned_answers.c.title == title))
        await connection.execute(sa.insert(canned_answers).values(title=title, text=text))
        await desk.audit.write(connection, person.login, "prepared answer saved", title=title)
    return see_other("/desk/answers")


async def delete(request: web.Request) -> web.Response:
    """Take one out."""
    desk, person = request.app[DESK], person_of(request)
    id = str((await request.post()).get("id", ""))
    if id.isdecimal():
        async with desk.database.write() as connection:
            this = canned_answers.c.id == int(id[:9])
            title = sa.select(canned_answers.c.title).where(this).with_for_update()
            gone = (await connection.execute(title)).scalar()
            if gone is not None:
                await connection.execute(sa.delete(canned_answers).where(this))
                await desk.audit.write(
                    connection, person.login, "prepared answer deleted", title=gone
                )
    return see_other("/desk/answers")
