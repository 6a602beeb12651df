"""The page that takes a photo for who can't send one: once, for a while, for that conversation."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.claims.photos import PhotoTooSlow
from bot.conversations import Reply, sentences
from bot.storage import DatabaseBusy
from tests.channels.conftest import Line, Open
from tests.web.pictures import picture

ABROAD = "+447700900123"


async def _asked(open_line: Open) -> tuple[Line, str]:
    line: Line = await open_line("sms")
    line.site.engine.answers["claim"] = (Reply("Please send a photo.", ask="photo"),)
    (sent,) = await line.said(line.fake.text(ABROAD, "claim"))
    found = re.search(r"https://recall\.example\.com(/photo/\S+)", sent.text)
    assert found
    return line, found[1]


async def _send(line: Line, path: str, data: bytes) -> Any:
    form = aiohttp.FormData()
    form.add_field("photo", data, filename="a.jpg", content_type="image/jpeg")
    return await line.site.ask("POST", path, data=form)


async def test_the_page_takes_one_photo_and_the_dialogue_gets_it(open_line: Open) -> None:
    line, path = await _asked(open_line)
    page = await line.site.ask("GET", path)
    assert page.status == 200 and b'type="file"' in page.raw
    assert b"get away and call 911." in page.raw
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert (await _send(line, path, b"no photo")).status == 422
    assert (await _send(line, path, b"")).status == 422
    sent = await _send(line, path, picture())
    assert sent.status == 200 and b"I have your photo" in sent.raw
    await line.until(lambda: len(line.fake.sent) == 2)
    assert line.fake.sent[-1].text == "You said: Photo"
    assert line.site.engine.heard[-1].payload == "/send_photo"
    for again in (await line.site.ask("GET", path), await _send(line, path, picture())):
        assert again.status == 410 and b"used already" in again.raw
    assert line.site.engine.texts == ["claim", "Photo"]


async def test_a_link_that_is_old_or_made_up_takes_nothing(open_line: Open) -> None:
    line, path = await _asked(open_line)
    for wrong in (path[:-1], path.replace(".2.", ".1."), path + "x", "/photo/x", "/photo/a.1.b"):
        assert (await line.site.ask("GET", wrong)).status == 404
        assert (await _send(line, wrong, picture())).status == 404
    links = line.site.door.photo_links
    now = links._clock
    links._clock = lambda: now() + timedelta(days=3)
    assert (await line.site.ask("GET", path)).status == 410
    assert (await _send(line, path, picture())).status == 410
    assert line.site.engine.texts == ["claim"]


@pytest.mark.parametrize("error", [DatabaseBusy, PhotoTooSlow])
async def test_while_the_service_is_busy_the_page_asks_to_send_it_again(
    open_line: Open, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    line, path = await _asked(open_line)

    async def busy(*_: object) -> None:
        raise error("busy")

    with monkeypatch.context() as changed:
        changed.setattr(line.site.door.photo_path, "take", busy)
        sent = await _send(line, path, picture())
    assert sent.status == 503 and sent.headers["Content-Type"].startswith("text/html")
    assert html.escape(sentences.PHOTO_LATER) in sent.raw.decode() and b'type="file"' in sent.raw
    assert (await _send(line, path, picture())).status == 200


async def test_while_the_database_is_busy_the_link_shows_a_page(
    open_line: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, path = await _asked(open_line)

    async def busy(*_: object) -> None:
        raise DatabaseBusy("busy")

    monkeypatch.setattr(line.site.door.photo_links, "asked", busy)
    for answer in (await line.site.ask("GET", path), await _send(line, path, picture())):
        assert answer.status == 503 and answer.headers["Content-Type"].startswith("text/html")
