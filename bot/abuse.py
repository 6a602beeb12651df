"""Abuse of the assistant and nothing else: it is answered calmly, and is nobody's name. Pure."""

from __future__ import annotations

import re

__all__ = ["is_abuse"]

# With stars or other signs in place of letters, as people write them. No more than these forms:
# Dick, Fuk, Fukuda, Shittu and Suckling are names.
_SWEAR = (
    r"(?:mother)?f(?:u|\*|@|#)*(?:c|\*)+k\w*|f\*{2,}\w*|fck\w*|sh(?:i|\*|!|1)+t(?:ty|s|e)?|bullshit|"
    r"a(?:s|\$|\*){2}(?:holes?)?|b(?:i|\*)tch(?:es|y)?|bastards?|c(?:u|\*)nts?|dickheads?|"
    r"wankers?|stfu|gtfo|puta|mierda|pendejo|idiota|cabr[oó]n"
)
_INSULT = (
    r"stupid|useless|idiots?|idiotic|dumb(?:ass|er)?|morons?|moronic|worthless|pathetic|"
    r"sucks?|crap|crappy|retard(?:ed|s)?|brainless|ridiculous|a\s+joke|the\s+worst|awful|terrible"
)
# Where units end up, too: these are meant for us only where they are said of us.
_WASTE = r"garbage|trash|rubbish"
_VERY = (
    r"(?:a|an|so|such|just|really|very|completely|absolutely|totally|bloody|damn(?:ed)?|total|"
    r"complete|piece|pieces|load|of)"
)
_MORE = rf"(?:(?:{_VERY}|{_INSULT}|{_SWEAR})\s+)"
_AIMED = rf"{_MORE}*(?:{_INSULT}|{_SWEAR})"
_AT_US = rf"{_MORE}*(?:{_INSULT}|{_SWEAR}|{_WASTE})"
_ABUSE = re.compile(
    rf"\b(?:(?:fuck|f\*+k?|fck|screw|to\s+hell\s+with)\s+(?:you|u|off|this|that|it)|damn\s+you"
    rf"|(?:you|u)(?:\s+(?:are|r|guys\s+are)|'?re)?\s+{_AT_US}"
    rf"|(?:this|it|that)(?:\s+is|'?s)\s+{_AIMED}|(?:this|it|that)\s+sucks"
    rf"|{_AT_US}\s+(?:chat\s?)?(?:bot|robot|machine|computer|program|assistant|thing)s?"
    rf"|(?:go\s+to\s+hell|drop\s+dead|shut\s+(?:the\s+\w+\s+)?up|i\s+hate\s+you)"
    rf"|what\s+(?:a\s+)?{_AIMED}|what\s+a\s+{_MORE}+(?:{_WASTE}))(?!\w)",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"^\W*(?:{_AIMED}|(?:you\s+|{_MORE}+)(?:{_WASTE}))\W*$", re.IGNORECASE)
_BARE = re.compile(rf"(?<!\w)(?:{_SWEAR})(?!\w)", re.IGNORECASE)
# Words that may stand beside it without saying anything more.
_MOST_BESIDE = 2


def is_abuse(text: str) -> bool:
    """Is it abuse, and no more than a word or two beside it?

    "You are useless" is; "this is useless, get me a person" asks for something and is not.
    """
    if "?" in text or re.match(r"\W*are\s+you\b", text, re.IGNORECASE):
        return False
    if _ALONE.match(text):
        return True
    rest, found = _ABUSE.subn(" ", text)
    if not found:
        return False
    return len(re.findall(r"[^\W_]+", _BARE.sub(" ", rest))) <= _MOST_BESIDE
