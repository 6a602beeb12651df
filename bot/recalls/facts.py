"""The facts of a recall as flat texts, ready to be spoken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.recalls.model import Link, Recall

__all__ = ["facts", "joined", "numbered", "spoken_date"]

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


# What helps to read any small print, where a file has no tips of its own.
_TIPS = (
    "Use a bright light from the side.",
    "Take a close photo with your phone and zoom in.",
)


def spoken_date(value: date | str) -> str:
    """`June 12, 2025` for a day, `June 2016` for a month ("2016-06")."""
    parts = (value.isoformat() if isinstance(value, date) else value).split("-")
    month = _MONTHS[int(parts[1]) - 1]
    return f"{month} {int(parts[2])}, {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"


def numbered(lines: Iterable[str]) -> str:
    """Steps, one a line: `1. Call first.`"""
    return "\n".join(f"{i}. {line}" for i, line in enumerate(lines, 1))


def joined(words: Iterable[str], last: str = "or") -> str:
    """`it smells, leaks or smokes`."""
    *most, end = list(words) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def facts(recall: Recall) -> dict[str, str]:
    """Fill texts for response templates. Every key is there for every recall, "" if unknown.

    A recall whose claim the firm takes has no texts for evidence, consent and privacy.

    Identity: number, title, authority, firm, firm_full, brand, product ("Anker PowerCore
    10000"), product_name, product_kind ("power bank"), models ("A1263"), countries, announced,
    units ("about 1,158,000"), made_from, made_to, made_country, notice_url.
    Danger: hazard, warning, incidents, warning_signs, caution, emergency_number, stop_use_steps,
    keep_steps, if_sign_steps, emergency_steps, emergency_steps_es ("" where the file has none),
    report_text, report_url, report_phone.
    Sold: sold_where, sold_sellers, sold_from, sold_to, price.
    Contact: phone, phone_note, hours, email, page_url (the firm's recall page), page_title,
    contact_text (one sentence with phone, hours, e-mail and page).
    Label: label_where, model_where, serial_where, label_tips, unreadable_text,
    confusable_text, identification_text, serial_length ("16").
    Claim: remedies_text, remedies_list, photo_text, photo_count, marker_word, receipt_text,
    order_text, consent_text, next_steps, disposal_text (official), disposal_short,
    disposal_steps, disposal_never, disposal_confirm_text, disposal_not_yet.
    More: other_countries_text, flying_text, privacy_text, privacy_asked, privacy_why,
    retention_text, draft_days ("30"), never_asked_text.
    Texts ending in _steps, next_steps, remedies_list and photo_text have one numbered line each;
    label_tips and disposal_never one line each.
    """
    parts = (_identity, _danger, _contact, _label, _claim, _more)
    return {key: text for part in parts for key, text in part(recall).items()}


def _identity(recall: Recall) -> dict[str, str]:
    identity, sold = recall.identity, recall.sold
    made = identity.made
    return {
        "number": identity.number,
        "title": identity.title,
        "authority": identity.authority,
        "firm": identity.firm,
        "firm_full": identity.firm_full or identity.firm,
        "brand": identity.brand,
        "product": f"{identity.brand} {identity.product_name}",
        "product_name": identity.product_name,
        "product_kind": identity.product_kind,
        "models": _models(recall),
        "countries": identity.country_names,
        "announced": spoken_date(identity.announced),
        "units": identity.units_text or (f"{identity.units:,}" if identity.units else ""),
        "made_from": spoken_date(made.from_) if made else "",
        "made_to": spoken_date(made.to) if made else "",
        "made_country": made.country if made else "",
        "notice_url": identity.notice_url,
        "sold_where": sold.where,
        "sold_sellers": joined(sold.sellers, "and"),
        "sold_from": spoken_date(sold.from_),
        "sold_to": spoken_date(sold.to),
        "price": sold.price,
    }


def _models(recall: Recall) -> str:
    if recall.model_names:
        return joined(recall.model_names, "and")
    patterns = (m for p in recall.products for m in p.models)
    return "one that begins with " + joined(m.rstrip("*?") for m in patterns)


def _danger(recall: Recall) -> dict[str, str]:
    safety, report = recall.safety, recall.safety.report
    return {
        "hazard": recall.hazard.text,
        "warning": recall.hazard.warning,
        "incidents": recall.incidents.text,
        "warning_signs": joined(safety.warning_signs),
        "caution": safety.caution,
        "emergency_number": safety.emergency_number,
        "stop_use_steps": numbered(safety.stop_use),
        "keep_steps": numbered(safety.keep),
        "if_sign_steps": numbered(safety.if_sign),
        "emergency_steps": numbered(safety.emergency),
        "emergency_steps_es": numbered(safety.emergency_in.get("es", ())),
        "report_text": " ".join(
            [report.text, *([f"{report.phone_title}: {report.phone}."] if report.phone else ())]
        ),
        "report_url": report.pages[0].url if report.pages else "",
        "report_phone": f"{report.phone_title} {report.phone}".strip(),
    }


def _contact(recall: Recall) -> dict[str, str]:
    contact, firm = recall.contact, recall.identity.firm
    page = contact.pages[0] if contact.pages else Link("", "")
    phone = f"{contact.phone} ({contact.phone_note})" if contact.phone_note else contact.phone
    calls = f"at {phone}, {contact.hours}" if contact.hours else f"at {phone}"
    ways = [
        calls if phone else "",
        f"by e-mail at {contact.email}" if contact.email else "",
        f"at {page.url}" if page.url else "",
    ]
    ways = [way for way in ways if way]
    reach = f"You can reach {firm} {_alternatives(ways)}." if ways else ""
    return {
        "phone": contact.phone,
        "phone_note": contact.phone_note,
        "hours": contact.hours,
        "email": contact.email,
        "page_url": page.url,
        "page_title": page.title,
        "contact_text": f"{reach} {contact.other}".strip(),
    }


def _alternatives(ways: list[str]) -> str:
    # With a comma before "or": the ways hold commas of their own.
    return f"{', '.join(ways[:-1])}, or {ways[-1]}" if len(ways) > 1 else ways[0]


def _label(recall: Recall) -> dict[str, str]:
    label, firm = recall.products[0].label, recall.identity.firm
    return {
        "label_where": label.where,
        "model_where": label.model_where,
        "serial_where": label.serial_where,
        "label_tips": "\n".join(label.tips or _TIPS),
        "unreadable_text": label.unreadable
        or f"If you can't read it, stop using the product and ask {firm} how to go on.",
        "confusable_text": recall.serial.confusable_text,
        "identification_text": recall.identification.text,
        "serial_length": joined(str(n) for n in recall.serial.lengths),
    }


def _claim(recall: Recall) -> dict[str, str]:
    remedies, evidence, disposal = recall.remedies, recall.evidence, recall.disposal
    return {
        "remedies_text": remedies.text,
        "remedies_list": numbered(f"{r.title}. {r.conditions}" for r in remedies.options),
        "photo_text": numbered(f"{p.title}: {p.text}" for p in evidence.photos),
        "photo_count": str(len(evidence.photos)),
        "marker_word": evidence.marker_word,
        "receipt_text": evidence.receipt_text,
        "order_text": evidence.order_text,
        "consent_text": recall.claim.consent,
        "next_steps": numbered(recall.claim.next_steps),
        "disposal_text": disposal.text,
        "disposal_short": disposal.short or " ".join(disposal.never),
        "disposal_steps": numbered(disposal.steps),
        "disposal_never": "\n".join(disposal.never),
        "disposal_confirm_text": disposal.confirm_text,
        "disposal_not_yet": disposal.not_yet,
    }


def _more(recall: Recall) -> dict[str, str]:
    privacy, others = recall.privacy, recall.other_countries
    elsewhere = others.text or (
        f"This recall covers what was sold in {recall.identity.country_names}. Ask "
        f"{recall.identity.firm} about one that was sold in another country."
    )
    return {
        "other_countries_text": " ".join([elsewhere, *(item.text for item in others.items)]),
        "flying_text": recall.flying.text if recall.flying else "",
        "privacy_text": " ".join(
            [privacy.asked, privacy.why, privacy.retention, privacy.never_asked]
        ).strip(),
        "privacy_asked": privacy.asked,
        "privacy_why": privacy.why,
        "retention_text": privacy.retention,
        "draft_days": str(privacy.retention_days.get("draft", 30)),
        "never_asked_text": privacy.never_asked,
    }
