"""Which messaging channels are on, and what they need to know; read once, with the other settings.

A further channel is one more line of `CHANNELS` (and its adapter, `bot/channels/<name>.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit

__all__ = ["CHANNELS", "ChannelSettings", "Problem"]


class Problem(Exception):
    """A variable is wrong or missing; the message is a sentence that names it."""


@dataclass(frozen=True)
class _Variable:
    """A setting: its name without RECALL_, what it looks like, and that in words."""

    name: str
    pattern: str
    words: str


@dataclass(frozen=True)
class _Channel:
    """A channel is on when one of its `own` variables is set; then it needs all but `optional`."""

    name: str
    own: tuple[_Variable, ...]
    shared: tuple[_Variable, ...] = ()
    optional: tuple[_Variable, ...] = ()


_NUMBER = (r"\+[1-9]\d{6,14}", "a telephone number like +15550100100")
_TWILIO = (
    _Variable("TWILIO_ACCOUNT_SID", r"AC[0-9a-f]{32}", "AC and 32 hexadecimal digits"),
    _Variable("TWILIO_AUTH_TOKEN", r"[0-9a-zA-Z]{32}", "32 letters and digits"),
)
CHANNELS = (
    _Channel("sms", (_Variable("SMS_FROM", rf"{_NUMBER[0]}|MG[0-9a-f]{{32}}",
                               f"{_NUMBER[1]}, or the id of a messaging service"),), _TWILIO),
    _Channel("whatsapp", (_Variable("WHATSAPP_FROM", *_NUMBER),), _TWILIO,
             (_Variable("WHATSAPP_TEMPLATE", r"HX[0-9a-f]{32}", "HX and 32 hexadecimal digits"),)),
    _Channel("telegram", (
        _Variable("TELEGRAM_TOKEN", r"\d{5,20}:[\w-]{30,60}", "the token that BotFather gave"),
        _Variable("TELEGRAM_SECRET", r"[\w-]{16,256}", "16 to 256 letters, digits, _ and -"),
    )),
    _Channel("messenger", (
        _Variable("MESSENGER_PAGE_TOKEN", r"\w{20,500}", "the page's access token"),
        _Variable("MESSENGER_APP_SECRET", r"[0-9a-f]{32}", "32 hexadecimal digits"),
        _Variable("MESSENGER_VERIFY_TOKEN", r"[\w.-]{16,128}", "16 to 128 letters and digits"),
    )),
    _Channel("slack", (
        _Variable("SLACK_BOT_TOKEN", r"xoxb-[\w-]{10,200}", "a bot token, xoxb-..."),
        _Variable("SLACK_SIGNING_SECRET", r"[0-9a-f]{32}", "32 hexadecimal digits"),
    )),
)  # fmt: skip


@dataclass(frozen=True)
class ChannelSettings:
    """public_url: how the providers reach us, without a slash at its end. channels: the settings
    of each channel that is on, by name without RECALL_, and `API` where another address than the
    provider's own is to be asked.
    """

    public_url: str = ""
    channels: Mapping[str, Mapping[str, str]] = field(
        default=MappingProxyType({}), repr=False, hash=False
    )

    @classmethod
    def read(cls, get: Callable[[str], str]) -> ChannelSettings:
        """Read them. get: a variable by its name without RECALL_, "" if unset. Raises Problem."""
        public_url = _address("PUBLIC_URL", get("PUBLIC_URL"))
        channels = {}
        for channel in CHANNELS:
            if any(get(variable.name) for variable in channel.own):
                channels[channel.name] = MappingProxyType(_keys(channel, get))
        lone = next((v.name for v in _TWILIO if get(v.name)), None)
        if lone and not {"sms", "whatsapp"} & set(channels):
            raise Problem(
                f"RECALL_SMS_FROM or RECALL_WHATSAPP_FROM is missing: RECALL_{lone} alone "
                "switches no channel on."
            )
        if channels and not public_url:
            raise Problem(
                "RECALL_PUBLIC_URL is missing: messaging channels need the address at which "
                "their providers reach us, like https://recall.example.com."
            )
        return cls(public_url, MappingProxyType(channels))


def _keys(channel: _Channel, get: Callable[[str], str]) -> dict[str, str]:
    keys = {}
    for variable in (*channel.own, *channel.shared, *channel.optional):
        value = get(variable.name)
        if not value and variable in channel.optional:
            continue
        if not value:
            raise Problem(
                f"RECALL_{variable.name} is missing: the channel {channel.name} needs it."
            )
        if not re.fullmatch(variable.pattern, value, re.ASCII):
            raise Problem(f"RECALL_{variable.name} must be {variable.words}.")
        keys[variable.name] = value
    name = "TWILIO_API" if channel.shared == _TWILIO else f"{channel.name.upper()}_API"
    if api := _address(name, get(name)):
        keys["API"] = api
    return keys


def _address(name: str, text: str) -> str:
    parts = urlsplit(text)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    fits = parts.scheme == "https" or (parts.scheme == "http" and local)
    if text and not (fits and parts.hostname and not parts.query and not parts.fragment):
        raise Problem(f"RECALL_{name} must be an address like https://recall.example.com.")
    return text.rstrip("/")
