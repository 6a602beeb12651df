"""Keeps the process that reads photos: one photo at a time, never for longer than promised.

It is started by the first photo, killed when it takes too long, too much memory or answers
nonsense, and started again by the next one. Whatever goes wrong, a photo is then unread and no
more: the claim goes on, and a line of the log tells the operator.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.claims.photo_check.reading import PhotoReading
from bot.settings import PROJECT

__all__ = ["PhotoReader"]

logger = logging.getLogger(__name__)

# The customer waits, with the photo's upload, for as long at most; no photo is read for longer.
READ_SECONDS = 8.0
# Loading the models takes a few seconds; a start that takes longer has failed.
START_SECONDS = 60.0
# More would not be read in time.
MOST_WAITING = 6
MOST_MEMORY = 1_200_000_000
MOST_ANSWER = 1_000_000


class PhotoUnread(Exception):
    """The reader could not read a photo; the message says why, without a word of it."""


class TooSlow(PhotoUnread):
    """It was not done in time."""


class PhotoReader:
    """Reads photos in a process of its own. words: what recalls want written on the unit."""

    def __init__(
        self,
        words: Sequence[str],
        *,
        seconds: float = READ_SECONDS,
        command: Sequence[str] = (sys.executable, "-m", "bot.claims.photo_check.reader"),
    ) -> None:
        self._command = (*command, *words)
        self._seconds = seconds
        # One thread, which alone speaks to the process: what it has not begun waits in its queue.
        self._thread = ThreadPoolExecutor(1, "photos")
        self._waiting = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._started = 0.0
        self._rest = b""
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process else None

    async def read(self, jpeg: bytes) -> PhotoReading | None:
        """What stands on the photo; None where that cannot be found out in time."""
        if self._waiting >= MOST_WAITING:
            _warn("too many came at once")
            return None
        self._waiting += 1
        until = time.monotonic() + self._seconds
        loop = asyncio.get_running_loop()
        reading = loop.run_in_executor(self._thread, self._read, jpeg, until)
        reading.add_done_callback(self._done)
        try:
            # A photo that waited for others may be half read by now: that goes on, unheard, since
            # killing the process for it would make the next ones wait for a new one.
            return await asyncio.wait_for(asyncio.shield(reading), self._seconds)
        except asyncio.TimeoutError:
            _warn("it took too long")
        except PhotoUnread as error:
            _warn(str(error))
        return None

    def _done(self, reading: asyncio.Future[PhotoReading]) -> None:
        self._waiting -= 1
        if not reading.cancelled():
            reading.exception()  # whoever waited has been told

    async def close(self) -> None:
        """End the process; what is being read stays unread."""
        self._closed = True
        if process := self._process:
            process.kill()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._end)
        self._thread.shutdown(wait=False)

    def _read(self, jpeg: bytes, until: float) -> PhotoReading:
        """Read one photo, unless nobody waits for it any more. Raises PhotoUnread."""
        if time.monotonic() > until:
            raise PhotoUnread("others came first")
        until = time.monotonic() + self._seconds
        try:
            self._wait_ready(until)
            self._send(struct.pack(">I", len(jpeg)) + jpeg, until)
            answer = json.loads(self._line(until))
            reading = None if answer is None else PhotoReading.from_json(answer)
        except PhotoUnread as error:
            if not (isinstance(error, TooSlow) and self._is_starting()):
                self._end()
            raise
        except (OSError, ValueError) as error:
            self._end()
            raise PhotoUnread(f"the reader failed ({type(error).__name__})") from None
        if self._memory() > MOST_MEMORY:
            self._end()
        if reading is None:
            raise PhotoUnread("it could not be decoded")
        return reading

    def _wait_ready(self, until: float) -> None:
        """Start the process where there is none. One that only is slow to start goes on."""
        if self._closed:
            raise PhotoUnread("the service ends")
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                self._command,
                cwd=PROJECT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "OMP_NUM_THREADS": "1"},
                start_new_session=True,
            )
            self._started = time.monotonic()
        if not self._ready:
            self._line(until)
            self._ready = True

    def _is_starting(self) -> bool:
        return not self._ready and time.monotonic() - self._started < START_SECONDS

    def _send(self, data: bytes, until: float) -> None:
        assert self._process is not None and self._process.stdin is not None
        pipe = self._process.stdin.fileno()
        os.set_blocking(pipe, False)
        left = memoryview(data)
        while left:
            _wait_for(pipe, select.POLLOUT, until)
            left = left[os.write(pipe, left) :]

    def _line(self, until: float) -> bytes:
        """The next line of the process. Raises PhotoUnread."""
        assert self._process is not None and self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        while b"\n" not in self._rest:
            _wait_for(pipe, select.POLLIN, until)
            more = os.read(pipe, 65_536)
            if not more or len(self._rest) > MOST_ANSWER:
                raise PhotoUnread("the reader ended" if not more else "the reader says too much")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _memory(self) -> int:
        """The process's resident bytes; 0 where the system does not tell."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            pages = Path(f"/proc/{self.pid}/statm").read_text().split()[1]
            return int(pages) * os.sysconf("SC_PAGE_SIZE")
        return 0

    def _end(self) -> None:
        process, self._process = self._process, None
        self._ready, self._rest = False, b""
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


def _wait_for(pipe: int, event: int, until: float) -> None:
    """Until the pipe can be read or written. Raises TooSlow."""
    # Not select(): the service may have more than 1,024 sockets open.
    poll = select.poll()
    poll.register(pipe, event)
    if not poll.poll(1000 * max(0.0, until - time.monotonic())):
        raise TooSlow("it took too long")


def _warn(why: str) -> None:
    logger.warning("a photo was not read by machine, a person has to look at it: %s", why)
