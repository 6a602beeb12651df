"""The entities `model` and `serial`, read by `bot.recalls.reading`."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.stateless import Stateless
from bot.nlu.tokenizer import identifiers_of

__all__ = ["UnitExtractor"]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class UnitExtractor(Stateless, EntityExtractorMixin):
    """Adds each identifier as an entity: canonical value, raw text and true offsets."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities to each message."""
        for message in messages:
            found = [
                {
                    "entity": unit.kind,
                    "value": unit.value,
                    "raw": unit.raw,
                    "start": unit.start,
                    "end": unit.end,
                    "suffix": unit.suffix,
                    "partial": unit.partial,
                }
                for unit in identifiers_of(message)
            ]
            entities = self.add_extractor_name(found)
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages
