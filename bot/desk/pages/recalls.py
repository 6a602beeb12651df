"""What is recalled: files, serial lists and their versions, the feed, and a dry run."""

from __future__ import annotations

import asyncio
import re
from datetime import date
from typing import Any
from urllib.parse import quote

from aiohttp import BodyPartReader, web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.rechecks import Rechecks
from bot.desk.app import DESK, person_of, render, see_other
from bot.desk.dry_run import dry_run
from bot.desk.guard import FORM, Refused
from bot.desk.lists import MOST_BYTES, TooBig, Upload, load_beside, received, rejected_path
from bot.recalls import ListInfo, Recall, lint
from bot.recalls.catalogue import Catalogue
from bot.recalls.check import CheckFailed
from bot.recalls.feed import feed_status
from bot.recalls.import_file import ImportRefused
from bot.recalls.list_guards import refuse_shrinking, refuse_unused, what_shrinks
from bot.recalls.lists import ListError, SerialLists

__all__ = ["activate", "check", "lint_files", "load", "one", "page", "rejected"]

LONGEST = 64
SHOWN_REJECTED = 20
_SOME_VERSION = re.compile(r"[0-9]{1,9}", re.ASCII)


async def page(request: web.Request) -> web.Response:
    """All recalls with the list that decides, the feed, and the form of the dry run."""
    return await _page(request)


async def check(request: web.Request) -> web.Response:
    """The dry run: what a customer with this unit would be told."""
    # By POST: a serial leads to its customer and belongs into no address and no log.
    form = await request.post()
    model, serial, country = (
        str(form.get(name, "")).strip()[:LONGEST] for name in ("model", "serial", "country")
    )
    if not model:
        raise Refused("Please give a model.", 400)
    desk = request.app[DESK]
    try:
        told = await dry_run(desk.checks, Catalogue(desk.database), model, serial, country)
    except CheckFailed as error:
        raise Refused(str(error), 503) from None
    return await _page(request, asked=(model, serial, country), told=told)


async def lint_files(request: web.Request) -> web.Response:
    """Check all recall files."""
    folder = request.app[DESK].settings.recalls_dir
    problems = await asyncio.to_thread(lint, folder)
    return await _page(request, problems=problems)


async def _page(request: web.Request, **more: Any) -> web.Response:
    desk = request.app[DESK]
    active = await SerialLists(desk.database, desk.clock).all_active()
    notices, as_of = await Catalogue(desk.database).size()
    feed = await feed_status(desk.database)
    rows = [
        (recall, active.get(recall.number), _is_fresh(recall, active.get(recall.number), request))
        for recall in desk.recalls
    ]
    given: dict[str, Any] = {"asked": ("", "", ""), "told": None, "problems": None, **more}
    return render(
        request, "recalls.html",
        rows=rows, notices=notices, as_of=as_of, feed=feed,
        late=bool(feed and notices and feed.is_late(desk.clock())), **given,
    )  # fmt: skip


def _is_fresh(recall: Recall, info: ListInfo | None, request: web.Request) -> bool:
    today = request.app[DESK].clock().date()
    return info is not None and info.is_fresh(today, recall.identification.valid_days)


async def one(request: web.Request) -> web.Response:
    """One recall: its facts, the versions of its list, what another version would change."""
    desk, recall = request.app[DESK], _recall(request)
    lists = SerialLists(desk.database, desk.clock)
    versions = await lists.versions(recall.number)
    active = next((info for info in versions if info.active), None)
    asked = request.query.get("preview", "")
    preview = next((i for i in versions if str(i.version) == asked and not i.active), None)
    changes = await lists.compare(active, preview) if active and preview else None
    shrinks = await what_shrinks(lists, preview) if preview else None
    bad = rejected_path(desk.settings.data_dir, recall)
    to_tell = await Rechecks(desk.database, desk.clock).now_listed(recall.number)
    return render(
        request, "recall.html",
        recall=recall, facts=recall.facts(), versions=versions, active=active, preview=preview,
        changes=changes, shrinks=shrinks,
        to_tell=len(to_tell), fresh=_is_fresh(recall, active, request),
        bad=await asyncio.to_thread(_first_lines, bad) if preview and "rejected" in request.query
        else [],
        rejected=request.query.get("rejected", "0") if preview else "0",
        preview_fresh=_is_fresh(recall, preview, request), megabytes=MOST_BYTES // 2**20,
    )  # fmt: skip


