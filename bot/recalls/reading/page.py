"""A message cut into tokens and joined again into runs that may be one code.

In: folded text with what is never an identifier blanked out. Out: tokens, pieces (a token or a
spelled character) and runs of pieces with the kind of separator between them. What a run means is
decided in `reading`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from bot.recalls.reading.fold import fold
from bot.recalls.reading.masks import CAPACITY, RATING, measures, names
from bot.recalls.reading.spoken import MOST_WORDS, STARTERS, spelled, stands_alone
from bot.recalls.reading.words import (
    BRANDS,
    COMMON,
    SPELL_PAUSES,
    SPELL_SEPARATORS,
)

BLANK = "\x00"  # stands for a masked character
FULL = 16  # the usual length of a serial of the first recall: a whole code of it is certain
LONGEST_RUN = 40  # pieces looked at together; a spelled serial has 16

# Letters and digits, and between them what people type for a character they cannot read.
_TOKEN = re.compile(r"[A-Z0-9*]+(?:(?:\?{1,8}|#{2,16}|_{2,16}|\.{3,8})[A-Z0-9*]+)*|[^\WA-Z0-9_]+")
_HIDDEN = re.compile(r"[*?#_.]+")
_CONTRACTED = frozenset(["S", "T", "M", "D", "RE", "LL", "VE"])

_TIGHT = re.compile(r"[-./_\\~]{1,3}")
_LINE = re.compile(r"[ \t]{0,4}[-]?[ ]?\r?\n[ \t]{0,4}")
_SPACE = re.compile(r"[ \t]{1,4}|[ ]{0,2}[-._\\~]{1,2}[ ]{0,2}")
_COMMA = re.compile(r" ?[,;:|+/]{1,2}[ \t]{0,2}|\.{2,4} ?|, ?\n")
_EVEN = re.compile(r"[ \t]{1,3}|[ ]?[-./_\\~*]{1,3}[ ]?|\n")
_UNIT = re.compile(rf"{RATING.pattern}|{CAPACITY.pattern}|X\d+|\d+X")
_INDEX = re.compile(r"[.):]\s")
# After these a sentence goes on; any other word is what a number counts.
_GOES_ON = frozenset(["AND", "BUT", "I", "IS", "IT", "PLEASE", "THANK", "THANKS", "THAT", "WAS"])
_SOFT = re.compile(r"[ \-,'\"(:]{1,3}")  # between the words of "A (as in alpha)"
_CLOSED = re.compile(r"[\"')][,;]? ?")
_VOWELS = re.compile(r"[AEIOUY]")
_CLUSTER = re.compile(r"[^AEIOUY]{4}|[^AEIOUYSTRLNHC]{3}|[QJXVK]{2}|(.)\1\1")

# Anker: A1263, A17A0; then colour and region: A1263N12, A1263011, A1263H1.
ANKER = re.compile(r"(A[1-9]\d(?:\d\d|[A-Z]\d))([0-9A-Z]\d\d|[A-Z]{1,2}\d{0,2})?")

TIGHT, SPACE, LINE, COMMA = "tight", "space", "line", "comma"


class Token(NamedTuple):
    """A stretch of letters and digits in the folded text."""

    start: int
    end: int
    text: str
    hidden: bool = False  # holds "*" for characters that the customer could not read


class Piece(NamedTuple):
    """Tokens first..end (end not included) that stand for `chars` of a code."""

    first: int
    end: int
    chars: str
    spoken: bool = False  # a spelled character or number words
    word: bool = False  # an ordinary word: in a code only among other groups
    small: bool = False  # typed in small letters
    lead: str = ""  # separator before it: TIGHT, SPACE, LINE or COMMA; the last field

    @property
    def digit(self) -> bool:
        """Does it hold a digit?"""
        return any(c.isdigit() for c in self.chars)


def pronounceable(letters: str) -> bool:
    """Could these capital letters be a word of English?"""
    vowels = len(_VOWELS.findall(letters))
    return 0.2 <= vowels / len(letters) <= 0.75 and not _CLUSTER.search(letters)


_KEYS = "QWERTYUIOP ASDFGHJKL ZXCVBNM"


def code_of_letters(chars: str) -> bool:
    """Sixteen different enough letters that are no word: 1 serial in 300 has no digit."""
    if len(chars) != FULL or not chars.isalpha() or len(set(chars)) <= 8 or pronounceable(chars):
        return False
    return not any(chars[i : i + 4] in _KEYS for i in range(FULL - 3))  # "asdf": keys struck


class Page:
    """A message with its tokens, and marks on those that have been dealt with."""

    def __init__(self, text: str) -> None:
        """Fold, mask and cut `text`."""
        self.text = text
        self.folded = fold(text)
        self._cut(_blank(self.folded.text, names(self.folded.text)))
        spans = list(measures(self.plain))
        if spans:
            groups = self.group_spans()
            self._cut(_blank(self.plain, (s for s in spans if not _overlap(s, groups))))

    def _cut(self, plain: str) -> None:
        self.plain = plain
        self.tokens = list(_tokens(plain))
        self.starts = [token.start for token in self.tokens]
        self.busy = bytearray(len(self.tokens))
        self._pieces: dict[int, Piece | None] = {}
        self._separators: dict[int, str] = {}
        self._cut_glued_labels()

    def _cut_glued_labels(self) -> None:
        """Free the first group of "SNAKFF-1Y0E-1234-5678" and of "S/NAKFF1Y0E..." of its label."""
        for i, token in enumerate(self.tokens):
            size = len(token.text)
            if size in (6, 10) and token.text.startswith("SN"):
                self._start_later(i, 2)
                if not self.even_groups(i, labelled=True):
                    self._start_later(i, 0, token)
            elif size == FULL + 1 and token.text[0] == "N" and i and self.before(i) == "/":
                self._start_later(i, int(self.tokens[i - 1].text == "S"))

    def _start_later(self, i: int, by: int, token: Token | None = None) -> None:
        token = token or self.tokens[i]
        self.tokens[i] = Token(token.start + by, token.end, token.text[by:], token.hidden)
        self.starts[i] = token.start + by

    def group_spans(self) -> list[tuple[int, int]]:
        """Where full serials stand in groups of one size; at most 50 of them."""
        spans: list[tuple[int, int]] = []
        i = 0
        while i < len(self.tokens) and len(spans) < 50:
            count = self.even_groups(i)
            if count:
                spans.append((self.tokens[i].start, self.tokens[i + count - 1].end))
            i += count or 1
        return spans

    def raw(self, start: int, end: int) -> str:
        """The original text of the folded characters start..end."""
        first, last = self.folded.span(start, end)
        return self.text[first:last]

    def token_at(self, offset: int) -> int:
        """Index of the first token that starts at `offset` or after it."""
        return bisect_left(self.starts, offset)

    def gap(self, i: int, j: int) -> str:
        """What stands between tokens i and j."""
        return self.plain[self.tokens[i].end : self.tokens[j].start]

    def before(self, i: int) -> str:
        """What stands between token i and the one before it."""
        start = self.tokens[i - 1].end if i else 0
        return self.plain[start : self.tokens[i].start if i < len(self.tokens) else None]

    def after(self, i: int) -> str:
        """What stands between token i and the one after it (at most 8 characters)."""
        end = self.tokens[i].end
        stop = self.tokens[i + 1].start if i + 1 < len(self.tokens) else len(self.plain)
        return self.plain[end : min(stop, end + 8)]

    def mark(self, first: int, end: int) -> None:
        """Tokens first..end are dealt with."""
        for i in range(first, end):
            self.busy[i] = 1

    def mark_spans(self, spans: Iterator[tuple[int, int]]) -> None:
        """Mark every token that lies in one of these spans of folded text."""
        for start, end in spans:
            i = self.token_at(start)
            while i < len(self.tokens) and self.tokens[i].start < end:
                self.busy[i] = 1
                i += 1

    def is_word(self, i: int) -> bool:
        """Is token i an ordinary word rather than a group of letters of a code?"""
        word = self.tokens[i].text
        if not (word.isascii() and word.isalpha()):
            return not word.isascii()
        if word in COMMON or word in BRANDS or (len(word) > 8 and not code_of_letters(word)):
            return True
        if i and self.before(i) == "'" and word in _CONTRACTED:
            return True
        if len(word) >= 5 and pronounceable(word):
            return True
        raw = self.raw(self.tokens[i].start, self.tokens[i].end)
        return len(word) >= 3 and raw.islower() and pronounceable(word) and len(word) != 4

    def piece(self, i: int) -> Piece | None:
        """What token i (and words after it) stands for in a code, or None."""
        if i >= len(self.tokens) or self.busy[i]:
            return None
        if i not in self._pieces:
            self._pieces[i] = self._make_piece(i)
        piece = self._pieces[i]
        return piece if piece and not any(self.busy[i : piece.end]) else None

    def _make_piece(self, i: int) -> Piece | None:
        token = self.tokens[i]
        if not token.text.isascii():
            return None
        if i and self.before(i) == "'" and token.text in _CONTRACTED and not self._quoted(i):
            return None
        if len(token.text) == 1 and stands_alone(self._text(i + 1)):
            return Piece(i, i + 1, token.text, spoken=token.text != "*")
        if len(token.text) == 1 or token.text in STARTERS:
            chars, used = spelled(self._words(i))
            if used:
                return Piece(i, i + used, chars, spoken=True)
        if token.text.isalpha() and self.is_word(i):
            small = self.raw(token.start, token.end).islower()
            fits = len(token.text) < 7
            return Piece(i, i + 1, token.text, word=True, small=small) if fits else None
        return Piece(i, i + 1, token.text)

    def _text(self, i: int) -> str:
        return self.tokens[i].text if i < len(self.tokens) else ""

    def _quoted(self, i: int) -> bool:
        return i == 0 or not self.tokens[i - 1].text.isalpha()

    def _words(self, i: int) -> list[str]:
        words = [self.tokens[i].text]
        for j in range(i + 1, min(i + MOST_WORDS + 2, len(self.tokens))):
            if self.busy[j] or not _SOFT.fullmatch(self.gap(j - 1, j)):
                break
            words.append(self.tokens[j].text)
        return words

    def even_groups(self, i: int, labelled: bool = False) -> int:
        """Number of tokens from i on that are a full serial in groups of one size; 0 if none.

        "AKFF-1Y0E-1234-5678", "AKFF1 Y0E12 34567 8": what the groups would mean as words does not
        count, so this is asked before anything else.
        """
        first = self.tokens[i]
        size = len(first.text)
        if not 2 <= size <= 8 or self.busy[i] or i + 1 >= len(self.tokens):
            return 0
        lead = self.before(i + 1)
        if len(lead) > 3 or not _EVEN.fullmatch(lead):
            return 0
        total, end, digits, words = 0, i, 0, 0
        while total < FULL:
            if end >= len(self.tokens) or self.busy[end] or (end > i and self.before(end) != lead):
                return 0
            text = self.tokens[end].text
            total += len(text)
            if len(text) > size or (len(text) < size and total != FULL) or not text.isascii():
                return 0
            digits += not text.isalpha()
            words += text in COMMON
            if text in SPELL_SEPARATORS:
                return 0
            end += 1
        tight = lead.strip() != ""
        texts = [token.text for token in self.tokens[i:end]]
        joined = "".join(texts)
        ratings = sum(bool(RATING.fullmatch(text)) for text in texts)
        if total != FULL or joined.isdigit() or joined.isalpha() or ratings * 2 > len(texts):
            return 0
        if size >= 5 and all(ANKER.fullmatch(text) for text in texts):
            return 0
        if ANKER.fullmatch(texts[0]) and any(CAPACITY.fullmatch(text) for text in texts):
            return 0  # "A3130N22 10000MAH", as on a label
        if tight and end < len(self.tokens) and self.before(end) == lead.rstrip():
            return 0
        if tight and i and self.before(i) == lead and not self.busy[i - 1]:
            return 0
        if not tight and self._regular_goes_on(end, size, lead):
            return 0
        if self.trails(end, size) or (not tight and self._is_group_too_many(i, size, lead)):
            return 0
        if labelled or (i == 0 and end == len(self.tokens)):
            return end - i
        enough = digits * 4 >= len(texts) or size >= 4
        ends = [text for text in (texts[0], texts[-1]) if len(text) > 1]
        if not tight and (any(text in COMMON for text in ends) or not enough):
            return 0
        return end - i if tight or words * 2 <= len(texts) else 0

    def _regular_goes_on(self, end: int, size: int, lead: str) -> bool:
        """Do more groups of this size follow that are no second full serial?"""
        extra = 0
        while end < len(self.tokens) and extra < 2 * FULL:
            text = self.tokens[end].text
            if len(text) != size or self.busy[end] or self.before(end) != lead or text.isalpha():
                break
            if re.fullmatch(r"(?:19|20)\d\d", text) or _UNIT.fullmatch(text):
                break
            extra, end = extra + size, end + 1
        return extra % FULL != 0

    def _is_group_too_many(self, i: int, size: int, lead: str) -> bool:
        """Is the token before i the first group of the code, which is then too long?

        A word or a number there is none: a name, a year, the digits of a model.
        """
        if not i or self.busy[i - 1] or self.before(i) != lead:
            return False
        text = self.tokens[i - 1].text
        code = not text.isdigit() and not (text.isalpha() and pronounceable(text))
        return len(text) == size and code and not self.is_word(i - 1)

    def trails(self, i: int, size: int) -> bool:
        """Is token i a last group, shorter than `size`, of the code before it?

        Not a number that counts something ("2 units") or that heads a line of a list ("2) ...").
        """
        if i >= len(self.tokens) or self.busy[i] or self.separator(i) not in (TIGHT, SPACE):
            return False
        text = self.tokens[i].text
        if len(text) >= size or text.isalpha() or not text.isalnum() or _UNIT.fullmatch(text):
            return False
        return not (self.counts(i + 1) or (_INDEX.match(self.after(i)) and not self._last(i)))

    def counts(self, i: int) -> bool:
        """Is token i a thing that the number before it counts?"""
        beside = i < len(self.tokens) and self.separator(i) == SPACE
        return beside and self.tokens[i].text not in _GOES_ON

    def _last(self, i: int) -> bool:
        return i + 1 >= len(self.tokens) or self.is_word(i + 1)

    def run(self, i: int, most: int = LONGEST_RUN) -> list[Piece]:
        """The longest sequence of pieces from token i on that may belong to one code."""
        pieces: list[Piece] = []
        lead = ""
        while len(pieces) < most:
            piece = self.piece(i)
            if piece is None:
                break
            pieces.append(Piece(*piece[:-1], lead) if lead else piece)
            i, lead = self._next(piece)
            if not lead:
                break
        return pieces

    def _next(self, piece: Piece) -> tuple[int, str]:
        """Token where the next piece would start, and the separator; ("" if none)."""
        i = piece.end
        if i >= len(self.tokens):
            return i, ""
        lead = self.separator(i)
        if not lead and piece.end - piece.first > 1:  # "A (alpha) K (kilo)"
            lead = SPACE if _CLOSED.fullmatch(self.before(i)) else ""
        skipped = 0
        while lead and skipped < 2 and i + 1 < len(self.tokens) and not self.busy[i]:
            word = self.tokens[i].text
            said = word in SPELL_SEPARATORS
            if not (said or (word in SPELL_PAUSES and piece.spoken)):
                break
            following = self.piece(i + 1)
            more = self.tokens[i + 1].text in SPELL_PAUSES
            counted = word in ("NUMBER", "NUMBERS", "DIGITS") and following and following.digit
            if not more and (following is None or not (said or counted or following.spoken)):
                break
            i, skipped = i + 1, skipped + 1
            lead = self.separator(i) and (TIGHT if said else SPACE)
        return i, lead

    def separator(self, i: int) -> str:
        """Kind of the separator before token i; "" where a code cannot go on."""
        if i not in self._separators:
            self._separators[i] = self._separator(i)
        return self._separators[i]

    def _separator(self, i: int) -> str:
        gap = self.before(i)
        if gap == " ":
            return SPACE
        if len(gap) > 8:
            return ""
        for kind, pattern in ((TIGHT, _TIGHT), (SPACE, _SPACE), (LINE, _LINE), (COMMA, _COMMA)):
            if pattern.fullmatch(gap):
                return kind
        return ""


def _overlap(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _blank(folded: str, spans: Iterator[tuple[int, int]]) -> str:
    chars: list[str] | None = None
    for start, end in spans:
        chars = chars if chars is not None else list(folded)
        chars[start:end] = BLANK * (end - start)
    return folded if chars is None else "".join(chars)


def _tokens(plain: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(plain):
        start, text = match.start(), match.group()
        if not _HIDDEN.search(text):
            yield Token(start, match.end(), text)
            continue
        body = _without_emphasis(text)
        start += text.index(body)
        parts = [part for part in _HIDDEN.split(body) if part]
        if len(body) <= 40 and (_is_masked(parts) or (len(body) > 2 and set(body) == {"*"})):
            yield Token(start, start + len(body), _stars(body), hidden=True)
            continue
        for part in re.finditer(r"[A-Z0-9]+", body):
            yield Token(start + part.start(), start + part.end(), part.group())


def _without_emphasis(text: str) -> str:
    """Take away the asterisks of "**A1263**" and "*footnote", not those of "****5678"."""
    left = len(text) - len(text.lstrip("*"))
    right = len(text) - len(text.rstrip("*"))
    if left == len(text):
        return text
    if left == right:
        return text[left : len(text) - right]
    return text[left if left < 3 else 0 : len(text) - right if right < 3 else len(text)]


def _is_masked(parts: list[str]) -> bool:
    """Are these the readable parts of one code, not two codes or words with a "?" between?"""
    if len(parts) > 1 and sum(map(len, parts)) == FULL:
        return False  # "AKFF*1Y0E*1234*5678": nothing is hidden
    return bool(parts) and not any(
        len(part) >= FULL
        or part in COMMON
        or re.fullmatch(r"A\d{4}\w{0,3}", part)
        or (part.isalpha() and len(part) > 8)
        for part in parts
    )


def _stars(body: str) -> str:
    """One asterisk for each hidden character; three dots stand for an unknown number."""
    return re.sub(r"[?#_]", "*", re.sub(r"\.{3,8}", "*", body))
