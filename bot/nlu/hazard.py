"""Signs of danger outrank what the classifier thinks."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.fallback import set_intent
from bot.safety import find_hazard

__all__ = ["HazardDetector"]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class HazardDetector(GraphComponent):
    """Adds `hazard` ({tense, signs} or None) and corrects the intent by it.

    Danger now is `emergency` whatever the classifier says, danger that is over is
    `report_incident`, and what the rules know to be only a question is no emergency.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> HazardDetector:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Set hazard and intent of each message."""
        for message in messages:
            hazard = find_hazard(message.get(TEXT) or "")
            told = {"tense": hazard.tense, "signs": list(hazard.signs)} if hazard else None
            message.set("hazard", told, add_to_output=True)
            intent = (message.get(INTENT) or {}).get("name")
            if hazard and hazard.tense == "now":
                set_intent(message, "emergency")
            elif hazard and hazard.tense == "past":
                set_intent(message, "report_incident")
            elif hazard and intent in ("emergency", "nlu_fallback", "out_of_scope"):
                set_intent(message, "safety_advice")
        return messages
