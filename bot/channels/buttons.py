"""Choices on channels: the values of native buttons, and what a typed answer chooses. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Sequence

__all__ = ["Buttons", "chosen", "is_formed"]

MAC_BYTES = 12
_FORM = re.compile(r"\d+\.\d+\.[\w-]{16}", re.ASCII)


class Buttons:
    """Names a button of the transcript by its place, in at most 64 ASCII characters.

    The place is signed for its conversation: no button can be made up, or pressed in another
    conversation. What it does stands in the transcript and never leaves the service.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def value(self, conversation: str, seq: int, index: int) -> str:
        """The value of the button at `index` of message `seq`."""
        place = f"{seq}.{index}"
        return f"{place}.{self._mac(conversation, place)}"

    def place(self, conversation: str, value: str) -> tuple[int, int] | None:
        """The message and the index that a value names, None if it is not one of ours."""
        place, _, mac = value.rpartition(".")
        right = self._mac(conversation, place)
        if not hmac.compare_digest(mac.encode("utf-8", "replace"), right.encode()):
            return None
        seq, _, index = place.partition(".")
        return int(seq), int(index)

    def _mac(self, conversation: str, place: str) -> str:
        told = f"channel button {conversation} {place}".encode("utf-8", "replace")
        mac = hmac.new(self._key, told, hashlib.sha256).digest()[:MAC_BYTES]
        return base64.urlsafe_b64encode(mac).decode()


def is_formed(value: str) -> bool:
    """Has it the form of a value of ours? Others come from buttons that we have not made."""
    return _FORM.fullmatch(value) is not None


_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_SHORT = ("1st", "2nd", "3rd", *(f"{n}th" for n in range(4, 11)))
_WORDS = {
    word: number for words in (_NUMBERS, _ORDINALS, _SHORT) for number, word in enumerate(words, 1)
}
# "Number 2, please", "the second one", "option two", "I take the first".
_CHOICE = re.compile(
    r"(?:(?:i(?:'d| would)? (?:like|take|want|choose)|give me)\s+)?"
    r"(?:the\s+)?(?:(?:number|no\.?|nr\.?|option|choice|answer)\s+)?"
    r"(?P<which>\d{1,2}|[a-z0-9]{3,7})"
    r"(?:\s+(?:one|option|choice))?(?:,?\s+(?:please|thanks|thank you))?"
)
# Keycaps ("2" and a frame) and the variation signs that come with them.
_FRAMES = dict.fromkeys(map(ord, "\ufe0e\ufe0f\u20e3\u200b\u200d"))


def chosen(text: str, titles: Sequence[str], *, numbered: bool) -> int | None:
    """The index of the title that an answer chooses: by itself, or by its number if `numbered`.

    None where it is anything else, e.g. a sentence that only holds a number.
    """
    told = _plain(text)
    named = [i for i, title in enumerate(titles) if _plain(title) == told]
    if len(named) == 1:
        return named[0]
    if not numbered or not (match := _CHOICE.fullmatch(told)):
        return None
    which = match["which"]
    number = int(which) if which.isdecimal() else _WORDS.get(which, 0)
    return number - 1 if 1 <= number <= len(titles) else None


def _plain(text: str) -> str:
    text = text.translate(_FRAMES).replace("\U0001f51f", "10")
    text = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return re.sub(r"\s+", " ", text).strip(" .,;:!?()[]#*\"'-")
