"""What a message changes in a claim of the conversation while nothing of it is asked for."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from bot.actions.claim import open_claim, recall_of
from bot.actions.note import pass_on
from bot.actions.turn import Events, Turn
from bot.claims.at_once import PERSONAL, read_at_once
from bot.claims.claim import Claim
from bot.claims.corrections import find_correction, find_remedy_wish
from bot.claims.fields import named_remedy
from bot.claims.filling import missing, shown
from bot.claims.life import LIVE
from bot.recalls import Recall

__all__ = ["take_change"]


async def take_change(turn: Turn) -> Events | None:
    """Take the remedy, name, e-mail or address that is told; None where there is nothing of it.

    A draft takes all of them. Of a filed claim the remedy may be chosen until it is fulfilled,
    and an address given that is wanting; anything else a person changes.
    """
    if turn.pressed or turn.photo or turn.active_form:
        return None
    claim = await open_claim(turn)
    if claim is None or claim.state not in LIVE | {"draft"}:
        return None
    recall = recall_of(turn, claim)
    told = _told(turn, recall)
    if not told or (claim.state == "needs_information" and "remedy" not in told):
        # There it is what the firm has asked for.
        return None
    if claim.state == "draft":
        claim = await turn.services.claims.set_details(claim.number, told)
        for key in told:
            title, value = shown(claim, recall)[key]
            turn.say("utter_claim_changed", title=title, value=value)
        turn.say("utter_claim_change_draft", claim_number=claim.number)
        return [SlotSet("offer", "claim")]
    if "remedy" in told:
        claim = await _change(turn, claim, recall, "remedy", told["remedy"])
        if "address" in missing(claim, recall):
            turn.say("utter_claim_ask_address")
        return []
    # Wanting, or given by this very message in a run that was cut by a crash.
    if "address" in told and claim.details.get("address") in (None, told["address"]):
        await _change(turn, claim, recall, "address", told["address"])
        return []
    turn.say("utter_claim_change_filed", claim_number=claim.number)
    await pass_on(turn)
    return []


def _told(turn: Turn, recall: Recall) -> dict[str, str]:
    choices = {option.key: option.title for option in recall.remedies.options}
    keys = {field.key for field in recall.claim.fields}
    correction = find_correction(turn.text)
    value = correction.value if correction and correction.field == "remedy" else ""
    wish = find_remedy_wish(turn.text, choices) or named_remedy(value, choices)
    found = read_at_once(turn.text, choices, recall.sold.sellers)
    told = {key: value for key, value in found.items() if key in PERSONAL & keys}
    return {"remedy": wish} if wish and "remedy" in keys else told


async def _change(turn: Turn, claim: Claim, recall: Recall, field: str, value: str) -> Claim:
    # The history names what was changed, never what a customer wrote.
    reason = f"{field} changed by the customer"
    if field == "remedy":
        reason += f": {value}"
    claim = await turn.services.claims.change_filed(claim.number, {field: value}, reason)
    title, now = shown(claim, recall)[field]
    turn.say("utter_claim_filed_changed", claim_number=claim.number, title=title, value=now)
    return claim
