"""One recall notice as an authority published it, and the words it is found by. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.recalls.catalogue.words import adjacent, is_model_like, words
from bot.recalls.groups import Link

__all__ = ["SEARCH_PAGE", "Notice", "index_words"]

# Where a customer looks for himself what this list does not hold.
SEARCH_PAGE = Link("Search all recalls at cpsc.gov", "https://www.cpsc.gov/Recalls")


@dataclass(frozen=True)
class Notice:
    """What is told of a recall for which there is no reviewed file.

    id: the feed's own; one number may stand for two notices. number: as the authority writes it.
    url: the notice's own page, "" where the feed gave none on the authority's site. names, more:
    the words to find it by, those that name the product and the others (`index_words`).
    """

    id: int
    number: str
    announced: date
    published: date
    title: str
    product: str
    hazard: str
    url: str
    names: str
    more: str

    @property
    def link(self) -> Link:
        """The notice's page; the authority's search where it is not known."""
        return Link(f"Recall notice {self.number}", self.url) if self.url else SEARCH_PAGE


def index_words(names: Iterable[str], description: str, others: Iterable[str]) -> tuple[str, str]:
    """(names, more) of a notice: model numbers in the description name the product too."""
    named: list[str] = []
    for text in names:
        found = words(text)
        named += [*found, *adjacent(found)]
    described = words(description)
    named += [word for word in described if is_model_like(word)]
    told = [*described, *(word for text in others for word in words(text))]
    unique = dict.fromkeys(named)
    rest = dict.fromkeys(word for word in told if word not in unique)
    return " ".join(unique), " ".join(rest)
