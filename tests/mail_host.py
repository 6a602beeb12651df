"""A real mail server on loopback, in the test's own process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

__all__ = ["MailHost", "mail_host"]


class MailHost:
    """A mail server; `answer_to` a command or a recipient may refuse, or end the line with None."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.recipients: list[str] = []
        self.answer_to: dict[str, str | None] = {}
        self.port = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answer_to.get(address, self.answer_to.get("RCPT", "250 fine"))
        if answer and answer.startswith("2"):
            envelope.rcpt_tos.append(address)
            self.recipients.append(address)
        return self._say(server, answer)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return self._say(server, self.answer_to.get("DATA", "250 taken"))

    def _say(self, server: SMTP, answer: str | None) -> str:
        if answer is None:
            assert server.transport is not None
            server.transport.abort()
        return answer or "250 never heard"


@asynccontextmanager
async def mail_host() -> AsyncIterator[MailHost]:
    """A mail server that takes everything until it is told otherwise."""
    made = MailHost()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(made, loop=loop, hostname="mail.example.com", enable_SMTPUTF8=True),
        "127.0.0.1", 0,
    )  # fmt: skip
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        await server.wait_closed()
