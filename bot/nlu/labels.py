"""Labelled messages become training lines in data/nlu; no Rasa import.

The files are changed as text, one line put in after the last of its intent, so that comments and
order stay as people wrote them.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.conversations.unclear import UnclearMessage
from bot.inert import inert

__all__ = ["Added", "LabelsRefused", "add_labels", "known_lines", "write_table"]

COLUMNS = ("intent", "text", "understood", "confidence")
_INTENT = re.compile(r"^- intent: *(\w+)\s*$")
_LINE = re.compile(r"^    - (.*\S)\s*$")
# What Rasa reads as an entity or a command, and what is no line of words.
_NO_LINE = re.compile(r"\]\s*[({]|^/|[\x00-\x1f\x7f\u2028\u2029]")
LONGEST = 500


class LabelsRefused(Exception):
    """The table cannot be taken; the message says which row and why."""


@dataclass(frozen=True)
class Added:
    """How many lines each intent was given, how many were known, how many had no label."""

    lines: Counter[str]
    known: int
    unlabelled: int


def write_table(messages: Iterable[UnclearMessage], out: TextIO) -> None:
    """The messages as CSV with an empty column `intent`; no cell can become a formula."""
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for message in messages:
        row = ("", inert(message.text), message.understood, f"{message.confidence:.2f}")
        table.writerow(row)


def add_labels(file: Path, folder: Path) -> Added:
    """Put the labelled rows of a CSV file into the training data of `folder`.

    All or nothing. Raises LabelsRefused.
    """
    places = _places(folder)
    where = {key: intent for intent in places for key in places[intent].keys}
    new: dict[str, list[str]] = {}
    known = unlabelled = 0
    for number, intent, text in _rows(file):
        if not intent:
            unlabelled += 1
            continue
        if intent not in places:
            raise LabelsRefused(f"Row {number}: there is no intent {intent} in the training data.")
        if not text or len(text) > LONGEST or _NO_LINE.search(text):
            raise LabelsRefused(f"Row {number}: this text cannot be a training line.")
        stands = where.setdefault(_key(text), intent)
        if stands != intent:
            raise LabelsRefused(f"Row {number}: the same line stands under {stands} already.")
        if text in new.get(intent, ()) or _key(text) in places[intent].keys:
            known += 1
            continue
        places[intent].keys.add(_key(text))
        new.setdefault(intent, []).append(text)
    _write(new, places)
    return Added(Counter({intent: len(lines) for intent, lines in new.items()}), known, unlabelled)


def known_lines(folder: Path) -> dict[str, str]:
    """Each training line of `folder`, in small letters, and the intent it stands under."""
    places = _places(folder)
    return {_key(line): intent for intent in places for line in places[intent].lines}


@dataclass
class _Place:
    """Where an intent's lines stand: the file, the number of the last one, and the lines."""

    file: Path
    last: int
    lines: list[str]

    def __post_init__(self) -> None:
        self.keys = {_key(line) for line in self.lines}


def _places(folder: Path) -> dict[str, _Place]:
    found: dict[str, _Place] = {}
    for file in sorted(folder.glob("*.yml")):
        intent = ""
        for number, row in enumerate(file.read_text(encoding="utf-8").splitlines()):
            if named := _INTENT.match(row):
                intent = named[1]
            elif (line := _LINE.match(row)) and intent:
                place = found.setdefault(intent, _Place(file, number, []))
                place.file, place.last = file, number
                place.lines.append(line[1])
                place.keys.add(_key(line[1]))
    return found


def _rows(file: Path) -> Iterable[tuple[int, str, str]]:
    try:
        with file.open(newline="", encoding="utf-8-sig") as source:
            table = csv.DictReader(source)
            if not {"intent", "text"} <= set(table.fieldnames or ()):
                raise LabelsRefused("The table needs a head with the columns intent and text.")
            for row in table:
                text = " ".join((row["text"] or "").split())
                # The quote that keeps a spreadsheet from running the cell is none of the words.
                text = text[1:] if text.startswith("'") and inert(text[1:]) == text else text
                yield table.line_num, (row["intent"] or "").strip(), text
    except (UnicodeDecodeError, csv.Error) as error:
        raise LabelsRefused(f"{file.name} is no CSV table in UTF-8.") from error


def _write(new: dict[str, list[str]], places: dict[str, _Place]) -> None:
    files = {places[intent].file for intent in new}
    for file in files:
        rows = file.read_text(encoding="utf-8").splitlines()
        here = [intent for intent in new if places[intent].file == file]
        for intent in sorted(here, key=lambda i: -places[i].last):
            at = places[intent].last + 1
            rows[at:at] = [f"    - {line}" for line in new[intent]]
        part = file.with_suffix(".part")
        part.write_text("\n".join(rows) + "\n", encoding="utf-8")
        part.replace(file)


def _key(line: str) -> str:
    """What makes two lines the same: their words, whatever their capitals and spaces."""
    return " ".join(line.casefold().split())
