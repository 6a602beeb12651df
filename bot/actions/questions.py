"""Answers to what people ask, filled from the recall's facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from bot.actions.catalogue import (
    BRAND_AND_KIND,
    OF_OTHER,
    names_other_product,
    reviewed_notice,
    tell_notices,
    tell_numbered,
)
from bot.actions.change import take_change
from bot.actions.claim import (
    PrepareClaim,
    not_covered,
    open_claim,
    open_claims,
    recall_of,
    take_information,
    waiting_claim,
)
from bot.actions.elsewhere import named_number
from bot.actions.incident import ask_details, leave_details
from bot.actions.privacy import begin_wish
from bot.actions.safety import answer_are_you_safe
from bot.actions.status import TellClaimStatus
from bot.actions.turn import (
    SAFE,
    UNCLEAR,
    WITHDRAW,
    YES_NO,
    Events,
    RecallAction,
    Turn,
    answer_further,
)
from bot.actions.withdraw import offer_withdrawal, wants_withdrawal
from bot.claims.countries import find_country
from bot.claims.counts import is_one_more
from bot.claims.fields import is_question
from bot.claims.own_data import find_wish
from bot.claims.places import names_us
from bot.conversations.messages import Button
from bot.conversations.ratings import ASKED, QUESTION
from bot.recalls import Recall
from bot.recalls.brands import named_by_brand, names_product_of
from bot.recalls.catalogue import SEARCH_PAGE
from bot.recalls.codes_told import code_of_maker
from bot.recalls.groups import Link

__all__ = ["not_understood"]

# What can be answered from the recall's facts alone, also beside another answer.
TOPICS = frozenset(
    {
        "bot_challenge",
        "bought_secondhand",
        "find_label",
        "no_serial",
        "not_in_us",
        "other_recall",
        "photo_requirements",
        "privacy",
        "receipt_needed",
        "remedy_options",
        "safety_advice",
        "warranty_other_product",
        "where_sold",
        "why_recalled",
    }
)
# Where the firm's own page helps further.
WITH_PAGE = frozenset({"other_recall", "not_in_us", "warranty_other_product", "where_sold"})
# What may be said of any product ("a gift from my aunt: the ..."), and by how many words of it.
MAY_BE_OTHER = {
    "bought_secondhand": BRAND_AND_KIND,
    "safety_advice": BRAND_AND_KIND,
    "warranty_other_product": 1,
    "why_recalled": BRAND_AND_KIND,
}
# After all topics but these the offer of a claim, if one waits for a yes, is made once more.
NO_OFFER = frozenset({"bot_challenge", "not_in_us", "other_recall", "warranty_other_product"})
# Where the firm takes the claim, what it asks for stands in its remedy.
OF_A_CLAIM = frozenset({"photo_requirements", "receipt_needed"})
# May be meant for the claim that is there, whatever they ask otherwise.
CHANGES = frozenset({"remedy_options", "where_sold", *UNCLEAR})
# Who says so is about to go.
LEAVE = frozenset({"goodbye", "thanks"})


class AnswerQuestion(RecallAction):
    """Says `utter_question_<intent>`; one rule for each topic leads here."""

    def name(self) -> str:
        return "action_answer_question"

    BESIDE = TOPICS

    async def act(self, turn: Turn) -> Events:
        recall = turn.recall
        if not recall.claimable and turn.intent in OF_A_CLAIM:
            turn.say("utter_claim_at_firm", links=recall.contact.pages[:1])
            return []
        if not recall.privacy.asked:
            recall = replace(recall, privacy=turn.promising.privacy)
        wish = find_wish(turn.text) if turn.intent == "privacy" and not turn.beside else None
        if wish and not turn.pressed:
            return await begin_wish(turn, wish)
        changed = None if turn.beside or turn.intent not in CHANGES else await take_change(turn)
        if changed is not None:
            return changed
        if turn.intent in UNCLEAR:
            return await not_understood(turn)
        ends = turn.intent == "stop" and not turn.active_form
        if ends and wants_withdrawal(turn) and (claims := await open_claims(turn)):
            return offer_withdrawal(turn, claims)
        if _names_a_claim(turn) and not turn.beside:
            return await TellClaimStatus().act(turn)
        to_check = None if turn.active_form or turn.beside else await _to_check(turn)
        if to_check and turn.intent in ("other_recall", "warranty_other_product"):
            # The verdict answers it; no refusal stands beside it.
            return [to_check]
        if turn.beside and _is_answered(turn, recall):
            return []
        if turn.intent == "not_in_us" and not turn.beside and _of_our_country(turn, recall):
            return await _go_on_in_our_country(turn, to_check)
        if turn.intent == "not_in_us" and to_check:
            # The verdict says it, as its reason or after it.
            return [SlotSet("bought_in", turn.bought_in), to_check]
        if turn.intent == "other_recall" and await tell_notices(turn):
            return [] if turn.beside else [OF_OTHER]
        alone = turn.intent in TOPICS and not (turn.beside or turn.active_form or turn.hazard)
        if alone and await _tell_other(turn):
            return [OF_OTHER]
        links = list(recall.contact.pages[:1]) if turn.intent in WITH_PAGE else []
        if turn.intent == "why_recalled":
            links = [x for x in recall.links if x.url == recall.identity.notice_url]
        if turn.intent == "not_in_us":
            third = _of_a_third_country(turn, recall)
            links += [i.page for i in recall.other_countries.items if i.page and not third]
        _say_answer(turn, recall, links)
        # The check answers what else was asked before its question or with its verdict.
        further = [] if to_check else await answer_further(turn)
        if _offers_again(turn):
            turn.say("utter_check_offer_claim_again", buttons=YES_NO)
        if turn.intent in LEAVE and not turn.active_form and not turn.beside:
            await _ask_if_it_helped(turn)
        events = [SlotSet("bought_in", turn.bought_in)] if turn.bought_in else []
        if turn.named_recall and not turn.beside:
            events.append(SlotSet("recall_number", turn.named_recall.number))
        if turn.intent == "stop" and not turn.beside:
            events += await leave_details(turn)
        return [*events, *further, *([to_check] if to_check else ())]


async def _tell_other(turn: Turn) -> bool:
    """Say the notice of a product or number that is named, where our own facts would be wrong."""
    least = MAY_BE_OTHER.get(turn.intent)
    told = least and await tell_notices(turn, of_other=least)
    return bool(told) or await tell_numbered(turn)


def _of_a_third_country(turn: Turn, recall: Recall) -> bool:
    """Was it bought in a country of which the recall file says nothing of its own?"""
    others = recall.other_countries
    return bool(turn.bought_in and others.text and not others.get(turn.bought_in))


def _of_our_country(turn: Turn, recall: Recall) -> bool:
    """Is it the recall's own country that is told, and no other one?"""
    ours = "US" in recall.identity.countries and names_us(turn.text) and not turn.pressed
    return ours and not is_question(turn.text) and find_country(turn.text) is None


