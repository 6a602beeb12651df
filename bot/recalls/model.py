"""A recall and all recalls, as immutable objects; no I/O here. Groups of facts: `groups`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from bot.recalls.groups import (
    Claim,
    ClaimField,
    Contact,
    Disposal,
    Evidence,
    Hazard,
    Identification,
    Identity,
    Label,
    Link,
    Made,
    OtherCountries,
    OtherCountry,
    Photo,
    Privacy,
    Product,
    Receipt,
    Remedies,
    Remedy,
    Report,
    Safety,
    SerialFormat,
    Sold,
    Source,
    Texts,
)

__all__ = [
    "Claim",
    "ClaimField",
    "Contact",
    "Disposal",
    "Evidence",
    "Hazard",
    "Identification",
    "Identity",
    "Label",
    "Link",
    "ListInfo",
    "Made",
    "OtherCountries",
    "OtherCountry",
    "Photo",
    "Privacy",
    "Product",
    "Recall",
    "Recalls",
    "Receipt",
    "Remedies",
    "Remedy",
    "Report",
    "Safety",
    "SerialFormat",
    "Sold",
    "Source",
    "Texts",
]


@dataclass(frozen=True)
class Recall:
    """One reviewed recall. sources: for each group its sources and review date."""

    identity: Identity
    hazard: Hazard
    incidents: Texts
    sold: Sold
    contact: Contact
    products: tuple[Product, ...]
    serial: SerialFormat
    identification: Identification
    remedies: Remedies
    evidence: Evidence
    disposal: Disposal
    other_countries: OtherCountries
    claim: Claim
    safety: Safety
    privacy: Privacy
    flying: Texts | None = None
    featured: bool = False
    sources: Mapping[str, Source] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The recall's number as its authority writes it, for example 25-338."""
        return self.identity.number

    @property
    def links(self) -> tuple[Link, ...]:
        """All addresses that may be shown for this recall, each once."""
        links = [*self.contact.pages, Link("Official notice", self.identity.notice_url)]
        links += [item.page for item in self.other_countries.items if item.page]
        links += self.safety.report.pages
        return tuple({link.url: link for link in reversed(links)}.values())[::-1]

    def product_for(self, model: str, suffix: str = "") -> Product | None:
        """The product line that this model, with or without its suffix, belongs to."""
        from bot.recalls.patterns import matches_model

        return next((p for p in self.products if matches_model(p.models, model, suffix)), None)

    @cached_property
    def _facts(self) -> dict[str, str]:
        from bot.recalls.facts import facts

        return facts(self)

    def facts(self) -> dict[str, str]:
        """Flat, ready-to-speak texts for response templates; keys in `bot.recalls.facts`."""
        return dict(self._facts)


@dataclass(frozen=True)
class Recalls:
    """All recalls we know, newest first."""

    items: tuple[Recall, ...]

    def __iter__(self) -> Iterator[Recall]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def get(self, number: str) -> Recall | None:
        """The recall with this number, with or without its hyphen."""
        wanted = number.strip().upper().replace("-", "")
        return next((r for r in self.items if r.number.upper().replace("-", "") == wanted), None)

    @property
    def featured(self) -> Recall | None:
        """The one to speak of while no unit was named: marked so, else the newest."""
        return next((r for r in self.items if r.featured), self.items[0] if self.items else None)

    def by_model(self, model: str, suffix: str = "") -> tuple[Recall, ...]:
        """Every recall that names this model, in any writing (`a-1263`, `A1263N12`)."""
        return tuple(r for r in self.items if r.product_for(model, suffix))

    def models_like(self, model: str) -> tuple[str, ...]:
        """Model numbers of ours that look like this one when characters are mixed up."""
        from bot.recalls.patterns import looks_like, skeleton

        patterns = [m for r in self.items for p in r.products for m in p.models]
        names = [name for name in patterns if not set(name) & set("*?")]
        return tuple(dict.fromkeys(n for n in names if looks_like(skeleton(model), n)))


@dataclass(frozen=True)
class ListInfo:
    """One version of a recall's serial list, without the serials.

    list_date: the day the firm dated it. serials: how many. demo: made up.
    complete: does it hold every affected unit known to the firm?
    """

    id: int
    recall: str
    version: int
    name: str
    list_date: date
    loaded_at: datetime
    serials: int
    demo: bool = False
    complete: bool = True
    active: bool = True

    @property
    def as_of(self) -> date:
        """The day its freshness counts from: demo data is as fresh as its loading."""
        return self.loaded_at.date() if self.demo else self.list_date
