"""What was not understood: grouped by likeness, and labelled for the training data.

What is stored was masked before, as far as a machine can: each look at it is in the audit.
"""

from __future__ import annotations

import asyncio
import csv
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from bot.conversations.common_questions import nearest_intent
from bot.conversations.unclear import Unclear, UnclearMessage, forget
from bot.desk.app import DESK, person_of, render, see_other
from bot.desk.grouping import Likeness
from bot.desk.guard import Refused
from bot.desk.tables import Column, send_csv
from bot.inert import inert
from bot.nlu.labels import LabelsRefused, add_labels, known_lines
from bot.settings import PROJECT

__all__ = ["LIKENESS", "dismiss", "export", "label", "page"]

NLU = PROJECT / "data" / "nlu"
LIKENESS: web.AppKey[Likeness] = web.AppKey("likeness", Likeness)
# In RECALL_DATA_DIR; `nlu import-labels` takes it, also again.
LABELS = "labels.csv"
GROUPS_ON_A_PAGE = 25
LINES_OF_A_GROUP = 40
COLUMNS: tuple[Column, ...] = (
    ("intent", lambda m: ""),
    ("text", lambda m: m.text),
    ("understood", lambda m: nearest_intent(m.understood)),
    ("confidence", lambda m: f"{m.confidence:.2f}"),
)
LONGEST_LINE = 500


async def page(request: web.Request) -> web.Response:
    """The groups, the largest first."""
    waiting = await _read(request, "unclear listed")
    found = await request.app[LIKENESS].group([message.text for message in waiting])
    groups = [[waiting[place] for place in group] for group in found.groups]
    known = await asyncio.to_thread(known_lines, NLU)
    number = _place(request.query.get("page", "1"), len(groups))
    first = (number - 1) * GROUPS_ON_A_PAGE
    return render(
        request, "unclear.html",
        groups=groups[first : first + GROUPS_ON_A_PAGE], pending=found.pending,
        count=len(waiting), all=len(groups), intents=sorted(set(known.values())), number=number,
        more=first + GROUPS_ON_A_PAGE < len(groups), added=_number(request.query.get("added", "")),
        most_lines=LINES_OF_A_GROUP, file=request.app[DESK].settings.data_dir / LABELS,
    )  # fmt: skip


async def _read(request: web.Request, action: str) -> list[UnclearMessage]:
    desk = request.app[DESK]
    waiting = await Unclear(desk.database).waiting()
    await desk.saw(person_of(request), action, count=len(waiting))
    return waiting


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 else None


def _place(text: str, groups: int) -> int:
    last = max(1, -(-groups // GROUPS_ON_A_PAGE))
    return min(max(_number(text) or 1, 1), last)


async def label(request: web.Request) -> web.Response:
    """Put the chosen lines, and one written by hand, under an intent; they wait no longer."""
    desk, form = request.app[DESK], await request.post()
    intent = str(form.get("intent", ""))
    chosen = [str(text) for text in form.getall("text", [])]
    written = " ".join(str(form.get("line", "")).split())[:LONGEST_LINE]
    lines = [*chosen, *([written] if written else [])]
    if not intent or not lines:
        raise Refused("Please choose an intent and at least one line, or write one.", 400)
    file = desk.settings.data_dir / LABELS
    try:
        await asyncio.to_thread(_try, intent, lines, file)
    except LabelsRefused as error:
        raise Refused(str(error).partition(": ")[2] or str(error), 400) from None
    count = len(lines)
    async with desk.audited(person_of(request), "lines labelled", intent, lines=count) as here:
        await forget(here, chosen)
        # The last before the end: lines that are in the file twice do no harm, lost ones do.
        await asyncio.to_thread(_append, file, intent, lines)
    return see_other(f"/desk/unclear?added={len(lines)}")


def _try(intent: str, lines: list[str], file: Path) -> None:
    """See on a copy whether the table that the operator imports can hold the lines."""
    with tempfile.TemporaryDirectory(prefix="recall-labels-") as folder:
        copy = shutil.copytree(NLU, Path(folder) / "nlu")
        table = Path(folder) / file.name
        if file.is_file():
            shutil.copy(file, table)
        _append(table, intent, lines)
        add_labels(table, copy)


def _append(file: Path, intent: str, lines: list[str]) -> None:
    """Write them into the table.

    Not into the training data itself: until somebody trains, the service could not start again.
    """
    new = not file.exists()
    with file.open("a", newline="", encoding="utf-8") as out:
        table = csv.writer(out)
        table.writerows([("intent", "text")] if new else [])
        table.writerows((intent, inert(line)) for line in lines)


async def dismiss(request: web.Request) -> web.Response:
    """Take the chosen lines off the list: nothing is to be learned from them."""
    desk, form = request.app[DESK], await request.post()
    chosen = [str(text) for text in form.getall("text", [])]
    async with desk.audited(person_of(request), "lines dismissed", count=len(chosen)) as here:
        await forget(here, chosen)
    return see_other("/desk/unclear")


async def export(request: web.Request) -> web.StreamResponse:
    """All of it as the table that `nlu import-labels` takes."""
    waiting = await _read(request, "unclear exported")

    async def batches() -> AsyncIterator[list[UnclearMessage]]:
        yield waiting

    return await send_csv(request, "unclear", COLUMNS, batches())
