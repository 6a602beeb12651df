"""Identifiers beside labels: "serial number on the back is ...", "... is my order number".

In: a page and its labels. Out: the values beside labels of ours, taken; those beside labels of
other numbers (orders, parcels, phones) marked, so that nobody takes them.
"""

from __future__ import annotations

import re

from bot.recalls.reading import shapes
from bot.recalls.reading.labels import OTHER_THING, PART_AFTER, PART_BEFORE, Label, labels
from bot.recalls.reading.page import FULL, SPACE, TIGHT, Piece
from bot.recalls.reading.take import Kind, Taker
from bot.recalls.reading.words import LINKS, words

_MOST_LINKS = 12  # words between a label and its value
_LONGEST = 40  # characters; anything longer is no code, even behind a label
_LONGEST_BACK = 24  # tokens of a code before its label
_LIST_GAP = re.compile(
    r"[ \t]{0,3}(?:[,;/&+|]|\r?\n)[ \t\r\n]{0,3}(?:[-*•>] ?)?(?:\d{1,2}[.):] {0,2})?"
)
_LIST_WORDS = frozenset(["AND", "OR", "PLUS", "THEN"])
_STOP = re.compile(r"[?!\x00]|\n[ \t]{0,4}\n")  # no value is looked for beyond these
_BACK_LINKS = frozenset(["IS", "WAS", "ARE", "AS", "BEING", "WERE", "ITS", "THATS"])
_BACK_WORDS = words(
    """
    MY THE ITS OUR A AN HIS HER THEIR YOUR FULL ORIGINAL AMAZON ANKER EBAY WHOLE ONLY COMPLETE
    CORRECT ACTUAL UNIT DEVICE POWER BANK CHARGER PRODUCT PHONE
    """
)


class LabelReader(Taker):
    """Reads values beside labels, and lists of them."""

    def _labelled(self) -> None:
        page = self.page
        spans = [label for label in labels(page.plain) if not self._in_spelling(label)]
        self.about_serial |= any(label.kind == "serial" for label in spans)
        heads = [page.token_at(label.start) for label in spans]
        ends = [page.token_at(label.end) for label in spans]
        spans_at = [
            (label, head, end)
            for label, head, end in zip(spans, heads, ends, strict=True)
            if head < len(page.tokens) and (not any(page.busy[head:end]) or head == end)
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
            if (
                following
                and following[0].kind in ("model", "serial")
                and self._side_by_side(label, following[0])
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
        if self._is_index(i) and re.match(r"[.):] ", self.page.after(i)):
            return True  # "1) ..."
        if token.text not in LINKS:
            return False
        if len(token.text) == 1 or token.text in ("THE", "NUMBER", "DIGIT", "FOR", "IN"):
            run = self.page.run(i)
            spelled = [piece for piece in run[:4] if piece.spoken]
            grouped = bool(run) and bool(self._whole(run, labelled=True))
            model = (
                len(run) > 1
                and run[0].chars == "A"
                and shapes.anker("".join(piece.chars for piece in run[:6])[:5])
            )
            return not (len(spelled) >= 3 or grouped or model)
        return True

    def _value(self, kind: Kind, i: int, label: Label) -> tuple[int, bool]:
        """Take a value at token i: token after it (0 if none), and whether to look further."""
        even = self.page.even_groups(i, labelled=True)
        if even and kind == "serial":
            return self._take_even(i, even), False
        run = self.page.run(i)
        if not run or (run[0].word and not self._whole(run, labelled=True)):
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
            kind = "serial" if shapes.too_long_for_model(value) else kind
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

    def _next_in_list(self, end: int, kind: Kind | None, kinds: list[Kind]) -> int | None:
        """Token of the next value of a list ("2G520, 2G505B and 2G512B"), or None."""
        page = self.page
        i, said = end, 0
        while i < len(page.tokens) and page.tokens[i].text in _LIST_WORDS and said < 2:
            i, said = i + 1, said + 1
        if i >= len(page.tokens) or page.busy[i]:
            return None
        gap = page.plain[page.tokens[end - 1].end : page.tokens[i].start]
        if not (said or _LIST_GAP.fullmatch(gap)) or _STOP.search(gap):
            return None
        while self._is_index(i) and i + 1 < len(page.tokens):
            i += 1
        token = page.tokens[i]
        if page.busy[i] or not any(c.isdigit() for c in token.text):
            piece = page.piece(i)
            return i if piece and piece.spoken and kind == "serial" and said else None
        last = self.found[-1].value if self.found else ""
        slack = 1 if kind == "model" else 0
        alike = abs(len(token.text) - len(last)) <= slack or len(kinds) > 1
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
            if not joined or shapes.anker(previous) or len(previous) == FULL:
                break
            first -= 1
        if first == last and not any(c.isdigit() for c in page.tokens[last].text):
            return False
        if label.kind in ("foreign", "part"):
            if label.kind == "part" and shapes.anker(page.tokens[last].text):
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
        if len(gap) > 8 or _STOP.search(gap) or not re.fullmatch(r"[\s:#=.,'\"(\[|*_\-/<>]*", gap):
            return
        run = page.run(start)
        if not run:
            return
        model = shapes.anker(run[0].chars) or shapes.anker(
            "".join(piece.chars for piece in run[:2])
        )
        if model and (label.kind == "part" or not label.sure or label_text.startswith("RECALL")):
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
        if shapes.anker(piece.chars) or len(piece.chars) == FULL or piece.word:
            return False
        return piece.lead == TIGHT or (piece.lead == SPACE and (piece.digit or piece.spoken))