def _first_lines(path: object) -> list[str]:
    try:
        with open(str(path), encoding="utf-8") as file:
            return [line.rstrip("\n") for _, line in zip(range(SHOWN_REJECTED + 1), file)][1:]
    except FileNotFoundError:
        return []


async def load(request: web.Request) -> web.Response:
    """Take a list in; it is shown what it would change, and decides nothing yet.

    The fields come before the file. Answered with the address of the preview.
    """
    desk, recall = request.app[DESK], _recall(request)
    dated: date | None = None
    complete = True
    login = person_of(request).login

    async def loaded(connection: AsyncConnection, info: ListInfo, bad: int) -> None:
        await desk.audit.write(
            connection, login, "list loaded", recall.number,
            version=info.version, serials=info.serials, rejected=bad,
        )  # fmt: skip

    if not request.content_type.startswith("multipart/"):
        raise Refused("Please choose a file.", 400)
    try:
        refuse_unused(recall)
    except ListError as error:
        raise Refused(str(error), 409) from None
    form = request.get(FORM) or await request.multipart()
    while (part := await form.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise Refused("This form cannot be read.", 400)
        if part.name == "dated":
            dated = _day((await part.text())[:10])
        elif part.name == "incomplete":
            complete = False
        elif part.name == "file" and part.filename:
            if dated is None:
                # A list taken for today's may clear units though it is old.
                raise Refused("Please give the list's day first.", 400)
            try:
                async with received(part) as path:
                    upload = Upload(path, part.filename[:200], dated, complete)
                    where = rejected_path(desk.settings.data_dir, recall)
                    info, bad = await load_beside(desk.database.url, recall, upload, where, loaded)
            except TooBig:
                raise Refused(f"The file has more than {MOST_BYTES // 2**20} MB.", 413) from None
            except (ImportRefused, ListError) as error:
                raise Refused(str(error), 400) from None
            return see_other(
                f"/desk/recalls/{quote(recall.number)}?preview={info.version}&rejected={bad}"
            )
    raise Refused("Please choose a file.", 400)


async def activate(request: web.Request) -> web.Response:
    """Let another version decide: a new one, or an earlier one again."""
    desk, recall = request.app[DESK], _recall(request)
    form = await request.post()
    # What it was compared with goes with it: nobody decides on what they have not seen.
    version, instead_of = (str(form.get(name, "")) for name in ("version", "instead_of"))
    if not all(_SOME_VERSION.fullmatch(each) for each in (version, instead_of)):
        raise Refused("Please choose a version.", 400)
    login = person_of(request).login

    async def also(connection: AsyncConnection, info: ListInfo) -> None:
        await desk.audit.write(
            connection, login, "list decides", recall.number, version=info.version
        )

    lists = SerialLists(desk.database, desk.clock)
    try:
        if not form.get("shrinks"):
            otherwise = "If so, tick that these units are not recalled."
            await refuse_shrinking(lists, recall.number, int(version), otherwise)
        await lists.activate(recall.number, int(version), also, instead_of=int(instead_of))
    except ListError as error:
        raise Refused(str(error), 409) from None
    return see_other(f"/desk/recalls/{quote(recall.number)}")


async def rejected(request: web.Request) -> web.StreamResponse:
    """The rows of the last list that were rejected."""
    desk, recall = request.app[DESK], _recall(request)
    path = rejected_path(desk.settings.data_dir, recall)
    if not path.is_file():
        raise web.HTTPNotFound
    headers = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{path.name}"',
    }
    return web.FileResponse(path, headers=headers)


def _recall(request: web.Request) -> Recall:
    recall = request.app[DESK].recalls.get(request.match_info["number"])
    if recall is None:
        raise web.HTTPNotFound
    return recall


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("Please give the list's day as 2026-01-31.", 400) from None