async def _go_on_in_our_country(turn: Turn, to_check: dict[str, Any] | None) -> Events:
    """Nothing needs an answer: on with the check, or the claim that another country held up."""
    bought = SlotSet("bought_in", "US")
    claim = await open_claim(turn)
    if to_check:
        return [bought, to_check]
    if claim is not None and claim.state == "draft" and not turn.active_form:
        if not_covered(claim, recall_of(turn, claim)):
            await turn.services.claims.set_details(claim.number, {"country": "US"})
        return [bought, *await PrepareClaim().act(turn), FollowupAction("claim_form")]
    if not turn.active_form:
        turn.say("utter_service_what_next", buttons=_menu(turn))
    return [bought, *await answer_further(turn)]


def _is_answered(turn: Turn, recall: Recall) -> bool:
    """Does the check of the unit leave nothing of it to say?"""
    if turn.intent == "not_in_us":
        return turn.bought_in in recall.identity.countries
    return turn.intent == "warranty_other_product" and bool(turn.identifiers)


def _offers_again(turn: Turn) -> bool:
    waits = turn.slots.get("offer") == "claim" and not turn.active_form
    return waits and not turn.beside and turn.intent in TOPICS - NO_OFFER


async def _ask_if_it_helped(turn: Turn) -> None:
    """Once in a conversation, and never while something waits for a yes or no."""
    asked = await turn.services.transcript.offered_title(turn.conversation, ASKED)
    if asked is None and not turn.slots.get("offer"):
        turn.say_reply(QUESTION)


