"""Is a listed serial beside the one read a sign of a misreading, or there by chance? Pure.

Firms number their units one after the other, so that beside running numbers nearly every healthy
unit has listed ones (reliability.md 4.3). That is judged where the serial stands and not for the
list as a whole: a part of its numbers may run.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from bot.recalls.model import SerialFormat
from bot.recalls.serials import wrong_keys

__all__ = ["Beside"]

# So many listed serials beside each other, and no more, do not make running numbers.
FEW = 3

Places = tuple[int, ...]


@dataclass(frozen=True)
class Beside:
    """The listed serials beside `serial`, which is not listed, each with the places that differ.

    mixed_up: by characters that are mixed up. wrong: by any other one character. swapped: by two.
    """

    serial: str
    mixed_up: Mapping[str, Places]
    wrong: Mapping[str, Places]
    swapped: Mapping[str, Places]

    def company_keys(self, serial_format: SerialFormat) -> set[str]:
        """Serials to look for: those that stand beside these ones where numbers run."""
        keys = {
            key
            for hit, places in (*self.mixed_up.items(), *self.wrong.items())
            for place in places
            if hit in self.mixed_up or not self._same_kind(hit, place)
            for key in self._alike(hit, place, serial_format)
        }
        near = {*self.wrong, *self.swapped}
        if len(near) <= FEW:
            keys.update(key for hit in near for key in wrong_keys(hit, serial_format))
        return keys - {self.serial}

    def all_mixed_up_by_chance(self, company: Set[str], serial_format: SerialFormat) -> bool:
        """Do numbers run at these places, and in such characters as were read there?

        In one that counts in digits and letters an honest unit has a B where a listed one has an
        8; where only digits run, a B has been misread.
        """
        return all(
            not company.isdisjoint(self._alike(hit, place, serial_format))
            for hit, places in self.mixed_up.items()
            for place in places
        )

    def by_chance(self, company: Set[str], serial_format: SerialFormat) -> set[str]:
        """Those with one character wrong or two swapped that tell nothing, as numbers run there."""
        if len({*self.mixed_up, *self.wrong, *self.swapped} | company) <= FEW:
            return set()
        found = set(self.swapped)
        for hit, (place,) in self.wrong.items():
            alike = self._alike(hit, place, serial_format)
            if self._same_kind(hit, place) or not company.isdisjoint(alike):
                found.add(hit)
        return found

    def _same_kind(self, hit: str, place: int) -> bool:
        return self.serial[place - 1].isdigit() == hit[place - 1].isdigit()

    def _alike(self, hit: str, place: int, serial_format: SerialFormat) -> set[str]:
        """What is listed too where the place counts in what was read there.

        A digit: the hit with another character at this place. A letter: with another letter there
        or next to it, as a number that counts in letters does so at each of its places.
        """
        letter = self.serial[place - 1].isalpha()
        at = (place - 1, place, place + 1) if letter else (place,)
        others = {c for c in serial_format.alphabet if c.isalpha() or not letter}
        return {
            hit[: i - 1] + character + hit[i:]
            for i in at
            if 0 < i <= len(hit)
            for character in others - {self.serial[place - 1] if i == place else hit[i - 1]}
        } - {hit}
