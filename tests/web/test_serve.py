"""`recall-assistant run` as its users start it."""

from __future__ import annotations

import signal
import socket
import sqlite3
from pathlib import Path

import aiohttp
import psutil

from tests.engines import free_port, model
from tests.service import Service, run_command

FIRST = "Recall assistant ready at http://127.0.0.1:{port}\n"


def begin(service: Service) -> str:
    """A new conversation's token."""
    return str(service.post("/api/chat/conversations", {})["token"])


async def test_a_life_of_the_service(tmp_path: Path) -> None:
    service = Service(tmp_path)
    try:
        assert service.first_line == FIRST.format(port=service.port)
        token = begin(service)
        body = {"id": "1", "text": "is my A1263 recalled? serial AKFF1Y0E12345678"}
        answer = service.post("/api/chat/messages", body, token)
        assert [m["card"]["verdict"] for m in answer["messages"] if m["card"]] == ["affected"]
        # Seven seconds of the start and 370 MB, if anything imported it.
        loaded = {
            Path(part.path).name for part in psutil.Process(service.process.pid).memory_maps()
        }
        assert "_pywrap_tensorflow_internal.so" not in loaded
        assert any(name.startswith("onnxruntime") for name in loaded)
        # An open socket must not keep it from ending.
        async with aiohttp.ClientSession() as session:
            await session.ws_connect(
                f"{service.url}/api/chat/socket", protocols=[f"recall.{token}"]
            )
            code, output = service.stop(signal.SIGTERM)
        assert (code, output) == (0, "")
        assert "Traceback" not in service.errors
        assert "AKFF" not in service.errors
    finally:
        service.kill()

    # A message whose answer a crash has cut off is answered by the next start.
    database = sqlite3.connect(tmp_path / "recall.db")
    with database:
        database.execute("UPDATE conversations SET answered_seq = 0, state = NULL")
        database.execute("DELETE FROM messages WHERE reply_to IS NOT NULL")
        database.execute("UPDATE messages SET answered = 0 WHERE sender = 'customer'")
    database.close()
    again = Service(tmp_path, service.port)
    try:
        answer = again.post("/api/chat/messages", body, token)
        assert [m["card"]["verdict"] for m in answer["messages"] if m["card"]] == ["affected"]
        history = again.get("/api/chat/messages?after=0", token)["messages"]
        assert [m["from"] for m in history].count("customer") == 1
        code, _ = again.stop(signal.SIGINT)
        assert code == 0
        assert "Traceback" not in again.errors
        assert "conversations left without an answer: 1" in again.errors
    finally:
        again.kill()


def assert_one_sentence(errors: str, name: str) -> None:
    [line] = [line for line in errors.splitlines() if line.startswith("Error: ")]
    assert name in line
    assert line.endswith(".")
    assert "Traceback" not in errors


def test_a_used_port_is_one_sentence(tmp_path: Path) -> None:
    model()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run_command("run", data_dir=tmp_path, PORT=str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert_one_sentence(done.stderr, "RECALL_PORT")


def test_a_missing_key_is_one_sentence(tmp_path: Path) -> None:
    done = run_command("run", data_dir=tmp_path, SECRET_KEY="", PORT=str(free_port()))
    assert done.returncode == 1
    assert done.stdout == ""
    assert_one_sentence(done.stderr, "RECALL_SECRET_KEY")


def test_a_missing_model_is_one_sentence(tmp_path: Path) -> None:
    done = run_command("run", data_dir=tmp_path, MODELS_DIR=str(tmp_path), PORT=str(free_port()))
    assert done.returncode == 1
    assert_one_sentence(done.stderr, "train")
