"""Which of the notices that share words with a question are about what it names. Pure."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.recalls.catalogue.notice import Notice
from bot.recalls.catalogue.words import Asked, is_model_like, joins
from bot.recalls.patterns import one_edit_apart

__all__ = ["Query", "asked_query", "known_forms", "mended", "misspelt", "ranked"]

# A word that stands only in the description says less than one that names the product.
MORE = 0.35
# How much of what was asked for, weighed by how rare the words are, a notice must hold.
ENOUGH = 0.74
# Two rare words in the name are telling beside whatever else was said. A word that one notice
# holds weighs 1.
TELLING = 1.9
HALF = 0.45
# A notice that shares a rare word, a brand for example, but not enough of the rest.
RARE = 0.75
SOME = 0.3
# Notices nearly as good as the best are told with it.
NEARLY = 0.85
# Only notices with a word that this share or fewer hold are looked at: without one of the rare
# words of a question none can hold enough of it.
FEW, FEWEST = 0.02, 20
MOST_PAIRED = 4
# A misspelt word has at least so many letters, of which the first ones are right.
SHORTEST, SURE = 5, 3


@dataclass(frozen=True)
class Query:
    """What a question asks for.

    words: known or not, each with its weight. search: what the database is asked for, one try
    after the other until something is found; each a choice of words that must stand together.
    numbers: tell like products apart.
    """

    words: Mapping[str, float]
    search: tuple[tuple[tuple[str, ...], ...], ...]
    numbers: frozenset[str]


def known_forms(asked: Sequence[Asked]) -> set[str]:
    """Every word that must be looked up in the vocabulary for `asked_query`."""
    forms = {word for one in asked for form in one.forms for word in form}
    return forms | {word for _, word in joins(asked)}


def misspelt(asked: Sequence[Asked], notices: Mapping[str, int]) -> dict[str, str]:
    """Words no notice knows, with the beginning that the word that was meant shares."""
    unknown = {word for one in asked for word in _usual(one, notices) if not notices.get(word)}
    joined = {word for place, word in joins(asked) if notices.get(word)}
    inside = {w for w in unknown if any(w in word for word in joined)}
    # A wrong model number is another one; one that others were glued to is known by its whole.
    return {
        word: word if is_model_like(word) else word[:SURE]
        for word in unknown - inside
        if len(word) >= SHORTEST
    }


def mended(
    asked: Sequence[Asked], wrong: Mapping[str, str], notices: Mapping[str, int]
) -> list[Asked]:
    """What was asked with each misspelt word as the known word it is one slip away from.

    notices: the known words that share its beginning. A word's whole beginning counts too:
    "luckup" where the brand is written LuckupShein, MXB008 where a table became MXB008GK2309880.
    """
    meant = {}
    for word, beginning in wrong.items():
        longer = [w for w in notices if w.startswith(word) and w != word]
        if is_model_like(word):
            # BI-B4 of BI-B41 is another model: letters must follow digits, or digits letters.
            like = [w for w in longer if w[len(word)].isdigit() != word[-1].isdigit()]
        else:
            slips = [w for w in notices if w.startswith(beginning) and one_edit_apart(word, w)]
            like = slips or longer
        if like:
            meant[word] = max(like, key=lambda w: (notices[w], -len(w), w))
    return [
        Asked(*(tuple(meant.get(word, word) for word in form) for form in one.forms))
        for one in asked
    ]


def asked_query(
    asked: Sequence[Asked], numbers: set[str], notices: Mapping[str, int], total: int
) -> Query:
    """The query for what was asked. notices: how many notices know a word; total: of how many."""
    written_as_one = {place: word for place, word in joins(asked) if notices.get(word)}
    words: dict[str, float] = {}
    skip = False
    for place, one in enumerate(asked):
        if skip:
            skip = False
            continue
        form = _usual(one, notices)
        if place in written_as_one:
            both = (*form, *_usual(asked[place + 1], notices))
            if not all(notices.get(word) for word in both):
                # "hover board" where the notices say hoverboard.
                form, skip = (written_as_one[place],), True
        for word in form:
            words[word] = _weight(notices.get(word, 0), total)
    known = sorted((word for word in words if notices.get(word)), key=lambda w: notices[w])
    rare = [(word,) for word in known if notices[word] <= max(FEWEST, FEW * total)]
    if rare:
        return Query(words, (tuple(rare),), frozenset(numbers))
    # "The heater from Walmart": no word alone says enough, all or two together may.
    few = tuple(known[:MOST_PAIRED])
    tries = ((few,), tuple(itertools.combinations(few, 2))) if few else ()
    return Query(words, tries, frozenset(numbers))


def ranked(
    query: Query, candidates: Iterable[Notice], most: int
) -> tuple[tuple[Notice, ...], tuple[Notice, ...]]:
    """(those that are about it, those that only share a rare word with it), up to `most` each.

    The best first; of equals the newest.
    """
    whole = sum(query.words.values())
    about: list[tuple[Any, ...]] = []
    near: list[tuple[Any, ...]] = []
    for notice in candidates:
        names, more = set(notice.names.split()), set(notice.more.split())
        named = {word: weight for word, weight in query.words.items() if word in names}
        if not named:
            continue
        held = sum(named.values())
        held += MORE * sum(weight for word, weight in query.words.items() if word in more)
        share = held / whole
        numbers = len(query.numbers & (names | more))
        scored = (share, numbers, notice.announced, notice.id, notice)
        model = any(is_model_like(word) for word in named)
        if share >= ENOUGH or model or (held >= TELLING and share >= HALF):
            about.append(scored)
        elif share >= SOME and max(named.values()) >= RARE:
            near.append(scored)
    return _best(about, most), () if about else _best(near, most)


def _best(scored: list[tuple[Any, ...]], most: int) -> tuple[Notice, ...]:
    scored.sort(reverse=True)
    best = scored[0][0] if scored else 0.0
    return tuple(found[-1] for found in scored if found[0] >= NEARLY * best)[:most]


def _usual(one: Asked, notices: Mapping[str, int]) -> tuple[str, ...]:
    return next((f for f in one.forms if all(notices.get(w) for w in f)), one.forms[0])


def _weight(notices: int, total: int) -> float:
    """1 for a word that a single notice holds, less for a more common one, whatever the size."""
    return math.log(1 + (total + 1) / (notices + 1)) / math.log(1 + (total + 1) / 2)
