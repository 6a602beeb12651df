"""Recalls that a message names by the maker of the product. Pure; table-tested."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.recalls.model import Recall, Recalls
from bot.recalls.patterns import clean

__all__ = ["named_by_brand", "names_product_of"]


def named_by_brand(text: str, recalls: Recalls) -> tuple[Recall, ...]:
    """The recalls of the brand or firm that is named; none where none is named.

    First those of which it says most ("Anker cooler"), then the newest. All of the maker, as a
    portable charger is a power bank to many; the featured one alone where none is said more of.
    """
    plain = text.casefold()
    named = [r for r in recalls if any(_found(name, plain) for name in _makers(r))]
    told = {r.number: _words_told(r, plain) for r in named}
    best = [r for r in named if told[r.number] == max(told.values())]
    if recalls.featured in best:
        return (recalls.featured,)
    return tuple(sorted(named, key=lambda r: -told[r.number]))


def names_product_of(text: str, recall: Recall) -> bool:
    """Does it also say what kind of product it is ("power bank", "powerbank")?"""
    return clean(recall.identity.product_kind) in clean(text)


def _makers(recall: Recall) -> tuple[str, ...]:
    """Brand and firm; a firm that only sells it ("the heater from Walmart") names no product."""
    identity = recall.identity
    firm = () if identity.firm in recall.sold.sellers else (identity.firm,)
    return (identity.brand, *firm)


def _words_told(recall: Recall, plain: str) -> int:
    identity = recall.identity
    words = f"{identity.product_name} {identity.product_kind}".casefold().split()
    return sum(_found(word, plain) for word in set(words) if word != "and")


def _found(name: str, plain: str) -> bool:
    return bool(name) and _pattern(name.casefold()).search(plain) is not None


@lru_cache(maxsize=512)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?:'s|s)?(?!\w)")
