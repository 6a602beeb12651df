"""How claims stand, and what their customer wants changed or withdrawn."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from bot.actions.change import take_change
from bot.actions.claim import counting, open_claims
from bot.actions.elsewhere import ask_for_access, foreign_number, named_number
from bot.actions.note import ask_for_note
from bot.actions.standing import offer_to_go_on, tell_claims
from bot.actions.turn import Events, RecallAction, Turn, answer_further
from bot.actions.withdraw import offer_withdrawal, wants_withdrawal

__all__ = ["TellClaimStatus"]


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
        told = [c for c in claims if named in (None, c.number)]
        await tell_claims(turn, told)
        return [*offer_to_go_on(turn, told), *await answer_further(turn)]


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
