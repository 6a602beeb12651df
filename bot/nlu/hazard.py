"""Danger is found by rules and by a classifier, and outranks what else a message may mean."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.danger import DangerClassifier, judge, read_lines
from bot.nlu.encoder import PIECES, encoded, vector_of
from bot.nlu.fallback import set_intent
from bot.nlu.trained import Trained
from bot.safety import Hazard, about_others, denies_danger, find_hazard
from bot.settings import PROJECT

__all__ = ["HazardDetector"]

LINES = PROJECT / "data" / "danger"
# How the lines of these intents tell of danger; those of all others tell of none.
TENSE_OF = {"emergency": "now", "report_incident": "past"}
OF_RECALL = re.compile(r"(?i)\b(?:recall(?:ed)?|list(?:ed)?|affected|check)\b")
# Out of scope stays so from this confidence on, whatever heat and fire it asks about.
OUTSIDE = 0.9
RULES_ALONE = "rules-alone"
OF_DANGER = frozenset({"emergency", "report_incident", "safety_advice"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class HazardDetector(Trained):
    """Adds `hazard` ({tense, signs} or None) and corrects the intent by it.

    Danger now is `emergency` whatever the classifier of intents says, danger that is over is
    `report_incident`, and neither is said where no danger is told.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(model_storage, resource)
        self._danger: DangerClassifier | None = None

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the lines of danger, and from those of the intents."""
        told = [m for m in training_data.intent_examples if m.get(TEXT)]
        texts = [str(m.get(TEXT)) for m in told]
        tenses = [_tense_of(m) for m in told]
        vectors = [vector_of(m) for m in told]
        if any(vector is None for vector in vectors):
            # A pipeline without a sentence encoder: the rules alone decide.
            with self._model_storage.write_to(self._resource) as folder:
                (folder / RULES_ALONE).touch()
            return self._resource
        for tense, lines in read_lines(LINES).items():
            messages = encoded(lines)
            texts += lines
            tenses += [tense] * len(lines)
            vectors += [vector_of(m) for m in messages]
        self._danger = DangerClassifier()
        self._danger.fit(texts, vectors, tenses)
        with self._model_storage.write_to(self._resource) as folder:
            self._danger.save(folder / "danger.npz")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> HazardDetector:
        loaded = cls(model_storage, resource)
        with model_storage.read_from(resource) as folder:
            if not (folder / RULES_ALONE).exists():
                loaded._danger = DangerClassifier.load(folder / "danger.npz")
        return loaded

    def process(self, messages: list[Message]) -> list[Message]:
        """Set hazard and intent of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            hazard = find_hazard(text)
            vector = vector_of(message)
            if self._danger and vector is not None:
                pieces = [(piece.text, piece.vector) for piece in message.get(PIECES) or ()]
                chances = self._danger.chances_of_all((text, vector), pieces)
                hazard = judge(text, hazard, chances, _hint(message))
            told = {"tense": hazard.tense, "signs": list(hazard.signs)} if hazard else None
            message.set("hazard", told, add_to_output=True)
            _correct(message, text, hazard)
        return messages


def _correct(message: Message, text: str, hazard: Hazard | None) -> None:
    intent = (message.get(INTENT) or {}).get("name")
    if hazard and hazard.tense == "now":
        set_intent(message, "emergency")
    elif hazard and hazard.tense == "past":
        set_intent(message, "report_incident")
    elif intent in ("emergency", "report_incident") and about_others(text):
        set_intent(message, "why_recalled")
    elif hazard and intent in ("emergency", "report_incident", "nlu_fallback", "out_of_scope"):
        # "How hot is the surface of the sun" is a question about heat, and surely not about ours.
        if intent != "out_of_scope" or _confidence(message, intent) < OUTSIDE:
            set_intent(message, "safety_advice")
    elif not hazard and intent in OF_DANGER and denies_danger(text):
        # "It never smoked, is it recalled?" asks for the check.
        if OF_RECALL.search(text):
            set_intent(message, "check_recall")
        else:
            _next_best(message)
    elif not hazard and intent == "emergency":
        _next_best(message)


def _next_best(message: Message) -> None:
    """Take the likeliest reading that tells of no danger."""
    for other in message.get(INTENT_RANKING_KEY) or []:
        if other["name"] not in OF_DANGER and other["name"] != "nlu_fallback":
            set_intent(message, other["name"])
            return
    set_intent(message, "nlu_fallback")


def _hint(message: Message) -> float:
    """How likely the intents say that the message, or a sentence of it, tells of danger."""
    whole = sum(_confidence(message, name) for name in TENSE_OF)
    pieces = message.get(PIECES) or ()
    return max([whole, *(piece.confidence for piece in pieces if piece.intent in TENSE_OF)])


def _confidence(message: Message, intent: str) -> float:
    ranking = message.get(INTENT_RANKING_KEY) or ()
    return next((float(r["confidence"]) for r in ranking if r["name"] == intent), 0.0)


def _tense_of(message: Message) -> str:
    intent = str(message.get(INTENT))
    if intent == "safety_advice":
        found = find_hazard(str(message.get(TEXT)))
        return "asked" if found and found.tense == "asked" else "none"
    return TENSE_OF.get(intent, "none")
