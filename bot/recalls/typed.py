"""Plain YAML data -> frozen dataclasses, by their type hints; every mistake with its place."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from collections.abc import Mapping as AbstractMapping
from dataclasses import MISSING
from datetime import date
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from bot.recalls.rules.kinds import KINDS
from bot.recalls.rules.rule import Rule

__all__ = ["Builder", "Path"]

# Keys and indexes from the top of the file to a value.
Path = tuple[str | int, ...]

MOST_SHOWN = 60
_NAMES = {str: "text", int: "a whole number", bool: "true or false", date: "a day, 2025-06-12"}


class Builder:
    """Builds objects and collects `problems` (path, message) instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[tuple[Path, str]] = []

    def wrong(self, path: Path, message: str) -> None:
        """Note a mistake."""
        self.problems.append((path, message))

    def build(
        self, wanted: Any, data: Any, path: Path, lent: Mapping[str, Any] | None = None
    ) -> Any:
        """`data` as an object of the type `wanted`; None where it is wrong.

        lent: values of a dataclass's keys that are built already.
        """
        origin = get_origin(wanted)
        if origin in (Union, types.UnionType):
            inner = [kind for kind in get_args(wanted) if kind is not type(None)]
            return None if data is None else self.build(inner[0], data, path)
        if origin is tuple:
            return self._list(get_args(wanted)[0], data, path)
        if origin is AbstractMapping:
            return self._mapping(get_args(wanted)[1], data, path)
        if wanted is Rule:
            return self._rule(data, path)
        if dataclasses.is_dataclass(wanted):
            return self._object(wanted, data, path, lent=lent)
        return self._scalar(wanted, data, path)

    def _scalar(self, wanted: type, data: Any, path: Path) -> Any:
        if type(data) is not wanted:
            hint = "; put it in quotes" if wanted is str and data is not None else ""
            self.wrong(path, f"must be {_NAMES[wanted]}, not {_shown(data)}{hint}")
            return None
        if not isinstance(data, str):
            return data
        if not data.strip():
            self.wrong(path, "is empty; write the text or leave the key out")
        # Lines folded in the file are one line when spoken.
        return " ".join(data.split())

    def _list(self, wanted: Any, data: Any, path: Path) -> tuple[Any, ...]:
        if not isinstance(data, list) or not data:
            self.wrong(path, "must be a list with at least one entry")
            return ()
        return tuple(self.build(wanted, entry, (*path, i)) for i, entry in enumerate(data))

    def _mapping(self, wanted: Any, data: Any, path: Path) -> Mapping[str, Any]:
        if not isinstance(data, dict):
            self.wrong(path, "must be a mapping, key: value")
            return {}
        for key in data:
            if not isinstance(key, str):
                self.wrong((*path, key), f"the key {_shown(key)} must be text; put it in quotes")
        return {str(key): self.build(wanted, value, (*path, key)) for key, value in data.items()}

    def _rule(self, data: Any, path: Path) -> Rule | None:
        kind = data.get("kind") if isinstance(data, dict) else None
        rule = KINDS.get(kind) if isinstance(kind, str) else None
        if rule is None:
            self.wrong(path, f"must be a rule whose kind is one of {', '.join(sorted(KINDS))}")
            return None
        found: Rule | None = self._object(rule, data, path, ignored=("kind",))
        return found

    def build_some(self, wanted: Any, data: Mapping[str, Any]) -> dict[str, Any]:
        """The keys of the dataclass `wanted` that are in `data`, built, whatever is left out."""
        return self._values(wanted, data, ())

    def _object(
        self,
        wanted: Any,
        data: Any,
        path: Path,
        ignored: tuple[str, ...] = (),
        lent: Mapping[str, Any] | None = None,
    ) -> Any:
        if not isinstance(data, dict):
            self.wrong(path, f"must hold the keys {', '.join(_keys(wanted))}")
            return None
        before = len(self.problems)
        values = {**(lent or {}), **self._values(wanted, data, path, ignored)}
        for key, (name, _hint, required) in _keys(wanted).items():
            if required and name not in values and key not in data:
                self.wrong(path, f"{key!r} is missing")
        if len(self.problems) > before:
            return None
        try:
            return wanted(**values)
        except ValueError as error:
            self.wrong(path, str(error))
            return None

    def _values(
        self, wanted: Any, data: Mapping[str, Any], path: Path, ignored: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        known = _keys(wanted)
        for key in data:
            if key not in known and key not in ignored:
                names = ", ".join(known)
                self.wrong((*path, key), f"{_shown(key)} is not known here; known are {names}")
        return {
            name: self.build(hint, data[key], (*path, key))
            for key, (name, hint, _required) in known.items()
            if key in data
        }


def _shown(data: Any) -> str:
    """What stands there, short enough for one line."""
    text = repr(data)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}..."


@cache
def _keys(wanted: Any) -> dict[str, tuple[str, Any, bool]]:
    """YAML key -> (field, its type, is it required?). A field `from_` is the key `from`."""
    hints = get_type_hints(wanted, localns={"Rule": Rule})
    return {
        f.name.rstrip("_"): (
            f.name,
            hints[f.name],
            f.default is MISSING and f.default_factory is MISSING,
        )
        for f in dataclasses.fields(wanted)
    }
