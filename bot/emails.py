"""Reading an e-mail address out of a message, and what was probably meant by it. Pure.

Nothing is refused for a provider that is not known here: a likely slip is only asked about.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.recalls.patterns import one_edit_apart

__all__ = ["COMMON", "EMAIL", "SPOKEN", "ReadEmail", "read_email"]


class ReadEmail(NamedTuple):
    """address: as it is kept. meant: the spelling that was probably meant, "" for this one."""

    address: str
    meant: str = ""


EMAIL = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+")
SPOKEN = re.compile(r"\b([\w.+-]+)\s+at\s+([\w-]+(?:\s+dot\s+[\w-]+)+)\b", re.IGNORECASE)
# "jane [at] example (dot) com": hidden from machines, and no more in doubt than with the signs.
_HIDDEN_AT = re.compile(r"\s*[\[({<]\s*at\s*[\])}>]\s*", re.IGNORECASE)
_HIDDEN_DOT = re.compile(r"\s*[\[({<]\s*dot\s*[\])}>]\s*", re.IGNORECASE)
# "jane @ gmail.com" and "jane@gmail,com", as a telephone's keyboard writes them.
_SPACED_AT = re.compile(r"(?<=[\w+-])[ ]?@[ ]?(?=[\w-]+\.\w)")
_NO_DOT = re.compile(r"(?<=@)([\w-]+)(?:,[ ]?|[ ])(?=(?:com|net|org|edu)\b)", re.IGNORECASE)
# No top-level domains; only to ask, as below.
_NEARLY_COM = frozenset({"con", "cmo", "ocm", "vom", "xom", "cpm", "comm", "coom", "cim"})
# The most used mail providers of U.S. customers; only to ask "did you mean", never to refuse.
COMMON = (
    "gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "aol.com",
    "live.com", "msn.com", "comcast.net", "verizon.net", "proton.me", "mail.com", "ymail.com",
    "gmx.com", "me.com", "mac.com",
)  # fmt: skip
# Providers whose names are near to one of these: right as they are.
_ALSO_RIGHT = frozenset({
    "att.net", "bellsouth.net", "email.com", "fastmail.com", "fastmail.fm", "googlemail.com",
    "hey.com", "hotmail.it", "hushmail.com", "inbox.com", "mail.ru", "mailbox.org", "pm.me",
    "protonmail.ch", "protonmail.com", "rocketmail.com", "tutamail.com", "usa.com", "web.de",
    "zohomail.com",
})  # fmt: skip
# Those of other countries, too; ".co" and ".cm" are slips of ".com".
_ABROAD = re.compile(
    r"(?:aol|gmx|hotmail|icloud|live|msn|outlook|yahoo|ymail)\.(?:com?\.[a-z]{2}|(?!c[mo]$|om$)[a-z]{2})"
)
# Of a name shorter than this too many others are one letter away.
_LEAST_NAME = 5


def read_email(text: str) -> ReadEmail | None:
    """The e-mail address in `text`, None where there is none that could be one."""
    from email_validator import EmailNotValidError, validate_email

    text = _HIDDEN_DOT.sub(".", _HIDDEN_AT.sub("@", text))
    text = _SPACED_AT.sub("@", _NO_DOT.sub(r"\1.", text))
    found = EMAIL.search(text)
    candidate = found.group(0).strip(".,;:!?'") if found else ""
    if not candidate and (spoken := SPOKEN.search(text)):
        domain = re.sub(r"\s+dot\s+", ".", spoken.group(2), flags=re.IGNORECASE)
        candidate = f"{spoken.group(1)}@{domain}"
    if not candidate:
        return None
    try:
        # example.com is reserved for examples; the library would refuse it otherwise.
        checked = validate_email(candidate, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    meant = _meant(checked.domain.lower())
    return ReadEmail(checked.normalized, f"{checked.local_part}@{meant}" if meant else "")


def _meant(domain: str) -> str:
    """The domain that was probably meant, "" where this one may well be right."""
    if domain in COMMON or domain in _ALSO_RIGHT or _ABROAD.fullmatch(domain):
        return ""
    name, _, ending = domain.rpartition(".")
    whole = f"{name}.com" if ending in _NEARLY_COM else domain
    near = next((known for known in COMMON if _is_slip(whole, known)), whole)
    return near if near != domain else ""


def _is_slip(domain: str, known: str) -> bool:
    """Is it one slip away from the known one, of which too many others are none?"""
    same_name = domain.partition(".")[0] == known.partition(".")[0]
    asked = domain[0] == known[0] and (same_name or known.index(".") >= _LEAST_NAME)
    return asked and one_edit_apart(domain, known)
