"""The transcript, the turn loop and what they say when nothing else can."""

from bot.conversations.engine import Engine, EngineDown, Turn
from bot.conversations.keeper import Keeper, Keepers, KeptByAnother
from bot.conversations.loop import StillWorking, TurnLoop
from bot.conversations.messages import Button, Inbound, Link, Message, Reply
from bot.conversations.transcript import Transcript, UnknownConversation

__all__ = [
    "Button",
    "Engine",
    "EngineDown",
    "Inbound",
    "Keeper",
    "Keepers",
    "KeptByAnother",
    "Link",
    "Message",
    "Reply",
    "StillWorking",
    "Transcript",
    "Turn",
    "TurnLoop",
    "UnknownConversation",
]
