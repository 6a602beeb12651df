"""What is said on messaging channels about the channel itself. Plain, short, kind."""

from __future__ import annotations

import re
from typing import Literal

__all__ = [
    "FAILED", "GOOD_BYE", "HELP", "NO_PHOTO", "OTHER", "PHOTO_GONE", "PHOTO_WAITS", "RATES",
    "SHOWN", "WELCOME_BACK", "keyword",
]  # fmt: skip

# What carriers and Twilio take for these words, alone in a message.
_CARRIERS = {
    "stop": ("stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "revoke",
             "optout", "opt out"),
    "start": ("start", "unstop"),
    "help": ("help", "info"),
}  # fmt: skip
# "Stop please", "please stop texting me"; never "stop it", which may be said of the unit.
_STOPS = re.compile(
    r"(?:please )?stop"
    r"(?: (?:please|now|text(?:s|ing)?|messag(?:es?|ing)|sending|me|these|the|all))*"
)
# Where carriers have no say, other words are the dialogue's: "cancel" means what is going on.
_ALONE = {"stop": ("stop",), "start": ("start",)}

GOOD_BYE = (
    "You will get no more messages from us here. Your claim, if you have one, goes on. "
    "Write {start} to hear from us again."
)
WELCOME_BACK = "Good to have you back: you will get messages from us again."
HELP = (
    "This is the recall assistant for {product}. If there is smoke, fire or heat right now: get "
    "away and call {emergency_number}. Write {stop} to get no more messages.{rates}\n"
    "To check a unit, write its model and serial number, or ask your question. {contact}"
)
# Carriers ask for it by SMS.
RATES = " Message and data rates may apply."
_IN_WORDS = "Could you write it in a few words?"
# Kinds of things we can't read.
OTHER = {
    "voice": f"I can't listen to voice messages, I'm sorry. {_IN_WORDS}",
    "video": "I can't watch videos, I'm sorry. Could you send a photo, or write it in a few words?",
    "sticker": f"I can't read stickers, I'm sorry. {_IN_WORDS}",
    "location": f"I can't read a place on a map, I'm sorry. {_IN_WORDS}",
    "contact": f"I can't open contact cards, I'm sorry. {_IN_WORDS}",
    "file": "I can't open that, I'm sorry. Could you send a photo, or write it in a few words?",
    "link": f"I can't open links, I'm sorry. {_IN_WORDS}",
    "edit": "I can't see changes to a message. Please send it once more as a new one.",
    "reaction": f"Thank you. I can't tell what a reaction means, though. {_IN_WORDS}",
}
# How the support team sees them in the transcript.
SHOWN = {kind: f"[{kind}]" for kind in OTHER}
NO_PHOTO = "[photo that did not come through]"
FAILED = (
    "I'm sorry, I could not work on your last message. I have told our support team, and a person "
    "will look at it. Until your unit is checked, please don't use or charge it."
)
PHOTO_WAITS = "I could not fetch your photo yet; I will try again."
PHOTO_GONE = "I could not get that photo, I'm sorry. Please send it again."


def keyword(text: str, known: Literal["carriers", "stop"]) -> str | None:
    """ "stop", "start" or "help" where the whole message is such a word.

    known: which words are, see `Capabilities.keywords`.
    """
    told = " ".join(text.casefold().replace(",", " ").strip(" .!?\"'").split())
    if known == "carriers" and _STOPS.fullmatch(told):
        return "stop"
    words_of = _CARRIERS if known == "carriers" else _ALONE
    return next((name for name, words in words_of.items() if told in words), None)
