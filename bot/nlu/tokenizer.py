"""Tokens in which every model or serial number is one word that always looks the same."""

from __future__ import annotations

import re
from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.recalls import load_recalls
from bot.recalls.reading import Identifier, read_identifiers
from bot.settings import Settings

__all__ = ["UnitTokenizer", "identifiers_of"]

# What the classifier sees in place of an identifier: a serial it never saw means the same, and a
# model that the featured recall does not name asks about another recall.
SERIAL = "serialnumber"
MODEL = "modelnumber"
OTHER_MODEL = "othermodel"
# With hyphens or a digit in it: "my RC cars that have" is none. Mistyped ones count, too.
CLAIM_NUMBER = re.compile(
    r"(?<![^\W_])RC(?:(?:-[^\W_]{4}){3}"
    r"|(?=(?:[\s-]?[^\W_]){0,11}[\s-]?\d)(?:[\s-]?[^\W_]{4}){3})(?![^\W_])",
    re.IGNORECASE,
)
# So for what is another in each message: its letters tell nothing of what is wanted.
OTHERS = (
    ("claimnumber", CLAIM_NUMBER),
    ("emailaddress", re.compile(r"[^\s@,;:<>()]{1,64}@[^\s@,;:<>()]{1,190}\.[^\W\d_]{2,24}")),
)
_READ = "identifiers"
# Half a surrogate pair is no character; spaCy would refuse the whole text.
_HALF_PAIRS = re.compile("[\ud800-\udfff]")


def identifiers_of(message: Message) -> list[Identifier]:
    """The identifiers in a message's text, read once a message."""
    found = message.get(_READ)
    if found is None:
        found = read_identifiers(message.get("text") or "")
        message.set(_READ, found)
    return list(found)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class UnitTokenizer(Tokenizer):
    """spaCy's English tokens; a unit's or claim's number and an e-mail are one each."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        # A blank pipeline: tokens only, no model to download.
        self._words = spacy.blank("en")
        self._recalls = load_recalls(Settings.from_env().recalls_dir)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    @staticmethod
    def required_packages() -> list[str]:
        return ["spacy"]

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of an attribute of the message, with offsets into its text."""
        text = message.get(attribute)
        spans = self._spans(message) if attribute == "text" else []
        tokens: list[Token] = []
        done = 0
        for start, end, lemma in spans:
            if start < done:
                continue
            tokens += self._plain(text, done, start)
            tokens.append(Token(text[start:end], start, end, lemma=lemma))
            done = end
        tokens += self._plain(text, done, len(text))
        return self._apply_token_pattern(tokens)

    def _spans(self, message: Message) -> list[tuple[int, int, str]]:
        """What is one token, in order: (start, end, lemma)."""
        text = message.get("text") or ""
        spans = [(u.start, u.end, self._lemma(u)) for u in identifiers_of(message)]
        spans += [(*m.span(), lemma) for lemma, shape in OTHERS for m in shape.finditer(text)]
        return sorted(spans)

    def _lemma(self, unit: Identifier) -> str:
        if unit.kind == "serial":
            return SERIAL
        named = self._recalls.by_model(unit.value, unit.suffix)
        return MODEL if self._recalls.featured in named else OTHER_MODEL

    def _plain(self, text: str, start: int, end: int) -> list[Token]:
        doc = self._words.make_doc(_HALF_PAIRS.sub("\ufffd", text[start:end]))
        return [
            Token(t.text, start + t.idx, start + t.idx + len(t.text)) for t in doc if not t.is_space
        ]
