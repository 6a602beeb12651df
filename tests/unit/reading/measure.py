"""`python -m tests.unit.reading.measure [a|b]`: how exactly identifiers are read.

An identifier counts as read when kind and canonical value are right, once for each time it stands
in the message; what is read and is none counts against the precision.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.recalls.reading import read_identifiers

__all__ = ["Measured", "cases", "measure"]


@dataclass
class Measured:
    """right: read as they are. expected, read: how many there are, and how many were read.
    raw: of the right ones, those whose raw text is right to the character."""

    cases: int = 0
    right: int = 0
    expected: int = 0
    read: int = 0
    raw: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.read

    @property
    def recall(self) -> float:
        return self.right / self.expected


def cases(half: str) -> list[dict[str, Any]]:
    """The cases of a half: `text` and `entities`."""
    return list(YAML(typ="safe").load(Path(__file__).with_name(f"corpus_{half}.yml")))


def measure(half: str) -> Measured:
    """Read every message of a half."""
    result = Measured()
    for case in cases(half):
        wanted = [(e["entity"], e["value"]) for e in case["entities"]]
        raws = Counter((e["entity"], e["value"], e["raw"]) for e in case["entities"])
        found = [i for i in read_identifiers(case["text"]) if not i.partial]
        read = [(i.kind, i.value) for i in found]
        right = sum((Counter(wanted) & Counter(read)).values())
        result.cases += 1
        result.right += right
        result.expected += len(wanted)
        result.read += len(read)
        result.raw += sum((raws & Counter((i.kind, i.value, i.raw) for i in found)).values())
        if not right == len(wanted) == len(read):
            result.wrong.append(f"{case['text']!r}: wanted {wanted}, read {read}")
    return result


def main() -> None:
    for half in sys.argv[1:] or ["a", "b"]:
        found = measure(half)
        print(
            f"half {half}: {found.cases} cases, {found.expected} identifiers, "
            f"precision {found.precision:.2%}, recall {found.recall:.2%}, "
            f"raw text exact {found.raw / found.expected:.2%}"
        )
        if half == "a":
            print("\n".join(found.wrong))


if __name__ == "__main__":
    main()
