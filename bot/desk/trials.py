"""Measuring a common question before it goes live: a process of its own trains and measures.

It takes minutes and all of a core, so there is one at a time, and it runs with low priority.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import sys
from pathlib import Path
from typing import Any, Protocol

from bot.conversations.common_questions import CommonQuestion
from bot.settings import PROJECT

__all__ = ["Trainer", "Trials"]

logger = logging.getLogger(__name__)

SECONDS = 1800.0
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
        self._process: asyncio.subprocess.Process | None = None
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
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
            with log.open("wb") as out:
                self._process = await asyncio.create_subprocess_exec(
                    *self._command, name, cwd=PROJECT, stdout=out, stderr=out,
                    stdin=asyncio.subprocess.DEVNULL,
                )  # fmt: skip
                code = await asyncio.wait_for(self._process.wait(), SECONDS)
            if code != 0:
                self.failed[name] = f"It ended with {code}; the operator finds why in {log.name}."
        except asyncio.TimeoutError:
            self.failed[name] = f"It took longer than {SECONDS / 60:.0f} minutes."
        except OSError as error:
            self.failed[name] = f"It could not be started: {error.strerror}."
        finally:
            if self._process is not None and self._process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    self._process.kill()
                await self._process.wait()
            if name in self.failed:
                logger.error("the trial of a common question failed: %s", self.failed[name])
