"""The results as an aligned table."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["align", "p95", "shown"]

Results = Mapping[str, Mapping[str, Any]]

# (key in the results, what it is called, how it is written)
ROWS: tuple[tuple[str, str, Callable[[float], str]], ...] = (
    ("turn_median", "turn, median", lambda v: f"{v * 1000:.1f} ms"),
    ("turn_p95", "turn, 95th percentile", lambda v: f"{v * 1000:.1f} ms"),
    ("turn_cpu", "processor time of a turn", lambda v: f"{v * 1000:.1f} ms"),
    ("throughput", "turns a second on one core", lambda v: f"{v:.1f} /s"),
    ("first_answer", "start to first answer", lambda v: f"{v:.1f} s"),
    ("memory", "resident memory", lambda v: f"{v / 2**20:.0f} MB"),
    ("training", "training", lambda v: f"{v:.0f} s"),
    ("training_cpu", "training, processor time", lambda v: f"{v:.0f} s"),
    ("model", "model size", lambda v: f"{v / 2**20:.2f} MB"),
)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def shown(results: Results, baseline: str, others: Sequence[str]) -> str:
    """One row a measure; each column but the baseline's has its ratio to it beside it."""
    head = ["", baseline]
    for other in others:
        head += [other, "ratio"]
    lines = [head]
    for key, name, write in ROWS:
        base = results.get(baseline, {}).get(key)
        line = [name, write(base) if base is not None else "-"]
        for other in others:
            value = results.get(other, {}).get(key)
            line.append(write(value) if value is not None else "-")
            line.append(f"{value / base:.2f}" if value is not None and base else "-")
        if any(cell != "-" for cell in line[1:]):
            lines.append(line)
    return align(lines)


def align(lines: Sequence[Sequence[str]]) -> str:
    """Columns side by side, the first one to the left, the others to the right."""
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
