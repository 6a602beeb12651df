"""Starts something again and again in a fraction of a second.

A process that has imported everything forks a child for each line on standard input; the answer is
the child's process id. The child is killed by whoever runs the test.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any

__all__ = ["fork_on_command"]


def fork_on_command(start: Callable[[str], Coroutine[Any, Any, None]]) -> None:
    """Run what `start` makes of each line in a child of its own; one at a time."""
    print("warm", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - the child's, until it is killed
            try:
                asyncio.run(start(line))
            except BaseException as error:
                print(f"what was started ended: {error!r}", file=sys.stderr, flush=True)
            finally:
                os._exit(1)
        print(child, flush=True)
        os.waitpid(child, 0)
