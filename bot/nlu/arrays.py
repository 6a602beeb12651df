"""What was learned, in a file of plain arrays: nothing in it can run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

__all__ = ["read_arrays", "write_arrays"]


def write_arrays(file: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write arrays under their names; the file's name ends with `.npz`."""
    np.savez(file, **arrays)


def read_arrays(file: Path) -> dict[str, np.ndarray]:
    """What `write_arrays` wrote. Raises ValueError where anything else than arrays is in it."""
    with np.load(file, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}
