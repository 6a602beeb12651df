"""Read model and serial numbers out of what customers write.

    >>> [(i.kind, i.value) for i in read_identifiers("model a 1263, S/N: akff-1y0e-1234-5678")]
    [('model', 'A1263'), ('serial', 'AKFF1Y0E12345678')]

Steps: fold the text with an offset map (`reading_fold`), blank what is never an identifier
(`reading_masks`), cut it into tokens and runs (`reading_page`), then take, in this order, cells
under table headings, values beside labels (`reading_labels`), values whose shape says what they
are, and last, where the assistant has asked, a bare answer. Whatever a step takes is marked, so
that the next ones leave it alone. Pure; any str is allowed; time is linear in its length.

Shapes: Anker's models are "A" and four characters, the third of which may be a letter, followed by
three for colour and region; its serials are usually 16 capitals and digits. Other firms' shapes
(reference/recall_facts.md, 2 and 3.1) are read where a label or the maker's name says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.recalls import reading_shapes as shapes
from bot.recalls.reading_labels import (
    OTHER_THING,
    PART_AFTER,
    PART_BEFORE,
    Label,
    labels,
    whole_label,
)
from bot.recalls.reading_masks import unless_labelled
from bot.recalls.reading_page import BLANK, FULL, LINE, LONGEST_RUN, SPACE, TIGHT, Page, Piece
from bot.recalls.reading_words import ANSWER_WORDS, BRANDS, LINKS

__all__ = ["Identifier", "Kind", "read_identifiers"]

Kind = Literal["model", "serial"]

_MOST_LINKS = 12  # words between a label and its value
_LONGEST = 40  # characters; anything longer is no code, even behind a label
_LONGEST_BACK = 24  # tokens of a code before its label
_LIST_GAP = re.compile(
    r"[ \t]{0,3}(?:[,;/&+|]|\r?\n)[ \t\r\n]{0,3}(?:[-*•>] ?)?(?:\d{1,2}[.):] {0,2})?"
)
_STOP = re.compile(r"[?!\x00]|\n[ \t]{0,4}\n")  # no value is looked for beyond these
_BACK_LINKS = frozenset("IS WAS ARE AS BEING WERE ITS THATS".split())
_BACK_WORDS = frozenset(
    "MY THE ITS OUR A AN HIS HER THEIR YOUR FULL ORIGINAL AMAZON ANKER EBAY WHOLE ONLY COMPLETE"
    " CORRECT ACTUAL UNIT DEVICE POWER BANK CHARGER PRODUCT PHONE".split()
)


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


def read_identifiers(text: str, *, asked: Kind | None = None) -> list[Identifier]:
    """All identifiers in `text`, in order, not overlapping.

    asked: what the assistant has just asked for; a bare answer is then taken more generously.
    """
    return _Reader(text, asked).read()


class _Reader:
    """One reading of one message."""

    def __init__(self, text: str, asked: Kind | None) -> None:
        self.page = Page(text)
        self.asked = asked
        self.found: list[Identifier] = []
        self.about_serial = asked == "serial"
        self.groups: list[tuple[int, int]] = []

    def read(self) -> list[Identifier]:
        if self.page.tokens:
            self.groups = self.page.group_spans()
            self._tables()
            self._labelled()
            self._even()
            self.page.mark_spans(unless_labelled(self.page.plain))
            self._shaped()
            if self.asked:
                self._answer(self.asked)
        return sorted(self.found, key=lambda found: found.start)

    # ---- taking -------------------------------------------------------------------------

    def _take(
        self, kind: Kind, first: int, end: int, value: str, suffix: str = "", partial: bool = False
    ) -> int:
        """Note tokens first..end as an identifier; returns `end`."""
        page = self.page
        start, stop = page.folded.span(page.tokens[first].start, page.tokens[end - 1].end)
        if suffix == shapes.PLURAL:  # "two A1263s": the letter is not part of it
            suffix, stop = "", stop - 1
        partial = partial or "*" in value
        raw = page.text[start:stop]
        self.found.append(Identifier(kind, value, raw, start, stop, suffix, partial))
        page.mark(first, end)
        return end

    def _take_pieces(self, kind: Kind, pieces: list[Piece], partial: bool = False) -> int:
        value = "".join(piece.chars for piece in pieces)
        return self._take(kind, pieces[0].first, pieces[-1].end, value, "", partial)

    def _anker(self, pieces: list[Piece], loose: bool) -> int:
        """Take a model of Anker's shape at the start of a run; 0 if there is none.

        loose: a label or the question says that a model is meant.
        """
        head = pieces[0]
        match = shapes.anker(head.chars, self._is_lower_end(head))
        if match and not head.spoken:
            suffix, end = match[1], head.end
            if not suffix and len(pieces) > 1:
                suffix = shapes.anker_suffix(pieces[1].chars, pieces[1].lead == TIGHT)
                if suffix and not pieces[1].spoken:
                    end = pieces[1].end
                else:
                    suffix = ""
            return self._take("model", head.first, end, match[0], suffix)
        if head.chars[0] == "A":
            return self._anker_in_pieces(pieces, loose)
        return 0

    def _anker_in_pieces(self, pieces: list[Piece], loose: bool) -> int:
        """ "A 1263", "A-12-63", "a twelve sixty three": a model over several pieces."""
        chars = ""
        for count, piece in enumerate(pieces[:6], 1):
            if count > 1 and piece.lead not in (TIGHT, SPACE, "comma"):
                return 0
            chars += piece.chars
            if len(chars) >= 5:
                break
        more = pieces[count] if len(pieces) > count else None
        if len(chars) != 5 or count == 1 or not shapes.anker(chars, False):
            return 0
        if more and more.digit and more.lead == TIGHT and not shapes.anker_suffix(more.chars, True):
            return 0
        if more and len(chars + more.chars) == FULL or (more and pieces[0].spoken and more.spoken):
            spelled = [piece for piece in pieces if piece.spoken]
            if sum(len(piece.chars) for piece in spelled) >= 8:
                return 0
        spaced = count == 2 and not pieces[1].spoken and pieces[1].lead == SPACE
        article = self._raw(pieces[0]) == "a" and spaced and " " in self.page.before(pieces[1].first)
        if article and not loose and not shapes.is_number_of_model(pieces[1].chars):
            return 0
        suffix, end = "", pieces[count - 1].end
        if more and not more.spoken and shapes.anker_suffix(more.chars, more.lead == TIGHT):
            suffix, end = more.chars, more.end
        return self._take("model", pieces[0].first, end, chars, suffix)

    def _raw(self, piece: Piece) -> str:
        tokens = self.page.tokens
        return self.page.raw(tokens[piece.first].start, tokens[piece.end - 1].end)

    def _is_lower_end(self, piece: Piece) -> bool:
        return self._raw(piece)[-1:].islower() and not self._raw(piece)[:1].islower()

    def _whole(self, pieces: list[Piece], labelled: bool) -> int:
        """Number of pieces at the start of a run that make up exactly one full serial; 0 if none."""
        total = 0
        for count, piece in enumerate(pieces, 1):
            total += len(piece.chars)
            if total >= FULL or piece.lead == LINE and total > FULL:
                break
        else:
            return 0
        group = pieces[:count]
        if total != FULL or not shapes.is_group(group, labelled):
            return 0
        if not labelled and count > 1 and group[0].chars in ("A", "I") and not group[1].spoken:
            return 0
        return 0 if self._goes_on(group, pieces[count:]) else count

    def _goes_on(self, group: list[Piece], rest: list[Piece]) -> bool:
        """Is a full serial followed by more of the same code (one group too many)?"""
        if not rest or rest[0].word or len(group) < 2 and rest[0].lead != TIGHT:
            return False
        following = rest[0]
        if shapes.anker(following.chars, False) or len(following.chars) == FULL:
            return False
        if following.lead == TIGHT:
            return not group[0].spoken and following.digit
        sizes = {len(piece.chars) for piece in group}
        same = [piece for piece in rest if {len(piece.chars)} == sizes and not piece.word]
        regular = len(sizes) == 1 and sizes != {1} and len(following.chars) in sizes
        extra = sum(len(piece.chars) for piece in same)
        return (
            regular
            and following.lead == group[-1].lead
            and extra % FULL != 0
            and not shapes.is_year(following.chars)
        )

    # ---- tables -------------------------------------------------------------------------

    def _tables(self) -> None:
        """Cells under headings: CSV, tab or pipe separated, or set in columns by spaces."""
        plain = self.page.plain
        if "\n" not in plain:
            return
        columns: list[str | None] = []
        delimiter: re.Pattern[str] | None = None
        offset = 0
        for line in plain.split("\n"):
            if delimiter is not None and delimiter.search(line):
                self._row(line, offset, delimiter, columns)
            else:
                delimiter, columns = shapes.header(line, whole_label)
                if delimiter is not None:
                    self._mark_line(offset, offset + len(line))
            offset += len(line) + 1

    def _mark_line(self, start: int, end: int) -> None:
        self.page.mark_spans(iter([(start, end)]))

    def _row(
        self, line: str, offset: int, delimiter: re.Pattern[str], columns: list[str | None]
    ) -> None:
        start = 0
        edge = len(line) - len(line.lstrip(" |")) if "|" in line[:3] else 0
        start = edge
        for kind in columns:
            match = delimiter.search(line, start)
            end = match.start() if match else len(line)
            first = self.page.token_at(offset + start)
            last = self.page.token_at(offset + end)
            if kind in ("serial", "model") and first < last:
                self._cell("serial" if kind == "serial" else "model", first, last)
            elif kind in ("foreign", "part"):
                self.page.mark(first, last)
            if match is None:
                break
            start = match.end()

    def _cell(self, kind: Kind, first: int, last: int) -> None:
        tokens = self.page.tokens[first:last]
        value = "".join(token.text for token in tokens)
        text = self.page.plain[tokens[0].start : tokens[-1].end]
        if BLANK in text or len(tokens) > 5 or not any(c.isdigit() for c in value):
            return
        model = shapes.anker(value, False)
        if model:
            self._take("model", first, last, *model)
        elif shapes.certain_serial(value):
            self._take("serial", first, last, value)
        elif 3 <= len(value) <= 24 and not any(
            token.text.isalpha() and self.page.is_word(i) for i, token in enumerate(tokens, first)
        ):
            self._take(kind, first, last, value)

    # ---- labels -------------------------------------------------------------------------

    def _labelled(self) -> None:
        page = self.page
        spans = [label for label in labels(page.plain) if not self._in_spelling(label)]
        self.about_serial |= any(label.kind == "serial" for label in spans)
        heads = [page.token_at(label.start) for label in spans]
        ends = [page.token_at(label.end) for label in spans]
        spans_at = [
            (label, head, end)
            for label, head, end in zip(spans, heads, ends, strict=True)
            if not any(page.busy[head:end]) or head == end
        ]
        for label, head, end in spans_at:
            if label.kind in ("serial", "model", "partial") or label.sure:
                page.mark(head, end)
        waiting: list[Kind] = []
        for n, (label, head, end) in enumerate(spans_at):
            if label.kind in ("foreign", "part"):
                if not self._backward(label, head):
                    self._foreign(label, head, end)
                continue
            if self._backward(label, head):
                continue
            kind: Kind = "model" if label.kind == "model" else "serial"
            following = spans_at[n + 1] if n + 1 < len(spans_at) else None
            if following and following[0].kind in ("model", "serial") and self._side_by_side(
                label, following[0]
            ):
                waiting.append(kind)  # "Model / SN: MXB008 / GK2309880"
                continue
            self._forward(label, end, [*waiting, kind])
            waiting = []

    def _in_spelling(self, label: Label) -> bool:
        """ "S N" inside spelled characters, "SN" inside groups of two: no label."""
        page, i = self.page, self.page.token_at(label.start)
        if label.end - label.start > 5 or not 0 < i < len(page.tokens):
            return False
        if any(a < label.start < b for a, b in self.groups):
            return True
        single = len(page.tokens[i].text) == 1 == len(page.tokens[i - 1].text)
        return single and 1 <= len(page.before(i)) <= 3

    def _side_by_side(self, label: Label, following: Label) -> bool:
        between = self.page.plain[label.end : following.start]
        return bool(re.fullmatch(r" ?(?:[/&+,]|AND) ?", between))

    def _forward(self, label: Label, i: int, kinds: list[Kind]) -> None:
        """Take the value after a label, and the further ones of a list."""
        start: int | None = self._skip_links(i, label.end)
        took = 0
        while start is not None and took < 60:
            kind = kinds[min(took, len(kinds) - 1)]
            end, again = self._value(kind, start, label)
            if not end:
                return
            if again:  # "serial number of my A1263 is ...": the label still waits
                start = self._skip_links(end, self.page.tokens[end - 1].end)
                continue
            took += 1
            start = self._next_in_list(end, kind if len(kinds) == 1 else None, kinds)

    def _skip_links(self, i: int, offset: int) -> int | None:
        """First token after the words and marks between a label and its value."""
        page = self.page
        for _ in range(_MOST_LINKS):
            if i >= len(page.tokens):
                return None
            gap = page.plain[offset : page.tokens[i].start] if offset < page.tokens[i].start else ""
            if page.busy[i] or len(gap) > 60 or _STOP.search(gap):
                return None
            if not self._is_link(i):
                return i
            offset, i = page.tokens[i].end, i + 1
        return None

    def _is_link(self, i: int) -> bool:
        token = self.page.tokens[i]
        if token.text in LINKS and self.page.even_groups(i, labelled=len(token.text) != 2):
            return False
        if token.text.isdigit() and len(token.text) <= 2 and re.match(r"[.)] |: ", self.page.after(i)):
            return True  # "1) ..."
        if token.text not in LINKS:
            return False
        if len(token.text) == 1 or token.text in ("THE", "NUMBER", "DIGIT", "FOR", "IN"):
            run = self.page.run(i)
            spelled = [piece for piece in run[:4] if piece.spoken]
            grouped = bool(run) and bool(self._whole(run, labelled=True))
            model = len(run) > 1 and run[0].chars == "A" and shapes.anker(
                "".join(piece.chars for piece in run[:6])[:5], False
            )
            return not (len(spelled) >= 3 or grouped or model)
        return True

    def _value(self, kind: Kind, i: int, label: Label) -> tuple[int, bool]:
        """Take a value at token i: token after it (0 if none), and whether to look further."""
        even = self.page.even_groups(i, labelled=True)
        if even and kind == "serial":
            return self._take_even(i, even), False
        run = self.page.run(i)
        if not run or run[0].word and not self._whole(run, labelled=True):
            return 0, False
        end = self._anker(run, loose=True)
        if end:
            return end, kind == "serial" and label.kind == "serial"
        glued = self._glued(run[0])
        if glued:
            return glued, False
        whole = self._whole(run, labelled=True)
        if whole and kind == "model" and any(len(p.chars) not in (1, 4, FULL) for p in run[:whole]):
            whole = 0  # "DBL6000M DBL6000P"
        if whole:
            return self._take_pieces("serial", run[:whole]), False
        pieces = shapes.serial_pieces(run) if kind == "serial" else shapes.model_pieces(run)
        value = "".join(piece.chars for piece in pieces)
        if not pieces or len(value) > _LONGEST:
            return 0, False
        partial = kind == "serial" and self._said_partial(label, pieces)
        if kind == "model":
            sure = self.page.plain[label.end : self.page.tokens[i].start].strip(" :#.=-\"'") == ""
            good = shapes.labelled_model(value, pieces, sure)
        elif partial or label.kind == "partial":
            good = self._good_part(value, label)
            partial = True
        else:
            good = shapes.labelled_serial(value)
        return (self._take_pieces(kind, pieces, partial) if good else 0), False

    def _good_part(self, value: str, label: Label) -> bool:
        sure = self.about_serial
        if label.kind == "partial" and not sure:
            before = self.page.plain[max(0, label.start - 40) : label.start]
            if OTHER_THING.search(before) or shapes.is_year(value) or len(value) < 3:
                return False
        if not any(c.isdigit() or c == "*" for c in value):
            return sure and len(value) >= 3
        return len(value) >= 2

    def _said_partial(self, label: Label, pieces: list[Piece]) -> bool:
        page = self.page
        start, end = page.tokens[pieces[0].first].start, page.tokens[pieces[-1].end - 1].end
        before = re.split(r"[!?;\n]|\. ", page.plain[max(0, label.start - 50) : start])[-1]
        return bool(PART_BEFORE.search(before) or PART_AFTER.match(page.plain, end))

    def _glued(self, piece: Piece) -> int:
        """ "SNAKFF1Y0E12345678", "ModelA1263": a label without a space before the value."""
        rest = shapes.without_glued_label(piece.chars)
        if piece.spoken or piece.end - piece.first != 1 or not rest:
            return 0
        kind: Kind = "model" if shapes.anker(rest, False) else "serial"
        page, i = self.page, piece.first
        end = page.tokens[i].end
        start, stop = page.folded.span(end - len(rest), end)
        model = shapes.anker(rest, False)
        value, suffix = model if model else (rest, "")
        self.found.append(Identifier(kind, value, page.text[start:stop], start, stop, suffix))
        page.mark(i, i + 1)
        return i + 1

    def _next_in_list(self, end: int, kind: Kind | None, kinds: list[Kind]) -> int | None:
        """Token of the next value of a list ("2G520, 2G505B and 2G512B"), or None."""
        page = self.page
        i, words = end, 0
        while i < len(page.tokens) and page.tokens[i].text in ("AND", "OR", "PLUS") and words < 2:
            i, words = i + 1, words + 1
        if i >= len(page.tokens) or page.busy[i]:
            return None
        gap = page.plain[page.tokens[end - 1].end : page.tokens[i].start]
        if not (words or _LIST_GAP.fullmatch(gap)) or _STOP.search(gap):
            return None
        while self._is_index(i) and i + 1 < len(page.tokens):
            i += 1
        token = page.tokens[i]
        if page.busy[i] or not any(c.isdigit() for c in token.text):
            piece = page.piece(i)
            return i if piece and piece.spoken and kind == "serial" and words else None
        last = self.found[-1]
        alike = len(token.text) == len(last.value) or len(kinds) > 1
        mixed = any(c.isalpha() for c in token.text) and len(token.text) > 2
        return i if mixed or alike or "-" in page.after(i)[:1] else None

    def _is_index(self, i: int) -> bool:
        text = self.page.tokens[i].text
        return text.isdigit() and len(text) <= 2 and bool(re.match(r"[.):]", self.page.after(i)))

    def _link_back(self, head: int) -> int | None:
        """Token that ends a value before "is my <label>" or "(<label>)"; None if there is none."""
        page = self.page
        i = head
        for _ in range(4):
            before = page.before(i)
            if i and re.fullmatch(r" ?[(\[] ?| ?= ?", before):
                return i - 1
            if not i or len(before) > 3 or not re.fullmatch(r"[ ,\"')\-]{1,3}|'", before):
                return None
            word = page.tokens[i - 1].text
            if word in _BACK_LINKS or (word == "S" and page.before(i - 1) == "'"):
                gap = page.before(i - 1)
                return i - 2 if i > 1 and len(gap) <= 4 and not _STOP.search(gap) else None
            if word not in _BACK_WORDS:
                return None
            i -= 1
        return None

    def _backward(self, label: Label, head: int) -> bool:
        """Deal with a value that stands before its label; True if there is one."""
        page = self.page
        last = self._link_back(head)
        if last is None and label.kind == "foreign" and head and "#" in page.before(head - 1)[-1:]:
            last = head - 1 if page.before(head) == " " else None  # "#A1234 order"
        if last is None or page.busy[last] or not page.piece(last):
            return False
        first = last
        while first and last - first < _LONGEST_BACK and page.piece(first - 1):
            separator = page.separator(first)
            previous = page.tokens[first - 1].text
            joined = separator == TIGHT or (separator == SPACE and not page.is_word(first - 1))
            if not joined or shapes.anker(previous, False) or len(previous) == FULL:
                break
            first -= 1
        if not any(c.isdigit() for token in page.tokens[first : last + 1] for c in token.text):
            if first == last:
                return False
        if label.kind in ("foreign", "part"):
            if label.kind == "part" and shapes.anker(page.tokens[last].text, False):
                return False
            page.mark(first, last + 1)
            return True
        kind: Kind = "model" if label.kind == "model" else "serial"
        while first < last and self._is_link(first):
            first += 1
        before = len(self.found)
        self._value(kind, first, label)
        return len(self.found) > before

    def _foreign(self, label: Label, head: int, i: int) -> None:
        """Mark the number after a label that is not ours."""
        page = self.page
        label_text = page.plain[label.start : label.end]
        start: int | None = i
        if label.sure:
            start = self._skip_links(i, label.end)
        else:
            while start is not None and start < len(page.tokens) and page.tokens[start].text in (
                "IS", "WAS", "ARE", "NUMBER", "S",
            ):  # fmt: skip
                start += 1
        if start is None or start >= len(page.tokens) or page.busy[start]:
            return
        gap = page.before(start)
        if len(gap) > 8 or _STOP.search(gap) or not re.fullmatch(r"[\s:#=.,'\"(\[|*\-/<>]*", gap):
            return
        run = page.run(start)
        if not run:
            return
        model = shapes.anker(run[0].chars, False) or shapes.anker(
            "".join(piece.chars for piece in run[:2]), False
        )
        if model and (label.kind == "part" or not label.sure or label_text == "RECALL"):
            return
        whole = self._whole(run, labelled=True)
        count = whole or 1
        if not whole:
            while count < len(run) and self._belongs(run, count, label.sure):
                count += 1
        if not any(piece.digit for piece in run[:count]):
            return
        page.mark(run[0].first, run[count - 1].end)

    def _belongs(self, run: list[Piece], n: int, sure: bool) -> bool:
        """Does piece n go on with the foreign number before it?"""
        piece = run[n]
        if sure and piece.lead == TIGHT and len(piece.chars) != FULL:
            return True
        if shapes.anker(piece.chars, False) or len(piece.chars) == FULL or piece.word:
            return False
        return piece.lead == TIGHT or (piece.lead == SPACE and (piece.digit or piece.spoken))

    def _even(self) -> None:
        """Unlabelled full serials in groups of one size."""
        i = 0
        while i < len(self.page.tokens):
            count = self.page.even_groups(i)
            i = self._take_even(i, count) if count else i + 1

    def _take_even(self, i: int, count: int) -> int:
        value = "".join(token.text for token in self.page.tokens[i : i + count])
        return self._take("serial", i, i + count, value)

    # ---- shapes -------------------------------------------------------------------------

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
        group = shapes.tight_pieces(rest)
        value = "".join(piece.chars for piece in group)
        if self._after_brand(head) and not head.spoken and shapes.brand_model(value):
            return self._brand_models(group)
        if not any(piece.word for piece in group) and shapes.looks_serial(value, len(group)):
            kind: Kind = "model" if self.asked == "model" and len(value) < FULL else "serial"
            return self._take_pieces(kind, group)
        group = shapes.regular_pieces(rest)
        if group:
            return self._take_pieces("serial", group)
        if previous and previous.spoken:
            return 0
        group = shapes.spelled_pieces(rest)
        return self._take_pieces("serial", group) if group else 0

    def _brand_models(self, group: list[Piece]) -> int:
        """Take a model after its maker's name, and those listed after it."""
        end = self._take_pieces("model", group)
        following = self._next_in_list(end, "model", ["model"])
        while following is not None:
            group = shapes.tight_pieces(self.page.run(following) or group[:0])
            value = "".join(piece.chars for piece in group)
            if not group or shapes.anker(value, False) or not shapes.brand_model(value):
                break
            end = self._take_pieces("model", group)
            following = self._next_in_list(end, "model", ["model"])
        return end

    def _after_brand(self, piece: Piece) -> bool:
        i = piece.first
        return i > 0 and self.page.tokens[i - 1].text in BRANDS and len(self.page.before(i)) <= 2

    # ---- answers ------------------------------------------------------------------------

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
                i = self._take_pieces(asked, pieces, self._cut_short(pieces))
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

    def _is_code_part(self, i: int) -> bool:
        piece = self.page.piece(i)
        return piece is not None and (piece.spoken or not piece.word)

    def _is_bare(self) -> bool:
        """Does the message hold nothing but a code and the words around an answer?"""
        page = self.page
        if BLANK in page.plain or len(page.tokens) > 40:
            return False
        return all(
            page.busy[i]
            or token.text in ANSWER_WORDS
            or any(c.isdigit() for c in token.text)
            or self._is_code_part(i)
            for i, token in enumerate(page.tokens)
        )

