"""The files of the chat widget, and the facts it shows; any site may load them."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import string
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, product
from pathlib import Path
from typing import Any, TypeVar

import zopfli.gzip
from aiohttp import web

from bot.recalls import Recall
from bot.recalls.model import Photo
from bot.web.app import Door

__all__ = ["WIDGET", "WidgetFiles", "routes"]

FOLDER = Path(__file__).parent / "widget"
ENTRY = "recall-chat.js"
IMPORT = re.compile(r'^import .* from "\./([\w-]+\.js)";\n', re.M)
SHEET = re.compile(r'^import (\w+) from "\./([\w-]+\.css)" with { type: "css" };\n', re.M)
LANGUAGE = re.compile(r"lang/(.+)\.json", re.S)
EXPORT = re.compile(r"^export ", re.M)
# A template with another one in it is none of these: its line is left alone.
QUOTED = re.compile(r'("(?:[^"\\]|\\.)*"|`(?:[^`\\$]|\\.|\$(?!\{)|\$\{[^`{}]*\})*`)')
CLASS = re.compile(r"^(?=(?:export )?class )", re.M)
# Where a class says one of its own: not in a regular expression.
PRIVATE = re.compile(r"(^\s*|\.|\b(?:get|set|async|static) )#([A-Za-z]\w*)")
NAMED = re.compile(r"#([A-Za-z]\w*)")
ENDED = re.compile(r"^((?:(?!//).)*[;,{}])\n+", re.M)  # where no comment was left
PARTING = re.compile(r" ?([=!]==|[=<>]=|=>|&&|\|\||\?\?=?|[=?:,;(){}<>*\[\]]) ?")
TYPES = {
    ".js": "text/javascript",
    ".json": "application/json",
}

T = TypeVar("T")

routes = web.RouteTableDef()


@dataclass(frozen=True)
class File:
    """A file as it is sent: lean, packed when it is asked for first, named by its content."""

    content: bytes
    type: str
    tag: str

    @classmethod
    def of(cls, content: bytes, suffix: str) -> File:
        tag = hashlib.sha256(content).hexdigest()[:16]
        return cls(_lean(content, suffix), TYPES[suffix], tag)

    async def answer(self, request: web.Request) -> web.Response:
        """The file, or that the browser has it already."""
        headers = {
            "ETag": f'"{self.tag}"',
            "Cache-Control": "no-cache",  # an old module beside a new one breaks both
            "Access-Control-Allow-Origin": "*",  # a module of another site is fetched with CORS
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        if self.tag in (tag.value for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        headers["Content-Encoding"] = "gzip"  # every browser that knows modules knows it
        body = await asyncio.to_thread(_packed, self.content)
        return web.Response(body=body, content_type=self.type, headers=headers)


@cache
def _packed(content: bytes) -> bytes:
    """Gzip, 3 in 100 smaller than zlib makes it; that takes a part of a second, once a process."""
    return bytes(zopfli.gzip.compress(content, numiterations=5))


def _joined(entry: str) -> str:
    """A module and all that it imports as one: a third smaller when packed, and one request.

    They share one scope then: a name declared twice is an error that no page test survives. The
    style comes along as a string: not every browser can import it yet.
    """
    texts: dict[str, str] = {}
    names: list[str] = []

    def take(name: str) -> None:
        if name in texts:
            return
        texts[name] = (FOLDER / name).read_text("utf-8")
        for imported in IMPORT.findall(texts[name]):
            take(imported)
        names.append(name)  # after what it needs

    take(entry)
    script = "".join(EXPORT.sub("", IMPORT.sub("", texts[name])) for name in names)
    return SHEET.sub(_style, script)


def _style(wanted: re.Match[str]) -> str:
    """What stands for the import of a style."""
    content = _lean((FOLDER / wanted[2]).read_bytes(), ".css").decode()
    name, words = wanted[1], json.dumps(content, ensure_ascii=False)
    return f"const {name} = new CSSStyleSheet();\n{name}.replaceSync({words});\n"


def _lean(content: bytes, suffix: str) -> bytes:
    """The same without the comments and the blanks that a browser skips."""
    text = content.decode()
    if suffix == ".css":
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        text = re.sub(r"(?<=[:;,{}])\s+|\s+(?=[{}])", "", text).replace(";}", "}")
    elif suffix == ".js":
        text = re.sub(r"^\s*/\*\*.*\*/$|^\s*//.*$| // [^\"`\n]*$", "", text, flags=re.M)
        text = "\n".join(_lean_line(line.strip()) for line in text.split("\n"))
        text = "".join(_short_names(part) for part in CLASS.split(text))
        text = ENDED.sub(r"\1", text)
    elif suffix == ".json":
        text = json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
    elif suffix == ".svg":
        text = re.sub(r">\s+<", "><", text)
    return re.sub(r"\s*\n\s*", "\n", text).encode()


def _lean_line(line: str) -> str:
    """A line of JavaScript without blanks around what parts its words anyway.

    Not in strings and templates; where a comment or a regular expression may stand it is left
    alone. A template that goes on over more lines than one would be changed: a test allows none.
    """
    parts = QUOTED.split(line)
    if any(sign in code for code in parts[::2] for sign in "`'/"):
        return line
    parts[::2] = (PARTING.sub(r"\1", code) for code in parts[::2])
    return "".join(parts)


def _short_names(script: str) -> str:
    """The same with short private names, the most frequent first: only their class can say them.

    What a string or a template names, too, keeps its name.
    """
    lines = [QUOTED.split(line) for line in script.split("\n")]
    code = [part for line in lines for part in line[::2]]
    named = Counter(found[2] for part in code for found in PRIVATE.finditer(part))
    kept = set(NAMED.findall(" ".join(quoted for line in lines for quoted in line[1::2])))
    letters = string.ascii_letters
    names = chain(letters, map("".join, product(letters, repeat=2)))
    free = (name for name in names if name not in kept)
    given = {name: name if name in kept else next(free) for name, _ in named.most_common()}
    for line in lines:
        line[::2] = (PRIVATE.sub(lambda m: f"{m[1]}#{given[m[2]]}", part) for part in line[::2])
    return "\n".join("".join(line) for line in lines)


class WidgetFiles:
    """Everything under /widget, read once: by path."""

    def __init__(self, door: Door) -> None:
        self._files = {p.name: File.of(p.read_bytes(), ".js") for p in FOLDER.glob("*.js")}
        self._files[ENTRY] = File.of(_joined(ENTRY).encode(), ".js")
        written = {
            p.stem.lower(): json.loads(p.read_text("utf-8")) for p in FOLDER.glob("lang/*.json")
        }
        recall, folder = door.recalls.featured, door.settings.recalls_dir
        drawings = {
            photo.key: _lean(path.read_bytes(), ".svg").decode()
            for photo in recall.evidence.photos
            if (path := folder / f"{recall.number}.{photo.key}.svg").is_file()
        }
        self._languages = {}
        for language in _languages(recall).union(written):
            facts = shown_facts(recall, drawings, language)
            content = {**_nearest(language, written), "recall": facts}
            packed = File.of(json.dumps(content, ensure_ascii=False).encode(), ".json")
            self._languages[language.lower()] = packed

    def get(self, path: str) -> File | None:
        """The file at this path; a language nobody has written is English."""
        wanted = LANGUAGE.fullmatch(path)
        if not wanted:
            return self._files.get(path)
        return _nearest(wanted[1], self._languages)


def _nearest(language: str, there: Mapping[str, T]) -> T:
    """What there is of a language; pages write pt-BR, pt_BR and worse."""
    tag = language.lower().replace("_", "-").split("-", 4)[:4]
    names = ["-".join(tag[:length]) for length in range(len(tag), 0, -1)]
    return next(there[name] for name in [*names, "en"] if name in there)


WIDGET: web.AppKey[WidgetFiles] = web.AppKey("widget", WidgetFiles)


def _languages(recall: Recall) -> set[str]:
    """The languages that the recall has words for the widget in."""
    words = [recall.products[0].label.where_in]
    words += [each for p in recall.evidence.photos for each in (p.title_in, p.text_in)]
    return {"en"}.union(*words)


def shown_facts(recall: Recall, drawings: dict[str, str], language: str = "en") -> dict[str, Any]:
    """What the widget says of the recall: how a label looks, never what is listed.

    drawings: SVG by the photo's key. Words that the recall does not have in the language are
    English; `lang` says what they are.
    """
    product, serial = recall.products[0], recall.serial
    where = product.label.where_in.get(language)
    return {
        "product": recall.facts()["product"],
        "kind": recall.identity.product_kind,
        "emergency": recall.safety.emergency_number,
        "models": [m for p in recall.products for m in p.models],
        "serial": {
            "alphabet": serial.alphabet,
            "certain": dict(serial.certain),
            "ambiguous": list(serial.ambiguous),
            "lengths": list(serial.lengths),
            "labels": list(serial.labels),
        },
        "label": {
            "where": where or product.label.where,
            "lang": language if where else "en",
        },
        "photos": [
            {**_photo_words(p, language), "drawing": drawings.get(p.key)}
            for p in recall.evidence.photos
        ],
    }


def _photo_words(photo: Photo, language: str) -> dict[str, str]:
    title, text = photo.title_in.get(language), photo.text_in.get(language)
    if title and text:
        return {"title": title, "text": text, "lang": language}
    return {"title": photo.title, "text": photo.text, "lang": "en"}


@routes.get(r"/widget/{path:[\s\S]+}")  # a name may hold anything, a line break too
async def file(request: web.Request) -> web.Response:
    """A file of the widget."""
    found = request.app[WIDGET].get(request.match_info["path"])
    if found is None:
        raise web.HTTPNotFound()
    return await found.answer(request)