def _say_answer(turn: Turn, recall: Recall, links: Sequence[Link] = ()) -> None:
    """The answer; a question about danger gets what to do in it first."""
    if turn.intent == "safety_advice" and turn.hazard:
        turn.say("utter_question_if_danger", links=links, recall=recall)
    elif turn.intent == "safety_advice" and turn.about_other and not turn.pressed:
        # The steps for a recalled unit would say that this one is recalled, too.
        turn.say("utter_question_safety_other", links=[SEARCH_PAGE], recall=recall)
    elif turn.intent == "not_in_us" and _of_a_third_country(turn, recall):
        # What holds in Japan is nothing to somebody in Canada.
        told = recall.other_countries.text
        turn.say("utter_question_not_in_us", links=links, recall=recall, other_countries_text=told)
    else:
        turn.say(f"utter_question_{turn.intent}", links=links, recall=recall)


def _names_a_claim(turn: Turn) -> bool:
    """Is a claim's number all that is understood of it?"""
    wanted = turn.intent in ("other_recall", *UNCLEAR)
    return wanted and not turn.active_form and named_number(turn) is not None


async def _to_check(turn: Turn) -> dict[str, Any] | None:
    """Go on with the check where the question also named a unit, or another recall."""
    spoken_of = turn.services.recall(turn.slots.get("recall_number"))
    if turn.named_recall not in (None, spoken_of):
        # Facts of another recall than so far: which one that is has to be said, too.
        return FollowupAction("check_form")
    named = [i for i in turn.identifiers if not i.partial]
    unsure = turn.intent in ("other_recall", *UNCLEAR) and not turn.pressed
    if unsure and turn.slots.get("checked_units") and is_one_more(turn.text):
        return FollowupAction("check_form")
    wanted = turn.intent == "other_recall" or (
        # Whatever else is meant, a recall names this model, and nothing of it is known yet.
        turn.intent in (*UNCLEAR, "warranty_other_product", "not_in_us", "bought_secondhand")
        and any(turn.services.recalls.by_model(i.value, i.suffix) for i in named)
    )
    if any(i.kind == "serial" for i in named) or (named and wanted):
        return FollowupAction("check_form")
    if not named and turn.intent in ("other_recall", *UNCLEAR):
        return FollowupAction("check_form") if await _names_our_brand(turn) else None
    return None


async def _names_our_brand(turn: Turn) -> bool:
    """Is it about a reviewed recall, named by its number or maker, and not about another one?"""
    if turn.named_recall:
        return True
    named = named_by_brand(turn.text, turn.services.recalls)
    if not named:
        return await reviewed_notice(turn) is not None
    if turn.intent != "other_recall":
        # What is hardly understood must also say what it is about, or a code of it.
        named = tuple(
            recall
            for recall in named
            if names_product_of(turn.text, recall) or code_of_maker(turn.text, recall)
        )
    # "Are there more recalls of Anker?" is a question about others while ours is spoken of.
    spoken_of = turn.recall is turn.services.recalls.featured and turn.recall in named[:1]
    return bool(named) and not spoken_of and not await names_other_product(turn)


