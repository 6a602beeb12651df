"""The figures as they are shown: sums, charts, and the table behind each. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from bot.desk.figures.charts import Series, bars, columns
from bot.desk.figures.days import DayFigures
from bot.desk.figures.definitions import DEFINITIONS, LATER, STEPS

__all__ = ["Section", "Tile", "channels_of", "report"]

# More parts than this share a last colour.
MOST_SERIES = 5


class Tile(NamedTuple):
    """One number on top of the page. share: of what it is a part, in words, or ""."""

    title: str
    value: str
    share: str


class Section(NamedTuple):
    """A chart with its definitions and the table behind it; legend: the names of its colours."""

    key: str
    title: str
    definitions: list[tuple[str, str]]
    chart: Markup
    legend: list[str]
    head: list[str]
    rows: list[list[str]]


def channels_of(days: Sequence[DayFigures]) -> list[str]:
    """The channels anything came by."""
    return sorted({key.channel for day in days for key in day.counts})


def report(days: Sequence[DayFigures], channel: str = "") -> tuple[list[Tile], list[Section]]:
    """Tiles and sections of these days; channel: only this one, "" for all."""
    table = _Table(days, channel)
    return _tiles(table), _sections(table)


class _Table:
    """Counts by day, figure and part, all wanted channels together."""

    def __init__(self, days: Sequence[DayFigures], channel: str) -> None:
        self.names = [day.day.isoformat() + ("" if day.closed else " so far") for day in days]
        self.by_day: list[Counter[tuple[str, str]]] = []
        for day in days:
            counts: Counter[tuple[str, str]] = Counter()
            for key, number in day.counts.items():
                if channel in ("", key.channel):
                    counts[key.figure, key.part] += number
            self.by_day.append(counts)
        self.total: Counter[tuple[str, str]] = sum(self.by_day, Counter())

    def sum(self, figure: str) -> int:
        return sum(n for (name, _), n in self.total.items() if name == figure)

    def values(self, figure: str, part: str = "") -> list[int]:
        return [counts[figure, part] for counts in self.by_day]

    def parts(self, figure: str) -> dict[str, int]:
        """The parts of a figure, the greatest first."""
        found = {part: n for (name, part), n in self.total.items() if name == figure}
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _tiles(table: _Table) -> list[Tile]:
    def share(part: str, whole: str, words: str) -> Tile:
        value, of = table.sum(part), table.sum(whole)
        return Tile(
            DEFINITIONS[part].title, f"{value:,}", f"{value / of:.0%} {words}" if of else ""
        )

    def alone(figure: str) -> Tile:
        return Tile(DEFINITIONS[figure].title, f"{table.sum(figure):,}", "")

    helped = table.parts("helped")
    answers = sum(helped.values())
    satisfied = f"{helped.get('yes', 0) / answers:.0%}" if answers else "–"
    return [
        alone("conversations"),
        share("contained", "conversations", "of conversations"),
        alone("claims_started"),
        share("claims_filed", "claims_started", "of those started"),
        share("handovers", "messages", "of customers' messages"),
        alone("incidents"),
        share("not_understood", "messages", "of customers' messages"),
        Tile(DEFINITIONS["first_answer"].title, _median(table.parts("first_answer")), "for half"),
        Tile(DEFINITIONS["person_answer"].title, _median(table.parts("person_answer")), "for half"),
        Tile(DEFINITIONS["helped"].title, satisfied, f"of {answers:,} said yes"),
        share("retakes", "photos", "of photos checked"),
    ]


def _sections(table: _Table) -> list[Section]:
    return [
        _rest(table, "conversations", "contained", "Conversations", "with a person"),
        _rest(table, "claims_started", "claims_filed", "Claims", "left"),
        _by_part(table, "verdicts"),
        _by_part(table, "handovers"),
        _by_part(table, "undelivered"),
        _split(table, "incidents", "past", "now"),
        _rows(table, "claims_left", {part: _words(part) for part in table.parts("claims_left")}),
        _plain(table, "not_understood", "messages"),
        _rows(table, "first_answer", _step_names()),
        _rows(table, "person_answer", _step_names()),
        _split(table, "helped", "yes", "no"),
        _rest(table, "photos", "retakes", "Photos", "all there"),
    ]


def _rest(table: _Table, whole: str, part: str, title: str, rest: str) -> Section:
    """A figure and one that is part of it, by day."""
    within, every = table.values(part), table.values(whole)
    name = _lower(DEFINITIONS[part].title)
    others = [of - n for of, n in zip(every, within, strict=True)]
    return _columns(
        table, whole, title, (whole, part), [Series(name, within), Series(rest, others)]
    )


def _by_part(table: _Table, figure: str) -> Section:
    parts = list(table.parts(figure))
    shown = parts if len(parts) <= MOST_SERIES else parts[: MOST_SERIES - 1]
    series = [Series(_words(part), table.values(figure, part)) for part in shown]
    if rest := parts[len(shown) :]:
        by_part = [table.values(figure, part) for part in rest]
        series.append(Series("others", [sum(of_day) for of_day in zip(*by_part, strict=True)]))
    return _columns(table, figure, DEFINITIONS[figure].title, (figure,), series)


def _split(table: _Table, figure: str, *parts: str) -> Section:
    series = [Series(part, table.values(figure, part)) for part in parts]
    return _columns(table, figure, DEFINITIONS[figure].title, (figure,), series)


def _plain(table: _Table, figure: str, whole: str) -> Section:
    """A figure alone, by day, beside what it is a share of."""
    title = DEFINITIONS[figure].title
    series = [Series(_lower(title), table.values(figure))]
    made = _columns(table, figure, title, (figure, whole), series)
    of_all = (f"{n:,}" for n in table.values(whole))
    rows = [[*row, number] for row, number in zip(made.rows, of_all, strict=True)]
    return made._replace(head=[*made.head, _lower(DEFINITIONS[whole].title)], rows=rows)


def _columns(
    table: _Table, key: str, title: str, defined: Sequence[str], series: Sequence[Series]
) -> Section:
    rows = [[name, *(f"{one.values[i]:,}" for one in series)] for i, name in enumerate(table.names)]
    return Section(
        key,
        title,
        _defined(defined),
        columns(key, f"{title} by day", table.names, series),
        [one.name for one in series],
        ["Day (UTC)", *(one.name for one in series)],
        rows,
    )


def _rows(table: _Table, figure: str, names: Mapping[str, str]) -> Section:
    found = table.parts(figure)
    shown = [(name, found[part]) for part, name in names.items() if part in found]
    every = sum(found.values()) or 1
    title, kind = DEFINITIONS[figure].title, DEFINITIONS[figure].parts
    return Section(
        figure,
        title,
        _defined((figure,)),
        bars(figure, title, shown),
        [],
        [kind.capitalize(), "Number", "Share"],
        [[name, f"{value:,}", f"{value / every:.1%}"] for name, value in shown],
    )


def _defined(figures: Sequence[str]) -> list[tuple[str, str]]:
    return [(DEFINITIONS[name].title, DEFINITIONS[name].text) for name in figures]


def _step_names() -> dict[str, str]:
    names = {str(most): f"up to {_time(most)}" for most in STEPS}
    return {**names, LATER: "later or never"}


def _median(parts: Mapping[str, int]) -> str:
    """Within which step half of them were."""
    half, passed = sum(parts.values()) / 2, 0
    for most in STEPS:
        passed += parts.get(str(most), 0)
        if passed and passed >= half:
            return f"≤ {_time(most)}"
    return "later" if half else "–"


def _time(seconds: int) -> str:
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _words(part: str) -> str:
    return part.replace("_", " ")


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
