"""How claims stand, in words."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import SlotSet

from bot.actions.turn import Events, Turn
from bot.claims.claim import Claim
from bot.claims.filling import missing, photos_wanted
from bot.claims.life import LIVE
from bot.conversations.messages import Button
from bot.conversations.news import offer_news

__all__ = ["offer_to_go_on", "tell_claims", "tell_filed"]

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
            turn.say("utter_claim_ask_address")
        if elsewhere:
            # With all choices on it: on some channels only the last message has any.
            turn.say_reply(offer_news(claim.number, *_next(claim)))


def offer_to_go_on(turn: Turn, told: Sequence[Claim]) -> Events:
    """A single draft that was told of goes on at a "yes" or "continue"."""
    alone = [claim.state for claim in told] == ["draft"]
    return [SlotSet("offer", "claim")] if alone and not turn.active_form and not turn.beside else []


async def tell_filed(turn: Turn, claim: Claim) -> None:
    """To who wants to start a claim: that one is filed, the way for a further unit, how it stands.

    That it is filed is not said twice.
    """
    turn.say("utter_claim_already_filed", claim_number=claim.number)
    if claim.state != "submitted":
        await tell_claims(turn, [claim])
        return
    recall = turn.services.recall(claim.recall)
    turn.say("utter_claim_waits", recall=recall, buttons=_next(claim))
    if photos_wanted(claim, recall):
        turn.say("utter_claim_photos_missing", recall=recall, ask="photo")


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
