"""What a machine read on a photo, and where. Pure; small however much there is to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Box", "Line", "PhotoReading"]

# A photo of a newspaper page is no evidence: what is beyond this is left out.
MOST_LINES = 80
MOST_CHARACTERS = 120

# Left, top, right and bottom as parts of the photo's width and height, 0 to 1.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Line:
    """A line of text, or what a barcode holds (`code`). text: hostile, never more than shown."""

    text: str
    box: Box
    code: bool = False


@dataclass(frozen=True)
class PhotoReading:
    """All lines of a photo. A line seen in two ways stands there twice."""

    lines: tuple[Line, ...] = ()

    @classmethod
    def of(cls, lines: Sequence[Line]) -> PhotoReading:
        """A reading of at most MOST_LINES lines, each printable and at most MOST_CHARACTERS."""
        kept = (Line(_plain(line.text), line.box, line.code) for line in lines)
        return cls(tuple(line for line in kept if line.text)[:MOST_LINES])

    def as_json(self) -> dict[str, Any]:
        """As it is stored with the photo."""
        return {
            "lines": [
                {"text": x.text, "box": [round(v, 4) for v in x.box]}
                | ({"code": True} if x.code else {})
                for x in self.lines
            ]
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PhotoReading:
        """The stored reading, or the reader's answer. Raises ValueError for anything else."""
        try:
            return cls.of(
                [
                    Line(str(x["text"]), _box(x["box"]), bool(x.get("code")))
                    for x in data["lines"][: 2 * MOST_LINES]
                ]
            )
        except (KeyError, TypeError, AttributeError):
            raise ValueError("not a reading") from None


def _plain(text: str) -> str:
    """What can be printed of a text, in one line."""
    kept = (c if c.isprintable() else " " for c in text[: 4 * MOST_CHARACTERS])
    return " ".join("".join(kept).split())[:MOST_CHARACTERS]


def _box(data: Sequence[Any]) -> Box:
    left, top, right, bottom = (min(1.0, max(0.0, float(value))) for value in data)
    return left, top, right, bottom
