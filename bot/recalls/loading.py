"""Reading recall files.

    RecallFileError   a file is wrong; names the file, the line and what to do

Groups that many recalls share (how to be safe with a lithium-ion battery) stand once, in
`common/NAME.yml` beside the recall files; `common: NAME` in a recall file takes those of them
that it does not have itself. The fast safe loader reads; only when something is wrong is a file
read once more for lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from bot.recalls.file_checks import find_contradictions
from bot.recalls.model import Recall, Recalls, Source
from bot.recalls.typed import Builder, Path

__all__ = ["Problem", "RecallFileError", "lint", "load_recall", "load_recalls"]

# Groups whose content is a list; it stands under this key beside source and reviewed.
_LIST_GROUPS = ("products",)
_ITEMS = "items"
_PLAIN_KEYS = ("featured",)
_COMMON = "common"
MOST_BYTES = 1_000_000
DEEPEST = 50

Content = Mapping[str, Any]


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
    shared = _Shared(FilePath(path).parent)
    recall, problems = _read(FilePath(path), shared)
    if recall is None or problems or shared.problems:
        raise RecallFileError([*problems, *shared.problems])
    return recall


def load_recalls(folder: FilePath | str, featured: str = "") -> Recalls:
    """Read all *.yml and *.yaml files of a folder. Raises RecallFileError for all mistakes.

    featured: the number of the recall to speak of first, see `Recalls`; it must be there.
    """
    found, problems = _read_all(FilePath(folder))
    recalls = Recalls(
        tuple(sorted(found, key=lambda r: r.identity.announced, reverse=True)), featured
    )
    if not problems and featured and recalls.get(featured) is None:
        problems.append(Problem(str(folder), 0, f"holds no recall {featured} to be featured."))
    if problems:
        raise RecallFileError(problems)
    return recalls


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
    shared = _Shared(folder)
    for path in files:
        recall, found = _read(path, shared)
        problems += found
        if recall is None:
            continue
        recalls.append(recall)
        first = numbers.setdefault(recall.number.replace("-", ""), path.name)
        if first != path.name:
            message = f"{recall.number} is also in {first}"
            problems += _placed(path, path.read_text("utf-8"), [(("identity", "number"), message)])
        if recall.featured and featured:
            message = f"only one recall may be featured; {featured} is already"
            problems += _placed(path, path.read_text("utf-8"), [(("featured",), message)])
        featured = featured or (path.name if recall.featured else "")
    return recalls, [*shared.problems, *problems]


class _Shared:
    """The groups of common files, each read and built once; problems: what is wrong in them."""

    def __init__(self, folder: FilePath) -> None:
        self._folder = folder / _COMMON
        self._known: dict[str, _Groups | None] = {}
        self.problems: list[Problem] = []

    def get(self, name: str) -> _Groups | None:
        """The groups of one common file; None where it cannot be used."""
        if name not in self._known:
            self._known[name] = self._load(name)
        return self._known[name]

    def _load(self, name: str) -> _Groups | None:
        path = self._folder / f"{name}.yml"
        text, data, problem = _content(path)
        if problem:
            self.problems.append(problem)
            return None
        builder = Builder()
        groups = _Groups.of(builder, data)
        built = builder.build_some(Recall, groups.values)
        self.problems += _placed(path, text, builder.problems)
        return None if builder.problems else _Groups(built, groups.sources)


@dataclass(frozen=True)
class _Groups:
    """The groups of a file. values: without their heads; sources: the heads."""

    values: dict[str, Any]
    sources: dict[str, Source]

    @classmethod
    def of(cls, builder: Builder, data: Content) -> _Groups:
        values, sources = dict(data), {}
        for name, group in data.items():
            if name in _PLAIN_KEYS or not isinstance(group, dict):
                continue
            head = {key: group[key] for key in ("source", "reviewed") if key in group}
            sources[name] = builder.build(Source, head, (name,))
            rest = {key: value for key, value in group.items() if key not in head}
            values[name] = rest.get(_ITEMS) if name in _LIST_GROUPS else rest
        values.pop("sources", None)
        return cls(values, sources)


def _read(path: FilePath, shared: _Shared) -> tuple[Recall | None, list[Problem]]:
    text, data, problem = _content(path)
    if problem:
        return None, [problem]
    builder = Builder()
    name = data.pop(_COMMON, None)
    common = shared.get(name) if isinstance(name, str) and name.isidentifier() else None
    if name is not None and common is None:
        # What else is wrong shows once its groups are there.
        message = f"{_COMMON}/{name}.yml cannot be used; mend it or name another"
        return None, _placed(path, text, [((_COMMON,), message)])
    recall = _assemble(builder, data, common)
    problems = builder.problems or (find_contradictions(recall) if recall else [])
    return recall, _placed(path, text, problems)


def _content(path: FilePath) -> tuple[str, dict[str, Any], Problem | None]:
    """A file's text and what stands in it, or why it cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            message = f"is over {MOST_BYTES} bytes; a recall's facts are a few thousand."
            return "", {}, Problem(str(path), 0, message)
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return "", {}, Problem(str(path), 0, f"cannot be read as UTF-8 text: {error}.")
    try:
        line, message = _trap(text)
        if message:
            return text, {}, Problem(str(path), line, message)
        data = YAML(typ="safe").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        # The first line of the parser's words; the rest repeats the file.
        words = str(error.problem or error.context or "no YAML").splitlines()[0]
        return text, {}, Problem(str(path), line, f"is no valid YAML here: {words}.")
    except (YAMLError, ValueError) as error:
        return text, {}, Problem(str(path), 0, f"is no valid YAML: {error}.")
    if not isinstance(data, dict):
        message = "must hold the groups identity, hazard and so on."
        return text, {}, Problem(str(path), 1, message)
    return text, data, None


def _trap(text: str) -> tuple[int, str]:
    """The line of what would take the parser down or grow without end, and what to do."""
    depth = 0
    for event in YAML(typ="safe").parse(text):
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            return line, f"*{event.anchor} repeats another place; write it out here."
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            return line, f"is nested deeper than {DEEPEST} levels; take the needless ones out."
    return 0, ""


def _assemble(builder: Builder, data: Content, common: _Groups | None) -> Recall | None:
    own = _Groups.of(builder, data)
    lent = (
        {name: group for name, group in common.values.items() if name not in data} if common else {}
    )
    recall: Recall | None = builder.build(Recall, own.values, (), lent)
    if recall is None or builder.problems or common is None:
        return replace(recall, sources=own.sources) if recall else None
    borrowed = {name: common.sources[name] for name in lent if name in common.sources}
    return replace(recall, sources={**borrowed, **own.sources})


def _placed(path: FilePath, text: str, found: Sequence[tuple[Path, str]]) -> list[Problem]:
    if not found:
        return []
    root = YAML(typ="rt").compose(text)
    return [
        Problem(str(path), _line(root, place), f"{_dotted(place)}: {message}.")
        for place, message in found
    ]


def _dotted(place: Path) -> str:
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in place) or "file"


def _line(root: Node | None, place: Path) -> int:
    """The line of the value at a place, or of the nearest thing around it that is there."""
    node, line = root, 1
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
