"""A recall and all recalls, as immutable objects; no I/O here. Groups of facts: `groups`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
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


# More than these are no question any more: "did you mean" must be answered at a glance.
MOST_MEANT = 3


@dataclass(frozen=True)
class Recall:
    """One reviewed recall. sources: for each group its sources and review date.

    A recall whose claims the firm takes elsewhere has no `evidence`, `claim` and `privacy`.
    """

    identity: Identity
    hazard: Hazard
    incidents: Texts
    sold: Sold
    contact: Contact
    products: tuple[Product, ...]
    identification: Identification
    remedies: Remedies
    disposal: Disposal
    safety: Safety
    serial: SerialFormat = field(default_factory=SerialFormat)
    evidence: Evidence = field(default_factory=Evidence)
    other_countries: OtherCountries = field(default_factory=OtherCountries)
    claim: Claim = field(default_factory=Claim)
    privacy: Privacy = field(default_factory=Privacy)
    flying: Texts | None = None
    featured: bool = False
    sources: Mapping[str, Source] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # A file that names the codes needs not say how long they are; where one of its rules takes
        # any length there is no usual one.
        if self.named_sizes and not self.serial.lengths and all(self._sizes_of_serial):
            known = replace(self.serial, lengths=tuple(sorted(self.named_sizes)))
            object.__setattr__(self, "serial", known)

    @property
    def _sizes_of_serial(self) -> tuple[frozenset[int], ...]:
        rules = self.identification.rule.leaves()
        return tuple(rule.sizes() for rule in rules if "serial" in rule.reads())

    @cached_property
    def named_sizes(self) -> frozenset[int]:
        """How long the serials are that its rules name, as far as they say it."""
        return frozenset().union(*self._sizes_of_serial)

    @property
    def number(self) -> str:
        """The recall's number as its authority writes it, for example 25-338."""
        return self.identity.number

    @property
    def claimable(self) -> bool:
        """Is its claim taken here? Else the way to the firm is told."""
        return bool(self.claim.fields)

    @property
    def notice(self) -> Link | None:
        """The official notice, where its address is known."""
        address = self.identity.notice_url
        return Link("Official notice", address) if address else None

    @property
    def links(self) -> tuple[Link, ...]:
        """All addresses that may be shown for this recall, each once."""
        links = list(self.contact.pages)
        links += [self.notice] if self.notice else []
        links += [item.page for item in self.other_countries.items if item.page]
        links += self.safety.report.pages
        return tuple({link.url: link for link in reversed(links)}.values())[::-1]

    def product_for(self, model: str, suffix: str = "") -> Product | None:
        """The product line that this model, with or without its suffix, belongs to."""
        from bot.recalls.patterns import matches_model

        return next((p for p in self.products if matches_model(p.models, model, suffix)), None)

    @cached_property
    def model_names(self) -> tuple[str, ...]:
        """The models it names in full, without patterns."""
        patterns = (m for p in self.products for m in p.models)
        return tuple(dict.fromkeys(m for m in patterns if not set(m) & set("*?")))

    def written(self, model: str) -> str:
        """The model as the recall writes it (AO10FK-A), else as it was read."""
        from bot.recalls.patterns import clean

        names = (m for p in self.products for m in p.models)
        return next((name for name in names if clean(name) == model), model)

    @cached_property
    def _facts(self) -> dict[str, str]:
        from bot.recalls.facts import facts

        return facts(self)

    def facts(self) -> dict[str, str]:
        """Flat, ready-to-speak texts for response templates; keys in `bot.recalls.facts`."""
        return dict(self._facts)


@dataclass(frozen=True)
class Recalls:
    """All recalls we know, newest first; at least one.

    featured_number: the recall to speak of while no unit was named; empty = as the files say.
    """

    items: tuple[Recall, ...]
    featured_number: str = ""

    def __iter__(self) -> Iterator[Recall]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def get(self, number: str) -> Recall | None:
        """The recall with this number, with or without its hyphen."""
        wanted = number.strip().upper().replace("-", "")
        return next((r for r in self.items if r.number.upper().replace("-", "") == wanted), None)

    @property
    def featured(self) -> Recall:
        """The one to speak of while no unit was named: the named one, else marked so, or newest."""
        named = self.get(self.featured_number) if self.featured_number else None
        return named or next((r for r in self.items if r.featured), self.items[0])

    @property
    def draft_time(self) -> timedelta:
        """How long what was not filed may be kept: the shortest promise of any recall."""
        promised = [r.privacy.retention_days for r in self.items if r.claimable]
        return timedelta(days=min((each.get("draft", 30) for each in promised), default=30))

    @property
    def finished_time(self) -> timedelta | None:
        """How long a claim is kept once it is fulfilled or rejected: the shortest promise.

        None where no recall promises an end.
        """
        promised = (r.privacy.retention_days.get("finished") for r in self.items if r.claimable)
        days = [each for each in promised if each is not None]
        return timedelta(days=min(days)) if days else None

    def by_model(self, model: str, suffix: str = "") -> tuple[Recall, ...]:
        """Every recall that names this model, in any writing (`a-1263`, `A1263N12`)."""
        return tuple(r for r in self.items if r.product_for(model, suffix))

    @cached_property
    def model_names(self) -> tuple[str, ...]:
        """The models that recalls name in full, without patterns."""
        return tuple(dict.fromkeys(name for r in self.items for name in r.model_names))

    def models_like(self, model: str) -> tuple[str, ...]:
        """Model numbers of ours that this one may be a misreading of, the likelier first.

        Characters mixed up (AI263), then one slip (A1236, A126). None where it is itself a model
        of ours.
        """
        from bot.recalls.patterns import looks_like, one_slip_apart, skeleton

        if self.by_model(model):
            return ()
        names = self.model_names
        mixed_up = [name for name in names if looks_like(skeleton(model), name)]
        slips = [name for name in names if one_slip_apart(model, name)]
        return tuple(dict.fromkeys(mixed_up or slips))[:MOST_MEANT]


@dataclass(frozen=True)
class ListInfo:
    """One version of a recall's serial list, without the serials.

    list_date: the day the firm dated it. serials: how many. demo: made up.
    complete: does it hold every affected unit known to the firm? lengths: how long its serials are;
    empty where it was loaded before that was kept.
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
    lengths: tuple[int, ...] = ()

    @property
    def as_of(self) -> date:
        """The day its freshness counts from: demo data is as fresh as its loading."""
        return self.loaded_at.date() if self.demo else self.list_date

    def is_fresh(self, today: date, valid_days: int) -> bool:
        """May it say "not listed" today? valid_days: for how long a list may."""
        # A list dated tomorrow may be a time zone; dated next month it is a mistake.
        return -1 <= (today - self.as_of).days <= valid_days
