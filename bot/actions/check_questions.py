"""What the check asks: the model, the serial, another fact, and whether it was read rightly."""

from __future__ import annotations

from bot.actions.check_facts import ask_fact
from bot.actions.judging import check_unit, recalls_named
from bot.actions.turn import Events, RecallAction, Turn
from bot.conversations.messages import Button
from bot.conversations.read_back_words import read_back
from bot.recalls import Recall, groups_of_four
from bot.recalls.intake import AskedUnit, from_slot
from bot.recalls.patterns import clean

__all__: list[str] = []

CANNOT_READ = Button("I can't read it", "/no_serial")
STILL_CANNOT_READ = Button("I still can't read it", "/no_serial")
WHERE = Button("Where do I find it?", "/find_label")


class AskModel(RecallAction):
    """Asks for the model, and whether another one was meant."""

    def name(self) -> str:
        return "action_ask_check_form_check_model"

    async def act(self, turn: Turn) -> Events:
        unit = _asked_unit(turn)
        if unit.serial and not turn.slots.get("check_attempts"):
            turn.say("utter_check_serial_noted", groups=groups_of_four(unit.serial))
        named = () if unit.model else await recalls_named(turn)
        meant = (await check_unit(turn, unit)).did_you_mean if unit.model else ()
        if meant:
            turn.say(
                "utter_check_did_you_mean",
                model=unit.model or "",
                meant=" or ".join(meant),
                buttons=[Button(f"It is {model}", f"The model is {model}") for model in meant],
            )
        elif named and named[0] is not turn.services.recalls.featured:
            turn.say(
                "utter_check_ask_model_of_brand",
                recall=named[0],
                recalls="\n".join(_in_short(recall) for recall in named),
                buttons=(WHERE,),
            )
        else:
            turn.say("utter_check_ask_model", buttons=(WHERE,))
        return []


def _in_short(recall: Recall) -> str:
    facts = recall.facts()
    product, models = facts["product"], facts["models"]
    told = f"Recall {recall.number} of {facts['announced']}: {product}"
    return f"{told}." if clean(models) in clean(product) else f"{told}, model {models}."


class AskSerial(RecallAction):
    """Asks for the serial number, and says where it is."""

    def name(self) -> str:
        return "action_ask_check_form_check_serial"

    async def act(self, turn: Turn) -> Events:
        unit = _asked_unit(turn)
        recall = _recall_of(turn, unit)
        if unit.part:
            turn.say(
                "utter_check_ask_rest",
                buttons=(WHERE, CANNOT_READ),
                recall=recall,
                groups=groups_of_four(unit.part),
            )
            return []
        if unit.helped and not turn.slots.get("check_attempts"):
            still = (WHERE, STILL_CANNOT_READ)
            turn.say("utter_check_ask_serial_again", recall=recall, buttons=still, ask="photo")
            return []
        turn.say(
            "utter_check_ask_serial",
            buttons=(WHERE, CANNOT_READ),
            recall=recall,
            model=recall.written(unit.model or ""),
        )
        return []


class AskFact(RecallAction):
    """Asks for the date code, the lot, the shop and so on."""

    def name(self) -> str:
        return "action_ask_check_form_check_fact"

    async def act(self, turn: Turn) -> Events:
        unit = _asked_unit(turn)
        ask_fact(turn, unit, await check_unit(turn, unit), (WHERE, CANNOT_READ))
        return []


class AskConfirmed(RecallAction):
    """Reads the serial back, or asks to compare the characters in doubt."""

    def name(self) -> str:
        return "action_ask_check_form_check_confirmed"

    async def act(self, turn: Turn) -> Events:
        unit = _asked_unit(turn)
        check = await check_unit(turn, unit)
        doubted = check.in_doubt and turn.services.recall(check.in_doubt.recall)
        read_back(turn, unit, check, doubted or _recall_of(turn, unit))
        return []


def _recall_of(turn: Turn, unit: AskedUnit) -> Recall:
    named = turn.services.recalls.by_model(unit.model, unit.suffix) if unit.model else ()
    return named[0] if named else turn.recall


def _asked_unit(turn: Turn) -> AskedUnit:
    units = from_slot(turn.slots.get("check_units")) or (AskedUnit(),)
    return units[min(int(turn.slots.get("check_asked") or 0), len(units) - 1)]
