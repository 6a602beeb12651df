"""The process that reads photos: text by OCR, barcodes; what is heavy is imported here alone.

`python -m bot.claims.photo_check.reader WORD...` says "ready", then takes photos on standard input,
each as its length in four bytes and the JPEG that the service has drawn, and answers each with a
line of JSON, a `PhotoReading` or null. It ends when its input does.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
import re
import resource
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.claims.photo_check.elements import has_marker_word
from bot.claims.photo_check.reading import Line, PhotoReading

__all__ = ["Reader"]

MAX_SIDE = 1_600
# Text is found on a smaller picture, in a third of the time, and read on the larger one.
FINDING_SIDE = 960
# Address space, not memory: the libraries and their threads' stacks are mapped in it too.
MEMORY_BYTES = 4_000_000_000
# Below this the machine guesses.
LEAST_SURE = 0.5
# Contrast is raised where the light differs, square by square.
CLIP, SQUARES = 4.0, (8, 8)
# What may be a serial: where none was read, a barcode is looked for at these angles, too.
LONG_CODE = re.compile(r"[A-Z0-9]{10}")
TURNS = (-8, 8, -16, 16, -24, 24)
MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}


class Reader:
    """Reads one photo after the other. Making it loads the models: seconds, and much memory.

    words: what recalls want written on the unit.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        from rapidocr import RapidOCR

        package = importlib.util.find_spec("rapidocr")
        assert package is not None and package.origin is not None
        models = Path(package.origin).parent / "models"
        # Named, so that a damaged file is an error and never a download.
        paths = {f"{part}.model_path": str(models / name) for part, name in MODELS.items()}
        threads = "EngineConfig.onnxruntime.intra_op_num_threads"
        self._ocr: Callable[[Any], Any] = RapidOCR(
            params={
                **paths,
                "Det.limit_type": "max",
                "Det.limit_side_len": FINDING_SIDE,
                threads: 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
                "Global.log_level": "critical",
                "Global.text_score": LEAST_SURE,
            }
        )

    def read(self, jpeg: bytes) -> PhotoReading:
        """What stands on the photo; a second look with more contrast where the first lacks."""
        import numpy as np
        from PIL import Image

        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            image.thumbnail((MAX_SIDE, MAX_SIDE))
            pixels = np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1])
        lines = [*_codes(pixels), *self._text(pixels)]
        if not any(LONG_CODE.search(line.text.upper()) for line in lines):
            lines += _turned_codes(pixels)
        if not has_marker_word(PhotoReading.of(lines), self._words):
            lines += self._text(_contrast(pixels))
        return PhotoReading.of(lines)

    def _text(self, pixels: Any) -> Iterator[Line]:
        found = self._ocr(pixels)
        height, width = pixels.shape[:2]
        for text, box in zip(found.txts or (), found.boxes if found.txts else ()):
            left, top = box.min(axis=0)
            right, bottom = box.max(axis=0)
            yield Line(text, (left / width, top / height, right / width, bottom / height))


def _contrast(pixels: Any) -> Any:
    import cv2

    light, *colours = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB))
    light = cv2.createCLAHE(clipLimit=CLIP, tileGridSize=SQUARES).apply(light)
    return cv2.cvtColor(cv2.merge((light, *colours)), cv2.COLOR_LAB2BGR)


def _codes(pixels: Any) -> Iterator[Line]:
    import zxingcpp

    height, width = pixels.shape[:2]
    for code in zxingcpp.read_barcodes(pixels):
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
        xs, ys = [p.x / width for p in corners], [p.y / height for p in corners]
        yield Line(code.text, (min(xs), min(ys), max(xs), max(ys)), code=True)


def _turned_codes(pixels: Any) -> Iterator[Line]:
    """Barcodes on a photo held askew; where they are is not told."""
    import cv2

    height, width = pixels.shape[:2]
    for degrees in TURNS:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
        turned = cv2.warpAffine(pixels, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
        if found := [Line(line.text, (0.0, 0.0, 1.0, 1.0), True) for line in _codes(turned)]:
            yield from found
            return


def main() -> None:
    """Answer photos until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)  # conversations go first
    # What a library prints must not be taken for an answer.
    with os.fdopen(os.dup(1), "w") as answers, contextlib.suppress(BrokenPipeError):
        os.dup2(2, 1)
        reader = Reader(sys.argv[1:])
        print("ready", file=answers, flush=True)
        while head := sys.stdin.buffer.read(4):
            data = sys.stdin.buffer.read(struct.unpack(">I", head)[0])
            print(json.dumps(_answer(reader, data)), file=answers, flush=True)


def _answer(reader: Reader, jpeg: bytes) -> dict[str, Any] | None:
    try:
        return reader.read(jpeg).as_json()
    except MemoryError:
        raise
    except Exception:
        # Decoders and models raise all sorts of errors; none is worth loading everything anew.
        return None


if __name__ == "__main__":
    main()
