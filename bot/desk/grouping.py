"""Texts that are alike, beside each other: by the sentence encoders that understanding rests on.

The first look at a text takes about ten milliseconds, all in a thread; what is not looked at yet
stands alone and is told so. Where turns run on a Rasa server, the encoders are loaded here, too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import describe

__all__ = ["Grouped", "Likeness", "group_alike"]

if TYPE_CHECKING:
    import numpy as np

logger = logging.getLogger(__name__)

# The cosine from which two texts are alike: measured on what customers ask, "who pays the postage"
# and "what does shipping cost" have 0.50, texts about other things at most 0.25.
ALIKE = 0.45
# A page waits no longer than this for texts that nobody has looked at.
WAIT_SECONDS = 0.2

Encode = Callable[[str], "np.ndarray"]


class Grouped(NamedTuple):
    """groups: places of texts, the largest group first. pending: texts not compared yet."""

    groups: list[list[int]]
    pending: int


class Likeness:
    """Groups texts; remembers what it has looked at."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._vectors: dict[str, np.ndarray] = {}
        self._looking: asyncio.Task[None] | None = None

    async def group(self, texts: Sequence[str]) -> Grouped:
        """Group them, after looking at new ones for a moment; the rest is looked at beside."""
        new = [text for text in texts if text not in self._vectors]
        if new and (self._looking is None or self._looking.done()):
            kept = set(texts)
            self._vectors = {t: v for t, v in self._vectors.items() if t in kept}
            self._looking = asyncio.create_task(asyncio.to_thread(self._look, new))
        if self._looking is not None:
            await asyncio.wait({self._looking}, timeout=WAIT_SECONDS)
        return await asyncio.to_thread(self._group, list(texts))

    async def settled(self) -> None:
        """Wait until all that was asked for is looked at."""
        if self._looking is not None:
            await asyncio.wait({self._looking})

    def _look(self, texts: Sequence[str]) -> None:
        import numpy as np

        try:
            for text in texts:
                vector = self._encode(text).astype(np.float32)
                self._vectors[text] = vector / (float(np.linalg.norm(vector)) or 1.0)
        except Exception as error:
            logger.error("texts cannot be compared: %s", describe(error))

    def _group(self, texts: Sequence[str]) -> Grouped:
        seen = [place for place, text in enumerate(texts) if text in self._vectors]
        unseen = [[place] for place, text in enumerate(texts) if text not in self._vectors]
        found = group_alike([self._vectors[texts[place]] for place in seen])
        groups = [[seen[place] for place in group] for group in found]
        return Grouped(groups + unseen, len(unseen))


def group_alike(vectors: Sequence[np.ndarray]) -> list[list[int]]:
    """The places of unit vectors in groups, the largest first; each is like the first of its own.

    Pure.
    """
    # The service starts without it.
    import numpy as np

    if not vectors:
        return []
    groups: list[list[int]] = []
    leaders = np.empty((len(vectors), len(vectors[0])), np.float32)
    for place, vector in enumerate(vectors):
        likeness = leaders[: len(groups)] @ vector
        best = int(likeness.argmax()) if groups else -1
        if groups and likeness[best] >= ALIKE:
            groups[best].append(place)
        else:
            leaders[len(groups)] = vector
            groups.append([place])
    return sorted(groups, key=lambda group: -len(group))
