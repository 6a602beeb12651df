"""Whether a common question may be asked and answered so: the safety rules of every reply. Pure.

A rule is a pattern of what may never be said. It errs on the side of refusing: a lead can say it
in other words. What forbids ("never put it in the trash") passes where the words that forbid stand
right before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from bot.conversations.common_questions import CommonQuestion
from bot.recalls import Recalls
from bot.safety import find_hazard

__all__ = ["check_answer", "check_question"]

LEAST_PHRASINGS, LEAST_TESTS = 5, 2
LONGEST_LINE, LONGEST_ANSWER = 200, 600

# What forbids: "never", "do not", and the words up to what is forbidden; nothing that turns it
# round ("don't forget to"), and no condition before it ("if it is not hot you can").
_FORBIDS = re.compile(
    r"\b(?:never|not|don'?t|mustn'?t|cannot|can'?t|stop|avoid)\b"
    r"(?P<between>(?:\s+(?!worry|hesitate|fear|mind|only|just|afraid|forget|fail)[\w']+)*)\s*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|when|once|after|unless|until|but|where|while)\b", re.IGNORECASE)
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (why, re.compile(pattern, re.IGNORECASE))
    for why, pattern in (
        (
            "It may not say that a unit is safe.",
            r"\b(?:is|are|it'?s|they'?re|be|feel|perfectly|totally|completely)\s+(?:\w+\s+)?"
            r"(?:safe|harmless|fine|ok(?:ay)?|not\s+dangerous)\b|\bsafe\s+to\b|\bsafely\s+(?:use|charge)"
            r"|\bno\s+(?:danger|risk|reason\s+to\s+worry|need\s+to\s+worry)|\b(?:don'?t|not)\s+worry"
            r"|\bnothing\s+(?:will|can)\s+happen|\bnot\s+(?:affected|recalled|dangerous)\b",
        ),
        (
            "It may not say that a unit may be used, charged, mailed or flown with.",
            r"\b(?:can|may|could|keep|continue|go\s+on|free\s+to|allowed\s+to|able\s+to|fine\s+to"
            r"|feel\s+free)\b(?:\s+[\w']+){0,3}\s+(?:us(?:e|ing)|charg(?:e|ing)|mail(?:ing)?"
            r"|ship(?:ping)?|post(?:ing)?|send(?:ing)?\s+(?:it|the|your)|fly(?:ing)?|travel(?:ing)?"
            r"|carry(?:ing)?|tak(?:e|ing)\s+it\s+on)\b"
            r"|\b(?:mail|ship|send|post|return)\s+(?:it|the\s+unit|your\s+(?:unit|power\s+bank)|them)\b",
        ),
        (
            "It may not send a unit to the trash, the recycling or a battery box.",
            r"\b(?:trash|garbage|rubbish|waste\s?(?:bin|basket)|bin|dumpster|curbside|kerbside"
            r"|recycl\w+|battery\s+(?:box|collection)|drop[- ]?off|landfill|toss|discard|flush"
            r"|throw\s+\w+\s+(?:away|out))\b",
        ),
        (
            "It may not tell when to dispose of a unit: that depends on the claim.",
            r"\bdispose\b|\bget\s+rid\b",
        ),
        (
            "It may not promise anything: eligibility, a date or an amount.",
            r"\b(?:guarantee\w*|promis\w+|definitely|certainly|for\s+sure|entitled|eligible|qualif\w+)\b"
            r"|\byou(?:'ll|\s+will|\s+are\s+going\s+to)\s+(?:\w+\s+)?(?:get|receive|be\s+(?:paid|refunded|sent))"
            r"|\bwe(?:'ll|\s+will)\s+(?:\w+\s+)?(?:pay|refund|replace|reimburse|send|cover)\b"
            r"|\b(?:within|in|after|takes?)\s+(?:about\s+)?(?:\d+|two|three|four|five|six|seven|a\s+few)"
            r"\s*(?:-|to)?\s*\d*\s*(?:business\s+|working\s+)?(?:day|week|month|hour)s?\b"
            r"|[$€£]\s?\d|\b\d+\s?(?:dollars|usd|euros?)\b|\bfull\s+refund\b",
        ),
        (
            "It may not ask for a password, a card, a bank account or an identity number.",
            r"\b(?:password|passcode|pin\s+(?:code|number)|(?:credit|debit|bank)\s*cards?|card\s+number"
            r"|cvv|bank\s+account|iban|routing\s+number|social\s+security|ssn|passport)\b",
        ),
        (
            "It may not give a verdict: only the check does.",
            r"\byour?\b(?:\s+[\w']+){0,3}\s+(?:is|are|isn'?t|aren'?t)\s+(?:not\s+)?(?:part\s+of"
            r"|affected|recalled|listed|included|covered)\b|\bunaffected\b",
        ),
    )
)  # fmt: skip
# Rules that a word that forbids excuses, and how many words may stand between.
_EXCUSED = {1: 0, 2: 4, 3: 1, 5: 3}
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s)\]]+|\b[\w.-]+\.(?:com|org|net|gov|info|io|co|us|eu|de|shop|xyz|ru|cn)"
    r"(?:/[^\s)\]]*)?",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+\.\w+")
_PHONE = re.compile(r"\+?\(?\d(?:[ ().-]{0,2}\d){6,}")
_FACT = re.compile(r"{(\w*)}")
_NO_LINE = re.compile(r"\]\s*[({]|^/|^-|[\x00-\x1f\x7f\u2028\u2029{}]")


def check_question(
    question: CommonQuestion, recalls: Recalls, known: Mapping[str, str], others: Iterable[str] = ()
) -> list[str]:
    """What is wrong with it, a sentence each; empty if it may be kept.

    known: each training line, in small letters, and the intent it stands under. others: intents of
    other common questions' lines, in the same form.
    """
    problems = check_answer(question.answer, recalls)
    for words, lines, least in (
        ("phrasings", question.phrasings, LEAST_PHRASINGS),
        ("lines to test with", question.tests, LEAST_TESTS),
    ):
        if len({key(line) for line in lines}) < least:
            problems.append(f"It needs at least {least} {words}.")
    if {key(line) for line in question.phrasings} & {key(line) for line in question.tests}:
        problems.append("What it is tested with must not be among the phrasings.")
    taken = set(others)
    for line in (*question.phrasings, *question.tests):
        hazard = find_hazard(line)
        if not line.strip() or len(line) > LONGEST_LINE or _NO_LINE.search(line):
            problems.append(f"“{line[:60]}” cannot be a line.")
        elif hazard and hazard.tense != "asked":
            problems.append(f"“{line}” tells of danger: the alarm answers it.")
        elif key(line) in known:
            problems.append(f"“{line}” is known already, as {known[key(line)]}.")
        elif key(line) in taken:
            problems.append(f"“{line}” stands in another common question.")
    return problems


def check_answer(answer: str, recalls: Recalls) -> list[str]:
    """What an answer may not say."""
    facts = recalls.featured.facts()
    problems = []
    if not answer.strip() or len(answer) > LONGEST_ANSWER:
        problems.append(f"The answer needs from 1 to {LONGEST_ANSWER} characters.")
    unknown = [name for name in _FACT.findall(answer) if name not in facts]
    if unknown or set("{}") & set(_FACT.sub("", answer)):
        problems.append("In braces stands the name of a fact of the recall, for example {phone}.")
    for place, (why, pattern) in enumerate(_RULES):
        for sentence in re.split(r"(?<=[.!?;:])\s+|\n+", answer):
            found = pattern.finditer(sentence)
            if not all(_is_forbidden(sentence[: each.start()], place) for each in found):
                problems.append(why)
                break
    return problems + _foreign(answer, recalls)


def _is_forbidden(before: str, rule: int) -> bool:
    """Do the words before what a rule found forbid it?"""
    forbids = _FORBIDS.search(before)
    if forbids is None or rule not in _EXCUSED or _CONDITION.search(before):
        return False
    return len(forbids["between"].split()) <= _EXCUSED[rule]


def _foreign(answer: str, recalls: Recalls) -> list[str]:
    """Links, addresses and numbers that no recall's file holds."""
    links = {link.url.rstrip("/").lower() for recall in recalls for link in recall.links}
    told = " ".join(text for recall in recalls for text in recall.facts().values()).lower()
    problems = []
    mails = _EMAIL.findall(answer)
    for found in _LINK.findall(_EMAIL.sub(" ", answer)):
        if found.rstrip("/.,;:!?").lower() not in links:
            problems.append(f"{found} is no link of a recall.")
    problems += [f"{m} is no address of a recall." for m in mails if m.lower() not in told]
    digits = _digits(told)
    problems += [
        f"{n} is no number of a recall." for n in _PHONE.findall(answer) if _digits([n]) - digits
    ]
    return problems


def _digits(texts: Collection[str] | str) -> set[str]:
    found = _PHONE.findall(texts) if isinstance(texts, str) else texts
    return {re.sub(r"\D", "", number) for number in found}


def key(line: str) -> str:
    """What makes two lines the same."""
    return " ".join(line.casefold().split())
