"""Taking identifiers out of a page: the steps that all ways of finding them share.

In: tokens and pieces of a `Page`. Out: `Identifier`s, noted in the order they were found, with
their tokens marked.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from bot.recalls.reading import shapes
from bot.recalls.reading.masks import is_other
from bot.recalls.reading.page import FULL, LINE, SPACE, TIGHT, Page, Piece

Kind = Literal["model", "serial"]


@dataclass(frozen=True)
class Identifier:
    """A model or serial number and where it stands: raw == text[start:end].

    value: NFKC, upper case, without separators and labels; look-alike letters of other scripts are
        Latin, O and I are as typed; "*" for each character that the customer could not read.
    suffix: colour and region, cut off a model (A1263N12 -> A1263 and N12).
    partial: masked, or said to be only a part.
    """

    kind: Kind
    value: str
    raw: str
    start: int
    end: int
    suffix: str = ""
    partial: bool = False


class Taker:
    """A message being read: its page, and what has been found on it."""

    def __init__(self, text: str, asked: Kind | None) -> None:
        """asked: what the assistant has just asked for."""
        self.page = Page(text)
        self.asked = asked
        self.found: list[Identifier] = []
        self.about_serial = asked == "serial"  # do they speak of a serial at all?
        self.groups = self.page.group_spans()

    def _take(
        self, kind: Kind, first: int, end: int, value: str, suffix: str = "", partial: bool = False
    ) -> int:
        """Note tokens first..end as an identifier, unless they are no such thing; returns `end`."""
        page = self.page
        page.mark(first, end)
        if is_other(value):
            return end
        start, stop = page.folded.span(page.tokens[first].start, page.tokens[end - 1].end)
        if suffix == shapes.PLURAL:  # "two A1263s": the letter is not part of it
            suffix, stop = "", stop - 1
        partial = partial or "*" in value
        raw = page.text[start:stop]
        self.found.append(Identifier(kind, value, raw, start, stop, suffix, partial))
        return end

    def _take_pieces(self, kind: Kind, pieces: list[Piece], partial: bool = False) -> int:
        value, suffix = "".join(piece.chars for piece in pieces), ""
        if kind == "serial":  # "SNAKFF-1Y0E-1234-5678"
            value = shapes.without_glued_label(value) or value
        elif model := shapes.anker(value):  # "a twelve twelve oh twelve"
            value, suffix = model[0], model[1].replace(shapes.PLURAL, "")
        return self._take(kind, pieces[0].first, pieces[-1].end, value, suffix, partial)

    def _take_even(self, i: int, count: int) -> int:
        value = "".join(token.text for token in self.page.tokens[i : i + count])
        return self._take("serial", i, i + count, value)

    def _anker(self, pieces: list[Piece], loose: bool) -> int:
        """Take a model of Anker's shape at the start of a run; 0 if there is none.

        loose: a label or the question says that a model is meant.
        """
        head = pieces[0]
        if head.chars[0] != "A":
            return 0
        match = shapes.anker(head.chars)
        if match and not head.spoken:
            suffix, end = match[1], head.end
            if not suffix and len(pieces) > 1:
                suffix = shapes.anker_suffix(pieces[1].chars, pieces[1].lead == TIGHT)
                if suffix and not pieces[1].spoken:
                    end = pieces[1].end
                else:
                    suffix = ""
            return self._take("model", head.first, end, match[0], suffix)
        return self._anker_in_pieces(pieces, loose)

    def _anker_in_pieces(self, pieces: list[Piece], loose: bool) -> int:
        """ "A 1263", "A-12-63", "a twelve sixty three": a model over several pieces."""
        count = shapes.count_to(pieces[:6], 5)
        chars = "".join(piece.chars for piece in pieces[:count])
        if count < 2 or not shapes.anker(chars) or any(p.lead == LINE for p in pieces[1:count]):
            return 0
        if any(piece.lead == SPACE and shapes.is_rating(piece.chars) for piece in pieces[1:count]):
            return 0
        head, second = pieces[:2]
        more = pieces[count] if len(pieces) > count else None
        if more and more.digit and more.lead == TIGHT and not shapes.anker_suffix(more.chars, True):
            return 0
        if more and (len(chars + more.chars) == FULL or (head.spoken and more.spoken)):
            spelled = [piece for piece in pieces if piece.spoken]
            if sum(len(piece.chars) for piece in spelled) >= 8:
                return 0
        spaced = count == 2 and head.chars == "A" and not second.spoken and second.lead == SPACE
        small = self._raw(head) == "a"
        if spaced and not loose and not shapes.is_number_of_model(second.chars, small):
            return 0
        suffix, end = "", pieces[count - 1].end
        if more and not more.spoken and shapes.anker_suffix(more.chars, more.lead == TIGHT):
            suffix, end = more.chars, more.end
        return self._take("model", pieces[0].first, end, chars, suffix)

    def _raw(self, piece: Piece) -> str:
        tokens = self.page.tokens
        return self.page.raw(tokens[piece.first].start, tokens[piece.end - 1].end)

    def _whole(self, pieces: list[Piece], labelled: bool) -> int:
        """Number of pieces at the start of a run that are exactly one full serial; 0 if none."""
        count = shapes.count_to(pieces, FULL)
        group = pieces[:count]
        if not count or not shapes.is_group(group, labelled):
            return 0
        if not labelled and count > 1 and group[0].chars in ("A", "I") and not group[1].spoken:
            return 0
        return 0 if self._goes_on(group, pieces[count:]) else count

    def _goes_on(self, group: list[Piece], rest: list[Piece]) -> bool:
        """Is a full serial followed by more of the same code (a group or a character too many)?"""
        if rest and not rest[0].word and all(piece.spoken for piece in group):
            return self._spelled_on(rest)
        if not rest or rest[0].word or (len(group) < 2 and rest[0].lead != TIGHT):
            return False
        following = rest[0]
        if shapes.anker(following.chars) or len(following.chars) == FULL:
            return False
        if following.lead == TIGHT:
            return not group[0].spoken and following.digit
        sizes = {len(piece.chars) for piece in group}
        if following.lead == SPACE == group[-1].lead and self.page.trails(
            following.first, max(sizes)
        ):
            return True
        same = [piece for piece in rest if {len(piece.chars)} == sizes and not piece.word]
        regular = len(sizes) == 1 and sizes != {1} and len(following.chars) in sizes
        extra = sum(len(piece.chars) for piece in same)
        return (
            regular
            and following.lead == group[-1].lead
            and extra % FULL != 0
            and not shapes.is_year(following.chars)
        )

    def _spelled_on(self, rest: list[Piece]) -> bool:
        """Are more characters spelled after the sixteen, and no second serial, model or count?"""
        more = [piece.chars for piece in takewhile(lambda piece: piece.spoken, rest)]
        chars = "".join(more)
        if more and (chars in ("A", "I") or self.page.counts(rest[len(more) - 1].end)):
            chars = "".join(more[:-1])  # "a friend", "2 of them"
        return len(chars) % FULL != 0 and not shapes.anker(chars)

    def _glued(self, piece: Piece) -> int:
        """ "SNAKFF1Y0E12345678", "ModelA1263": a label without a space before the value."""
        rest = shapes.without_glued_label(piece.chars)
        if piece.spoken or piece.end - piece.first != 1 or not rest:
            return 0
        page, i = self.page, piece.first
        end = page.tokens[i].end
        start, stop = page.folded.span(end - len(rest), end)
        model = shapes.anker(rest)
        kind: Kind = "model" if model else "serial"
        value, suffix = model if model else (rest, "")
        if suffix == shapes.PLURAL:
            suffix, stop = "", stop - 1
        raw = page.text[start:stop]
        self.found.append(Identifier(kind, value, raw, start, stop, suffix, "*" in value))
        page.mark(i, i + 1)
        return i + 1
