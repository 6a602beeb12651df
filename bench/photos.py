"""The photo check on drawn photos: what is read, what is taken for the word, at what cost."""

from __future__ import annotations

import asyncio
import io
import itertools
import random
import statistics
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from PIL import Image

from bench.photo_drawing import COLOURS, HANDWRITING, PACKAGES, SIGHTS, Drawn, draw
from bench.processes import ROOT, BenchError, say
from bench.scripts import scripts
from bench.services import RecallAssistant, prepare
from bench.table import align, p95
from bench.turns import client
from bot.claims.photo_check.elements import LookedFor, find_elements
from bot.claims.photo_check.worker import PhotoReader
from bot.claims.photo_worker import clean
from bot.claims.photos import alike

__all__ = ["measure_photos"]

TODAY = date(2026, 11, 24)
MARKED, WITHOUT = 240, 120
ELEMENTS = ("model", "serial", "recalled", "name", "date")
NAMES = ("Jane Porter", "Miguel Alvarez", "Priya Raman", "Tom O'Neill", "Sarah Whitfield")
WRITTEN_AS = ("recalled", "Recalled", "RECALLED", "recall", "RECALL")
# What people write or firms print that is not the word, and near it.
DECOYS = (
    "RECYCLED", "Replaced", "received", "Reclaimed", "CALLED", "really", "Relocated", "Released",
    "rechargeable", "RECYCLE", "called", "Real", "do not use", "Repaired", "reserved", "",
)  # fmt: skip
Photo = tuple[Drawn, str]


@dataclass(frozen=True)
class _Read:
    """One photo, what was found on it, and the seconds it took."""

    drawn: Drawn
    found: frozenset[str]
    seconds: float


