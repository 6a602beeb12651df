"""A kept photo drawn small, for the one who sent it. Pure."""

from __future__ import annotations

import io
from pathlib import Path

__all__ = ["preview"]

# On a screen of two pixels to a point, as large as the chat shows it.
WIDEST, HIGHEST = 640, 360
QUALITY = 80


def preview(path: Path) -> bytes | None:
    """The photo in this file as a small JPEG; None where the file is gone.

    It is one that we drew ourselves: what customers send is opened by `photo_worker` alone.
    """
    from PIL import Image  # only once somebody looks at one

    try:
        image = Image.open(path)
    except FileNotFoundError:
        return None
    with image:
        image.draft("RGB", (WIDEST, HIGHEST))  # decodes no more than is needed
        image.thumbnail((WIDEST, HIGHEST))
        out = io.BytesIO()
        image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
