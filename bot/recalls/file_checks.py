"""What a well-typed recall file may still get wrong: addresses, codes, contradictions."""

from __future__ import annotations

import re
from itertools import chain
from urllib.parse import urlsplit

from bot.recalls.facts import joined
from bot.recalls.model import Link, Recall
from bot.recalls.patterns import clean, matches_model
from bot.recalls.rules.facts import MakersTool
from bot.recalls.typed import Path

__all__ = ["find_contradictions"]

Found = list[tuple[Path, str]]

# What no text of a recall may say (DESIGN, safety rule 2), whoever wrote it.
_NEVER_SAID = re.compile(
    r"\b(is|are) safe\b(?! to do so)|safe to (use|charge|mail|fly)"
    r"|keep using|continue (using|to use)",
    re.IGNORECASE,
)
_MONTH_OR_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?", re.ASCII)


def find_contradictions(recall: Recall) -> Found:
    """Mistakes as (place in the file, what is wrong and what to do)."""
    found = [
        *_identity(recall),
        *_links(recall),
        *_serial(recall),
        *_keys(recall),
        *_models(recall),
        *_claim(recall),
    ]
    # The texts can be put together only once everything else is right.
    return found or _words(recall)


def _identity(recall: Recall) -> Found:
    found: Found = []
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{1,30}", recall.number):
        found.append((("identity", "number"), "use letters, digits and hyphens only"))
    for i, code in enumerate(recall.identity.countries):
        if not re.fullmatch(r"[A-Z]{2}", code):
            found.append(
                (("identity", "countries", i), "write two capital letters, for example US")
            )
    for i, item in enumerate(recall.other_countries.items):
        if not re.fullmatch(r"[A-Z]{2}", item.country):
            place: Path = ("other_countries", "items", i, "country")
            found.append((place, "write two capital letters, for example JP"))
    for key, value in (("from", recall.sold.from_), ("to", recall.sold.to)):
        if not _MONTH_OR_DAY.fullmatch(value):
            found.append((("sold", key), "write a month, 2016-06, or a day, 2016-06-01"))
    contact = recall.contact
    if not (contact.pages or contact.phone or contact.email or contact.other):
        found.append((("contact",), "needs a page, a phone number, an e-mail address or other"))
    if contact.email and "@" not in contact.email:
        found.append((("contact", "email"), "is no e-mail address"))
    if not 1 <= recall.identification.valid_days <= 31:
        found.append((("identification", "valid_days"), "must be from 1 to 31 days"))
    return found


def _links(recall: Recall) -> Found:
    places: list[tuple[Path, Link]] = [
        (("contact", "pages", i), link) for i, link in enumerate(recall.contact.pages)
    ]
    if recall.identity.notice_url:
        places.append((("identity", "notice_url"), Link("", recall.identity.notice_url)))
    places += [
        (("other_countries", "items", i, "page"), item.page)
        for i, item in enumerate(recall.other_countries.items)
        if item.page
    ]
    places += [
        (("safety", "report", "pages", i), link)
        for i, link in enumerate(recall.safety.report.pages)
    ]
    found: Found = []
    for place, link in places:
        parts = urlsplit(link.url)
        if parts.scheme != "https" or not parts.hostname or parts.username or " " in link.url:
            found.append((place, f"{link.url} is no plain https address"))
    allowed = {link.url for link in recall.links}
    for leaf in recall.identification.rule.leaves():
        if isinstance(leaf, MakersTool) and leaf.url not in allowed:
            message = f"{leaf.url} is not among contact.pages; add it there or mend it"
            found.append((("identification", "rule"), message))
    return found


def _serial(recall: Recall) -> Found:
    form = recall.serial
    found: Found = []
    alphabet = set(form.alphabet)
    if not all(c.isascii() and (c.isdigit() or c.isupper()) for c in alphabet):
        found.append((("serial", "alphabet"), "only digits and capital letters may occur"))
    for wrong, right in form.certain.items():
        if wrong in alphabet or right not in alphabet:
            message = f"{wrong} must not, and {right} must, be in the alphabet to be certain"
            found.append((("serial", "certain"), message))
    for i, group in enumerate(form.ambiguous):
        if len(group) < 2 or not set(group) <= alphabet:
            message = f"{group}: two or more characters of the alphabet are needed"
            found.append((("serial", "ambiguous", i), message))
    return found + _serial_rules(recall)


def _serial_rules(recall: Recall) -> Found:
    """A serial is corrected before it is compared: a value that would be, too, is never found."""
    found: Found = []
    for leaf in recall.identification.rule.leaves():
        if "serial" not in leaf.reads():
            continue
        ranges = getattr(leaf, "ranges", ())
        values = (*getattr(leaf, "values", ()), getattr(leaf, "prefix", ""), *chain(*ranges))
        for value in values:
            if wrong := set(clean(value)) - set(recall.serial.alphabet):
                letters = joined(sorted(wrong))
                message = f"{value} holds {letters}, not in serial.alphabet: mend one of them"
                found.append((("identification", "rule"), message))
    return found


def _keys(recall: Recall) -> Found:
    lists: list[tuple[Path, list[str]]] = [
        (("products",), [product.key for product in recall.products]),
        (("remedies", "options"), [remedy.key for remedy in recall.remedies.options]),
        (("evidence", "photos"), [photo.key for photo in recall.evidence.photos]),
        (("claim", "fields"), [f.key for f in recall.claim.fields]),
    ]
    found: Found = []
    for place, keys in lists:
        found += [
            ((*place, i), f"the key {key} is used twice")
            for i, key in enumerate(keys)
            if key in keys[:i]
        ]
    for i, claim_field in enumerate(recall.claim.fields):
        if claim_field.only_if not in ("", "remedy_needs_address"):
            message = "only_if can only be remedy_needs_address"
            found.append((("claim", "fields", i, "only_if"), message))
    return found


def _claim(recall: Recall) -> Found:
    """Who takes a claim must say what it needs and what becomes of the data."""
    if not recall.claimable:
        return []
    wanted = {
        "claim": recall.claim.consent and recall.claim.next_steps,
        "evidence": recall.evidence.photos,
        "remedies": recall.remedies.options,
        "disposal": recall.disposal.confirm_text,
        "privacy": recall.privacy.asked and recall.privacy.never_asked,
    }
    message = "is not complete, and the file has claim fields; complete it or leave out claim"
    return [((group,), message) for group, complete in wanted.items() if not complete]


def _models(recall: Recall) -> Found:
    """Every model of the products must be one the rule can say yes to."""
    ruled = [p for leaf in recall.identification.rule.leaves() for p in getattr(leaf, "models", ())]
    if not ruled:
        return []
    return [
        (("products", i, "models", j), f"{pattern} occurs in no model rule of identification")
        for i, product in enumerate(recall.products)
        for j, pattern in enumerate(product.models)
        if pattern not in ruled and not matches_model(ruled, pattern.replace("?", "0"))
    ]


def _words(recall: Recall) -> Found:
    return [
        ((), f"{key}: no text may say that a unit is safe or may be used on: {text[:60]!r}")
        for key, text in recall.facts().items()
        if _NEVER_SAID.search(text)
    ]
