"""Photos: what is taken, what of them is kept, what is refused, and that nothing stops the chat."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from bench.photo_drawing import Drawn, draw
from bot.claims import photos
from bot.claims.photo_check.reading import Line, PhotoReading
from bot.claims.photo_worker import CPU_SECONDS
from bot.conversations import sentences
from bot.settings import Limits
from tests.web.conftest import Answer, Customer, Site, Start
from tests.web.pictures import SECRET_PLACE, declared_png, picture


def stored(tmp_path: Path) -> list[Path]:
    """The photo files."""
    folder = tmp_path / "photos"
    return sorted(folder.iterdir()) if folder.exists() else []


def assert_refused(answer: Answer, status: int, kind: str) -> None:
    assert answer.assert_error(status, f"photo_{kind}") == sentences.PHOTO_REFUSED[kind]


TAKEN = {
    "jpeg": picture(),
    "png": picture("PNG"),
    "webp": picture("WEBP"),
    "heic": picture("HEIF"),
    "cmyk": picture(mode="CMYK"),
    "grey": picture(mode="L"),
    "transparent": picture("PNG", mode="RGBA"),
    "palette": picture("PNG", mode="P"),
    "black and white": picture("PNG", mode="1"),
    "sixteen bits": picture("PNG", mode="I;16"),
    "progressive": picture(progressive=True),
    "one pixel": picture(size=(1, 1)),
    "a line": picture("PNG", size=(20_000, 1)),
    "39 megapixels": picture("PNG", size=(7000, 5600), mode="L"),
}


@pytest.mark.parametrize("name", TAKEN)
async def test_a_photo_is_taken(site: Site, customer: Customer, tmp_path: Path, name: str) -> None:
    answer = await customer.upload(TAKEN[name])
    assert answer.status == 200, answer.json
    assert set(answer.json) == {"photo", "messages"}
    assert answer.texts == ["You said: Photo"]
    [heard] = site.engine.heard
    assert heard.payload == "/send_photo"
    assert heard.context["photo"] == answer.json["photo"]
    [file] = stored(tmp_path)
    assert file.stem == answer.json["photo"]
    with Image.open(file) as image:
        assert image.format == "JPEG"
        assert image.mode == "RGB"
        assert max(image.size) <= 2400


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
async def test_where_it_was_taken_is_not_kept(
    customer: Customer, tmp_path: Path, form: str
) -> None:
    data = picture(form)
    with Image.open(io.BytesIO(data)) as image:
        assert SECRET_PLACE.decode() in str(dict(image.getexif()))
    await customer.upload(data)
    [file] = stored(tmp_path)
    kept = file.read_bytes()
    assert SECRET_PLACE not in kept
    assert b"Exif" not in kept
    with Image.open(file) as image:
        assert not dict(image.getexif())


async def test_a_photo_taken_sideways_is_stored_upright(customer: Customer, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    await customer.upload(picture(size=(300, 100), exif=exif.tobytes()))
    [file] = stored(tmp_path)
    with Image.open(file) as image:
        assert image.size == (100, 300)


async def test_what_hides_behind_a_photo_is_not_kept(customer: Customer, tmp_path: Path) -> None:
    hidden = b"<script>alert(1)</script><?php system('id') ?>"
    await customer.upload(picture() + hidden)
    [file] = stored(tmp_path)
    assert b"script" not in file.read_bytes()


JPEG = picture(size=(1200, 900), quality=95)
REFUSED = {
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not_a_photo"),
    "gif": (picture("GIF"), "not_a_photo"),
    "bmp": (picture("BMP"), "not_a_photo"),
    "tiff": (picture("TIFF"), "not_a_photo"),
    "pdf": (picture("PDF"), "not_a_photo"),
    "icon": (picture("ICO", size=(32, 32)), "not_a_photo"),
    "html named .jpg": (b"<html><script>alert(1)</script></html>", "not_a_photo"),
    "text": (b"AKFF1Y0E12345678", "not_a_photo"),
    "zeros": (b"\0" * 10_000, "not_a_photo"),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not_a_photo"),
    "script": (b"#!/bin/sh\nid\n", "not_a_photo"),
    "only the head of a jpeg": (JPEG[:30], "not_a_photo|broken"),
    "half a jpeg": (JPEG[: len(JPEG) // 2], "broken"),
    "half a png": (picture("PNG", size=(900, 900))[:900], "broken"),
    "half a heic": (picture("HEIF")[:600], "not_a_photo|broken"),
    "half a webp": (picture("WEBP", size=(900, 900))[:500], "not_a_photo|broken"),
    "a png that says it is huge": (declared_png(50_000, 50_000), "too_many_pixels"),
    "a png that lies": (declared_png(6000, 6000), "broken"),
    "41 megapixels": (picture("PNG", size=(7000, 5860), mode="1"), "too_many_pixels"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_file_is_refused(site: Site, customer: Customer, tmp_path: Path, name: str) -> None:
    data, kinds = REFUSED[name]
    answer = await customer.upload(data)
    kind = answer.json["error"]["code"].removeprefix("photo_")
    assert kind in kinds.split("|")
    assert_refused(answer, 422, kind)
    assert stored(tmp_path) == []
    assert site.engine.heard == []
    assert await customer.history() == []


async def test_an_empty_file_is_refused(customer: Customer) -> None:
    assert_refused(await customer.upload(b""), 422, "empty")


async def test_a_file_of_more_than_ten_megabytes_is_refused(
    customer: Customer, tmp_path: Path
) -> None:
    assert_refused(await customer.upload(JPEG + b"\0" * 10_000_000), 413, "too_big")
    assert stored(tmp_path) == []
    largest = JPEG + b"\0" * (10_000_000 - len(JPEG))
    assert (await customer.upload(largest)).status == 200


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "x" * 5000, "<b>.jpg", "C:\\x.jpg", "\u202egpj.exe", ""],
)
async def test_the_file_name_means_nothing(customer: Customer, tmp_path: Path, name: str) -> None:
    answer = await customer.upload(picture(), name=name)
    assert answer.status == 200
    [file] = stored(tmp_path)
    assert file.parent == tmp_path / "photos"
    assert file.stem == answer.json["photo"]


async def test_the_same_upload_twice_is_one_photo(
    site: Site, customer: Customer, tmp_path: Path
) -> None:
    first = await customer.upload(picture(), id="up-1")
    again = await customer.upload(picture(), id="up-1")
    assert again.json == first.json
    assert len(stored(tmp_path)) == 1
    assert len(site.engine.heard) == 1


async def test_the_same_upload_five_times_at_once_is_one_photo(
    site: Site, customer: Customer, tmp_path: Path
) -> None:
    answers = await asyncio.gather(*(customer.upload(picture(), id="up-1") for _ in range(5)))
    assert {a.status for a in answers} == {200}
    assert len({a.raw for a in answers}) == 1
    assert len(stored(tmp_path)) == 1
    assert len(site.engine.heard) == 1


async def test_an_upload_without_an_id_is_known_by_its_content(
    customer: Customer, tmp_path: Path
) -> None:
    first = await customer.upload(picture())
    assert (await customer.upload(picture())).json == first.json
    assert (await customer.upload(picture(size=(10, 10)))).json != first.json
    assert len(stored(tmp_path)) == 2


async def test_the_same_upload_id_of_another_customer_is_another_photo(
    site: Site, customer: Customer
) -> None:
    other = await site.customer()
    one = await customer.upload(picture(), id="up-1")
    two = await other.upload(picture(), id="up-1")
    assert one.json["photo"] != two.json["photo"]


@pytest.mark.parametrize("upload", ["x" * 129, "\u00e9", "a\nb"])
async def test_a_wrong_upload_id_is_refused(customer: Customer, upload: str) -> None:
    (await customer.upload(picture(), id=upload)).assert_error(400, "bad_request")


async def send(customer: Customer, body: bytes, content_type: str) -> Answer:
    headers = {**customer.headers, "Content-Type": content_type}
    return await customer.site.ask("POST", "/api/chat/photos", data=body, headers=headers)


FORM = "multipart/form-data; boundary=x"
HEAD = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n'
BODIES = [
    (b"", FORM),
    (b"nothing", FORM),
    (b"--x--\r\n", FORM),
    (b"--x\r\n", FORM),
    (b"--x\r\n\r\n\r\n--x--\r\n", FORM),
    (b"--x\r\nno header here\r\n\r\nx\r\n--x--\r\n", FORM),
    (b"--x\r\n: empty\r\n\r\nx\r\n--x--\r\n", FORM),
    (b"--x\r\n" + b"A: " + b"b" * 100_000 + b"\r\n\r\nx\r\n--x--\r\n", FORM),
    (b"--x\r\n" + b"".join(b"A%d: b\r\n" % i for i in range(5000)) + b"\r\nx\r\n--x--", FORM),
    (HEAD, FORM),
    (HEAD + b"\r\ncut", FORM),
    (HEAD + b"Content-Length: 99999999999\r\n\r\nx\r\n--x--\r\n", FORM),
    (HEAD + b"Content-Length: x\r\n\r\nx\r\n--x--\r\n", FORM),
    (HEAD + b"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\nx\r\n--y--\r\n", FORM),
    (HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n????\r\n--x--\r\n", FORM),
    (b"\xff" * 1000, FORM),
    (b"x", "multipart/form-data"),
    (b"x", "multipart/form-data; boundary="),
    (b"x", "multipart/form-data; boundary=" + "y" * 300),
    (b"x", "multipart/mixed; boundary=x"),
    (b'{"id": "1", "text": "x"}', "application/json"),
    (b"id=1&photo=x", "application/x-www-form-urlencoded"),
    (JPEG, "image/jpeg"),
]  # fmt: skip


@pytest.mark.parametrize("body, content_type", BODIES, ids=range(len(BODIES)))
async def test_a_broken_upload_is_refused_with_a_sentence(
    site: Site, customer: Customer, tmp_path: Path, body: bytes, content_type: str
) -> None:
    answer = await send(customer, body, content_type)
    assert 400 <= answer.status < 500
    answer.assert_error(answer.status, answer.json["error"]["code"])
    assert site.engine.heard == []
    assert stored(tmp_path) == []


async def test_a_photo_for_a_conversation_that_was_erased(site: Site, tmp_path: Path) -> None:
    conversation, token = site.door.tokens.new_conversation()
    gone = Customer(site, conversation, token)
    (await gone.upload(picture())).assert_error(401, "bad_token")
    assert stored(tmp_path) == []


async def test_a_worker_that_dies_refuses_the_file_and_the_next_is_taken(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as changed:
        # Too little memory for the interpreter's own libraries to be loaded.
        changed.setattr(photos.sys, "executable", "/bin/false")
        assert_refused(await customer.upload(picture()), 422, "broken")
    assert (await customer.upload(picture())).status == 200


async def test_on_a_busy_machine_a_photo_is_not_called_damaged_and_taken_later(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as changed:
        changed.setattr(photos, "DECODE_SECONDS", 0.001)
        answer = await customer.upload(picture(), id="up-1")
        assert answer.assert_error(503, "photo_later") == sentences.PHOTO_LATER
        assert answer.headers["Retry-After"] == "5"
    assert (await customer.upload(picture(), id="up-1")).status == 200


def test_a_bomb_is_stopped_by_what_it_computes_before_the_clock_stops_it() -> None:
    assert photos.DECODE_SECONDS > CPU_SECONDS


async def test_the_chat_answers_while_a_photo_is_looked_at(
    site: Site, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, go_on = asyncio.Event(), asyncio.Event()
    clean = site.door.photo_worker.clean

    async def slow(data: bytes) -> photos.CleanPhoto:
        looking.set()
        await go_on.wait()
        return await clean(data)

    monkeypatch.setattr(site.door.photo_worker, "clean", slow)
    uploading = asyncio.create_task(customer.upload(picture()))
    await looking.wait()
    assert (await customer.say("it is smoking?")).texts == ["You said: it is smoking?"]
    assert (await (await site.customer()).say("hello")).status == 200
    go_on.set()
    assert (await uploading).status == 200


async def test_a_photo_is_on_the_metrics(site: Site, customer: Customer) -> None:
    await customer.upload(picture())
    await customer.upload(b"x")
    text = (await site.ask("GET", "/metrics")).raw.decode()
    assert 'recall_photos_total{outcome="taken"} 1.0' in text
    assert 'recall_photos_total{outcome="not_a_photo"} 1.0' in text


async def test_a_photo_is_shown_small_to_who_sent_it_and_to_nobody_else(
    site: Site, customer: Customer, tmp_path: Path
) -> None:
    photo = (await customer.upload(picture(size=(1600, 2400)))).json["photo"]
    assert [m["photo"] for m in await customer.history()] == [photo, None]
    path = f"/api/chat/photos/{photo}"
    shown = await site.ask("GET", path, headers=customer.headers)
    assert (shown.status, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert shown.headers["Cache-Control"] == "no-store"
    with Image.open(io.BytesIO(shown.raw)) as image:
        assert image.size == (240, 360)
    (await site.ask("GET", path)).assert_error(401, "bad_token")
    other = await site.customer()
    assert (await site.ask("GET", path, headers=other.headers)).status == 404
    for path in (f"/photos/{photo}.jpg", f"/static/{photo}.jpg", "/api/chat/photos/..%2fx"):
        assert (await site.ask("GET", path, headers=customer.headers)).status in (403, 404)
    [file] = stored(tmp_path)
    file.unlink()
    path = f"/api/chat/photos/{photo}"
    assert (await site.ask("GET", path, headers=customer.headers)).status == 404


async def test_photos_are_not_shown_without_end(start_site: Start) -> None:
    site = await start_site(limits=Limits(0, 0, 3, 0, 0))
    customer = await site.customer()
    photo = (await customer.upload(picture())).json["photo"]
    path = f"/api/chat/photos/{photo}"
    statuses = [(await site.ask("GET", path, headers=customer.headers)).status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]


async def test_a_form_with_other_fields_is_taken(customer: Customer) -> None:
    form = aiohttp.FormData()
    form.add_field("other", "x" * 300_000)
    form.add_field("photo", picture(), filename="a.jpg")
    form.add_field("id", "late")
    answer = await customer.site.ask(
        "POST", "/api/chat/photos", data=form, headers=customer.headers
    )
    assert answer.status == 200


class Sighted:
    """Stands for the process that reads photos."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.seen: list[bytes] = []
        self.reading: PhotoReading | None = None

    async def read(self, jpeg: bytes) -> PhotoReading | None:
        self.seen.append(jpeg)
        return self.reading

    async def close(self) -> None:
        self.words = []


