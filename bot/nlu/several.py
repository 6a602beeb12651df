"""Several questions in one message: its pieces, and which intents they make. Pure.

A message is cut into sentences and clauses; the classifier judges each piece as well as the whole.
A further intent is believed where a piece is sure of it by itself (`choose_intents`); then all is
weighed by what is learned of messages that ask two things (`settle`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.nlu.report import fixed_intent

__all__ = ["SEVERAL", "asides", "choose_intents", "settle", "split_pieces"]

# Each piece costs as much time as a message; what comes after the sixth is read with the whole.
MAX_PIECES = 6
# What a piece must reach to add an intent: where the whole message hints at it too, by itself,
# and where nothing else in the message is in scope or the piece leans on what was said before.
LIKELY = 0.4
SURE = 0.65
VERY_SURE = 0.75
# "Where do I upload it" says too little by itself; a longer piece that says "it" does not.
SHORT = 8
# The mark of a message that asks several things. From ADD_FROM on, what is most likely asked
# besides is added if it reaches LIKELY_BESIDE, and may come first from LEADS on; below DROP_BELOW,
# what does not reach LIKELY_BESIDE is dropped.
SEVERAL = "several"
ADD_FROM = 0.2
DROP_BELOW = 0.03
LIKELY_BESIDE = 0.05
LEADS = 0.5
UNCLEAR = frozenset({"nlu_fallback", "out_of_scope"})
# Pleasantries, answers and details: beside a question they are no second one.
PLEASANTRIES = UNCLEAR | {
    "affirm", "deny", "goodbye", "greet", "inform", "skip", "stop", "thanks",
}  # fmt: skip
# What was dangerous is found by rules, in the whole message.
NEVER_FURTHER = PLEASANTRIES | {"emergency"}
# Politeness only; answers, details and a wish to stop are acted on.
PHRASES = frozenset({"goodbye", "greet", "thanks"})
# What has happened is found by rules, in the whole message.
NEVER_BESIDE = NEVER_FURTHER | {SEVERAL, "report_incident"}
# Danger first, then what begins a dialogue; questions follow in the order they were asked.
RANK = {
    name: rank
    for rank, name in enumerate(
        (
            "emergency", "report_incident", "check_recall", "start_claim", "change_claim",
            "already_disposed", "disposal_proof", "contact_human", "safety_advice",
        )
    )
}  # fmt: skip

# "It was a gift, can I claim?" and "I live in Canada, is it recalled?" are one question each.
CIRCUMSTANCES = frozenset(
    {"already_disposed", "bought_secondhand", "no_serial", "not_in_us", "receipt_needed"}
)
OF_CIRCUMSTANCES = frozenset({"check_recall", "claim_status", "remedy_options", "start_claim"})

_LEANS = re.compile(
    r"\b(?:it|that|them|those|these|another|also|too|still|now|then|lo|eso)\b", re.IGNORECASE
)
_ASKING = (
    r"(?:what|whats|wat|where|wheres|when|who|whos|why|how|hows|which|do|does|did|don'?t|can|could"
    r"|is|are|r|am|was|were|will|would|should|shall|may|must|have|has|i\s+(?:want|need|would|also"
    r"|have|lost|threw|moved|live|bought|got|can'?t|cannot|don'?t|never)|i'?d\s+like|i'?m|let\s+me"
    r"|tell|please|pls|any|cancel|change|check|delete|erase|fix|give|leave|remove|send|show|start"
    r"|stop|take|talk|update|withdraw|bye|qué|que|dónde|donde|cómo|como|cuándo"
    r"|cuando|cuánto|cuanto|por\s+qué|puedo|necesito|quiero|me\s+dan|es|tengo|my|if|whether)\b"
)
_BREAK = re.compile(
    # the end of a sentence or line; a dot inside a number or an address is none
    r"[.!?…;]+(?=\s|$)|\n+|\s[-–—]+\s"
    # "1) where ... 2) what", "first ..., second"
    r"|(?:^|\s|,)\s*(?:\d\s*[.):]|(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|one|two)\s*[,:])\s*"
    r"|\s*/\s+|\s+/\s*"
    # "..., and where", "... also can I", "... y dónde"
    r"|,?\s+(?:and|n|&|\+|also|plus|but|or|btw|y|mientras\s+tanto|además|also\s+um)"
    rf"\s+(?=(?:also\s+|then\s+|um\s+|uh\s+|please\s+)?{_ASKING})"
    # "... so what am I to photograph"
    r"|,?\s+so\s+(?=(?:am|can|could|do|does|how|may|must|should|what|when|where|which|why)\b)"
    # a comma: what stands between two of them and says nothing sure by itself adds nothing
    rf"|,\s*(?={_ASKING})|,\s+",
    re.IGNORECASE,
)
# A question that begins without any mark: "do i need a receipt what do i get".
_RUN_ON = re.compile(
    r"(?<=\s)(?:(?:what|where|when|why|how)(?:'?s|\s+(?:do|does|did|is|are|can|should|will|much"
    r"|many|long|happens))|(?:can|do|should|may)\s+i)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\b(?:know|tell|me|about|to|of|and|or|that|if|see|wondering|wonder|asking|explain|sure|show"
    r"|but|so|just|like|um|uh|out|understand|so\s+um|for|then|with|from|at|by|in|on)\W*$",
    re.IGNORECASE,
)
MIN_WORDS = 2
# Characters in which questions are looked for; the rest belongs to the last piece.
LENGTH = 1000
# Characters before a run-on question that hold the word that may join it.
TAIL = 24


def asides(intents: Sequence[str], pieces: Sequence[tuple[str, str, float]]) -> list[str]:
    """The greeting, thanks, yes or no, wish to stop or detail that stands beside what is asked."""
    said = [name for _, name, c in pieces if name in PLEASANTRIES - UNCLEAR and c >= VERY_SURE]
    return [name for name in dict.fromkeys(said) if name not in intents]


def split_pieces(text: str) -> list[tuple[int, int]]:
    """Where the sentences and clauses of a message are; one piece for a simple message."""
    cuts = [(m.start(), m.end()) for m in _BREAK.finditer(text, 0, LENGTH)]
    for match in _RUN_ON.finditer(text, 0, LENGTH):
        before = text[: match.start()]
        if len(before.split()) > MIN_WORDS and not _JOINED.search(before[-TAIL:]):
            cuts.append((match.start(), match.start()))
    pieces: list[tuple[int, int]] = []
    start = 0
    for low, high in [*sorted(cuts), (len(text), len(text))]:
        if low < start:
            continue
        if len(text[start:low].split()) >= MIN_WORDS:
            pieces.append((start, low))
            start = high
        elif low == len(text) and pieces and text[start:low].strip():
            # A last word alone belongs to what came before it.
            pieces[-1] = (pieces[-1][0], low)
        if len(pieces) == MAX_PIECES:
            break
    return pieces or [(0, len(text))]


def choose_intents(
    intent: str, ranking: Sequence[str], pieces: Sequence[tuple[str, str, float]]
) -> list[str]:
    """What a message asks, the most important first; never empty.

    intent: what is understood of the whole, danger included. ranking: the whole's likeliest
    intents. pieces: the text of each, what is understood of it, and how surely.
    """
    borne_out = intent in ("emergency", "report_incident") or any(intent == n for _, n, _ in pieces)
    within = any(n not in NEVER_FURTHER and c >= VERY_SURE for _, n, c in pieces)
    found = [intent]
    for text, name, confidence in pieces:
        leans = _LEANS.search(text) and len(text.split()) < SHORT and name not in ranking
        same = borne_out and intent in CIRCUMSTANCES and name in OF_CIRCUMSTANCES
        enough = LIKELY if name in ranking else SURE
        if leans or same or (intent in UNCLEAR and not within):
            enough = VERY_SURE
        if name not in found and name not in NEVER_FURTHER and confidence >= enough:
            found.append(name)
    if (len(found) > 1 and intent in PLEASANTRIES) or (len(found) > 2 and not borne_out):
        # A mixture of two questions can look like a third.
        found.remove(intent)
    return _ranked(found)


def settle(intents: Sequence[str], whole: str, likely: Mapping[str, float]) -> list[str]:
    """What a message asks, the most important first, once all of it has been weighed.

    intents: what its pieces made. whole: what is understood of the message as a whole. likely: how
    likely each of the fixed intents is asked in it, alone or beside another, and SEVERAL things at
    all.
    """
    first, several = intents[0], likely.get(SEVERAL)
    if several is None or "emergency" in (first, whole):
        return list(intents)
    if several < DROP_BELOW:
        kept = [
            name
            for name in intents
            if name == whole or likely.get(fixed_intent(name), 1.0) >= LIKELY_BESIDE
        ]
        return kept or [first]
    # An answer, or a wish to stop, is no question that another may stand beside.
    if several < ADD_FROM or len(intents) > 1 or first in PLEASANTRIES - PHRASES:
        return list(intents)
    own = fixed_intent(first)
    besides = {n: p for n, p in likely.items() if n not in NEVER_BESIDE and n != own}
    most = max(besides, key=besides.__getitem__)
    if first in PHRASES:
        return [most] if besides[most] >= LIKELY else list(intents)
    if besides[most] < LIKELY_BESIDE:
        return list(intents)
    # What is surely asked is not led by a guess.
    found = [first, most]
    return _ranked(found) if besides[most] >= LEADS else found


def _ranked(intents: Sequence[str]) -> list[str]:
    return sorted(intents, key=lambda name: RANK.get(name, len(RANK)))
