"""`recall-assistant run` as a process of its own, for tests of the whole service."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any

from bot.settings import PROJECT
from tests.engines import free_port, model

__all__ = ["Service", "run_command"]

SECRET = "only-for-tests-" + "x" * 32
START_SECONDS = 180
STOP_SECONDS = 60


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """The environment of a service; a setting given as "" is left out."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("RECALL_")}
    own = {"RECALL_DATA_DIR": str(data_dir), "RECALL_SECRET_KEY": SECRET}
    if folder := os.environ.get("RECALL_MODELS_DIR"):
        own["RECALL_MODELS_DIR"] = folder
    own |= {f"RECALL_{name}": value for name, value in settings.items()}
    return {**kept, **{k: v for k, v in own.items() if v}}


def run_command(
    *arguments: str, data_dir: Path, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run `recall-assistant` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=PROJECT, env=environment(data_dir, **settings), capture_output=True, text=True,
        timeout=START_SECONDS, check=False,
    )  # fmt: skip


class Service:
    """The running service. It is ready when the constructor returns."""

    def __init__(self, data_dir: Path, port: int | None = None, **settings: str) -> None:
        model()
        self.data_dir = data_dir
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "run", "--demo"],
            cwd=PROJECT, env=environment(data_dir, PORT=str(self.port), **settings),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._errors: list[str] = []
        self._reading = threading.Thread(target=self._errors.extend, args=(self.process.stderr,))
        self._reading.start()
        impatient = threading.Timer(START_SECONDS, self.process.kill)
        impatient.start()
        self.first_line = self.process.stdout.readline()
        impatient.cancel()
        if not self.first_line:
            self.process.wait()
            self._reading.join()
            raise RuntimeError("the service did not start:\n" + self.errors[-3000:])

    @property
    def errors(self) -> str:
        """What it wrote to standard error; whole only after it has ended."""
        return "".join(self._errors)

    def post(self, path: str, body: Any, token: str = "") -> Any:
        """One request of the chat API."""
        request = urllib.request.Request(
            self.url + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)

    def get(self, path: str, token: str) -> Any:
        request = urllib.request.Request(
            self.url + path, headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)

    def stop(self, sign: int = signal.SIGTERM) -> tuple[int, str]:
        """Ask it to end; its exit code and the rest of its standard output."""
        assert self.process.stdout is not None
        self.process.send_signal(sign)
        try:
            code = self.process.wait(STOP_SECONDS)
        finally:
            self.kill()
        with self.process.stdout:
            return code, self.process.stdout.read()

    def kill(self) -> None:
        """End it like a power cut."""
        self.process.kill()
        self.process.wait()
        self._reading.join()
