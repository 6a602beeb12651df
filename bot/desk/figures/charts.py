"""Charts as SVG: a title and a description in words, colours by classes of the page's style."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

from markupsafe import Markup, escape

__all__ = ["Series", "bars", "columns"]

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 52, 8, 12, 30
ROW = 28
LABEL = 200
# Not more labels under the days than can be read beside each other.
MOST_LABELS = 8


class Series(NamedTuple):
    """One colour of a chart: what it is, and its value at each place."""

    name: str
    values: Sequence[float]


def columns(key: str, title: str, places: Sequence[str], series: Sequence[Series]) -> Markup:
    """A column for each place, the series on top of each other.

    key: unique on the page, for the ids.
    """
    totals = [sum(one.values[i] for one in series) for i in range(len(places))]
    most = _round_up(max(totals, default=0))
    width, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    step = width / max(1, len(places))
    parts = []
    for mark in (0, most / 2, most):
        y = TOP + height - height * mark / most
        parts.append(
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        parts.append(
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_short(mark)}</text>'
        )
    every = -(-len(places) // MOST_LABELS) or 1
    for i, place in enumerate(places):
        x, y = LEFT + step * i, TOP + float(height)
        told = ", ".join(f"{one.name} {_short(one.values[i])}" for one in series)
        parts.append(f"<g><title>{escape(place)}: {escape(told)}</title>")
        for number, one in enumerate(series):
            tall = height * one.values[i] / most
            y -= tall
            if tall:
                parts.append(
                    f'<rect class="s{number}" x="{x + step * 0.1:.1f}" y="{y:.1f}" '
                    f'width="{step * 0.8:.1f}" height="{tall:.1f}"/>'
                )
        parts.append("</g>")
        if i % every == 0:
            parts.append(
                f'<text x="{x + step / 2:.1f}" y="{HEIGHT - 8}" text-anchor="middle">'
                f"{escape(place[5:10])}</text>"
            )
    sums = ", ".join(f"{one.name} {_short(sum(one.values))}" for one in series)
    described = (
        f"{len(places)} days, the most on one day {_short(max(totals, default=0))}. In all: {sums}."
    )
    return _svg(key, title, described, HEIGHT, parts)


def bars(key: str, title: str, rows: Sequence[tuple[str, float]]) -> Markup:
    """A bar for each row, with its name before and its number behind it."""
    most = max((value for _, value in rows), default=0) or 1
    room = WIDTH - LABEL - 70
    parts = []
    for i, (name, value) in enumerate(rows):
        y = TOP + i * ROW
        wide = room * value / most
        parts.append(f'<text x="{LABEL - 8}" y="{y + 15}" text-anchor="end">{escape(name)}</text>')
        parts.append(
            f'<rect class="s0" x="{LABEL}" y="{y + 2}" width="{wide:.1f}" height="{ROW - 8}"/>'
        )
        parts.append(f'<text x="{LABEL + wide + 6:.1f}" y="{y + 15}">{_short(value)}</text>')
    if not rows:
        parts.append(f'<text x="8" y="{TOP + 15}">Nothing in these days.</text>')
    told = ", ".join(f"{name} {_short(value)}" for name, value in rows) or "nothing yet"
    return _svg(key, title, f"{told}.", TOP * 2 + ROW * max(1, len(rows)), parts)


def _svg(key: str, title: str, described: str, height: int, parts: Sequence[str]) -> Markup:
    # Every text in the parts was escaped where it was put in.
    return Markup(  # noqa: S704
        f'<svg class="chart" role="img" viewBox="0 0 {WIDTH} {height}" '
        f'aria-labelledby="{key}-title {key}-desc">'
        f'<title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-desc">{escape(described)}</desc>' + "".join(parts) + "</svg>"
    )


def _round_up(value: float) -> float:
    """The next number that is round enough for the top of a scale; at least 2."""
    for power in count():
        for lead in (2, 4, 6, 10):
            if value <= lead * 10**power:
                return float(lead * 10**power)
    raise AssertionError


def _short(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
