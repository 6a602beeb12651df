"""A question and its choices as Twilio's Content API has them. Pure.

A content is a form with blanks. Nothing of a message stands in it: the lines of the question, the
titles and the values of the choices fill its blanks, so that a few, each made once, serve all, and
no customer's words are kept there. A blank takes no line break; so each line has its own.

Sources: twilio.com/docs/content/twilio-quick-reply, /docs/content/twiliolist-picker,
/docs/content/using-variables-with-content-api, /docs/api/errors/21656.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from bot.channels.adapter import Part

__all__ = ["form_of", "in_blanks", "name_of"]

# What WhatsApp shows as buttons; more or longer ones are a list that is opened by a button.
BUTTONS, BUTTON_TITLE = 3, 20
OPEN_LIST = "Choose"


def name_of(part: Part) -> str:
    """What its form is kept by: two parts of one name have one form, whose change changes this."""
    kind = "buttons" if _fit_buttons(part) else "list"
    return f"recall_{kind}_{len(_lines(part))}_{len(part.buttons)}"


def form_of(part: Part) -> dict[str, Any]:
    """The content to be made for a part with choices."""
    blanks = [f"{{{{{number}}}}}" for number in range(1, len(in_blanks(part)) + 1)]
    count = len(_lines(part))
    body, choices = "\n".join(blanks[:count]), zip(blanks[count::2], blanks[count + 1 :: 2])
    types: dict[str, Any]
    if _fit_buttons(part):
        actions = [{"type": "QUICK_REPLY", "title": title, "id": id} for title, id in choices]
        types = {"twilio/quick-reply": {"body": body, "actions": actions}}
    else:
        items = [{"item": title, "id": id} for title, id in choices]
        types = {"twilio/list-picker": {"body": body, "button": OPEN_LIST, "items": items}}
    samples = {number: f"Sample {number}" for number in in_blanks(part)}
    return {
        "friendly_name": name_of(part), "language": "en", "variables": samples, "types": types
    }  # fmt: skip


def in_blanks(part: Part) -> dict[str, str]:
    """What stands in the blanks of the form, by their number."""
    return {str(n): text for n, text in enumerate([*_lines(part), *chain(*part.buttons)], 1)}


def _lines(part: Part) -> Sequence[str]:
    # Nor may a blank hold a tab, many spaces, or nothing.
    return [" ".join(line.split()) for line in part.text.splitlines() if line.strip()]


def _fit_buttons(part: Part) -> bool:
    return len(part.buttons) <= BUTTONS and all(len(t) <= BUTTON_TITLE for t, _ in part.buttons)
