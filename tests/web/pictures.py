"""Photos and what pretends to be one, made for tests."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image
from pillow_heif import register_heif_opener

__all__ = ["SECRET_PLACE", "declared_png", "picture"]

# In the metadata of every photo that `picture` makes.
SECRET_PLACE = b"51.50333N"

register_heif_opener()


def picture(
    form: str = "JPEG", size: tuple[int, int] = (320, 200), mode: str = "RGB", **options: Any
) -> bytes:
    """A photo with a red left half, a GPS position and a name in its metadata."""
    image = Image.new(mode, size, "black" if mode in ("1", "L", "I;16") else "navy")
    if mode in ("RGB", "RGBA", "CMYK"):
        image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010E] = "taken by Jane Porter at " + SECRET_PLACE.decode()
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 12.0)
    out = io.BytesIO()
    if form not in ("GIF", "BMP", "TIFF", "PDF", "ICO"):
        options.setdefault("exif", exif.tobytes())
    image.save(out, form, **options)
    return out.getvalue()


def declared_png(width: int, height: int) -> bytes:
    """A small PNG file that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
