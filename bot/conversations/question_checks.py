"""Whether a common question may be asked and answered so: the safety rules of every reply. Pure.

A rule is a pattern of what may never be said. It errs on the side of refusing: a lead can say it
in other words. What forbids ("never put it in the trash") passes where the words that forbid stand
right before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from bot.conversations.common_questions import CommonQuestion
from bot.recalls import Recalls
from bot.safety import find_hazard

__all__ = ["check_answer", "check_question"]

LEAST_PHRASINGS, LEAST_TESTS = 5, 2
LONGEST_LINE, LONGEST_ANSWER = 200, 600

# What forbids: "never", "do not", and the words up to what is forbidden; nothing that turns it
# round ("don't forget to"), and no condition before it ("if it is not hot you can").
_FORBIDS = re.compile(
    r"\b(?:never|not|don't|mustn't|shouldn't|cannot|can't|nobody(?:\s+(?:may|must|should))?|stop"
    r"|avoid)\b"
    r"(?P<between>(?:\s+(?!worry|hesitate|fear|mind|only|just|afraid|forget|fail)[\w']+)*)\s*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|when|once|after|unless|until|but|where|while)\b", re.IGNORECASE)
# What turns the forbidding itself round, in the same breath: "do not stop", "no need to avoid".
_TURNED = re.compile(r"(?:n't|\b(?:not?|never|nobody|cannot|without))(?:\s+[\w']+)*\s*$", re.I)
# What else is forbidden in the same breath: "do not use, charge or ...".
_LISTED = re.compile(
    r"(?:\b(?:us(?:e|ing)|(?:charg|mov)(?:e|ing)|(?:mail|ship|send|post|carry|fly|touch|open)(?:ing)?"
    r"|passwords?|pins?|log-?ins?|cards?|trash|garbage|recycling|bin)"
    r"(?:,\s+(?:n?or\s+)?|\s+n?or\s+|\s+and\s+(?=\w+ing\b))"
    r"(?:(?:in\s+)?(?:an?|your|the|any)\s+)?)+",
    re.IGNORECASE,
)
# A unit, as an answer names it.
_IT = (
    r"(?:(?:it|them|this\s+one|that\s+one|yours|both)\b"
    r"|(?:the|your|a|an|this|that|any|every)\s+(?:\w+\s+){0,2}"
    r"(?:(?:unit|power\s*bank|charger|product|device)s?\b|batter(?:y|ies)\b|{product_kind}))"
)


class _Rule(NamedTuple):
    """What may not be said, why, and how many words may stand between it and what forbids it.

    excused: None where no word before it makes it right.
    """

    why: str
    excused: int | None
    pattern: re.Pattern[str]


_RULES = tuple(
    _Rule(why, excused, re.compile(pattern.replace("IT", _IT), re.IGNORECASE))
    for why, excused, pattern in (
        (
            "It may not say that a unit is safe.", None,
            r"\b(?:is|are|it's|they're|be|feel|perfectly|totally|completely)\s+(?:\w+\s+)?(?:safe"
            r"|harmless|fine|ok(?:ay)?|all\s?right|not\s+dangerous|not\s+an?\s+(?:danger|hazard|risk))\b"
            r"|\bsafe\s+to\b|\bsafely\s+(?:use|charge)"
            r"|\b(?:no|zero|any|hardly\s+any)\s+(?:\w+\s+)?(?:danger|risk|hazard|threat|harm)s?\b"
            r"|\bno\s+(?:reason|need)\s+to\s+(?:worry|be\s+(?:afraid|concerned))"
            r"|\b(?:don't|not|nothing\s+to)\s+worry"
            r"|\bnothing\s+(?:will|can)\s+happen|\bnothing\s+to\s+fear|\bno\s+cause\s+for|\brest\s+assured"
            r"|(?:\bnot|n't)\s+(?:affected|recalled|dangerous|unsafe|hazardous)\b"
            r"|\b(?:won't|will\s+(?:not|never)|cannot|can't)\s+(?:\w+\s+)?(?:hurt|harm|overheat"
            r"|explode|burn|catch\s+fire)"
            r"|\bworks?\s+(?:normally|fine|well|perfectly|just|as)\b",
        ),
        (
            "It may not say that a unit may be used, charged, mailed or flown with.", 0,
            r"\b(?:(?:can|may|could)(?!\s+(?:not|never|no\s+longer)\b)|keep|continue|go\s+on"
            r"|free\s+to|allowed\s+to|able\s+to|fine\s+to|feel\s+free)\b(?:\s+[\w']+){0,3}"
            r"\s+(?:us(?:ed?|ing)|charg(?:ed?|ing)|mail(?:ed|ing)?|ship(?:ping)?|post(?:ing)?"
            r"|send(?:ing)?\s+(?:it|the|your)|fly(?:ing)?|travel(?:ing)?|carry(?:ing)?|tak(?:e"
            r"|ing)\s+it\s+on)\b"
            r"|\b(?:mail|ship|send|post|return)(?:ing)?\s+(?:it|the\s+unit|your\s+(?:unit|power"
            r"\s+bank)|them)\b|\b(?:(?:re)?charg|us)(?:e|ing)\s+(?:up\s+)?IT"
            r"|\bcharg(?:e|ing)\s+(?:your|the|any)\s+\w+"
            r"|\bplug(?:ging)?\s+(?:in\s+)?IT|\bcarry(?:ing)?\s+IT"
            r"|\b(?:connect|attach|switch|turn)(?:ing)?\s+(?:on\s+)?IT(?!\s+off)"
            r"|\b(?:fly|travel)l?(?:ing)?\s+with\s+IT"
            r"|\bcharg(?:e|ing)\b(?:\s+[\w']+){0,3}\s+(?:with|from)\s+IT"
            r"|\b(?:tak|bring|pack)(?:e|ing)?\s+IT\s+(?:with|along|on|aboard|in)\b"
            r"|\b(?:leav|keep|lett?|hav)(?:e|ing)?\s+IT\s+(?:plugged|charg|running|on\b|connected"
            r"|in\s+use)",
        ),
        (
            "It may not say that a unit may be used, charged, mailed or flown with.", 6,
            r"\b(?:planes?|airplanes?|aircraft|flights?|cabin|luggage|baggage|suitcase|carry-on)\b",
        ),
        (
            "It may not say that a unit may be used, charged, mailed or flown with.", None,
            r"\b(?:go|going)\s+ahead\b"
            r"|\b(?:charging|using|use|flying|mailing)\s+(?:\w+\s+)?(?:is|are)\s+(?:\w+\s+)?(?:allowed"
            r"|permitted|possible|no\s+problem)\b"
            r"|\bas\s+(?:usual|before|always|normal|ever|you\s+(?:like|did|always|please))\b"
            r"|(?:\bno\s+(?:need|reason)|\b(?:not|never)\s+(?:need|have|necessary)|n't\s+(?:need"
            r"|have)|\bneedn't|\bneed\s+not|\bunnecessary)\s+(?:to\s+|for\s+you\s+to\s+)?(?:stop"
            r"|quit|unplug|disconnect|avoid)"
            r"|\b(?:us|charg)(?:e|ing)\s+IT\b[^,;]*\b(?:until|unless)\b"
            r"|(?:n't|\b(?:not|never|without|instead\s+of|rather\s+than))\s+(?:stop"
            r"|unplug)(?:p?ing)?\b",
        ),
        (
            "It may not send a unit to the trash, the recycling or a battery box.", 4,
            r"\b(?:trash|garbage|rubbish|waste\s?(?:bin|basket)|bin|dumpster|curbside|kerbside"
            r"|recycl\w+|battery\s+(?:box|collection)|drop[- ]?off|landfill|toss|discard|flush"
            r"|throw\s+\w+\s+(?:away|out)|throw(?:ing)?\s+(?:away|out))\b"
            r"|\b(?:containers?|barrel|wheelie|skip)\b"
            r"|\b(?:the|your)\s+(?:household\s+|normal\s+|general\s+)?waste\b"
            r"|\b(?:blue|green|yellow|black|brown|gr[ae]y|red)\s+(?:bag|box|cart|can)\b"
            r"|\b(?:hand|give|bring|tak|drop|leav|put|deposit|deliver|return|carry)(?:e|ing|ping"
            r"|ting)?\b(?:\s+[\w']+){1,6}\s+(?:stores?|shops?|retailers?|supermarkets?|malls?"
            r"|sellers?|collection\s+(?:point|site|center)s?)\b",
        ),
        (
            "It may not tell when to dispose of a unit: that depends on the claim.", 1,
            r"\bdispose\b|\bget\s+rid\b"
            r"|\bhand(?:ing)?\s+(?:in\s+)?IT\s+(?:in|over)\b",
        ),
        (
            "It may not promise anything: eligibility, a date or an amount.", None,
            r"\b(?:guarantee\w*|promis\w+|definitely|certainly|for\s+sure|entitled|eligible"
            r"|qualif\w+)\b"
            r"|\byou(?:'ll|\s+will|\s+are\s+going\s+to)\s+(?:\w+\s+)?(?:get|receive|be\s+(?:paid"
            r"|refunded|sent))"
            r"|\b(?:you|everyone|everybody|each\s+\w+)\s+(?:always\s+)?(?:gets?|receives?)"
            r"\s+(?:\w+\s+){0,2}(?:new|gift|replacement|refund|money|card|cash|amount)\b"
            r"|\bwe(?:'ll|\s+will)\s+(?:\w+\s+)?(?:pay|refund|replace|reimburse|send|cover)\b"
            r"|\bwe\s+(?:always\s+)?(?:pay|refund|replace|reimburse)\b"
            r"|\bclaims?\s+(?:will|is\s+going\s+to|are)\s+(?:\w+\s+)?(?:be\s+)?(?:approved|accepted|granted)\b"
            r"|\b(?:gift\s+card|replacement|refund|money|new\s+one|new\s+(?:unit|power\s*bank)"
            r")\b(?:\s+[\w']+){0,2}\s+(?:arrives?|comes?|ships|will|is\s+(?:sent|paid|on"
            r"\s+(?:its|the)\s+way|coming|ready))\b"
            r"|\b(?:by|before|next|this)\s+(?:(?:the\s+)?end\s+of|next|(?:mon|tues|wednes|thurs"
            r"|fri|satur|sun)day|tomorrow|tonight|weekend|week|month|year|christmas|(?:january"
            r"|february|march|april|may|june|july|august|september|october|november|december)\b)"
            r"|\b(?:arriv|com|deliver|ship|sent|paid|ready)\w*\s+(?:on\s+\w+day|today|tomorrow"
            r"|soon|shortly)\b"
            r"|\b(?:within|in|after|takes?)\s+(?:about\s+)?(?:\d+|two|three|four|five|six|seven"
            r"|a\s+few|an?)\s*(?:-|to)?\s*\d*\s*(?:business\s+|working\s+)?(?:day|week|month"
            r"|hour)s?\b|[$€£]\s?\d|\b\d+\s?(?:dollars|usd|euros?)\b"
            r"|\bfull\s+refund\b",
        ),
        (
            "It may not ask for a password, a card, a bank account or an identity number.", 3,
            r"\b(?:pass\s?words?|passcode|pin|log[- ]?in|user\s?names?|credentials|security"
            r"\s+(?:code|question)|(?:one[- ]time|verification)\s+(?:code|password)|(?:credit"
            r"|debit|bank)\s*cards?|card\s+(?:number|details|data)|number\s+of\s+your\s+card"
            r"|cv[vc]2?|bank\s+(?:account|details)|account\s+number|iban|routing\s+number"
            r"|social\s+security|ssn|passport|driver'?s?\s+licen[cs]e|identity\s+card)\b",
        ),
        (
            "It may not give a verdict: only the check does.", None,
            r"\byour?\b(?:\s+[\w']+){0,3}\s+(?:is|are|isn't|aren't)\s+(?:not\s+)?(?:part\s+of"
            r"|affected|recalled|listed|included|covered)\b"
            r"|\bunaffected\b",
        ),
        (
            "In danger it may only say: get away, call 911, do not touch or move it.", 3,
            r"\b(?:pick|lift|hold|grab|touch|mov|cool|carry|cover|extinguish)(?:e|ing)?\s+(?:up"
            r"\s+|down\s+|out\s+)?IT"
            r"|\bopen(?:ing)?\s+(?:the|your|its)\s+(?:unit|power\s*bank|battery|case|casing"
            r"|housing)|\bput(?:ting)?\s+(?:out\s+)?IT\s+(?:out|into|in|under|on)\b"
            r"|\b(?:pour|throw|use|with|in(?:to)?)\s+(?:\w+\s+)?water\b"
            r"|\bput(?:ting)?\s+out\s+(?:the|a|any)\s+(?:fire|flames?|smoke)"
            r"|\b(?:fridge|freezer|sink|bathtub)\b"
            r"|\bwait(?:ing)?\s+(?:until|for|till)\b(?:\s+[\w']+){0,3}\s+(?:stop|cool|burn|gone"
            r"|over|out)\w*",
        ),
    )
)  # fmt: skip
# A sign of danger that may come, and what must then be said with it.
_SIGN = re.compile(
    r"\b(?:if|when|whenever|once|should|in\s+case)\b[^.!?\n]*\b(?:smok|fire|flame|burn|hot\b|heat"
    r"|swell|swollen|bulg"
    r"|hiss|smell|leak|spark|melt|explo)",
    re.IGNORECASE,
)  # fmt: skip
_STEP = re.compile(r"\b(?:911|get\s+away|move\s+away|stay\s+away|keep\s+away|stop\s+using)\b", re.I)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s)\]]+|\b[\w.-]+\.(?:com|org|net|gov|info|io|co|us|eu|de|shop|xyz|ru"
    r"|cn)"
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
    answer = answer.replace("’", "'")
    problems = []
    if not answer.strip() or len(answer) > LONGEST_ANSWER:
        problems.append(f"The answer needs from 1 to {LONGEST_ANSWER} characters.")
    unknown = [name for name in _FACT.findall(answer) if name not in facts]
    if unknown or set("{}") & set(_FACT.sub("", answer)):
        problems.append("In braces stands the name of a fact of the recall, for example {phone}.")
    sentences = re.split(r"(?<=[.!?;:])\s+|\n+", answer)
    for rule in _RULES:
        if rule.why not in problems and any(_is_broken(rule, each) for each in sentences):
            problems.append(rule.why)
    if any(_SIGN.search(s) and not _STEP.search(s) for s in re.split(r"(?<=[.!?])\s+|\n+", answer)):
        problems.append("With a sign of danger it must say: stop using it, get away, or call 911.")
    return problems + _foreign(answer, recalls)


def _is_broken(rule: _Rule, sentence: str) -> bool:
    """Does it say what the rule refuses, without a word that forbids it?"""
    found = [each.start() for each in rule.pattern.finditer(sentence)]
    if not found or rule.excused is None:
        return bool(found)
    # A list is forbidden from its first word on.
    lists = [each.span() for each in _LISTED.finditer(sentence)]
    begins = [next((begin for begin, end in lists if begin <= at <= end), at) for at in found]
    return not all(_is_forbidden(sentence[:begin], rule.excused) for begin in begins)


def _is_forbidden(before: str, most_between: int) -> bool:
    """Do the words before what a rule found forbid it?"""
    forbids = _FORBIDS.search(before)
    if forbids is None or _TURNED.search(before[: forbids.start()]):
        return False
    if _CONDITION.search(before.rpartition(",")[2]):
        return False
    return len(forbids["between"].split()) <= most_between


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
