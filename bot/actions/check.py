"""The check of a unit: what is asked until it can be judged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.events import SlotSet

from bot.actions.catalogue import BRAND_AND_KIND, names_other_product
from bot.actions.check_facts import fact_to_ask, take_fact
from bot.actions.claim import take_information, waiting_claim
from bot.actions.elsewhere import named_number
from bot.actions.judging import (
    asked_to_compare,
    check_unit,
    compared_now,
    compared_with_label,
    confirmed_now,
    judged_by_model,
    may_be_zip,
    recalls_named,
    unit_of_maker,
    with_code_told,
)
from bot.actions.turn import Events, RecallAction, Turn, answer_further
from bot.claims.at_once import PERSONAL, read_at_once
from bot.claims.counts import is_one_more, told_count
from bot.claims.fields import denies
from bot.conversations.verdict_words import tell_unit
from bot.recalls import AFFECTED, groups_of_four
from bot.recalls.check import Check
from bot.recalls.doubt import Doubt
from bot.recalls.intake import AskedUnit, add_further, distinct, fold_in, from_slot, to_slot
from bot.recalls.mending import corrected, first_part, with_second_part
from bot.recalls.numbers import told_number
from bot.recalls.patterns import clean
from bot.recalls.reading import Identifier, read_identifiers

__all__ = ["ANSWERS", "CHECK_SLOTS", "FURTHER"]

# Intents that may answer a question; with any other the form steps back for that one's rules.
ANSWERS = frozenset(
    {
        "inform",
        "affirm",
        "deny",
        "skip",
        "no_serial",
        "check_recall",
        "start_claim",
        "nlu_fallback",
        "out_of_scope",
    }
)
MAX_ATTEMPTS = 3
# Of so many units the serials are asked for one after the other.
MOST_TOLD = 5
# What a photo of the label may answer.
BY_PHOTO = ("check_model", "check_serial")
# What a check keeps until its verdict. Where a unit was bought says nothing of the next one.
CHECK_SLOTS = (
    "check_model",
    "check_serial",
    "check_fact",
    "check_confirmed",
    "check_compare",
    "check_units",
    "check_asked",
    "check_attempts",
    "bought_in",
)
# "I also have an A1257": a further unit, no correction of the one that was asked about. "I typed
# too fast" tells of none.
FURTHER = re.compile(
    r"\b(?:also|as\s+well|another|additional|second\s+one|other\s+one)\b"
    r"|\btoo\b(?=\s*(?:[,.;:!?)]|$|and\b|but\b|please\b))",
    re.IGNORECASE,
)
# One more of the same model, whose serial is not told with it.
ANOTHER = re.compile(
    r"\b(?:another|one\s+more|additional|(?:second|other)\s+one)\b"
    r"|\balso\s+(?:have|own|got|bought)\b|\b(?:have|own|got|bought)\b.*\b(?:too|as\s+well)\b",
    re.IGNORECASE,
)
# A yes, or "that's the one", and nothing beside it.
THAT_ONE = re.compile(
    r"\W*(?:yes|yeah|yep|yup|ya|si|sí|correct|right|exactly)?\W*(?:(?:it|that|this)(?:['’]?s|\sis)"
    r"(?:\s(?:it|the\sone|mine|the\smodel|right|correct))?|it\sis)?\W*",
    re.IGNORECASE,
)


class ValidateCheckForm(RecallAction):
    """Takes model, serial and confirmation out of a message and finds what to ask next."""

    def name(self) -> str:
        return "validate_check_form"

    async def act(self, turn: Turn) -> Events:
        opening = turn.requested is None
        known = from_slot(turn.slots.get("check_units"))
        kept = _kept(turn) if opening else ()
        units = kept or (await judged_by_model(turn) if opening else known)
        asked = 0 if opening else int(turn.slots.get("check_asked") or 0)
        if not opening and turn.comes_first:
            return []
        if not opening and turn.photo:
            return await self._photo(turn, units, asked)
        if not opening and turn.intent == "photo_requirements" and turn.requested in BY_PHOTO:
            turn.say("utter_check_photo", ask="photo")
            return [SlotSet("requested_slot", turn.requested)]
        doubt = await asked_to_compare(turn, _unit(units, asked))
        answered = await self._answer(turn, units, asked, doubt)
        stays = turn.intent in ANSWERS or turn.identifiers or answered
        if not opening and not stays:
            return []
        told = answered or await self._take(turn, units, asked, doubt)
        # Named by its number or maker: the questions are about that recall.
        modelless = opening and not any(unit.model for unit in told)
        named = await recalls_named(turn) if modelless else ()
        told = distinct(told or unit_of_maker(turn, named))
        if opening:
            told = await _told_for_claim(turn, told)
        unnamed = opening and not told
        of_a_claim = opening and not told and (named_number(turn) or await _of_a_claim(turn))
        if of_a_claim or (unnamed and await _of_other_product(turn)):
            # No unit of ours: the check ends at once; the claim's status or the catalogue answers.
            return [SlotSet("check_units", None), *_done(), SlotSet("requested_slot", None)]
        if not opening and turn.requested == "check_model" and told == units:
            # Named in answer to the question of the model: it is put again, about that recall.
            named = tuple(r for r in (await recalls_named(turn))[:1] if r is not turn.recall)
        about = [SlotSet("recall_number", named[0].number)] if named else []
        attempts = 0
        if not opening and turn.intent in ("check_recall", "start_claim") and told == units:
            # The check that is wanted is going on: its question is asked again.
            if turn.intent == "start_claim":
                turn.say("utter_claim_check_first")
        elif not (opening or named) and told == units and not _has_new_part(units, told):
            attempts = int(turn.slots.get("check_attempts") or 0) + 1
            told = self._misunderstood(turn, told, asked, attempts, doubt)
        if told != units:
            attempts = 0
        if opening and (partial := _partial(turn)) and not any(u.part for u in told):
            turn.say("utter_check_partial", groups=groups_of_four(partial))
        events, place, question = await self._next(turn, told or (AskedUnit(),))
        # What else was asked, before our own question; with the verdict it comes after it.
        own = () if opening or turn.intent in ANSWERS else (turn.intent,)
        if turn.intent == "not_in_us":
            # The verdict says it where there is one.
            own = (turn.intent,) if question else ()
        if question:
            told = await self._tell_certain(turn, told)
        else:
            turn.further = []
        await answer_further(turn, also=own)
        return [
            *events,
            *about,
            SlotSet("check_units", to_slot(told)),
            SlotSet("check_asked", float(place)),
            SlotSet("check_attempts", float(attempts)),
            SlotSet("bought_in", turn.bought_in),
            SlotSet("requested_slot", question),
        ]

    async def _photo(self, turn: Turn, units: tuple[AskedUnit, ...], asked: int) -> Events:
        """Take what is asked for off a photo; a photo that does not show it is only kept."""
        if turn.requested not in BY_PHOTO:
            return []
        before, told = _unit(units, asked), fold_in(units, turn.identifiers, asked)
        if told == units:
            return []
        if told[asked].serial != (before.serial if before else None):
            told = (*told[:asked], replace(told[asked], from_photo=True), *told[asked + 1 :])
        events, place, question = await self._next(turn, told)
        turn.say("utter_photo_kept")
        if question:
            told = await self._tell_certain(turn, told)
        return [
            *events,
            SlotSet("check_units", to_slot(told)),
            SlotSet("check_asked", float(place)),
            SlotSet("check_attempts", 0.0),
            SlotSet("requested_slot", question),
        ]

    async def _answer(
        self, turn: Turn, units: tuple[AskedUnit, ...], asked: int, doubt: Doubt | None
    ) -> tuple[AskedUnit, ...]:
        """The units with what answers a question of its own kind; none where nothing does."""
        unit = _unit(units, asked)
        if unit is None or turn.requested not in ("check_fact", "check_confirmed"):
            return ()
        taken: AskedUnit | None = None
        if turn.requested == "check_fact":
            taken = await self._fact(turn, unit)
        elif doubt:
            taken = await compared_with_label(turn, unit, doubt)
        elif unit.codes and not unit.serial:
            # A code that was read back and typed again, or said to be read wrongly.
            again = unit.without_codes()
            taken = again if turn.intent == "deny" else await self._fact(turn, again)
        return (*units[:asked], taken, *units[asked + 1 :]) if taken else ()

    async def _fact(self, turn: Turn, unit: AskedUnit) -> AskedUnit | None:
        named = [i for i in turn.identifiers if i.kind == "model" and i.value != unit.model]
        if any(turn.services.recalls.by_model(i.value, i.suffix) for i in named):
            return None
        return take_fact(turn, unit, await check_unit(turn, unit))

    async def _take(
        self, turn: Turn, units: tuple[AskedUnit, ...], asked: int, doubt: Doubt | None
    ) -> tuple[AskedUnit, ...]:
        """The units with what this message tells of them."""
        found = list(turn.identifiers)
        wanted = {"check_model": "model", "check_serial": "serial", "check_confirmed": "serial"}
        kind = wanted.get(turn.requested or "")
        if not found and kind and turn.intent in ("inform", "nlu_fallback", "out_of_scope"):
            found = read_identifiers(turn.text, asked=kind)  # type: ignore[arg-type]
            found = [i for i in found if not may_be_zip(turn, _unit(units, asked), i)]
        mended = self._mended(turn, _unit(units, asked), found)
        if mended:
            return (*units[:asked], mended, *units[asked + 1 :])
        read_back = turn.requested == "check_confirmed"
        denied = read_back and (turn.intent == "deny" or denies(turn.text))
        # "No, I also misread it": another number than the one read back, where that is denied.
        corrects = denied and any(identifier.kind == "serial" for identifier in found)
        beside = FURTHER.search(turn.text) or (turn.requested is None and _kept(turn))
        further = found and units and beside and not corrects
        if further and not _answers(turn, units[asked], found):
            another = ANOTHER.search(turn.text) is not None
            return add_further(units, found, asked, another=another)
        if found:
            told = fold_in(units, found, asked, read_back=read_back and not denied)
            before, now = _unit(units, asked), _unit(told, asked)
            same = before and now and (before.model, before.serial) == (now.model, now.serial)
            if denied and now and same:
                # "No, AKFF... is wrong": said again, and yet no confirmation.
                told = (*told[:asked], replace(now, serial=None), *told[asked + 1 :])
            elif turn.slots.get("check_compare") and now and now.confirmed and same:
                # The number that was in doubt was typed once more and is the same.
                told = (*told[:asked], await compared_now(turn, now), *told[asked + 1 :])
            elif read_back and now and now.confirmed and same:
                told = (*told[:asked], await confirmed_now(turn, now), *told[asked + 1 :])
            elif now and not now.serial and (part := first_part(turn.text, found)):
                told = (*told[:asked], replace(now, part=part), *told[asked + 1 :])
            elif now and not now.serial and len(told) == 1:
                told = (with_code_told(turn, now),)
            return told
        if turn.requested is None:
            return units + _unnamed_ones(turn, units)
        unit = before = _unit(units, asked) or AskedUnit()
        if turn.requested == "check_model" and turn.agrees:
            # A yes to the one model that the question named; to two of them it says nothing.
            meant = _models_named(turn, unit)
            unit = replace(unit, model=clean(meant[0])) if len(meant) == 1 else unit
        elif turn.requested == "check_serial" and turn.intent in ("no_serial", "skip", "deny"):
            # First how to read it, or a photo; who then cannot hears the verdict without it.
            helps = turn.intent == "no_serial" and not unit.helped
            unit = replace(unit, helped=True) if helps else replace(unit, unreadable=True)
        elif turn.requested == "check_confirmed" and turn.agrees:
            compared = bool(turn.slots.get("check_compare"))
            if compared and doubt and doubt.choice:
                return units  # "Is it a B or an 8?" has no yes
            # A yes to the characters in doubt is none to the whole: that is read back after it.
            unit = await (compared_now if compared else confirmed_now)(turn, unit)
        elif turn.requested == "check_confirmed" and turn.intent == "deny":
            unit = replace(unit, serial=None)
        elif turn.requested == "check_confirmed" and turn.intent == "no_serial":
            unit = replace(unit, serial=None, unreadable=True)
        return units if unit == before else (*units[:asked], unit, *units[asked + 1 :])

    def _mended(
        self, turn: Turn, unit: AskedUnit | None, found: Sequence[Identifier]
    ) -> AskedUnit | None:
        """The unit with the other half of its serial, or one character of it put right."""
        if unit is None:
            return None
        if turn.requested == "check_confirmed" and unit.serial and not found:
            serial = corrected(turn.text, unit.serial)
            if serial is None:
                return None
            # What can't be placed is no yes either: the number is asked for again.
            return unit.with_serial(serial) if serial else replace(unit, serial=None)
        if turn.requested == "check_serial":
            serial = with_second_part(turn.text, found, unit.part)
            if serial:
                return unit.with_serial(serial)
            if part := first_part(turn.text, found):
                return replace(unit, part=part)
        return None

    def _misunderstood(
        self,
        turn: Turn,
        units: tuple[AskedUnit, ...],
        asked: int,
        attempts: int,
        doubt: Doubt | None,
    ) -> tuple[AskedUnit, ...]:
        """Nothing was told: a hint, and after the third try a way out."""
        if turn.requested == "check_fact" and attempts >= MAX_ATTEMPTS:
            return (*units[:asked], replace(units[asked], facts_end=True), *units[asked + 1 :])
        if partial := _partial(turn):
            turn.say("utter_check_partial", groups=groups_of_four(partial))
        elif attempts < MAX_ATTEMPTS and turn.requested == "check_confirmed":
            choice = turn.slots.get("check_compare") and doubt and doubt.choice
            turn.say("utter_check_which" if choice else "utter_check_yes_or_no")
        elif attempts < MAX_ATTEMPTS:
            turn.say("utter_check_not_read")
        elif turn.requested == "check_serial":
            return (*units[:asked], replace(units[asked], unreadable=True), *units[asked + 1 :])
        else:
            turn.say("utter_check_give_up")
        return units

    async def _tell_certain(
        self, turn: Turn, units: tuple[AskedUnit, ...]
    ) -> tuple[AskedUnit, ...]:
        """Say at once which units are recalled while others are still asked about."""
        result = []
        for place, unit in enumerate(units, start=1):
            if unit.model and not unit.told:
                check = await check_unit(turn, unit)
                if check.overall == AFFECTED and not _question(unit, check):
                    recall = turn.services.recall(check.main.recall) if check.main else turn.recall
                    tell_unit(turn, unit, check, recall, f"{place} of {len(units)}: ")
                    unit = replace(unit, told=True)
            result.append(unit)
        return tuple(result)

    async def _next(self, turn: Turn, units: Sequence[AskedUnit]) -> tuple[Events, int, str | None]:
        """The first open question of any unit, as slots of the form."""
        for place, unit in enumerate(units):
            check = await check_unit(turn, unit) if unit.model else None
            question = _question(unit, check)
            if question:
                compare = question == "check_confirmed" and check and "compare" in check.ask
                return (
                    [
                        SlotSet("check_model", None if question == "check_model" else "known"),
                        SlotSet("check_serial", None if question == "check_serial" else "known"),
                        SlotSet("check_fact", None if question == "check_fact" else "known"),
                        SlotSet("check_confirmed", None),
                        SlotSet("check_compare", bool(compare)),
                    ],
                    place,
                    question,
                )
        return _done(), 0, None


def _done() -> Events:
    done = ("check_model", "check_serial", "check_fact", "check_confirmed")
    return [SlotSet(name, "known") for name in done]


def _question(unit: AskedUnit, check: Check | None) -> str | None:
    if check is None or ("model" in check.ask and not unit.sure_of_model):
        return "check_model"
    if "serial" in check.ask and not unit.unreadable:
        return "check_serial"
    if fact_to_ask(unit, check):
        return "check_fact"
    if unit.from_photo and not unit.confirmed:
        return "check_confirmed"
    if "compare" in check.ask:
        return "check_confirmed"
    if "confirm" in check.ask and not unit.confirmed:
        return "check_confirmed"
    return None


def _kept(turn: Turn) -> tuple[AskedUnit, ...]:
    """The units judged before that may be claimed, where a message tells of further ones."""
    if turn.pressed or not (FURTHER.search(turn.text) or is_one_more(turn.text)):
        return ()
    return tuple(replace(u, told=True) for u in from_slot(turn.slots.get("checked_units")))


def _unnamed_ones(turn: Turn, units: Sequence[AskedUnit]) -> tuple[AskedUnit, ...]:
    """The further units that "I have two of them" tells, whose serials are to be asked for."""
    if not units or turn.identifiers or not is_one_more(turn.text):
        return ()
    last = units[-1]
    if any(
        not r.serial.unique for r in turn.services.recalls.by_model(last.model or "", last.suffix)
    ):
        # They may have the same number: the claim asks how many there are.
        return ()
    more = min(told_count(turn.text) or 0, MOST_TOLD) - len(units)
    return (AskedUnit(last.model, last.suffix),) * max(more, 1)


async def _of_other_product(turn: Turn) -> bool:
    """Is it about a product of which no reviewed file is?"""
    if turn.intent == "check_recall" or told_number(turn.text):
        return await names_other_product(turn)
    return turn.intent == "inform" and await names_other_product(turn, BRAND_AND_KIND)


async def _of_a_claim(turn: Turn) -> bool:
    """Does it tell of no unit, but of a claim there is, or of a person?"""
    if turn.intent != "inform" or turn.identifiers or FURTHER.search(turn.text):
        return False
    claims = await turn.services.claims.of_conversation(turn.conversation)
    if any(claim.state not in ("withdrawn", "expired") for claim in claims):
        return True
    if turn.slots.get("offer") == "claim":
        return True
    return not PERSONAL.isdisjoint(read_at_once(turn.text, {}, turn.recall.sold.sellers))


async def _told_for_claim(turn: Turn, units: tuple[AskedUnit, ...]) -> tuple[AskedUnit, ...]:
    """The units; where the firm waits for an answer, a serial is one, and of that claim.

    A person sees it, whatever the check says of it.
    """
    told = turn.intent == "inform" and any(unit.serial for unit in units)
    claim = await waiting_claim(turn) if told and not FURTHER.search(turn.text) else None
    if claim is None or not claim.units:
        return units
    # With a model beside it, it is a unit of its own where the claim's serials are all known.
    bare = all(identifier.kind == "serial" for identifier in turn.identifiers)
    unknown = any(unit.serial is None for unit in claim.units)
    if not (bare or unknown or any(unit.serial in claim.serials for unit in units)):
        return units
    if claim.state == "needs_information":
        await take_information(turn, claim, "the customer told a serial number")
    turn.say("utter_note_passed_on")
    first = claim.units[0]
    suffix = str(first.grounds.get("suffix") or "")
    known = (u if u.model else replace(u, model=first.model, suffix=suffix) for u in units)
    return tuple(replace(unit, of_claim=claim.number) for unit in known)


def _answers(turn: Turn, unit: AskedUnit, found: Sequence[Identifier]) -> bool:
    """Is it just the number asked for, however it is put ("the serial is ... too")?"""
    if len(found) != 1:
        return False
    asked = {"check_model": unit.model, "check_serial": unit.serial}
    return turn.requested == f"check_{found[0].kind}" and not asked[turn.requested]


def _models_named(turn: Turn, unit: AskedUnit) -> Sequence[str]:
    """The models in the question of the model: "Did you mean ...?", "For this recall it is ..."."""
    if unit.model:
        return turn.services.recalls.models_like(unit.model)
    # "Ok" may mean "I'll look", and what is said beside a yes may be another maker's name.
    asked_about = turn.recall is turn.services.recalls.featured and THAT_ONE.fullmatch(turn.text)
    return turn.recall.model_names if asked_about else ()


def _partial(turn: Turn) -> str:
    """What was read of a serial that was told in part, "" where none was."""
    return next((i.value for i in turn.identifiers if i.partial), "")


def _has_new_part(units: Sequence[AskedUnit], told: Sequence[AskedUnit]) -> bool:
    return any(now.part and now.part != unit.part for unit, now in zip(units, told))


def _unit(units: Sequence[AskedUnit], place: int) -> AskedUnit | None:
    return units[place] if place < len(units) else None
