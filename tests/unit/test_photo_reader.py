"""The process that reads photos: what it reads, and that nothing it does stops the service."""

from __future__ import annotations

import asyncio
import io
import os
import random
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
import zxingcpp
from PIL import Image

from bench.photo_drawing import Drawn, draw
from bot.claims.photo_check.elements import LookedFor, find_elements
from bot.claims.photo_check.worker import MOST_WAITING, PhotoReader
from bot.settings import PROJECT

SERIAL = "AKFF1Y0E12345678"
WANTED = LookedFor(
    "recalled", ("A1263",), (SERIAL,), "Jane Porter", date(2025, 6, 12), date(2026, 11, 24)
)
WRITING = ("recalled", "Jane Porter", "11/24/2026")
# Longer than any machine should need: these tests are about what is read.
PATIENT = 300.0


@pytest_asyncio.fixture(scope="module")
async def reader() -> AsyncIterator[PhotoReader]:
    """The real one."""
    reader = PhotoReader(["recalled"], seconds=PATIENT)
    yield reader
    await reader.close()


async def found(reader: PhotoReader, jpeg: bytes) -> set[str]:
    reading = await reader.read(jpeg)
    assert reading is not None
    return set(find_elements(reading, WANTED))


async def test_a_marked_unit_is_read_whole(reader: PhotoReader) -> None:
    photo = draw(Drawn(WRITING, colours="black on white"))
    assert await found(reader, photo) == {"model", "serial", "recalled", "name", "date"}


async def test_a_dark_marker_on_a_dark_case_is_read_at_the_second_look(reader: PhotoReader) -> None:
    assert "recalled" in await found(reader, draw(Drawn(WRITING, colours="blue on black")))


async def test_a_unit_without_the_word_has_none(reader: PhotoReader) -> None:
    photo = draw(Drawn(("RECYCLED", "Jane Porter"), colours="black on white"))
    assert await found(reader, photo) == {"model", "serial", "name"}


@pytest.mark.parametrize("degrees", [0, 15])
async def test_a_serial_that_only_a_barcode_tells(reader: PhotoReader, degrees: int) -> None:
    code = zxingcpp.create_barcode(SERIAL, zxingcpp.BarcodeFormat.Code128).to_image(scale=3)
    photo = Image.new("RGB", (1200, 900), "white")
    photo.paste(Image.fromarray(np.asarray(code)), (300, 350))
    out = io.BytesIO()
    photo.rotate(degrees, fillcolor="white").save(out, "JPEG")
    assert await found(reader, out.getvalue()) == {"serial"}


def noise() -> bytes:
    out = io.BytesIO()
    pixels = random.Random(3).randbytes(3 * 1600 * 1200)
    Image.frombytes("RGB", (1600, 1200), pixels).save(out, "JPEG", quality=95)
    return out.getvalue()


