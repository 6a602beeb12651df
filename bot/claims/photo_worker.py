"""The process that decodes what strangers upload: a bomb ends it, not the service.

`python -m bot.claims.photo_worker` reads a file on standard input and writes one line of JSON
({width, height, look} or {refused}), then the photo drawn anew as JPEG.
"""

from __future__ import annotations

import io
import itertools
import json
import resource
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Refused", "clean"]

MAX_PIXELS = 40_000_000
MAX_SIDE = 2_400
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# Decoding 40 megapixels takes 160 MB a copy.
MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 10
# With less, marked units in the same frame look the same.
SIDE = 16
# Lighter by less than this is no difference: it would not outlive being saved once more.
NOISE = 2


class Refused(Exception):
    """Not a photo we can take; the argument is the kind, see `bot.claims.photos`."""


def clean(data: bytes) -> tuple[bytes, int, int, str]:
    """The photo drawn anew, upright, without metadata; its width and height; its look."""
    from PIL import Image, ImageOps, UnidentifiedImageError
    from pillow_heif import register_heif_opener

    register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before anything is decoded
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Refused("too_many_pixels")
            image.load()
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except Refused:
        raise
    except UnidentifiedImageError:
        raise Refused("not_a_photo") from None
    except Exception:
        # Decoders raise all sorts of errors on broken files; none is ours to tell apart.
        raise Refused("broken") from None
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=88)
    return out.getvalue(), upright.width, upright.height, _look(upright)


def _look(image: Image) -> str:
    """Where it gets darker to the right and downwards, 16 places each way, in hexadecimal."""
    grey = image.convert("L")
    bits = ""
    for right, down in ((1, 0), (0, 1)):
        width = SIDE + right
        small = grey.resize((width, SIDE + down), reducing_gap=3.0).tobytes()
        for y, x in itertools.product(range(SIDE), repeat=2):
            here, there = small[y * width + x], small[(y + down) * width + x + right]
            bits += "01"[here > there + NOISE]
    return f"{int(bits, 2):0{len(bits) // 4}x}"


def main() -> None:
    """One file in, one photo out."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    head: dict[str, object]
    try:
        jpeg, width, height, look = clean(sys.stdin.buffer.read())
        head = {"width": width, "height": height, "look": look}
    except Refused as refused:
        jpeg, head = b"", {"refused": str(refused)}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + jpeg)


if __name__ == "__main__":
    main()