class Greet(RecallAction):
    """Greets, says what it is and what it can do."""

    def name(self) -> str:
        return "action_greet"

    async def act(self, turn: Turn) -> Events:
        if turn.active_form:
            turn.say("utter_service_hello_again")
        else:
            turn.say("utter_service_greet", buttons=_menu(turn))
        return []


class Fallback(RecallAction):
    """Not understood: says what was likely meant, then what can be done, then a person."""

    def name(self) -> str:
        return "action_default_fallback"

    async def act(self, turn: Turn) -> Events:
        if turn.intent == "safety_advice":
            _say_answer(turn, turn.recall)
            return []
        return await not_understood(turn)


async def not_understood(turn: Turn) -> Events:
    """Unclear or nothing we can help with; never the same words twice in a row."""
    claim = await waiting_claim(turn)
    if claim is not None:
        # The first message that says nothing else is taken as the answer.
        if claim.state == "needs_information":
            await take_information(turn, claim, "the customer wrote an answer")
        turn.say("utter_note_passed_on")
        return []
    if _names_a_claim(turn):
        # Here and now: Rasa knows no rule by which another action would follow this one, and
        # would take that for a fallback, which leads here.
        return await TellClaimStatus().act(turn)
    to_check = None if turn.active_form else await _to_check(turn)
    if to_check:
        return [to_check]
    if await tell_notices(turn, of_other=1):
        return [OF_OTHER]
    count = int(turn.slots.get("fallback_count") or 0) + 1
    if count == 1 and turn.intent == "out_of_scope":
        turn.say("utter_question_out_of_scope")
    elif count == 1:
        guesses = [Button(_TITLES[i], f"/{i}") for i in turn.ranking if i in _TITLES][:3]
        turn.say("utter_fallback_first", buttons=guesses or _menu(turn))
    elif count == 2:
        turn.say("utter_fallback_second", buttons=_menu(turn))
    else:
        person = Button("Ask for a person", "/contact_human")
        turn.say("utter_fallback_person", buttons=(person,))
        count = 0
    return [SlotSet("fallback_count", float(count))]


class AnswerYesOrNo(RecallAction):
    """A yes or no that answers no question of ours."""

    def name(self) -> str:
        return "action_answer_yes_or_no"

    async def act(self, turn: Turn) -> Events:
        if turn.slots.get("offer") == SAFE:
            return await answer_are_you_safe(turn)
        if turn.slots.get("offer") == WITHDRAW:
            turn.say("utter_withdraw_kept")
            return [SlotSet("offer", None), SlotSet("withdraw_number", None)]
        declined = turn.intent == "deny" and turn.slots.get("offer") == "claim"
        turn.say(
            "utter_claim_declined" if declined else "utter_service_what_next",
            buttons=() if declined else _menu(turn),
        )
        return [SlotSet("offer", None), *(await ask_details(turn) if declined else [])]


def _menu(turn: Turn) -> list[Button]:
    kind = turn.recall.identity.product_kind
    return [
        Button(f"Check my {kind}", "/check_recall"),
        Button("Start a claim", "/start_claim"),
        Button("What do I do to be safe?", "/safety_advice"),
    ]


# The words a reading of an unclear message is offered with.
_TITLES = {
    "check_recall": "Check my unit",
    "find_label": "Find model and serial",
    "no_serial": "I can't read the serial",
    "safety_advice": "What to do to be safe",
    "emergency": "It is dangerous right now",
    "report_incident": "Report what happened",
    "disposal": "How to dispose of it",
    "already_disposed": "I threw it away already",
    "why_recalled": "Why it was recalled",
    "where_sold": "Where it was sold",
    "other_recall": "Other recalls",
    "not_in_us": "Bought in another country",
    "bought_secondhand": "Bought second-hand",
    "start_claim": "Start a claim",
    "remedy_options": "What I get",
    "photo_requirements": "What the photo must show",
    "receipt_needed": "Do I need a receipt?",
    "claim_status": "Status of my claim",
    "change_claim": "Change my claim",
    "privacy": "How my data is used",
    "contact_human": "Talk to a person",
}
