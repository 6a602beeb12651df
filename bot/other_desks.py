"""Settings of the desks and people that are told besides the built-in desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

__all__ = ["ChatwootAccount", "OtherDesks", "Webhook"]

LOCAL = ("localhost", "127.0.0.1", "::1")
SHORTEST_KEY = 16


@dataclass(frozen=True)
class Webhook:
    """An address to post to. key: what each post is signed with, see `bot.desk.sinks.webhook`."""

    url: str
    key: str = field(repr=False)


@dataclass(frozen=True)
class ChatwootAccount:
    """An API channel of a Chatwoot server. key: what its webhooks are signed with."""

    url: str
    account: int
    inbox: int
    token: str = field(repr=False)
    key: str = field(repr=False)


@dataclass(frozen=True)
class OtherDesks:
    """All of them; empty or None is none.

    mail_to, webhook, chatwoot: where hand-overs go. alert_to, alert_webhook: who is told at once
    of each incident.
    """

    mail_to: tuple[str, ...] = ()
    webhook: Webhook | None = None
    chatwoot: ChatwootAccount | None = None
    alert_to: tuple[str, ...] = ()
    alert_webhook: Webhook | None = None

    @classmethod
    def parse(cls, get: Callable[[str], str], *, can_mail: bool) -> OtherDesks:
        """Read the RECALL_ variables. Raises ValueError with a sentence that names the wrong one.

        get: the value of a variable by its name without RECALL_, "" where there is none.
        """
        return cls(
            mail_to=_addresses("DESK_MAIL", get, can_mail=can_mail),
            webhook=_webhook("DESK_WEBHOOK", get),
            chatwoot=_chatwoot(get),
            alert_to=_addresses("ALERT_TO", get, can_mail=can_mail),
            alert_webhook=_webhook("ALERT_WEBHOOK", get),
        )


def _addresses(name: str, get: Callable[[str], str], *, can_mail: bool) -> tuple[str, ...]:
    addresses = tuple(part.strip() for part in get(name).split(",") if part.strip())
    for address in addresses:
        if not re.fullmatch(r"[^\s@<>\",]+@[\w.-]+", address):
            raise ValueError(f"RECALL_{name}: {address!r} is not an e-mail address.")
    if addresses and not can_mail:
        raise ValueError(f"RECALL_{name} needs RECALL_SMTP_URL: nothing could be sent.")
    return addresses


def _webhook(name: str, get: Callable[[str], str]) -> Webhook | None:
    url = get(name)
    if not url:
        return None
    _check_address(f"RECALL_{name}", url)
    return Webhook(url, _key(f"{name}_KEY", get, f"RECALL_{name}"))


def _chatwoot(get: Callable[[str], str]) -> ChatwootAccount | None:
    url = get("CHATWOOT_URL").rstrip("/")
    if not url:
        return None
    _check_address("RECALL_CHATWOOT_URL", url)
    found = re.fullmatch(r"(\d{1,9})/(\d{1,9})", get("CHATWOOT_INBOX"))
    if found is None:
        raise ValueError("RECALL_CHATWOOT_INBOX must be account/inbox, two numbers such as 1/2.")
    token = get("CHATWOOT_TOKEN")
    if not token:
        raise ValueError("RECALL_CHATWOOT_TOKEN is missing: the access token of an agent.")
    key = _key("CHATWOOT_KEY", get, "RECALL_CHATWOOT_URL")
    return ChatwootAccount(url, int(found[1]), int(found[2]), token, key)


def _key(name: str, get: Callable[[str], str], needed_by: str) -> str:
    key = get(name)
    if len(key) < SHORTEST_KEY:
        raise ValueError(
            f"RECALL_{name} must have at least {SHORTEST_KEY} characters: {needed_by} needs it."
        )
    return key


def _check_address(name: str, url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    encrypted = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    if not encrypted or not parts.hostname or parts.username:
        raise ValueError(f"{name} must begin with https:// (http:// only to this machine).")
