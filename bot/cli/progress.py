"""What an operator sees while a serial list is loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import click

__all__ = ["shown_progress"]

EVERY = 20_000


def shown_progress(serials: Iterable[str], file: BinaryIO) -> Iterator[str]:
    """The serials; the terminal shows how much of the file was read, of a pipe how many rows."""
    if not _size(file):
        yield from _counted(serials)
        return
    with click.progressbar(
        length=_size(file), label="Loading", file=sys.stderr, show_pos=False
    ) as bar:
        done = 0
        for count, serial in enumerate(serials):
            yield serial
            if count % EVERY == 0:
                position = _position(file)
                bar.update(position - done)
                done = position


def _counted(serials: Iterable[str]) -> Iterator[str]:
    shown = sys.stderr.isatty()
    for count, serial in enumerate(serials, 1):
        yield serial
        if shown and count % EVERY == 0:
            click.echo(f"\rLoading: {count:,} serials", nl=False, err=True)
    if shown:
        click.echo(err=True)


def _size(file: BinaryIO) -> int:
    """Bytes of a file; 0 of what has none, such as standard input."""
    try:
        return os.fstat(file.fileno()).st_size
    except (OSError, ValueError):
        return 0


def _position(file: BinaryIO) -> int:
    try:
        return file.tell()
    except (OSError, ValueError):
        return 0