async def test_hostile_pictures_and_then_a_good_one(
    reader: PhotoReader, caplog: pytest.LogCaptureFixture
) -> None:
    good = draw(Drawn(WRITING, colours="black on white", sight="from afar"))
    assert await reader.read(noise()) is not None
    first = reader.pid
    for broken in (b"no picture", good[: len(good) // 2], b""):
        assert await reader.read(broken) is None
    assert "a person has to look at it" in caplog.text
    assert "serial" in await found(reader, good)
    assert reader.pid == first, "nothing had to be loaded anew"


async def test_a_reader_killed_in_mid_check_is_started_again(reader: PhotoReader) -> None:
    photo = draw(Drawn(WRITING, colours="black on white"))
    await reader.read(photo)
    first = reader.pid
    assert first is not None
    reading = asyncio.create_task(reader.read(photo))
    while not _works(first):
        await asyncio.sleep(0)
    os.kill(first, signal.SIGKILL)
    assert await reading is None
    assert "recalled" in await found(reader, photo)
    assert reader.pid != first


def _works(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "R"


def script(body: str) -> tuple[str, ...]:
    """A reader that does as it likes."""
    return (sys.executable, "-c", body)


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something that is soon to be so."""
    end = asyncio.get_running_loop().time() + PATIENT
    while not holds():
        assert asyncio.get_running_loop().time() < end, "waited in vain"
        await asyncio.sleep(0.01)


READY = "import os, sys, time; os.write(1, b'ready\\n'); "
SLOW = READY + "time.sleep(600)"
LATE = "import os, time; time.sleep(600)"
NONSENSE = [
    READY + "os.write(1, b'what?\\n'); time.sleep(600)",
    READY + "os.write(1, b'[1]\\n'); time.sleep(600)",
    READY + "os.write(1, b'{\"lines\": [7]}\\n'); time.sleep(600)",
    READY + "[os.write(1, b'x' * 60000) for _ in range(60)]; time.sleep(600)",
    READY,
    "raise ImportError",
]


async def test_a_photo_that_takes_too_long_is_unread_and_its_reader_is_killed() -> None:
    once = READY + "os.write(1, b'{\"lines\": []}\\n'); time.sleep(600)"
    reader = PhotoReader([], seconds=PATIENT, command=script(once))
    assert await reader.read(b"x") is not None
    reader._seconds = 0.5
    assert await reader.read(b"x" * 5_000_000) is None
    await until(lambda: reader.pid is None)
    await reader.close()


async def test_a_photo_that_waited_too_long_for_others_does_not_end_the_reader(
    tmp_path: Path,
) -> None:
    # Reads each photo for as long as the test wishes.
    body = READY + (
        "wait = lambda file: [time.sleep(0.01) for _ in iter(lambda: os.path.exists(file), True)]; "
        "[(wait(f'{sys.argv[1]}/{n}'), os.write(1, b'{\"lines\": []}\\n')) for n in range(3)]"
    )
    reader = PhotoReader([str(tmp_path)], seconds=PATIENT, command=script(body))
    first = asyncio.create_task(reader.read(b"x"))
    await asyncio.sleep(0)
    reader._seconds = 0.5
    second = asyncio.create_task(reader.read(b"x"))
    await asyncio.sleep(0)
    reader._seconds = PATIENT
    (tmp_path / "0").touch()
    assert await first is not None
    assert await second is None, "nobody waits for it any more, but it is read to its end"
    (tmp_path / "1").touch()
    (tmp_path / "2").touch()
    pid = reader.pid
    assert await reader.read(b"x") is not None
    assert reader.pid == pid is not None
    await reader.close()


async def test_a_reader_slow_to_start_is_not_killed_for_it() -> None:
    reader = PhotoReader([], seconds=0.2, command=script(LATE))
    assert await reader.read(b"x") is None
    await until(lambda: reader.pid is not None)
    first = reader.pid
    assert await reader.read(b"x") is None
    assert reader.pid == first
    await reader.close()


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
async def test_a_reader_that_answers_nonsense_is_ended(body: str) -> None:
    reader = PhotoReader([], seconds=20.0, command=script(body))
    assert await reader.read(b"x") is None
    assert reader.pid is None
    await reader.close()


async def test_a_reader_that_is_missing_leaves_photos_unread() -> None:
    reader = PhotoReader([], seconds=5.0, command=("/nowhere/python",))
    assert await reader.read(b"x") is None
    await reader.close()


async def test_too_many_at_once_are_unread_at_once(caplog: pytest.LogCaptureFixture) -> None:
    reader = PhotoReader([], seconds=1.0, command=script(LATE))
    waiting = [asyncio.create_task(reader.read(b"x")) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    assert await reader.read(b"x") is None
    assert "too many came at once" in caplog.text
    assert await asyncio.gather(*waiting) == [None] * MOST_WAITING
    await reader.close()


async def test_closing_ends_the_process_in_mid_check() -> None:
    reader = PhotoReader([], seconds=PATIENT, command=script(SLOW))
    reading = asyncio.create_task(reader.read(b"x"))
    while reader.pid is None:
        await asyncio.sleep(0)
    pid = reader.pid
    await reader.close()
    assert await reading is None
    assert not Path(f"/proc/{pid}").exists()


def test_the_service_itself_loads_nothing_of_the_reader() -> None:
    heavy = "{'cv2', 'rapidocr', 'zxingcpp', 'onnxruntime', 'PIL', 'numpy'}"
    code = f"import sys, bot.web.app, bot.web.chat_api; print({heavy} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
