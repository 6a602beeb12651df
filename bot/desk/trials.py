"""Measuring a common question before it goes live: a process of its own trains and measures.

It takes minutes and all of a core, so there is one at a time, and it runs with low priority.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol

from bot.conversations.common_questions import CommonQuestion
from bot.settings import PROJECT

__all__ = ["Trainer", "Trials"]

logger = logging.getLogger(__name__)

SECONDS = 1800.0
LOOK_SECONDS = 0.2
NICE = "10"


class Trainer(Protocol):
    """The engine's side of it, handed to the desk: the desk knows no engine.

    reports: the folder of what was measured.
    """

    reports: Path

    @property
    def folder(self) -> Path:
        """Where the common questions are."""

    def known_lines(self) -> dict[str, str]:
        """Every training line, with its intent."""

    def model(self, question: CommonQuestion | None = None, without: str = "") -> str | None:
        """The model with this question, or without the one of that name; None: not trained."""

    def compared(self, question: CommonQuestion) -> Any:
        """Figures and lines that change with it; None where it was not measured as it is."""

    def loses_alarms(self, compared: Any) -> bool:
        """Would danger raise the alarm less often?"""


class Trials:
    """The trial that is under way. command: what measures a question, without its name."""

    def __init__(self, command: tuple[str, ...] = ()) -> None:
        nice = ("nice", "-n", NICE) if shutil.which("nice") else ()
        measure = (sys.executable, "-m", "bot.cli", "nlu", "evaluate", "--question")
        self._command = command or (*nice, *measure)
        self._running: asyncio.Task[None] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.name = ""
        self.failed: dict[str, str] = {}

    @property
    def running(self) -> str:
        """The question that is being measured, "" for none."""
        return self.name if self._running is not None and not self._running.done() else ""

    def start(self, name: str, log: Path) -> bool:
        """Begin to measure it; False where another trial is under way."""
        if self.running:
            return False
        self.name = name
        self.failed.pop(name, None)
        self._running = asyncio.create_task(self._run(name, log))
        return True

    async def stop(self) -> None:
        """End what is under way, with the service."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def _run(self, name: str, log: Path) -> None:
        process = None
        try:
            process = self._process = self._begin(name, log)
            code = await asyncio.wait_for(_ended(process), SECONDS)
            if code != 0:
                self.failed[name] = f"It ended with {code}; the operator finds why in {log.name}."
        except asyncio.TimeoutError:
            self.failed[name] = f"It took longer than {SECONDS / 60:.0f} minutes."
        except OSError as error:
            self.failed[name] = f"It could not be started: {error.strerror}."
        finally:
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()
            if name in self.failed:
                logger.error("the trial of a common question failed: %s", self.failed[name])

    def _begin(self, name: str, log: Path) -> subprocess.Popen[bytes]:
        """Takes some ms; in a thread, a service that ends meanwhile would leave it behind."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as out:
            return subprocess.Popen(  # noqa: S603 - our own command
                (*self._command, name), cwd=PROJECT,
                stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip


async def _ended(process: subprocess.Popen[bytes]) -> int:
    """What it ended with.

    Not by asyncio's own processes: to watch one it asks for the event loop policy, which the engine
    changes (Rasa takes uvloop's) after this loop was made.
    """
    while (code := process.poll()) is None:
        await asyncio.sleep(LOOK_SECONDS)
    return code
