"""What a customer hears of a judged unit, and what comes after it.

The dialogue says it, and the desk's dry run shows it: what stands here is said by both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.conversations.messages import Button
from bot.conversations.read_back_words import bought_abroad, described
from bot.conversations.speaker import YES_NO, Speaker
from bot.recalls import DEMO_NOTE, Recall, Recalls, RecallVerdict, fold
from bot.recalls.check import Check
from bot.recalls.intake import AskedUnit
from bot.recalls.rules.kinds import KINDS

__all__ = [
    "CLAIMABLE", "claimable_under", "may_be_claimed", "offer_recheck", "tell_unit",
    "tell_what_next",
]  # fmt: skip

CLAIMABLE = ("affected", "possibly_affected")
PERSON = Button("Ask for a person", "/contact_human")
TELL_ME = Button("Tell me", "/agree_recheck")
# Which explanation goes with which row of the decision; every other row has a general one.
_WHY = {
    "makers_tool": "makers_tool",
    "serial_missing": "serial_missing",
    "missing_serial": "serial_missing",
    "malformed": "malformed",
    "list_stale": "list_old",
    "list_incomplete": "list_old",
    "danger": "danger",
    "limit": "limit",
    "other_country": "other_country",
}


def may_be_claimed(verdict: RecallVerdict) -> bool:
    """May a claim be opened on it? Not for a unit that another country's recall is for."""
    return verdict.verdict in CLAIMABLE and verdict.rule != "other_country"


def claimable_under(check: Check, recalls: Recalls) -> tuple[list[Recall], list[Recall]]:
    """The recalls that a claim may be opened under: here, and at the firm itself."""
    named = (recalls.get(v.recall) for v in check.verdicts if may_be_claimed(v))
    found = [recall for recall in named if recall is not None]
    return [r for r in found if r.claimable], [r for r in found if not r.claimable]


def tell_unit(
    speaker: Speaker,
    unit: AskedUnit,
    check: Check,
    recall: Recall,
    which: str = "",
    said: set[tuple[str, ...]] | None = None,
) -> None:
    """Say the verdict of one unit with the safety steps, and why where it is open.

    recall: of the verdict that counts, else the one that is spoken of. which: "1 of 2: ". said:
    what was explained with another unit and is not said twice; it is added to.
    """
    said = set() if said is None else said
    verdict = check.main
    kind = check.overall
    read = described(unit, check, recall)
    response = f"utter_check_{kind}"
    if kind == "possibly_affected" and verdict and verdict.rule in _WHY:
        why = f"utter_check_why_{_WHY[verdict.rule]}"
    elif verdict and verdict.rule in KINDS and recall.identification.text:
        why = "utter_check_why_makers_tool"
    else:
        why = "utter_check_why_other"
    steps = list(recall.safety.stop_use) if kind in CLAIMABLE else []
    card = {"kind": "verdict", "verdict": kind, "steps": steps}
    links = [recall.contact.pages[0]] if kind != "affected" and recall.contact.pages else []
    other = recall.other_countries.get(verdict.other_country) if verdict else None
    if other and other.page:
        links = [other.page]
    speaker.say(
        response,
        recall=recall,
        card=card,
        links=links,
        unit=read,
        model=unit.model or "",
        which=which,
        list_note=_list_note(verdict, recall),
    )
    if kind == "possibly_affected" and (why, recall.number) not in said:
        said.add((why, recall.number))
        speaker.say(why, recall=recall)
    others = [v for v in check.verdicts if verdict and v.recall != verdict.recall]
    numbers = ", ".join(v.recall for v in others)
    if others and ("others", numbers) not in said:
        said.add(("others", numbers))
        speaker.say("utter_check_other_recalls", recall=recall, numbers=numbers)


def tell_what_next(
    speaker: Speaker,
    here: Sequence[Recall],
    elsewhere: Sequence[Recall],
    *,
    unread: bool = False,
    recheck: bool = False,
) -> None:
    """Say where a claim can be made, and what is to be kept until then.

    here: the recalls that a claim may be opened under, the first one's is offered. elsewhere:
    those whose firm takes the claims itself. unread: a serial could not be read, so that a person
    is offered, too. recheck: what `offer_recheck` offered is a choice here: on some channels only
    the last message has any.
    """
    for recall in elsewhere:
        links = [*recall.contact.pages[:1], *([recall.notice] if recall.notice else [])]
        speaker.say("utter_check_at_firm", recall=recall, links=links)
    if here:
        speaker.say("utter_check_keep_it", recall=here[0])
        offered = (*YES_NO, *([PERSON] if unread else []), *([TELL_ME] if recheck else []))
        speaker.say("utter_check_offer_claim", recall=here[0], buttons=offered)
    elif elsewhere:
        speaker.say("utter_check_keep_for_firm", recall=elsewhere[0])


def offer_recheck(
    speaker: Speaker,
    not_listed: Sequence[tuple[AskedUnit, Check]],
    recalls: Recalls,
    *,
    last: bool = True,
) -> list[dict[str, Any]]:
    """Offer to tell if a later list has these numbers; what is to be kept of an agreement.

    Each list that has not got a unit is one wish. last: nothing else is offered after it, so its
    choice stands here.
    """
    wishes = []
    for unit, verdict in ((unit, v) for unit, check in not_listed for v in check.verdicts):
        recall = recalls.get(verdict.recall)
        if recall is None or not verdict.list or not unit.serial:
            continue
        wishes.append({
            "recall": recall.number, "model": unit.model or "",
            "serial": fold(unit.serial, recall.serial), "version": int(verdict.list["version"]),
        })  # fmt: skip
    if wishes:
        offered = (TELL_ME, *_bought_abroad(not_listed, recalls)) if last else ()
        speaker.say("utter_recheck_offer", buttons=offered)
    return wishes


def _bought_abroad(not_listed: Sequence[tuple[AskedUnit, Check]], recalls: Recalls) -> list[Button]:
    """Where a unit not listed here is in another country's recall, if it was bought there."""
    buttons: dict[str, Button] = {}
    for unit, check in not_listed:
        open_ones = (v.recall for v in check.verdicts if "country" in v.ask)
        for recall in filter(None, map(recalls.get, open_ones)):
            buttons.update({button.title: button for button in bought_abroad(unit, recall)})
    return list(buttons.values())


def _list_note(verdict: RecallVerdict | None, recall: Recall) -> str:
    if verdict is None:
        return ""
    if not verdict.list:
        read = recall.sources["identification"].reviewed
        return f"Checked against the notice of recall {recall.number}, as of {read.isoformat()}."
    version, dated = verdict.list["version"], verdict.list["date"]
    note = f"Checked against serial list version {version} of {dated}."
    if verdict.list["demo"]:
        note += f" {DEMO_NOTE}"
    return note
