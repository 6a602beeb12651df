"""The remedy that a message chooses among other things it tells. Pure; table-tested.

Nobody has asked for it there, so only what is said clearly is taken: never what is asked, denied,
or merely spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.claims.fields import is_question, named_remedy
from bot.claims.places import DENIED
from bot.claims.remedies import in_digits, in_other_words, speaks_against
from bot.recalls.reading.words import words

__all__ = ["told_remedy"]

# A question without its mark goes on after "or".
_CLAUSES = re.compile(r"[.;!?\n]|,(?!\s*or\b)|\b(?:and|but)\b", re.IGNORECASE)
_WISH = re.compile(
    r"\b(?:(?:i|we)(?:['\u2019]?d|\s+would)\s+(?:like|love|prefer|rather)|"
    r"(?:i|we)(?:['\u2019]ll|\s+will)\s+(?:have|take)|choose|go(?:ing)?\s+(?:for|with)|instead|"
    r"pick|please|prefer|(?:give|mail|send)\s+(?:me|us)|take|want|wish)\b",
    re.IGNORECASE,
)
# Spoken of, and not chosen: "I'd like to know about the gift card", "I paid $30".
_NO_CHOICE = re.compile(
    r"\b(?:about|back|cost|costs|explain|heard|how|if|know|maybe|money|paid|perhaps|price|read|"
    r"refund|tell|unless|unsure|what|whether|which|wonder\w*|worth)\b",
    re.IGNORECASE,
)
_HAS_ONE = re.compile(r"\b(?:already|bought|got|had|have|ordered|purchased)\b", re.IGNORECASE)
_SUM = re.compile(r"\$\s?(\d+)")
# Around a remedy that is all a clause says.
_BARE = words(
    """
    a an as bucks buck card choice coupon dollar dollars for i just me my only option please remedy
    thank thanks the usd value voucher worth you
    """
)


def told_remedy(
    text: str, choices: Mapping[str, str], *, beside_others: bool = False
) -> str | None:
    """The remedy that `text` chooses; None for none or several.

    choices: keys and titles of the remedies. beside_others: other fields are told with it, so that
    "I'd like a voucher" is its choice, too.
    """
    told = {
        key
        for clause in _CLAUSES.split(in_digits(text))
        for key in _chosen(DENIED.sub(" ", clause), choices, beside_others)
    }
    return told.pop() if len(told) == 1 else None


def _chosen(clause: str, choices: Mapping[str, str], beside_others: bool) -> set[str]:
    if is_question(clause) or _NO_CHOICE.search(clause) or speaks_against(clause):
        return set()
    wishes = _WISH.search(clause) is not None
    if _HAS_ONE.search(clause) and not wishes:
        return set()
    if named := named_remedy(clause, choices):
        return {named}
    said = {key for key, title in choices.items() if wishes or _is_bare(clause, title)}
    by_sum = {key for key in said if _names_sum(clause, choices[key])}
    if by_sum:
        return by_sum | {key for key in choices if key.replace("_", " ") in clause.lower()}
    if not (wishes and beside_others):
        return set()
    return {key for key, title in choices.items() if in_other_words(clause, key, title)}


def _names_sum(clause: str, title: str) -> bool:
    """Is the title's sum of money told, as one: "$30", "30 dollars", "the 30 card"?"""
    after = r"[\s-]?(?:dollars?|bucks?|usd)\b|\s+(?:gift\s?)?card\b"
    sums = (rf"\$\s?{amount}\b|\b{amount}(?:{after})" for amount in _SUM.findall(title))
    return any(re.search(told, clause, re.IGNORECASE) for told in sums)


def _is_bare(clause: str, title: str) -> bool:
    said = set(re.findall(r"[a-z0-9]+", clause.lower()))
    # A mere sum may be a price.
    return len(said) > 1 and said <= _BARE | set(re.findall(r"[a-z0-9]+", title.lower()))
