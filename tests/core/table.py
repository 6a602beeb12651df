"""A table as one test: all its rows are tried, and those that are wrong are told together.

Pytest takes a millisecond for each test, far more than most of these rows need.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

import pytest

__all__ = ["rows"]


def rows(names: str, table: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Call the test with each row of the table. names: "text,want", as `parametrize` has them."""
    arguments = [name.strip() for name in names.split(",")]
    table = list(table)
    assert table, "a table without rows shows nothing"

    def made(test: Callable[..., None]) -> Callable[[], None]:
        assert not iscoroutinefunction(test), "a table does not await its rows"

        @wraps(test)
        def whole() -> None:
            wrong = []
            for row in table:
                values = row if len(arguments) > 1 else (row,)
                try:
                    test(**dict(zip(arguments, values, strict=True)))
                except (Exception, pytest.fail.Exception) as error:
                    wrong.append(f"{row!r}: {type(error).__name__}: {error}")
            if wrong:
                pytest.fail("\n".join([f"{len(wrong)} rows are wrong:", *wrong]), pytrace=False)

        # Pytest takes the arguments of what is wrapped for fixtures.
        del whole.__wrapped__  # type: ignore[attr-defined]
        return whole

    return made