async def measure_photos(folder: Path, quick: bool) -> tuple[dict[str, dict[str, Any]], str]:
    """Figures by what they are of, and the tables as text."""
    if len(HANDWRITING) < 10:
        say(f"few fonts of handwriting are installed; there are more in: {PACKAGES}")
    share = 6 if quick else 1
    reader = PhotoReader(["recalled"], seconds=120)
    try:
        marked, seconds = await _read_all(reader, _marked(MARKED // share), "with the word")
        without, more = await _read_all(reader, _without(WITHOUT // share), "without the word")
        peak = _peak(reader)
    finally:
        await reader.close()
    alarms = sum("recalled" in read.found for read in without)
    taken = seconds + more
    same, other = _looks([read.drawn for read in marked[: 60 // share]])
    idle, busy = await _turns(folder, 1 if quick else 3)
    tables = [
        _shares("photo taken", marked, lambda d: d.sight, SIGHTS),
        _shares("marker on case", marked, lambda d: d.colours, COLOURS),
        _shares("handwriting", marked, lambda d: d.hand, HANDWRITING),
        align(
            [
                ["the photo check", ""],
                ["photos with the word", str(len(marked))],
                ["photos without it", str(len(without))],
                ["taken for the word on these", str(alarms)],
                ["seconds a photo, median", f"{statistics.median(taken):.2f}"],
                ["seconds a photo, p95", f"{p95(taken):.2f}"],
                ["peak memory of the reader", f"{peak / 1e6:.0f} MB"],
                ["saved anew, noticed as the same", f"{same[0]} of {same[1]}"],
                ["another photo taken for the same", f"{other[0]} of {other[1]} pairs"],
                ["turn, median, idle", f"{idle * 1000:.1f} ms"],
                ["turn, median, while photos are read", f"{busy * 1000:.1f} ms"],
                ["ratio", f"{busy / idle:.2f}"],
            ]
        ),
    ]
    figures: dict[str, Any] = {
        **{element: _share(marked, element) for element in ELEMENTS},
        "marked": len(marked), "without": len(without), "false_alarms": alarms,
        "seconds_median": statistics.median(taken), "seconds_p95": p95(taken), "peak": peak,
        "same_noticed": same, "other_noticed": other, "turn_idle": idle, "turn_busy": busy,
    }  # fmt: skip
    return {"check": figures}, "\n\n".join(tables)


def _marked(count: int) -> Iterable[Photo]:
    """Marked units: every way to take a photo with every marker, the hands in turn."""
    dice = random.Random(1)
    ways = list(itertools.product(SIGHTS, COLOURS))
    dice.shuffle(ways)
    hands = itertools.cycle(HANDWRITING)
    for i, (sight, colours) in enumerate(itertools.islice(itertools.cycle(ways), count)):
        name, day = dice.choice(NAMES), TODAY - timedelta(days=dice.randint(0, 60))
        writing = (dice.choice(WRITTEN_AS), name, _dated(day, dice))
        yield _photo(i, writing, next(hands), colours, sight, dice), name


def _without(count: int) -> Iterable[Photo]:
    """Units with something else written on them, or nothing."""
    dice = random.Random(2)
    hands, sights = itertools.cycle(HANDWRITING), itertools.cycle(SIGHTS)
    for i, decoy in enumerate(itertools.islice(itertools.cycle(DECOYS), count)):
        name = dice.choice(NAMES)
        writing = (decoy, name, _dated(TODAY, dice)) if decoy else ()
        colours = dice.choice(list(COLOURS))
        yield _photo(i, writing, next(hands), colours, next(sights), dice), name


def _photo(
    i: int, writing: tuple[str, ...], hand: str, colours: str, sight: str, dice: random.Random
) -> Drawn:
    serial = "".join(dice.choice("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(16))
    return Drawn(writing, serial=serial, hand=hand, colours=colours, sight=sight, seed=i)


def _dated(day: date, dice: random.Random) -> str:
    formats = ("%m/%d/%Y", "%m-%d-%y", "%b %d, %Y", "%Y-%m-%d", "%m/%d/%y", "%d %b %Y")
    return day.strftime(dice.choice(formats))


async def _read_all(
    reader: PhotoReader, photos: Iterable[Photo], what: str
) -> tuple[list[_Read], list[float]]:
    reads: list[_Read] = []
    for drawn, name in photos:
        jpeg = clean(draw(drawn))[0]
        began = time.perf_counter()
        reading = await reader.read(jpeg)
        seconds = time.perf_counter() - began
        if reading is None:
            raise BenchError("The reader failed; its warning says why.")
        wanted = LookedFor(
            "recalled", ("A1263",), (drawn.serial,), name, TODAY - timedelta(days=365), TODAY
        )
        reads.append(_Read(drawn, frozenset(find_elements(reading, wanted)), seconds))
        if len(reads) % 40 == 0:
            say(f"photos {what}: {len(reads)}")
    # The first one of all waits for the models.
    return reads, [read.seconds for read in reads[1:]]


def _peak(reader: PhotoReader) -> int:
    """The most memory that the process has had, in bytes."""
    for line in Path(f"/proc/{reader.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    raise BenchError("The system does not tell how much memory a process had.")


def _share(reads: Sequence[_Read], element: str) -> float:
    return sum(element in read.found for read in reads) / len(reads)


def _shares(
    title: str, reads: Sequence[_Read], by: Callable[[Drawn], str], names: Iterable[str]
) -> str:
    """Of how many photos of each kind each element was read."""
    rows = [[title, "photos", *ELEMENTS, "all five"]]
    kinds = [(name, [r for r in reads if by(r.drawn) == name]) for name in names]
    for name, group in (*kinds, ("all", list(reads))):
        if group:
            whole = sum(len(r.found) == len(ELEMENTS) for r in group) / len(group)
            shares = [f"{_share(group, element):.0%}" for element in ELEMENTS]
            rows.append([name, str(len(group)), *shares, f"{whole:.0%}"])
    return align(rows)


def _looks(drawn: Sequence[Drawn]) -> tuple[tuple[int, int], tuple[int, int]]:
    """How many photos saved anew are noticed, and how many others are taken for the same."""
    say(f"the looks of {len(drawn)} photos")
    files = [draw(one) for one in drawn]
    looks = [clean(file)[3] for file in files]
    again = [clean(_saved_anew(file))[3] for file in files]
    same = sum(alike(one, two) for one, two in zip(looks, again))
    pairs = list(itertools.combinations(looks, 2))
    return (same, len(files)), (sum(alike(*pair) for pair in pairs), len(pairs))


def _saved_anew(file: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(file)) as image:
        image.resize((1000, 750)).save(out, "JPEG", quality=55)
    return out.getvalue()


async def _turns(folder: Path, rounds: int) -> tuple[float, float]:
    """The median turn in seconds, idle and while another customer sends photos without a pause."""
    from bot.engine.train import ModelMissing, current_model

    try:
        model = current_model(ROOT, ROOT / "models")
    except ModelMissing as error:
        raise BenchError(str(error)) from None
    place = folder / "photos"
    await prepare(place / "data")
    service = RecallAssistant("photos", model, place)
    files = [draw(replace(drawn, seed=7)) for drawn, _ in _marked(12)]
    with service.running():
        async with client() as http:
            await service.first_answer(http)
            await _upload(http, service.url, files[0])  # the reader has started
            say("turns while nothing else happens")
            await _play(service, http, 1)
            idle = await _play(service, http, rounds)
            say("turns while photos are read")
            sending = asyncio.create_task(_keep_sending(http, service.url, files))
            try:
                busy = await _play(service, http, rounds)
            finally:
                sent = not sending.done()
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)
            if not sent:
                raise BenchError("A photo was refused while turns were timed.")
    return statistics.median(idle), statistics.median(busy)


async def _play(service: RecallAssistant, http: aiohttp.ClientSession, rounds: int) -> list[float]:
    times = []
    for lines in itertools.chain.from_iterable(scripts().values() for _ in range(rounds)):
        customer = await service.customer(http)
        for line in lines:
            began = time.perf_counter()
            await customer.say(line)
            times.append(time.perf_counter() - began)
    return times


async def _keep_sending(http: aiohttp.ClientSession, url: str, files: Sequence[bytes]) -> None:
    for file in itertools.cycle(files):
        await _upload(http, url, file)


async def _upload(http: aiohttp.ClientSession, url: str, file: bytes) -> None:
    async with http.post(f"{url}/api/chat/conversations") as response:
        token = (await response.json())["token"]
    form = aiohttp.FormData()
    form.add_field("id", uuid.uuid4().hex)
    form.add_field("photo", file, filename="photo.jpg", content_type="image/jpeg")
    headers = {"Authorization": f"Bearer {token}"}
    async with http.post(f"{url}/api/chat/photos", data=form, headers=headers) as response:
        response.raise_for_status()
        await response.read()
