"""Reading recall files.

    RecallFileError   a file is wrong; names the file, the line and what to do

The fast safe loader reads; only when something is wrong is the file read once more for lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from bot.recalls.file_checks import find_contradictions
from bot.recalls.model import Recall, Recalls, Source
from bot.recalls.typed import Builder, Path

__all__ = ["Problem", "RecallFileError", "lint", "load_recall", "load_recalls"]

# Groups whose content is a list; it stands under this key beside source and reviewed.
_LIST_GROUPS = ("products",)
_ITEMS = "items"
_PLAIN_KEYS = ("featured",)


@dataclass(frozen=True)
class Problem:
    """One mistake in a recall file. line: the first is 1; 0 where there is none."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class RecallFileError(Exception):
    """A recall file cannot be used. problems: all that was found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


def load_recall(path: FilePath | str) -> Recall:
    """Read one recall file. Raises RecallFileError."""
    recall, problems = _read(FilePath(path))
    if recall is None or problems:
        raise RecallFileError(problems)
    return recall


def load_recalls(folder: FilePath | str) -> Recalls:
    """Read all *.yml and *.yaml files of a folder. Raises RecallFileError for all mistakes."""
    recalls, problems = _read_all(FilePath(folder))
    if problems:
        raise RecallFileError(problems)
    return Recalls(tuple(sorted(recalls, key=lambda r: r.identity.announced, reverse=True)))


def lint(folder: FilePath | str) -> list[Problem]:
    """All mistakes in the recall files of a folder; empty when they can be used."""
    return _read_all(FilePath(folder))[1]


def _read_all(folder: FilePath) -> tuple[list[Recall], list[Problem]]:
    recalls: list[Recall] = []
    problems: list[Problem] = []
    numbers: dict[str, str] = {}
    featured = ""
    if not folder.is_dir():
        return [], [Problem(str(folder), 0, "is no folder; put the recall files there.")]
    files = sorted(p for p in folder.iterdir() if p.suffix in (".yml", ".yaml"))
    if not files:
        problems.append(Problem(str(folder), 0, "holds no recall file (*.yml)."))
    for path in files:
        recall, found = _read(path)
        problems += found
        if recall is None:
            continue
        recalls.append(recall)
        first = numbers.setdefault(recall.number.replace("-", ""), path.name)
        if first != path.name:
            line = _line(path.read_text("utf-8"), ("identity", "number"))
            problems.append(Problem(str(path), line, f"{recall.number} is also in {first}."))
        if recall.featured and featured:
            message = f"only one recall may be featured; {featured} is already."
            problems.append(
                Problem(str(path), _line(path.read_text("utf-8"), ("featured",)), message)
            )
        featured = featured or (path.name if recall.featured else "")
    return recalls, problems


def _read(path: FilePath) -> tuple[Recall | None, list[Problem]]:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return None, [Problem(str(path), 0, f"cannot be read as UTF-8 text: {error}")]
    try:
        data = YAML(typ="safe").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        # The first line of the parser's words; the rest repeats the file.
        words = str(error.problem or error.context or "no YAML").splitlines()[0]
        return None, [Problem(str(path), line, f"is no valid YAML here: {words}.")]
    except (YAMLError, ValueError) as error:
        return None, [Problem(str(path), 0, f"is no valid YAML: {error}.")]
    if not isinstance(data, dict):
        return None, [Problem(str(path), 1, "must hold the groups identity, hazard and so on.")]
    builder = Builder()
    recall = _assemble(builder, data)
    problems = builder.problems or (find_contradictions(recall) if recall else [])
    return recall, [
        Problem(str(path), _line(text, place), f"{_dotted(place)}: {message}.")
        for place, message in problems
    ]


def _assemble(builder: Builder, data: Mapping[str, Any]) -> Recall | None:
    sources: dict[str, Source] = {}
    groups: dict[str, Any] = {}
    for name, group in data.items():
        groups[name] = group
        if name in _PLAIN_KEYS or not isinstance(group, dict):
            continue
        head = {key: group[key] for key in ("source", "reviewed") if key in group}
        sources[name] = builder.build(Source, head, (name,))
        rest = {key: value for key, value in group.items() if key not in head}
        groups[name] = rest.get(_ITEMS) if name in _LIST_GROUPS else rest
    groups.pop("sources", None)
    recall: Recall | None = builder.build(Recall, groups, ())
    return replace(recall, sources=sources) if recall and not builder.problems else recall


def _dotted(place: Path) -> str:
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in place) or "file"


def _line(text: str, place: Path) -> int:
    """The line of the value at a place, or of the nearest thing around it that is there."""
    node: Node | None = YAML(typ="rt").compose(text)
    line = 1
    if place and place[0] in _LIST_GROUPS:
        place = (place[0], _ITEMS, *place[1:])
    for part in place:
        inner = None
        if isinstance(node, MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    line, inner = key.start_mark.line + 1, value
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            inner = node.value[part]
            line = inner.start_mark.line + 1
        if inner is None:
            break
        node = inner
    return line
