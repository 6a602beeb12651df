"""Answers to what people ask, filled from the recall's facts."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from bot.actions.claim import open_claim
from bot.actions.turn import Events, RecallAction, Turn
from bot.conversations.messages import Button

__all__: list[str] = []

# Where the firm's own page helps further.
WITH_PAGE = frozenset({"other_recall", "not_in_us", "warranty_other_product", "where_sold"})


# Filed and not decided: photos that are missing are still to come.
PHOTOS_WANTED = frozenset({"submitted", "checking", "needs_information"})


class AnswerQuestion(RecallAction):
    """Says `utter_question_<intent>`; one rule for each topic leads here."""

    def name(self) -> str:
        return "action_answer_question"

    async def act(self, turn: Turn) -> Events:
        recall = turn.recall
        to_check = None if turn.active_form else _to_check(turn)
        if to_check and turn.intent == "other_recall":
            return [to_check]
        links = [recall.contact.pages[0]] if turn.intent in WITH_PAGE else []
        if turn.intent == "why_recalled":
            links = [x for x in recall.links if x.url == recall.identity.notice_url]
        if turn.intent == "not_in_us":
            links += [i.page for i in recall.other_countries.items if i.page]
        turn.say(f"utter_question_{turn.intent}", links=links)
        return [to_check] if to_check else []


def _to_check(turn: Turn) -> dict[str, Any] | None:
    """Go on with the check where the question also named a unit."""
    named = [i for i in turn.identifiers if not i.partial]
    if any(i.kind == "serial" for i in named) or (named and turn.intent == "other_recall"):
        return FollowupAction("check_form")
    return None


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
            turn.say("utter_question_safety_advice")
            return []
        count = int(turn.slots.get("fallback_count") or 0) + 1
        if count == 1:
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
        declined = turn.intent == "deny" and turn.slots.get("offer") == "claim"
        turn.say(
            "utter_claim_declined" if declined else "utter_service_what_next",
            buttons=() if declined else _menu(turn),
        )
        return [SlotSet("offer", None)]


class TellClaimStatus(RecallAction):
    """How the claims of this conversation stand."""

    def name(self) -> str:
        return "action_tell_claim_status"

    async def act(self, turn: Turn) -> Events:
        claim = await open_claim(turn)
        if claim is None:
            turn.say("utter_status_none")
        else:
            recall = turn.services.recall(claim.recall)
            turn.say(f"utter_status_{claim.state}", claim_number=claim.number, recall=recall)
            if claim.state in PHOTOS_WANTED and len(claim.photos) < len(recall.evidence.photos):
                turn.say("utter_claim_photos_missing", recall=recall, ask="photo")
        return []


class ChangeClaim(RecallAction):
    """A change to a claim that is not being filled in: a draft goes on, else a person does it."""

    def name(self) -> str:
        return "action_change_claim"

    async def act(self, turn: Turn) -> Events:
        claim = await open_claim(turn)
        if claim is None:
            turn.say("utter_status_none")
        elif turn.active_form == "claim_form":
            turn.say("utter_claim_what_to_change")
        elif claim.state == "draft":
            turn.say("utter_claim_change_draft", claim_number=claim.number)
            return [SlotSet("offer", "claim")]
        else:
            await turn.ensure_conversation()
            await turn.services.handovers.ask_for_person(
                turn.conversation, turn.message, "change_claim"
            )
            turn.say("utter_claim_change_filed", claim_number=claim.number)
        return []


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
    "not_in_us": "Bought outside the U.S.",
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
