"""A photo saved anew still looks the same; another one of a similar unit does not."""

import io
import itertools

from PIL import Image

from bench.photo_drawing import Drawn, draw
from bot.claims.photo_worker import clean
from bot.claims.photos import alike

UNITS = [
    Drawn(("recalled", "Jane Porter", "11/24/2026"), hand=hand, colours=colours)
    for hand, colours in (
        ("strokes, plain", "black on white"),
        ("strokes, script", "black on white"),
        ("strokes, plain", "silver on black"),
    )
]
PHOTOS = [draw(unit) for unit in UNITS]
LOOKS = [clean(photo)[3] for photo in PHOTOS]


def test_a_photo_saved_anew_looks_the_same() -> None:
    for photo, look in zip(PHOTOS, LOOKS, strict=True):
        out = io.BytesIO()
        Image.open(io.BytesIO(photo)).resize((900, 675)).save(out, "WEBP", quality=50)
        assert alike(clean(out.getvalue())[3], look)


def test_another_photo_does_not() -> None:
    assert not any(alike(one, two) for one, two in itertools.combinations(LOOKS, 2))


def test_photos_that_show_nothing_are_not_compared() -> None:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "gray").save(out, "JPEG")
    look = clean(out.getvalue())[3]
    assert not alike(look, look)
    assert not alike("", "")
