"""One turn of Rasa's dialogue, the same for both engines."""

from __future__ import annotations

from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage

from bot.conversations.engine import Turn
from bot.conversations.messages import Button, Inbound, Link, Reply
from bot.engine.dialogue_state import Holder, current_turn
from bot.engine.understood import understood
from bot.nlu.fallback import TYPED_COMMAND

__all__ = ["as_plain_text", "run_turn"]

CHANNEL = "recall"


class _Collector(OutputChannel):
    """Keeps what the dialogue says as whole messages."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        custom = message.get("custom") or {}
        text = (message.get("text") or "").strip()
        if not text:
            return
        self.replies.append(
            Reply(
                text,
                tuple(Button(b["title"], b["payload"]) for b in message.get("buttons") or ()),
                tuple(Link(x["title"], x["url"]) for x in custom.get("links") or ()),
                custom.get("ask"),
                custom.get("card"),
                custom.get("lang"),
            )
        )


async def run_turn(
    agent: Agent, conversation: str, inbound: Inbound, state: dict[str, Any] | None
) -> Turn:
    """Answer one message from `state`. Raises what an action or the dialogue's code raised."""
    holder = Holder(state)
    token = current_turn.set(holder)
    collector = _Collector()
    try:
        await agent.processor.handle_message(
            UserMessage(
                text=inbound.payload or as_plain_text(inbound.text),
                output_channel=collector,
                sender_id=conversation,
                input_channel=CHANNEL,
                message_id=inbound.id,
                metadata=inbound.context,
            )
        )
    finally:
        current_turn.reset(token)
    if holder.error is not None:
        raise holder.error
    return Turn(tuple(collector.replies), holder.state or {}, understood(holder.state))


def as_plain_text(text: str) -> str:
    """A typed "/inform{...}" means nothing to Rasa once its slash is another character."""
    bare = text.lstrip()
    if bare.startswith("/"):
        return TYPED_COMMAND + bare[1:]
    return text
