"""Common questions: added by a lead, measured, and then let live. No code is touched."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from urllib.parse import quote

from aiohttp import web

from bot.conversations.common_questions import (
    NEAREST,
    CommonQuestion,
    QuestionRefused,
    find_question,
    load_questions,
    remove_question,
    save_question,
)  # fmt: skip
from bot.conversations.question_checks import check_question, key
from bot.desk.app import DESK, Desk, person_of, render, see_other
from bot.desk.guard import Refused
from bot.desk.trials import Trials

__all__ = ["TRIALS", "edit", "go_live", "new", "one", "page", "remove", "save", "try_out"]

TRIALS: web.AppKey[Trials] = web.AppKey("trials", Trials)
EMPTY = CommonQuestion("", "remedy_options", (), (), "")


async def page(request: web.Request) -> web.Response:
    """All of them."""
    questions = await asyncio.to_thread(load_questions, request.app[DESK].trainer.folder)
    running = request.app[TRIALS].running
    return render(request, "questions.html", questions=questions, running=running)


async def new(request: web.Request) -> web.Response:
    """The form for another one."""
    return _form(request, EMPTY, [])


async def one(request: web.Request) -> web.Response:
    """One question, what was measured of it, and what can be done next."""
    desk, question = request.app[DESK], await _question(request)
    trials = request.app[TRIALS]
    measured = await asyncio.to_thread(desk.trainer.compared, question)
    return render(
        request, "question.html",
        question=question, measured=measured, running=trials.running,
        failed=trials.failed.get(question.name, ""),
    )  # fmt: skip


async def edit(request: web.Request) -> web.Response:
    """The form with a question's words."""
    return _form(request, await _question(request), [])


async def save(request: web.Request) -> web.Response:
    """Keep it as a draft, unless a rule forbids it; what is wrong is said beside the form."""
    desk, form = request.app[DESK], await request.post()

    def lines(name: str) -> tuple[str, ...]:
        rows = str(form.get(name, "")).splitlines()
        return tuple(" ".join(row.split()) for row in rows if row.strip())

    question = CommonQuestion(
        str(form.get("name", "")).strip().lower().replace(" ", "_"),
        str(form.get("nearest", "")),
        lines("phrasings"),
        lines("tests"),
        "\n".join(str(form.get("answer", "")).splitlines()).strip(),
        by=person_of(request).login,
    )
    try:
        if problems := await asyncio.to_thread(_problems, desk, question):
            return _form(request, question, problems)
        async with desk.audited(person_of(request), "question saved", question.name):
            # A live one that is changed is a draft again: the new words were not measured.
            await asyncio.to_thread(save_question, desk.trainer.folder, question)
    except QuestionRefused as refused:
        return _form(request, question, [str(refused)])
    return see_other(f"/desk/questions/{quote(question.name)}")


def _problems(desk: Desk, question: CommonQuestion) -> list[str]:
    folder = desk.trainer.folder
    others = [q for q in load_questions(folder) if q.name != question.name]
    taken = {key(line) for q in others for line in (*q.phrasings, *q.tests)}
    problems = check_question(question, desk.recalls, desk.trainer.known_lines(), taken)
    if not problems:
        _check_model_without(desk, find_question(folder, question.name))
    return problems


def _check_model_without(desk: Desk, question: CommonQuestion | None) -> None:
    """The service must be able to start again: the model without a live one must still be there."""
    if question is None or not question.live:
        return
    if desk.trainer.model(without=question.name) is None:
        raise Refused(
            "It is live, and the model without it is not kept any more. The operator can set it "
            "to live: false in data/questions and train."
        )


async def try_out(request: web.Request) -> web.Response:
    """Train and measure with it, beside the service."""
    desk, question = request.app[DESK], await _question(request)
    log = desk.trainer.reports / f"trial-{question.name}.log"
    async with desk.audited(person_of(request), "question tried", question.name):
        if not request.app[TRIALS].start(question.name, log):
            raise Refused("Another question is being measured; please wait until it is done.")
    return see_other(f"/desk/questions/{quote(question.name)}")


async def go_live(request: web.Request) -> web.Response:
    """Let it be answered from the next start on; only what was measured as it is now."""
    desk, question = request.app[DESK], await _question(request)
    model = await asyncio.to_thread(desk.trainer.model, question)
    measured = await asyncio.to_thread(desk.trainer.compared, question)
    if measured is None or model is None:
        raise Refused("It was not measured as it is now. Please measure it first.")
    if desk.trainer.loses_alarms(measured):
        raise Refused("With it, danger raises the alarm less often. Please change its phrasings.")
    async with desk.audited(person_of(request), "question live", question.name, model=model):
        live = replace(question, live=True)
        await asyncio.to_thread(save_question, desk.trainer.folder, live)
    return see_other(f"/desk/questions/{quote(question.name)}")


async def remove(request: web.Request) -> web.Response:
    """Delete it; a live one is answered until the next start."""
    desk, question = request.app[DESK], await _question(request)
    await asyncio.to_thread(_check_model_without, desk, question)
    async with desk.audited(person_of(request), "question removed", question.name):
        await asyncio.to_thread(remove_question, desk.trainer.folder, question.name)
    return see_other("/desk/questions")


async def _question(request: web.Request) -> CommonQuestion:
    folder = request.app[DESK].trainer.folder
    found = await asyncio.to_thread(find_question, folder, request.match_info["question"])
    if found is None:
        raise web.HTTPNotFound
    return found


def _form(request: web.Request, question: CommonQuestion, problems: list[str]) -> web.Response:
    facts = request.app[DESK].recalls.featured.facts()
    return render(
        request, "question_form.html", status=400 if problems else 200,
        question=question, problems=problems, nearest=NEAREST,
        facts=[name for name in ("brand", "firm", "product_kind", "phone", "hours", "email",
                                 "contact_text", "page_url") if facts.get(name)],
    )  # fmt: skip
