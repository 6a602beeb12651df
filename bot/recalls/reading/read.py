"""Read model and serial numbers out of what customers write.

    >>> [(i.kind, i.value) for i in read_identifiers("model a 1263, S/N: akff-1y0e-1234-5678")]
    [('model', 'A1263'), ('serial', 'AKFF1Y0E12345678')]

Steps: fold the text with an offset map (`fold`), blank what is never an identifier
(`masks`), cut it into tokens and runs (`page`), then take, in this order, cells
under table headings, values beside labels (`labels`), values whose shape says what they
are, and last, where the assistant has asked, a bare answer. Whatever a step takes is marked, so
that the next ones leave it alone. Pure; any str is allowed; time is linear in its length.

Shapes: Anker's models are "A" and four characters, the third of which may be a letter, followed by
three for colour and region; its serials are usually 16 capitals and digits. Other firms' shapes
(reference/recall_facts.md, 2 and 3.1) are read where a label or the maker's name says so.
"""

from __future__ import annotations

from bot.recalls.reading import shapes
from bot.recalls.reading.beside import LabelReader
from bot.recalls.reading.labels import PART_AFTER, PART_BEFORE
from bot.recalls.reading.masks import unless_labelled
from bot.recalls.reading.page import BLANK, FULL, LONGEST_RUN, TIGHT, Piece
from bot.recalls.reading.tables import TableReader
from bot.recalls.reading.take import Identifier, Kind
from bot.recalls.reading.words import ANSWER_WORDS, BRAND_GOODS, BRANDS, COMMON

__all__ = ["Identifier", "Kind", "read_identifiers"]


def read_identifiers(text: str, *, asked: Kind | None = None) -> list[Identifier]:
    """All identifiers in `text`, in order, not overlapping.

    asked: what the assistant has just asked for; a bare answer is then taken more generously.
    """
    return _Reader(text, asked).read()


