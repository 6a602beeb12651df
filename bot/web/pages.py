"""The pages: the chat alone, and a demo shop with the chat on it."""

from __future__ import annotations

from html import escape
from string import Template

from aiohttp import web

from bot.recalls import Recall
from bot.web.app import DOOR, STATIC, page_policy
from bot.web.contacts import address

__all__ = ["routes"]

NO_CACHE = {"Cache-Control": "no-cache"}
# The demo shop takes the widget from the assistant's other name on this machine: another origin,
# as a firm's shop does.
OTHER_NAME = {"127.0.0.1": "localhost", "localhost": "127.0.0.1"}

routes = web.RouteTableDef()


@routes.get("/")
async def home(request: web.Request) -> web.Response:
    """The demo shop; the chat where there is no demo."""
    door = request.app[DOOR]
    if not door.settings.demo:
        raise web.HTTPFound("/chat")
    other = OTHER_NAME.get(request.url.host or "")
    host = f"{other}:{request.url.port}" if other else ""
    page = _shop(door.recalls.featured, f"http://{host}" if host else "")
    headers = {**NO_CACHE, "Content-Security-Policy": page_policy(host)}
    return web.Response(text=page, content_type="text/html", headers=headers)


def _shop(recall: Recall, assistant: str) -> str:
    """The recall's notice; every word about the recall comes from its file.

    assistant: where the widget comes from, "" for this page's own origin.
    """
    steps = "".join(f"<li>{escape(step)}</li>" for step in recall.safety.stop_use)
    return _filled("shop.html", recall, stop_use=steps, assistant=assistant)


def _filled(name: str, recall: Recall, **more: str) -> str:
    """A page with the recall's facts as text; what one can call or write to can be pressed."""
    facts = recall.facts()
    filled = {key: escape(text) for key, text in facts.items()} | more
    filled["emergency_number"] = _link(facts["emergency_number"])
    for key in ("phone", "email", "page_url"):
        told, link = escape(facts[key]), _link(facts[key])
        filled["contact_text"] = filled["contact_text"].replace(told, link, 1)
    return Template((STATIC / name).read_text("utf-8")).substitute(filled)


def _link(told: str) -> str:
    """A contact as a link; as text where it leads nowhere."""
    url = address(told)
    return f'<a href="{escape(url)}">{escape(told)}</a>' if url else escape(told)


@routes.get("/chat")
async def chat(request: web.Request) -> web.Response:
    """The chat page: the widget, filling the window; without JavaScript what to do without it."""
    page = _filled("chat.html", request.app[DOOR].recalls.featured)
    return web.Response(text=page, content_type="text/html", headers=NO_CACHE)


@routes.get("/favicon.ico")
async def icon(request: web.Request) -> web.Response:
    """Browsers ask for it."""
    return web.Response(status=204)
