"""Deciding claims: each move with a reason, and the customer's notice shown before it goes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.claim import Claim
from bot.claims.life import State, TransitionRefused
from bot.claims.notices import mail_words, notice
from bot.conversations.reach import Silence, silences
from bot.desk import work
from bot.desk.app import DESK, Desk, person_of, render, see_other
from bot.desk.guard import Refused
from bot.desk.masks import masked_email, masked_serial
from bot.desk.matching import doubts, look_around
from bot.desk.pages.claims import VERBS, possible
from bot.desk.people import Person
from bot.recalls import Recall

__all__ = ["approve_all", "decide", "matching", "page", "preview"]

LONGEST_REASON = 500
MOST_AT_ONCE = 50
TO_APPROVE: tuple[State, ...] = ("submitted", "checking")
# So many are looked at for the page, those that wait longest first: all at once, as it is the
# queries that take long, not the claims they bring.
LOOKED_AT = 600
# What is usually said; the first stands there already. Of a remedy the recall file says it.
REASONS: dict[str, tuple[str, ...]] = {
    "checking": ("A person looks at it.", "It is looked at once more."),
    "approved": ("Photos and serial number match.",),
    "awaiting_disposal": ("The unit is confirmed.",),
    "needs_information": (
        "Please take the photo of the label once more, from close up.",
        "Please send the photo of the marked unit.",
        "Please tell us your full postal address.",
    ),
    "rejected": (
        "The serial number on the photo is not the one in the claim.",
        "This unit was claimed before.",
        "The photos do not show the unit.",
    ),
}  # fmt: skip
# For a disposal that was reported; the customer reads it.
ONCE_MORE = ("Please tell us once more when and where you disposed of it.",)


@dataclass(frozen=True)
class Words:
    """What the customer gets: in their conversations, and by e-mail; "" for nothing.

    silent: of the conversations those in which it does not reach them. mailed: do they get
    e-mails, be it of other news?
    """

    chat: str
    mail_to: str
    mail: str
    conversations: int = 0
    silent: tuple[Silence, ...] = ()
    mailed: bool = False

    @property
    def reaches_nobody(self) -> bool:
        """Is the customer out of reach, so that a person is asked to tell them?"""
        return not self.mailed and len(self.silent) == self.conversations

    @property
    def seal(self) -> str:
        """Equal only for equal words: what goes is what was shown."""
        text = f"{self.chat}\0{self.mail_to}\0{self.mail}\0{self.conversations}\0{self.silent}"
        return hashlib.sha256(text.encode()).hexdigest()


async def page(request: web.Request) -> web.Response:
    """The reason and the notice, before anything happens."""
    desk = request.app[DESK]
    claim, state = await _asked(request)
    usual = next(iter(_reasons(claim, state, desk.recalls.get(claim.recall))), "")
    reason = request.query.get("reason", usual)[:LONGEST_REASON]
    await desk.viewed(request, "decision opened", claim.number, to=state)
    return await _form(request, claim, state, reason)


async def preview(request: web.Request) -> web.Response:
    """The notice for a reason as it is being typed: a part of the page."""
    desk = request.app[DESK]
    claim, state = await _asked(request)
    reason = str((await request.post()).get("reason", ""))[:LONGEST_REASON]
    await desk.viewed(request, "decision opened", claim.number, part=True, to=state)
    words = (await _words(desk, [claim], state, reason))[claim.number]
    return render(request, "notice.html", words=words)


async def decide(request: web.Request) -> web.Response:
    """Move the claim, if it is as it was shown and what would go out was seen."""
    desk, person = request.app[DESK], person_of(request)
    claim, state = await _asked(request)
    form = await request.post()
    reason = " ".join(str(form.get("reason", "")).split())[:LONGEST_REASON]
    if not reason:
        await desk.viewed(request, "decision opened", claim.number, part=True, to=state)
        return await _form(request, claim, state, "", told="Please write a reason.", status=400)
    words = (await _words(desk, [claim], state, reason))[claim.number]
    if form.get("seal") != words.seal:
        await desk.viewed(request, "decision opened", claim.number, part=True, to=state)
        told = "This is what the customer will get. Please look at it, then confirm."
        return await _form(request, claim, state, reason, told=told, status=409)
    await _move(desk, person, claim, state, reason, str(form.get("version", "")))
    return see_other(f"/desk/claims/{claim.number}?done={state}")


async def matching(request: web.Request) -> web.Response:
    """Claims in which everything matches, to be approved together."""
    desk = request.app[DESK]
    found, looked_at = await _matching(desk)
    await desk.saw(person_of(request), "matching claims listed", claims=len(found))
    reason = REASONS["approved"][0]
    words = await _words(desk, found, "approved", reason)
    by_recall: dict[str, list[Claim]] = defaultdict(list)
    for claim in found:
        by_recall[claim.recall].append(claim)
    return render(
        request, "matching.html",
        groups=[(desk.recalls.get(recall), those) for recall, those in by_recall.items()],
        looked_at=looked_at, reason=reason, words=words,
        # The only thing in them that is personal.
        shown={number: replace(w, mail_to=masked_email(w.mail_to)) for number, w in words.items()},
        values={c.number: _chosen(c, words[c.number]) for c in found}, masked=masked_serial,
    )  # fmt: skip


async def approve_all(request: web.Request) -> web.Response:
    """Approve the chosen ones that still match, and whose notice is the one that was shown."""
    desk, person = request.app[DESK], person_of(request)
    form = await request.post()
    reason = REASONS["approved"][0]
    chosen = [str(value) for value in form.getall("claim", [])][:MOST_AT_ONCE]
    wanted = {value.partition(" ")[0] for value in chosen}
    done = []
    fitting = await _fitting(desk, await desk.claims.these(list(wanted)))
    words = await _words(desk, fitting, "approved", reason)
    for claim in fitting:
        if _chosen(claim, words[claim.number]) not in chosen:
            continue
        try:
            await _move(desk, person, claim, "approved", reason, _version(claim))
            done.append(claim.number)
        except (Refused, TransitionRefused):
            continue
    left = sorted(wanted - set(done))
    return render(request, "approved.html", done=done, left=left)


async def _matching(desk: Desk) -> tuple[list[Claim], int]:
    """Those that match, the longest waiting first, and how many were looked at for them."""
    waiting = await desk.claims.waiting_longest(TO_APPROVE, LOOKED_AT)
    return (await _fitting(desk, waiting))[:MOST_AT_ONCE], len(waiting)


async def _fitting(desk: Desk, claims: Sequence[Claim]) -> list[Claim]:
    """Those of them that can be approved and about which nothing speaks against it."""
    open_ones = [claim for claim in claims if claim.state in TO_APPROVE]
    around = await look_around(desk.database, open_ones, desk.recalls)
    return [c for c in open_ones if not doubts(c, desk.recalls.get(c.recall), around[c.number])]


async def _asked(request: web.Request) -> tuple[Claim, str]:
    claim = await request.app[DESK].claims.get(request.match_info["number"])
    state = request.match_info["state"]
    if state not in possible(claim):
        raise Refused(
            f"A claim that is {claim.state.replace('_', ' ')} cannot become "
            f"{state.replace('_', ' ')}; somebody may have decided it meanwhile."
        )
    return claim, state


def _reasons(claim: Claim, state: str, recall: Recall | None) -> tuple[str, ...]:
    """What is usually said about this move, the likeliest first."""
    if state == "fulfilled":
        remedy = recall.remedies.get(claim.details.get("remedy") or "") if recall else None
        return (remedy.sent,) if remedy and remedy.sent else ()
    if (claim.state, state) == ("disposal_confirmed", "awaiting_disposal"):
        return ONCE_MORE
    return REASONS.get(state, ())


async def _words(desk: Desk, these: Sequence[Claim], state: Any, reason: str) -> dict[str, Words]:
    """By each claim's number what its customer gets."""
    told = await desk.claims.wanting_news(these)
    async with desk.database.read() as connection:
        silent = await silences(connection, [one for each in told.values() for one in each])
    return {c.number: _of_claim(desk, c, state, reason, told[c.number], silent) for c in these}


