"""What a customer with this unit would be told: the check, and the words of its answer."""

from __future__ import annotations

import asyncio
import functools
from collections import defaultdict
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from bot.recalls import Check, Recall, Recalls, UnitChecks, groups_of_four
from bot.recalls.known import with_known_models
from bot.recalls.reading import read_identifiers
from bot.settings import PROJECT

__all__ = ["Told", "dry_run"]


class Told(NamedTuple):
    """check: everything that was decided, and why. text: how the answer begins."""

    check: Check
    text: str


async def dry_run(
    checks: UnitChecks, recalls: Recalls, model: str, serial: str, country: str
) -> Told:
    """Judge a unit as if a customer had typed it and confirmed what was read.

    Nothing is kept of it. Raises CheckFailed.
    """
    read = with_known_models(model, read_identifiers(model, asked="model"), recalls, asked=True)
    named = next((one for one in read if one.kind == "model"), None)
    found = [one for one in read_identifiers(serial, asked="serial") if one.kind == "serial"]
    value, raw = (found[0].value, found[0].raw) if len(found) == 1 else (serial, serial)
    check = await checks.check(
        named.value if named else model,
        named.suffix if named else "",
        value or None,
        country=country or None,
        confirmed=True,
        raw=raw,
    )
    recall = recalls.get(check.main.recall) if check.main else None
    # The first time it reads a file.
    words = await asyncio.to_thread(_words, check, recall or recalls.featured, model, value)
    return Told(check, words)


def _words(check: Check, recall: Recall, model: str, serial: str) -> str:
    unit = f"model {model.upper()}"
    if serial:
        unit += f", serial number {groups_of_four(serial)}"
    listed = check.main.list if check.main else None
    note = (
        f"Checked against serial list version {listed['version']} of {listed['date']}."
        if listed
        else ""
    )
    given: dict[str, Any] = defaultdict(str, {**recall.facts(), "unit": unit, "list_note": note})
    return _responses()[f"utter_check_{check.overall}"].format_map(given).strip()


@functools.cache
def _responses() -> dict[str, str]:
    responses = YAML(typ="safe").load(PROJECT / "domain.yml")["responses"]
    return {
        name: variants[0].get("text") or ""
        for name, variants in responses.items()
        if name.startswith("utter_check_")
    }