class _Reader(TableReader, LabelReader):
    """One reading of one message."""

    def read(self) -> list[Identifier]:
        if self.page.tokens:
            self._tables()
            self._labelled()
            self._even()
            self.page.mark_spans(unless_labelled(self.page.plain))
            self._shaped()
            if self.asked:
                self._answer(self.asked)
        return sorted(self.found, key=lambda found: found.start)

    def _even(self) -> None:
        """Unlabelled full serials in groups of one size."""
        i = 0
        while i < len(self.page.tokens):
            count = self.page.even_groups(i)
            i = self._take_even(i, count) if count else i + 1

    def _shaped(self) -> None:
        """What is certain by its shape, without any label."""
        page, i = self.page, 0
        while i < len(page.tokens):
            run = page.run(i)
            if not run:
                i += 1
                continue
            i = max(i + 1, self._shaped_run(run))

    def _shaped_run(self, run: list[Piece]) -> int:
        """Take what a run holds; returns the token to go on from."""
        n = 0
        while n < len(run):
            rest = run[n:]
            end = self._shape_at(rest, run[n - 1] if n else None)
            if end:
                while n < len(run) and run[n].first < end:
                    n += 1
            else:
                n += 1
        return run[-1].end

    def _shape_at(self, rest: list[Piece], previous: Piece | None) -> int:
        head = rest[0]
        glued = self._glued(head)
        if glued:
            return glued
        if previous and shapes.is_whole(previous):
            previous = None
        whole = 0 if previous and head.lead == TIGHT else self._whole(rest, labelled=False)
        if whole and not (whole == 1 and not shapes.certain_serial(head.chars)):
            return self._take_pieces("serial", rest[:whole])
        end = self._anker(rest, loose=self.asked == "model")
        if end:
            return end
        if previous and head.lead == TIGHT:
            return 0
        if previous and previous.spoken and head.spoken:
            return 0  # inside spelled characters that were no code from their start
        group = shapes.tight_pieces(rest)
        value = "".join(piece.chars for piece in group)
        if (
            self._after_brand(head)
            and not head.spoken
            and shapes.brand_model(group, self._raw(head).isupper())
        ):
            return self._brand_models(group)
        if not any(piece.word for piece in group) and shapes.looks_serial(value, len(group)):
            named = len(value) <= 9 and self._near_brand(head) and shapes.brand_model(group, False)
            expected = self.asked == "model" and len(value) < FULL
            kind: Kind = "model" if expected or named else "serial"
            return self._take_pieces(kind, group, kind == "serial" and self._cut_short(group))
        group = shapes.regular_pieces(rest)
        if group:
            return self._take_pieces("serial", group)
        small = self._raw(head) == "a" and any(self._raw(piece).isupper() for piece in rest)
        group = shapes.spelled_pieces(rest, article=small)
        return self._take_pieces("serial", group) if group else 0

    def _brand_models(self, group: list[Piece]) -> int:
        """Take a model after its maker's name, and those listed after it."""
        end = self._take_pieces("model", group)
        following = self._next_in_list(end, "model", ["model"])
        while following is not None:
            group = shapes.tight_pieces(self.page.run(following) or group[:0])
            value = "".join(piece.chars for piece in group)
            if not group or shapes.anker(value) or not shapes.brand_model(group, True):
                break
            end = self._take_pieces("model", group)
            following = self._next_in_list(end, "model", ["model"])
        return end

    def _after_brand(self, piece: Piece) -> bool:
        i = piece.first
        for _ in range(4):
            if i == 0 or len(self.page.before(i)) > 2 or BLANK in self.page.before(i):
                return False
            i -= 1
            if self.page.tokens[i].text in BRANDS:
                return True
            word = self.page.tokens[i].text
            if word not in BRAND_GOODS and (word in COMMON or not word.isalpha()):
                return False
        return False

    def _near_brand(self, piece: Piece) -> bool:
        """Is a maker named a few words before?"""
        words = (token.text for token in self.page.tokens[max(0, piece.first - 6) : piece.first])
        return any(word in BRANDS for word in words)

    def _answer(self, asked: Kind) -> None:
        """A bare answer to the assistant's question."""
        page = self.page
        bare = self._is_bare()
        i = 0
        while i < len(page.tokens):
            if page.busy[i] or (bare and self._is_answer_word(i)):
                i += 1
                continue
            run = page.run(i, LONGEST_RUN if bare else 12)
            if not run or run[0].word:
                i += 1
                continue
            pieces = shapes.answer_pieces(run, asked, bare)
            value = "".join(piece.chars for piece in pieces)
            if pieces and shapes.good_answer(value, asked, bare, len(page.tokens) == len(pieces)):
                kind: Kind = "serial" if shapes.too_long_for_model(value) else asked
                i = self._take_pieces(kind, pieces, self._cut_short(pieces))
            else:
                i = run[0].end
        return

    def _cut_short(self, pieces: list[Piece]) -> bool:
        if len("".join(piece.chars for piece in pieces)) >= FULL:
            return False
        end = self.page.tokens[pieces[-1].end - 1].end
        start = self.page.tokens[pieces[0].first].start
        before = self.page.plain[max(0, start - 50) : start]
        return bool(PART_BEFORE.search(before) or PART_AFTER.match(self.page.plain, end))

    def _is_answer_word(self, i: int) -> bool:
        token = self.page.tokens[i].text
        if token not in ANSWER_WORDS:
            return False
        return self._is_link(i) if len(token) == 1 else True

    def _is_bare(self) -> bool:
        """Does the message hold nothing but a code and the words around an answer?"""
        page = self.page
        if BLANK in page.plain or len(page.tokens) > 40:
            return False
        i = 0
        while i < len(page.tokens):
            text = page.tokens[i].text
            piece = page.piece(i)
            if piece is not None and (piece.spoken or not piece.word):
                i = piece.end
            elif page.busy[i] or text in ANSWER_WORDS or any(c.isdigit() for c in text):
                i += 1
            else:
                return False
        return True