@pytest.fixture
def sighted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.app.PhotoReader", Sighted)


@pytest.mark.usefixtures("sighted")
async def test_what_a_photo_shows_is_given_to_the_dialogue_and_kept(start_site: Start) -> None:
    site = await start_site(photo_check=True)
    reader = site.door.photo_reader
    assert isinstance(reader, Sighted) and reader.words == ["recalled"]
    box = (0.1, 0.1, 0.4, 0.2)
    texts = ("Model: A1263", "SN: AKFF1Y0E12345678", "Jane Porter")
    reader.reading = PhotoReading.of([Line(text, box) for text in texts])
    customer = await site.customer()
    answer = await customer.upload(picture(), id="up-1")
    [heard] = site.engine.heard
    assert heard.context["unit"] == {"model": "A1263", "suffix": "", "serial": "AKFF1Y0E12345678"}
    assert "Jane" not in str(heard.context)
    async with site.door.database.read() as connection:
        row = (await connection.exec_driver_sql("SELECT reading FROM photos")).one()
    assert "Jane Porter" in row.reading
    # Sent again, it is not read again.
    assert (await customer.upload(picture(), id="up-1")).json == answer.json
    assert len(reader.seen) == 1
    assert reader.seen[0][:3] == b"\xff\xd8\xff", "what was drawn anew, not what was sent"
    text = (await site.ask("GET", "/metrics")).raw.decode()
    assert 'recall_photos_read_total{outcome="read"} 1.0' in text


@pytest.mark.usefixtures("sighted")
async def test_a_photo_that_cannot_be_read_is_taken_as_well(start_site: Start) -> None:
    site = await start_site(photo_check=True)
    answer = await (await site.customer()).upload(picture())
    assert answer.texts == ["You said: Photo"]
    assert site.engine.heard[0].context.get("unread") is True
    assert "unit" not in site.engine.heard[0].context


async def test_the_real_reader_takes_part_in_an_upload_and_ends_with_the_service(
    start_site: Start,
) -> None:
    site = await start_site(photo_check=True)
    customer = await site.customer()
    drawn = draw(Drawn(("recalled", "Jane Porter", "11/24/2026"), colours="black on white"))
    site.door.photo_reader._seconds = 300.0  # type: ignore[union-attr]
    await customer.upload(drawn)
    assert site.engine.heard[0].context["unit"]["serial"] == "AKFF1Y0E12345678"
    pid = site.door.photo_reader.pid  # type: ignore[union-attr]
    assert Path(f"/proc/{pid}").exists()
    await site.server.close()
    assert not Path(f"/proc/{pid}").exists()
