"""What a customer with this unit would be told: the check, and all that its answer says."""

from __future__ import annotations

import asyncio
import functools
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from bot.conversations.messages import Button, Link, Reply
from bot.conversations.notice_words import question_of_unit, tell_unknown
from bot.conversations.read_back_words import read_back
from bot.conversations.verdict_words import (
    claimable_under,
    offer_recheck,
    tell_unit,
    tell_what_next,
)  # fmt: skip
from bot.recalls import NOT_LISTED, UNKNOWN_PRODUCT, Recall, Recalls
from bot.recalls.catalogue import Catalogue
from bot.recalls.check import Check, UnitChecks
from bot.recalls.intake import AskedUnit
from bot.recalls.known import with_known_models
from bot.recalls.reading import read_identifiers
from bot.settings import PROJECT

__all__ = ["Told", "dry_run"]


class Told(NamedTuple):
    """check: everything that was decided, and why. asked: the question before, if there is one.

    replies: the messages that follow, where the customer stays with the number.
    """

    check: Check
    asked: list[Reply]
    replies: list[Reply]


class _Page:
    """Keeps what is said, filled as the dialogue fills it."""

    def __init__(self, responses: dict[str, str], spoken_of: Recall) -> None:
        self.replies: list[Reply] = []
        self._responses = responses
        self._spoken_of = spoken_of

    def say(
        self,
        response: str,
        *,
        links: Sequence[Any] = (),
        buttons: Sequence[Button] = (),
        card: dict[str, Any] | None = None,
        recall: Recall | None = None,
        **values: str,
    ) -> None:
        """Fill a response with the recall's facts and `values`."""
        facts = (recall or self._spoken_of).facts()
        text = self._responses[response].format_map(defaultdict(str, {**facts, **values}))
        shown = tuple(Link(link.title, link.url) for link in links)
        self.replies.append(Reply(text.strip(), tuple(buttons), shown, None, card))


async def dry_run(
    checks: UnitChecks, catalogue: Catalogue, model: str, serial: str, country: str
) -> Told:
    """Judge a unit as if a customer had typed it and confirmed what was read.

    Nothing is kept of it. Raises CheckFailed.
    """
    recalls = checks.recalls
    unit = _read(recalls, model, serial)
    check = await _check(checks, unit, country)
    # The first time it reads a file.
    responses = await asyncio.to_thread(_responses)
    spoken_of = recalls.featured
    asked, told = _Page(responses, spoken_of), _Page(responses, spoken_of)
    answer = check
    if check.in_doubt:
        read_back(asked, unit, check, recalls.get(check.in_doubt.recall) or spoken_of)
        answer = await _check(checks, unit, country, compared=True)
    await _tell(told, unit, answer, recalls, catalogue)
    return Told(check, asked.replies, told.replies)


def _read(recalls: Recalls, model: str, serial: str) -> AskedUnit:
    read = with_known_models(model, read_identifiers(model, asked="model"), recalls, asked=True)
    named = next((one for one in read if one.kind == "model"), None)
    found = [one for one in read_identifiers(serial, asked="serial") if one.kind == "serial"]
    value, raw = (found[0].value, found[0].raw) if len(found) == 1 else (serial, serial)
    name, suffix = (named.value, named.suffix) if named else (model, "")
    return AskedUnit(name, suffix, value or None, confirmed=True, raw=raw, unreadable=not value)


async def _check(
    checks: UnitChecks, unit: AskedUnit, country: str, *, compared: bool = False
) -> Check:
    return await checks.check(
        unit.model,
        unit.suffix,
        unit.serial,
        country=country or None,
        confirmed=True,
        compared=compared,
        raw=unit.raw,
    )


async def _tell(
    page: _Page, unit: AskedUnit, check: Check, recalls: Recalls, catalogue: Catalogue
) -> None:
    """The steps of `action_tell_verdict` for one unit, without what it keeps."""
    spoken_of = recalls.featured
    recall = recalls.get(check.main.recall) if check.main else None
    tell = functools.partial(tell_unit, page, unit, check, recall or spoken_of)
    if check.overall == UNKNOWN_PRODUCT:
        found = await catalogue.find(question_of_unit(str(unit.model), unit.suffix))
        tell_unknown(page, found, recalls, spoken_of, tell)
    else:
        tell()
    if check.person:
        page.say("utter_check_person")
    tell_what_next(page, *claimable_under(check, recalls), unread=unit.unreadable)
    offer_recheck(page, [(unit, check)] if check.overall == NOT_LISTED else [], recalls)


@functools.cache
def _responses() -> dict[str, str]:
    responses = YAML(typ="safe").load(PROJECT / "domain.yml")["responses"]
    return {name: variants[0].get("text") or "" for name, variants in responses.items()}
