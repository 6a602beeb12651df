"""How claims stand, and what their customer wants changed or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import SlotSet

from bot.actions.change import take_change
from bot.actions.claim import counting, open_claims
from bot.actions.elsewhere import ask_for_access, foreign_number, named_number
from bot.actions.note import ask_for_note
from bot.actions.turn import Events, RecallAction, Turn, answer_further
from bot.actions.withdraw import offer_withdrawal, wants_withdrawal
from bot.claims.claim import Claim
from bot.claims.filling import missing, photos_wanted
from bot.claims.life import LIVE
from bot.conversations.messages import Button
from bot.conversations.news import offer_news

__all__ = ["tell_claims"]

# Filed and not decided: photos that are missing are still to come.
PHOTOS_WANTED = frozenset({"submitted", "checking", "needs_information"})
CHANGEABLE = frozenset({"submitted", "checking", "needs_information", "approved"})
# Where the firm's own words are told again.
WITH_REASON = frozenset({"needs_information", "rejected"})


async def tell_claims(turn: Turn, claims: Sequence[Claim]) -> None:
    """How these claims stand; of a single one also what can be done with it.

    Where its news goes elsewhere, it is asked if it shall come here.
    """
    alone = len(claims) == 1 and not turn.active_form
    for claim in claims:
        recall = turn.services.recall(claim.recall)
        reason = ""
        if claim.state in WITH_REASON:
            reason = (await turn.services.claims.history(claim.number))[-1].reason
        chosen = claim.news_in not in (None, turn.conversation)
        elsewhere = alone and chosen and claim.state in LIVE
        turn.say(
            f"utter_status_{claim.state}",
            claim_number=claim.number,
            recall=recall,
            reason=reason,
            buttons=_next(claim) if alone and not elsewhere else (),
        )
        if claim.state in PHOTOS_WANTED and photos_wanted(claim, recall):
            turn.say("utter_claim_photos_missing", recall=recall, ask="photo")
        if claim.state in CHANGEABLE and "address" in missing(claim, recall):
            # The remedy was changed to one that is sent.
            turn.say("utter_ask_claim_form_claim_address")
        if elsewhere:
            # With all choices on it: on some channels only the last message has any.
            turn.say_reply(offer_news(claim.number, *_next(claim)))


def _next(claim: Claim) -> list[Button]:
    if claim.state == "draft":
        return [Button("Go on with it", "/start_claim")]
    if claim.state == "awaiting_disposal":
        return [Button("I have disposed of it", "/already_disposed")]
    if claim.state in CHANGEABLE:
        return [
            Button("Change my claim", "/change_claim"),
            Button("Withdraw my claim", "Withdraw my claim"),
        ]
    return []


class TellClaimStatus(RecallAction):
    """How the claims of this conversation stand; of another one, once it is opened."""

    def name(self) -> str:
        return "action_tell_claim_status"

    BESIDE = frozenset({"claim_status"})

    async def act(self, turn: Turn) -> Events:
        known = await turn.services.claims.of_conversation(turn.conversation)
        claims = counting(known) or [c for c in known if c.state == "withdrawn"][:1]
        elsewhere = foreign_number(turn, claims)
        if elsewhere or not claims:
            if turn.active_form or turn.beside:
                turn.say("utter_status_later")
                return []
            if not elsewhere:
                turn.say("utter_status_none")
            return ask_for_access()
        named = named_number(turn)
        await tell_claims(turn, [c for c in claims if named in (None, c.number)])
        return await answer_further(turn)


class ChangeClaim(RecallAction):
    """A change to a claim that is not being filled in: a draft goes on, else a person does it."""

    def name(self) -> str:
        return "action_change_claim"

    async def act(self, turn: Turn) -> Events:
        claims = await open_claims(turn)
        elsewhere = foreign_number(turn, claims)
        if elsewhere or not claims:
            if turn.active_form:
                turn.say("utter_status_later")
                return [SlotSet("note_wanted", False)]
            if not elsewhere:
                turn.say("utter_status_none")
            return [SlotSet("note_wanted", False), *ask_for_access()]
        if wants_withdrawal(turn):
            return [SlotSet("note_wanted", False), *offer_withdrawal(turn, claims)]
        if (changed := await take_change(turn)) is not None:
            return [SlotSet("note_wanted", False), *changed]
        named = named_number(turn)
        claim = next(c for c in claims if named in (None, c.number))
        note = False
        if turn.active_form == "claim_form":
            turn.say("utter_claim_what_to_change")
        elif claim.state == "draft":
            events = await answer_further(turn)
            turn.say("utter_claim_change_draft", claim_number=claim.number)
            return [*events, SlotSet("offer", "claim"), SlotSet("note_wanted", False)]
        else:
            note = await ask_for_note(turn, claim.number)
        further = [] if note else await answer_further(turn)
        return [SlotSet("note_wanted", note), *further]
