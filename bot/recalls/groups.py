"""The groups of facts in a recall file, as immutable objects; no I/O here.

The field names are the keys of the YAML file (`from_` is the key `from`). A month is text,
"2016-06"; a day is a `date`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.recalls.rules.rule import Rule


@dataclass(frozen=True)
class Source:
    """Where a group of facts comes from, and when a person last compared it."""

    source: tuple[str, ...]
    reviewed: date


@dataclass(frozen=True)
class Link:
    """An address that may be shown, with the words shown for it."""

    title: str
    url: str


@dataclass(frozen=True)
class Made:
    """Dates of manufacture, both inclusive."""

    from_: date
    to: date
    country: str = ""


@dataclass(frozen=True)
class Identity:
    number: str
    title: str
    firm: str
    brand: str
    product_name: str
    product_kind: str
    countries: tuple[str, ...]
    country_names: str
    announced: date
    notice_url: str = ""
    authority: str = ""
    firm_full: str = ""
    units: int | None = None
    units_text: str = ""
    made: Made | None = None


@dataclass(frozen=True)
class Hazard:
    text: str
    warning: str


@dataclass(frozen=True)
class Texts:
    """A group that is only a text (incidents, flying)."""

    text: str


@dataclass(frozen=True)
class Sold:
    """Sold from and to: months or days as text."""

    from_: str
    to: str
    sellers: tuple[str, ...]
    where: str
    price: str = ""


@dataclass(frozen=True)
class Contact:
    """How to reach the firm. other: a way in words, for example back to the shop."""

    pages: tuple[Link, ...] = ()
    phone: str = ""
    hours: str = ""
    email: str = ""
    phone_note: str = ""
    other: str = ""


@dataclass(frozen=True)
class Label:
    """Where the identifiers are. where_in: the same in another language, by its code."""

    where: str
    model_where: str = ""
    serial_where: str = ""
    tips: tuple[str, ...] = ()
    unreadable: str = ""
    where_in: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Product:
    """A product line. models: patterns, `?` = one character, `*` = any number of them."""

    key: str
    name: str
    models: tuple[str, ...]
    label: Label


@dataclass(frozen=True)
class SerialFormat:
    """How a serial of this recall looks.

    alphabet: the characters that occur. certain: misreadings that can only mean one thing.
    ambiguous: groups of characters that are easily mixed up; where nothing is known of these
    serials, all that look alike on small print. lengths: the usual numbers of characters, where
    the file has none those of the rule's values (empty: unknown, or any); another length is asked
    about, never refused.
    unique: does one serial name one unit (or thousands, like a lot)?
    """

    alphabet: str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    certain: Mapping[str, str] = field(default_factory=dict)
    ambiguous: tuple[str, ...] = ("1IL", "2Z", "5S", "8B", "6G", "UV", "0ODQ")
    lengths: tuple[int, ...] = ()
    unique: bool = True
    labels: tuple[str, ...] = ("SN", "S/N")
    confusable_text: str = ""


@dataclass(frozen=True)
class Identification:
    """rule: the tree that decides. valid_days: how long a list may say "not on it"."""

    rule: Rule
    valid_days: int = 7
    text: str = ""


@dataclass(frozen=True)
class Remedy:
    """One way to be helped. sent: what the customer is usually told once they get it."""

    key: str
    title: str
    conditions: str
    needs_address: bool
    sent: str = ""


@dataclass(frozen=True)
class Remedies:
    text: str
    options: tuple[Remedy, ...] = ()
    free: bool = True

    def get(self, key: str) -> Remedy | None:
        """The remedy with this key."""
        return next((remedy for remedy in self.options if remedy.key == key), None)


@dataclass(frozen=True)
class Photo:
    """A photo that is asked for. shows: model, serial, recalled, name, date.

    title_in, text_in: the same in another language, by its code.
    """

    key: str
    title: str
    text: str
    shows: tuple[str, ...]
    title_in: Mapping[str, str] = field(default_factory=dict)
    text_in: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    asked: bool = False
    required: bool = False


@dataclass(frozen=True)
class Evidence:
    photos: tuple[Photo, ...] = ()
    receipt: Receipt = field(default_factory=Receipt)
    receipt_text: str = ""
    order_text: str = ""
    marker_word: str = ""


@dataclass(frozen=True)
class Disposal:
    """text: shown as it stands (`official`: word for word from the notice).

    short: what comes after the claim is confirmed, in a breath; empty = what never to do.
    """

    text: str
    steps: tuple[str, ...]
    never: tuple[str, ...]
    not_yet: str
    confirm_text: str = ""
    short: str = ""
    official: bool = False


@dataclass(frozen=True)
class OtherCountry:
    """The same model recalled elsewhere; country: ISO 3166 two letters."""

    country: str
    name: str
    models: tuple[str, ...]
    text: str
    announced: date | None = None
    sold: Made | None = None
    units: int | None = None
    page: Link | None = None


@dataclass(frozen=True)
class OtherCountries:
    text: str = ""
    items: tuple[OtherCountry, ...] = ()

    def get(self, country: str | None) -> OtherCountry | None:
        """What we know of that country (two letters or its name, any case)."""
        wanted = (country or "").strip().upper()
        names = ((item, (item.country, item.name.upper())) for item in self.items)
        return next((item for item, known in names if wanted in known), None)


@dataclass(frozen=True)
class ClaimField:
    """One thing a claim asks for. only_if: "" or "remedy_needs_address"."""

    key: str
    title: str
    optional: bool = False
    only_if: str = ""


@dataclass(frozen=True)
class Claim:
    """fields in the order they are asked; consent: the text the customer agrees to.

    Without fields no claim is taken here: the firm takes it.
    """

    fields: tuple[ClaimField, ...] = ()
    consent: str = ""
    next_steps: tuple[str, ...] = ()

    def fields_for(self, remedy: Remedy | None) -> tuple[ClaimField, ...]:
        """The fields to ask once the remedy is known."""
        needs = remedy is not None and remedy.needs_address
        return tuple(f for f in self.fields if f.only_if != "remedy_needs_address" or needs)


@dataclass(frozen=True)
class Report:
    text: str
    pages: tuple[Link, ...] = ()
    phone: str = ""
    phone_title: str = ""


@dataclass(frozen=True)
class Safety:
    emergency_number: str
    stop_use: tuple[str, ...]
    keep: tuple[str, ...]
    warning_signs: tuple[str, ...]
    caution: str
    if_sign: tuple[str, ...]
    emergency: tuple[str, ...]
    report: Report
    # The same steps in another language, by its code: {es: [...]}.
    emergency_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Privacy:
    """What the operator promises; the same for all recalls, so a reviewed notice has none."""

    asked: str = ""
    why: str = ""
    retention: str = ""
    never_asked: str = ""
    retention_days: Mapping[str, int] = field(default_factory=dict)
