"""What a model understands of the evaluation sets, kept as a report, and two reports compared.

The sets of `tests/nlu/blind` were written by people who had not seen a training line. Of part A
the report holds each line, so that a comparison can show which ones changed; part B is for
measuring only, and nothing but its figures is kept.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from bot.conversations.common_questions import CommonQuestion, nearest_intent
from bot.nlu.report import report

__all__ = [
    "DANGER", "FALSE_ALARMS", "Comparison", "EvaluationMissing", "Report", "compare",
    "judged_figures", "load_report", "measure", "save_report",
]  # fmt: skip

SETS = "tests/nlu/blind"
OUT = "out_of_scope"
# The figure that may never fall.
DANGER = "danger now raises the alarm"
FALSE_ALARMS = "harmless lines that raise the alarm"
Parse = Callable[[str], Awaitable[dict[str, Any]]]


class EvaluationMissing(Exception):
    """The evaluation sets are not here; the message says so."""


@dataclass(frozen=True)
class Report:
    """figures: shares from 0 to 1. lines: of part A, what was meant and what is understood."""

    model: str
    at: str
    figures: dict[str, float]
    lines: dict[str, tuple[str, str]] = field(default_factory=dict)


class Changed(NamedTuple):
    """A line that is understood otherwise than before."""

    text: str
    meant: str
    before: str
    after: str

    @property
    def better(self) -> bool:
        return self.after == self.meant

    @property
    def worse(self) -> bool:
        return self.before == self.meant


class Comparison(NamedTuple):
    """figures: name, before, after (None where it was not measured). lines: what changed."""

    figures: list[tuple[str, float | None, float | None]]
    lines: list[Changed]


async def measure(
    parse: Parse, root: Path, model: str, questions: Sequence[CommonQuestion] = ()
) -> Report:
    """Parse all sets. questions: their test lines are measured, too. Raises EvaluationMissing.

    parse: what the engine makes of a text.
    """
    figures: dict[str, float] = {}
    lines: dict[str, tuple[str, str]] = {}
    for part in "ab":
        sets = {kind: _rows(root, f"{kind}_{part}.yml") for kind in ("part", "danger", "several")}
        judged = [(row, await _understood(parse, row["text"])) for row in sets["part"]]
        danger = [(row, await _understood(parse, row["text"])) for row in sets["danger"]]
        several = [(row, await _understood(parse, row["text"])) for row in sets["several"]]
        figures |= {
            f"{name}, set {part.upper()}": share
            for name, share in judged_figures(judged, danger, several).items()
        }
        if part == "a":
            lines = {row["text"]: (row["intent"], found[0]) for row, found in judged}
    for question in questions:
        own = [(await parse(line)).get("intents") or [""] for line in question.tests]
        figures[f"understood: {question.name}"] = _share(i[0] == question.intent for i in own)
    at = datetime.now(timezone.utc).isoformat(timespec="seconds")
    return Report(model, at, figures, lines)


def _rows(root: Path, name: str) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = YAML(typ="safe").load(root / SETS / name)
        return rows
    except FileNotFoundError:
        raise EvaluationMissing(f"The evaluation set {SETS}/{name} is not here.") from None


async def _understood(parse: Parse, text: str) -> list[str]:
    # With the names of common questions: another one's line taken for it must be seen.
    parsed = await parse(text)
    first = [str(i) for i in parsed.get("intents") or ()]
    told = report(text, parsed)["intents"]
    return [first[0] if first and nearest_intent(first[0]) != first[0] else told[0], *told[1:]]


Judged = Sequence[tuple[dict[str, Any], list[str]]]


def judged_figures(judged: Judged, danger: Judged, several: Judged) -> dict[str, float]:
    """The shares, 0 to 1, that issues set floors for.

    Each line of the three sets as its row in the file, and the intents that were understood.
    """
    return dict(_figures(judged, danger, several))


def _figures(judged: Judged, danger: Judged, several: Judged) -> Iterable[tuple[str, float]]:
    inside = [(row, found) for row, found in judged if row["intent"] != OUT]
    outside = [(row, found) for row, found in judged if row["intent"] == OUT]
    yield "all right", _share(found[0] == row["intent"] for row, found in judged)
    yield "in scope right", _share(found[0] == row["intent"] for row, found in inside)
    yield "in scope given up", _share(found[0] == OUT for _, found in inside)
    yield "out of scope refused", _share(found[0] == OUT for _, found in outside)
    for kind, name in (("now", DANGER), ("none", FALSE_ALARMS)):
        told = [found for row, found in danger if row["hazard"] == kind]
        yield name, _share(found[0] == "emergency" for found in told)
    yield (
        "both of two questions found",
        _share(set(row["intents"]) <= set(found) for row, found in several),
    )


def _share(found: Iterable[bool]) -> float:
    values = list(found)
    return round(sum(values) / len(values), 4) if values else 0.0


def compare(before: Report, after: Report) -> Comparison:
    """What `after` does otherwise than `before`; lines that got worse first."""
    names = dict.fromkeys((*before.figures, *after.figures))
    figures = [(name, before.figures.get(name), after.figures.get(name)) for name in names]
    lines = [
        Changed(text, meant, before.lines[text][1], found)
        for text, (meant, found) in after.lines.items()
        if text in before.lines and before.lines[text][1] != found
    ]
    return Comparison(figures, sorted(lines, key=lambda line: (not line.worse, line.better)))


def save_report(folder: Path, report: Report) -> None:
    """Keep it under its model's name."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{report.model}.part"
    part.write_text(json.dumps(asdict(report), ensure_ascii=False), encoding="utf-8")
    part.replace(folder / f"{report.model}.json")


def load_report(folder: Path, model: str) -> Report | None:
    """The report of a model, None where it was not measured."""
    try:
        rows = json.loads((folder / f"{model}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    lines = {text: (meant, found) for text, (meant, found) in rows["lines"].items()}
    return Report(rows["model"], rows["at"], rows["figures"], lines)
