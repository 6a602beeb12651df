"""The process that decodes what strangers upload: a bomb ends it, not the service.

`python -m bot.claims.photo_worker` reads a file on standard input and writes one line of JSON
({width, height} or {refused}), then the photo drawn anew as JPEG.
"""

from __future__ import annotations

import io
import json
import resource
import sys

__all__ = ["Refused", "clean"]

MAX_PIXELS = 40_000_000
MAX_SIDE = 2_400
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# Decoding 40 megapixels takes 160 MB a copy.
MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 10


class Refused(Exception):
    """Not a photo we can take; the argument is the kind, see `bot.claims.photos`."""


def clean(data: bytes) -> tuple[bytes, int, int]:
    """The photo drawn anew, upright, without metadata, with its width and height in pixels."""
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
    return out.getvalue(), upright.width, upright.height


def main() -> None:
    """One file in, one photo out."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    head: dict[str, object]
    try:
        jpeg, width, height = clean(sys.stdin.buffer.read())
        head = {"width": width, "height": height}
    except Refused as refused:
        jpeg, head = b"", {"refused": str(refused)}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + jpeg)


if __name__ == "__main__":
    main()
