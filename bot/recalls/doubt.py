"""Which characters of a serial are in doubt, and how they are asked about. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.recalls.model import SerialFormat
from bot.recalls.verdict import READ_BACK_CLOSELY, RecallVerdict

__all__ = ["Doubt"]

# Only in these rows the characters are known to be mixed up; else any other one may stand there.
MIXED_UP = ("near_confusable", READ_BACK_CLOSELY)


@dataclass(frozen=True)
class Doubt:
    """The characters of a serial to compare with the label.

    serial: as it is compared. places: counted from 1. others: for each place the characters that
    the one read may be mixed up with, "" where any may stand there. usual_length: has it one?
    lengths: the usual ones, none where they are not known.
    """

    serial: str
    places: tuple[int, ...]
    others: tuple[str, ...]
    usual_length: bool
    lengths: tuple[int, ...] = ()

    @classmethod
    def of(cls, verdict: RecallVerdict, serial_format: SerialFormat) -> Doubt:
        """What a verdict asks to compare."""
        serial = str(verdict.read.get("serial") or "")
        places = tuple(p for p in verdict.positions if 0 < p <= len(serial))
        groups = serial_format.ambiguous if verdict.rule in MIXED_UP else ()
        others = tuple(_mixed_up(serial[place - 1], groups) for place in places)
        lengths = verdict.lengths
        return cls(serial, places, others, not lengths or len(serial) in lengths, lengths)

    @property
    def choice(self) -> str:
        """The characters to choose from where just one is in doubt, the one read first; else ""."""
        if len(self.places) != 1 or not self.others[0]:
            return ""
        return self.serial[self.places[0] - 1] + self.others[0]

    def may_be(self, serial: str) -> bool:
        """Does it differ just where a character in doubt is the one it may be mixed up with?"""
        mixed = zip(self.places, self.others)
        return any(
            serial == self.serial[: place - 1] + other + self.serial[place:]
            for place, others in mixed
            for other in others
        )


def _mixed_up(read: str, groups: tuple[str, ...]) -> str:
    found = (c for group in groups if read in group for c in group if c != read)
    return "".join(dict.fromkeys(found))
