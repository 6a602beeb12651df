"""What a message asks, all of it: the last word of the pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from ruamel.yaml import YAML

from bot.nlu.encoder import PIECES, WORDS, encoded, vector_of
from bot.nlu.fallback import set_intent
from bot.nlu.report import fixed_intent
from bot.nlu.several import SEVERAL, asides, choose_intents, settle
from bot.nlu.trained import Trained
from bot.nlu.words import WordMarks
from bot.settings import PROJECT

__all__ = ["QuestionFinder", "read_questions"]

LINES = PROJECT / "data" / "several"
LEARNED = "questions.npz"
# How many of the likeliest intents of the whole message count as hinted at.
HINTS = 4


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionFinder(Trained):
    """Adds `intents`, all that a message asks; the most important becomes its intent.

    And `asides`, the greeting, yes or detail told beside it, and `likeliest`, what the message as
    a whole most likely says.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(model_storage, resource)
        self._marks: WordMarks | None = None

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> QuestionFinder:
        """Read what was learned."""
        loaded = cls(model_storage, resource)
        with model_storage.read_from(resource) as folder:
            loaded._marks = WordMarks.load(folder / LEARNED)
        return loaded

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the lines of all intents, and from those that ask two things."""
        told = [m for m in training_data.intent_examples if m.get(TEXT)]
        marks = [{fixed_intent(m.get(INTENT))} for m in told]
        two = read_questions(LINES)
        told += encoded(list(two))
        marks += [{*intents, SEVERAL} for intents in two.values()]
        self._marks = WordMarks(longest=2)
        self._marks.fit([m.get(WORDS).lower() for m in told], [vector_of(m) for m in told], marks)
        with self._model_storage.write_to(self._resource) as folder:
            self._marks.save(folder / LEARNED)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intents, and the intent, of each message."""
        for message in messages:
            intent = (message.get(INTENT) or {}).get("name") or "nlu_fallback"
            pieces = [(p.text, p.intent, p.confidence) for p in message.get(PIECES) or ()]
            ranking = [i["name"] for i in message.get(INTENT_RANKING_KEY) or ()][:HINTS]
            intents = choose_intents(intent, ranking, pieces)
            likely = self._likely(message)
            intents = settle(intents, intent, likely)
            if (first := intents[0]) != intent:
                guess = likely.get(first, 1.0)
                sure = max((c for _, name, c in pieces if name == first), default=guess)
                set_intent(message, first, sure)
            message.set("intents", intents, add_to_output=True)
            message.set("likeliest", intent, add_to_output=True)
            message.set("asides", asides(intents, pieces), add_to_output=True)
        return messages

    def _likely(self, message: Message) -> dict[str, float]:
        """How likely each intent is asked in it; nothing where there is no text."""
        vector = vector_of(message)
        if self._marks is None or vector is None:
            return {}
        chances = self._marks.chances(message.get(WORDS).lower(), vector)
        return {str(name): float(p) for name, p in zip(self._marks.classes_, chances)}


def read_questions(folder: Path) -> dict[str, list[str]]:
    """Lines that ask two things, and what: blocks under "first+second" in files of the folder."""
    return {
        line.strip(): intents.split("+")
        for file in sorted(folder.glob("*.yml"))
        for intents, block in YAML(typ="safe").load(file).items()
        for line in block.splitlines()
        if line.strip()
    }