def _of_claim(
    desk: Desk, claim: Claim, state: Any, reason: str, told: list[str],
    silent: Mapping[str, Silence],
) -> Words:  # fmt: skip
    reply = notice(claim.number, state, reason, desk.recalls.get(claim.recall), claim.state)
    write = mail_words(desk.recalls, desk.settings.messaging.public_url)
    mail = write(claim, state, reason) if desk.settings.mail else None
    return Words(
        reply.text if reply else "",
        mail.recipient if mail else "",
        f"{mail.subject}\n\n{mail.text}" if mail else "",
        len(told),
        tuple(silent[each] for each in told if each in silent),
        mailed=desk.claims.mails(claim),
    )


def _version(claim: Claim) -> str:
    return claim.updated_at.isoformat()


def _chosen(claim: Claim, words: Words) -> str:
    """What a form says to choose it: the claim as it was shown, with the notice that was."""
    return f"{claim.number} {_version(claim)} {words.seal}"


async def _form(
    request: web.Request, claim: Claim, state: str, reason: str, told: str = "", status: int = 200
) -> web.Response:
    desk = request.app[DESK]
    reasons = _reasons(claim, state, desk.recalls.get(claim.recall))
    return render(
        request, "decide.html", status=status,
        claim=claim, state=state, reason=reason, told=told, version=_version(claim),
        verb=VERBS[state], reasons=reasons,
        words=(await _words(desk, [claim], state, reason))[claim.number],
    )  # fmt: skip


async def _move(
    desk: Desk, person: Person, claim: Claim, state: Any, reason: str, version: str
) -> None:
    """One move: holder, version, history, notice and audit in one transaction."""

    async def also(connection: AsyncConnection, now: Claim) -> None:
        if _version(now) != version:
            raise Refused("The claim has changed since you opened it. Please look at it again.")
        try:
            await work.take_claim(connection, claim.number, person.name, desk.clock())
        except work.HeldByAnother as error:
            raise Refused(f"{error} is working on this claim.") from None
        await work.release_claim(connection, claim.number, person.name)
        await desk.audit.write(
            connection, person.login, "claim decided", claim.number,
            before=now.state, after=state,
        )  # fmt: skip

    reply = notice(claim.number, state, reason, desk.recalls.get(claim.recall), claim.state)
    moved = await desk.claims.move(
        claim.number, state, "firm", reason, notice=reply, by=person.name, also=also
    )
    for conversation in await desk.claims.conversations(moved.number):
        desk.wake(conversation)
    desk.bell.ring(moved.number)
