"""How an error is written to the log: what and where, never what the customer wrote."""

from __future__ import annotations

import traceback

__all__ = ["describe"]


def describe(error: BaseException) -> str:
    """The kind of error and the innermost place of ours, e.g. `KeyError at bot/x.py:12 in run`.

    The error's own words are left out: they may hold a name or an address.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "/bot/" in f.filename] or frames
    kind = type(error).__name__
    if error.__cause__ is not None:
        kind += f" (from {type(error.__cause__).__name__})"
    if not ours:
        return kind
    last = ours[-1]
    _, _, place = last.filename.rpartition("/bot/")
    return f"{kind} at bot/{place}:{last.lineno} in {last.name}"
