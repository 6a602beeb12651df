"""Models of our recalls found by their names, where reading by shape does not see them.

"Yoto Mini", "Blinder 900" and "BatPak 2F" look like no model number, but a recall names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from bot.recalls.model import Recalls
from bot.recalls.patterns import clean
from bot.recalls.reading import Identifier

__all__ = ["with_known_models"]

# In running text a shorter name, or a plain word, may mean anything.
SHORTEST_IN_TEXT = 4


def with_known_models(
    text: str, found: Iterable[Identifier], recalls: Recalls, *, asked: bool = False
) -> list[Identifier]:
    """The identifiers read in a message, with the models of our recalls that it names.

    found: as read by their shapes; what was taken for a serial but is a model of ours becomes
    one. asked: the model was asked for, so that a short name or a plain word is one, too.
    """
    names = recalls.model_names
    known = _cleaned(names)
    result = [
        replace(i, kind="model") if i.kind == "serial" and i.value in known else i for i in found
    ]
    for place in _pattern(names, asked).finditer(text):
        named = Identifier("model", clean(place[0]), place[0], *place.span())
        over = [i for i in result if i.start < named.end and named.start < i.end]
        # A part of the name ("SG5" of "SG5 Boost") gives way, an identifier of its own does not.
        if any(recalls.by_model(i.value, i.suffix) or i.kind == "serial" for i in over):
            continue
        result = [i for i in result if i not in over]
        if not any(i.kind == "model" for i in result):
            result.append(named)
    return sorted(result, key=lambda i: i.start)


@lru_cache(maxsize=8)
def _cleaned(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(clean(name) for name in names)


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...], asked: bool) -> re.Pattern[str]:
    """Any of the names, however their parts are set apart."""
    parts = [re.findall(r"[A-Za-z0-9]+", name) for name in names]
    telling = [words for words in parts if asked or _tells(words)]
    longest_first = sorted(telling, key=lambda words: -len("".join(words)))
    # Something that nothing matches, where there is no name.
    either = "|".join(r"[\s/_.-]*".join(words) for words in longest_first) or r"(?!)"
    return re.compile(rf"(?<![A-Za-z0-9])(?:{either})(?![A-Za-z0-9])", re.IGNORECASE)


def _tells(words: list[str]) -> bool:
    whole = "".join(words)
    # Digits alone are a ZIP code or an order number as often as a model, a lone word is a word.
    telling = not whole.isdigit() and (any(c.isdigit() for c in whole) or len(words) > 1)
    return telling and len(whole) >= SHORTEST_IN_TEXT
