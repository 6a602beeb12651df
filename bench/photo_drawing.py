"""Draws photos of a marked power bank, as customers might take them; made up, down to the names.

Handwriting comes from the fonts of Debian packages where these are installed (`HANDWRITING`), and
from the script strokes of OpenCV, each letter set a little askew.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

__all__ = ["HANDWRITING", "PACKAGES", "SIGHTS", "Drawn", "draw"]

SIZE = (1600, 1200)
CASE = (140, 110, 1460, 1090)
FOLDER = Path("/usr/share/fonts")
PACKAGES = (
    "fonts-yusei-magic fonts-humor-sans fonts-rufscript fonts-dkg-handwriting fonts-sjfonts "
    "fonts-kristi fonts-breip fonts-femkeklaver fonts-bwht"
)
_FONTS = (
    "truetype/yusei-magic/YuseiMagic-Regular.ttf",
    "truetype/humor-sans/Humor-Sans.ttf",
    "truetype/rufscript/Rufscript010.ttf",
    "truetype/fifthhorseman/dkg.ttf",
    "truetype/fifthhorseman/dkgBd.ttf",
    "truetype/sjfonts/SteveHand.ttf",
    "truetype/sjfonts/Delphine.ttf",
    "truetype/kristi/Kristi.ttf",
    "truetype/breip/Breip.ttf",
    "truetype/femkeklaver/femkeklaver.ttf",
    "opentype/bwht/BecauseWeBuild-Regular.otf",
    "opentype/bwht/BecauseWeLearn-Regular.otf",
    "opentype/bwht/BecauseWeMentor-Regular.otf",
)
_HERSHEY = {
    "strokes, script": cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    "strokes, bold script": cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
    "strokes, plain": cv2.FONT_HERSHEY_SIMPLEX,
}
HANDWRITING: dict[str, Path | int] = {
    **{Path(name).stem: FOLDER / name for name in _FONTS if (FOLDER / name).exists()},
    **_HERSHEY,
}
# Case and marker: what people have in their drawers.
COLOURS: dict[str, tuple[tuple[int, int, int], tuple[int, int, int], tuple[int, int, int]]] = {
    # case, printed label, marker
    "silver on black": ((24, 24, 26), (120, 120, 124), (196, 198, 202)),
    "black on white": ((232, 232, 230), (110, 110, 110), (20, 20, 24)),
    "black on blue": ((78, 112, 160), (190, 200, 214), (14, 14, 18)),
    "red on white": ((228, 228, 224), (120, 120, 120), (178, 26, 30)),
    "blue on black": ((20, 20, 22), (112, 112, 116), (36, 42, 92)),
}
DARK = "blue on black"


@dataclass(frozen=True)
class Drawn:
    """What to draw. writing: the lines in marker; serial: printed, none on a photo of the front."""

    writing: tuple[str, ...]
    model: str = "A1263"
    serial: str = "AKFF1Y0E12345678"
    hand: str = "strokes, plain"
    colours: str = "silver on black"
    sight: str = "plain"
    seed: int = 0
    extra: tuple[str, ...] = field(default=("Input 5V=2A  Output 5V=2.4A", "Li-ion 3.6V 10000mAh"))


def draw(what: Drawn) -> bytes:
    """The photo, as JPEG."""
    dice = random.Random(repr(what))
    case, printed, marker = COLOURS[what.colours]
    image = Image.new("RGB", SIZE, tuple(dice.randint(90, 190) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle(CASE, 90, fill=case, outline=tuple(min(255, c + 24) for c in case))
    _label(pen, what, printed)
    top = CASE[1] + 60.0
    for text in what.writing:
        ink = _written(text, what.hand, dice)
        left = CASE[0] + dice.randint(90, 170)
        room = CASE[2] - left - 60
        if ink.width > room:
            ink = ink.resize((room, max(1, ink.height * room // ink.width)))
        image.paste(marker, (left, int(top)), ink)
        top += ink.height + dice.randint(4, 22)
    pixels = np.asarray(_turn(image, dice, SIGHTS[what.sight].turn), np.float32)
    pixels = SIGHTS[what.sight].light(pixels, dice)
    noise = np.random.default_rng(dice.randint(0, 1 << 30)).normal(0, 4, pixels.shape)
    out = io.BytesIO()
    photo = Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))
    photo.save(out, "JPEG", quality=SIGHTS[what.sight].quality)
    return out.getvalue()


def _label(pen: ImageDraw.ImageDraw, what: Drawn, colour: tuple[int, int, int]) -> None:
    font = ImageFont.truetype("DejaVuSans.ttf", 30)
    lines = ["Anker PowerCore 10000", f"Model: {what.model}", *what.extra]
    if what.serial:
        lines.append(f"SN: {what.serial}")
    for i, line in enumerate(lines):
        pen.text((CASE[0] + 120, CASE[3] - 50 - 42 * (len(lines) - i)), line, colour, font)


def _written(text: str, hand: str, dice: random.Random) -> Image.Image:
    """A line of handwriting as a mask, a little askew and wavy."""
    kind = HANDWRITING[hand]
    mask = _typed(text, kind) if isinstance(kind, Path) else _stroked(text, kind, dice)
    mask = mask.rotate(dice.uniform(-3, 3), expand=True, resample=Image.Resampling.BICUBIC)
    ys, xs = np.mgrid[0 : mask.height, 0 : mask.width].astype(np.float32)
    waves, height = dice.uniform(60, 140), dice.uniform(1, 3)
    bent = cv2.remap(
        np.asarray(mask),
        xs + height * np.sin(ys / 23).astype(np.float32),
        ys + height * np.sin(xs / waves).astype(np.float32),
        cv2.INTER_LINEAR,
    )
    return Image.fromarray(bent)


def _typed(text: str, path: Path) -> Image.Image:
    font = ImageFont.truetype(str(path), 118)
    left, top, right, bottom = font.getbbox(text, stroke_width=2)
    mask = Image.new("L", (int(right - left) + 40, int(bottom - top) + 40))
    ImageDraw.Draw(mask).text((20 - left, 20 - top), text, 255, font, stroke_width=2)
    return mask


def _stroked(text: str, face: int, dice: random.Random) -> Image.Image:
    mask = Image.new("L", (60 + 78 * len(text), 190))
    left = 20
    for character in text:
        size = dice.uniform(2.3, 2.9)
        (width, _height), _ = cv2.getTextSize(character, face, size, 7)
        cell = np.zeros((190, width + 40), np.uint8)
        place = (20, 120 + dice.randint(-6, 6))
        cv2.putText(cell, character, place, face, size, 255, dice.randint(6, 9), cv2.LINE_AA)
        letter = Image.fromarray(cell).rotate(dice.uniform(-6, 6))
        mask.paste(255, (left, 0), letter)
        left += width + dice.randint(-2, 8)
    return mask.crop((0, 0, min(mask.width, left + 40), mask.height))


def _turn(image: Image.Image, dice: random.Random, most: float) -> Image.Image:
    """Held askew: turned by up to `most` degrees and seen from the side."""
    if not most:
        return image
    angle = dice.choice((-1, 1)) * dice.uniform(most / 2, most)
    image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=(128, 120, 110))
    width, height = image.size
    lean = most * 4
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    seen = [(x + dice.uniform(-lean, lean), y + dice.uniform(-lean, lean)) for x, y in corners]
    matrix = cv2.getPerspectiveTransform(np.float32(corners), np.float32(seen))
    flat = np.asarray(image)
    return Image.fromarray(
        cv2.warpPerspective(flat, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    )


Light = Callable[[Any, random.Random], Any]


@dataclass(frozen=True)
class Sight:
    """How a photo is taken. turn: degrees askew at most; light: what becomes of the pixels."""

    light: Light = lambda pixels, dice: pixels
    turn: float = 0.0
    quality: int = 90


def _blur(radius: float) -> Light:
    return lambda pixels, dice: cv2.GaussianBlur(pixels, (0, 0), radius)


def _shaken(pixels: Any, dice: random.Random) -> Any:
    kernel = np.zeros((9, 9), np.float32)
    kernel[4, :] = 1 / 9
    turned = cv2.getRotationMatrix2D((4, 4), dice.uniform(0, 180), 1)
    kernel = cv2.warpAffine(kernel, turned, (9, 9))
    return cv2.filter2D(pixels, -1, kernel / kernel.sum())


def _glare(pixels: Any, dice: random.Random) -> Any:
    height, width = pixels.shape[:2]
    spot = Image.new("L", (width, height))
    x, y = dice.randint(300, width - 300), dice.randint(300, height - 250)
    size = (dice.randint(120, 260), dice.randint(60, 140))
    ImageDraw.Draw(spot).ellipse((x - size[0], y - size[1], x + size[0], y + size[1]), fill=235)
    bright = np.asarray(spot.filter(ImageFilter.GaussianBlur(45)), np.float32)[:, :, None] / 255
    return pixels * (1 - bright) + 255 * bright


def _dim(pixels: Any, dice: random.Random) -> Any:
    across = np.linspace(0.25, 0.6, pixels.shape[1], dtype=np.float32)[None, :, None]
    return pixels * across


def _far(pixels: Any, dice: random.Random) -> Any:
    small = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    frame = np.full_like(pixels, 140)
    top, left = dice.randint(50, 500), dice.randint(50, 700)
    frame[top : top + small.shape[0], left : left + small.shape[1]] = small
    return frame


SIGHTS: dict[str, Sight] = {
    "plain": Sight(),
    "askew": Sight(turn=12),
    "far askew": Sight(turn=28),
    "out of focus": Sight(_blur(2.0)),
    "shaken": Sight(_shaken),
    "glare": Sight(_glare),
    "dim": Sight(_dim),
    "from afar": Sight(_far),
    "poor file": Sight(quality=18),
    "dim, askew, out of focus": Sight(
        lambda pixels, dice: _dim(_blur(1.2)(pixels, dice), dice), turn=12, quality=60
    ),
}
