"""Notices by e-mail: takes them out of the outbox and hands them to a mail server.

SMTP cannot promise "exactly once": where the connection dies between the end of a mail and the
server's answer, nobody knows if it was taken. Such a mail is reported and never sent by itself
again; all others are sent until the server has taken them.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from typing import Any

import aiosmtplib
from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPResponseException

from bot.errors import describe
from bot.settings import MailServer
from bot.storage.outbox import Outbox, OutboxRow
from bot.storage.patience import RETRY_SECONDS, surely

__all__ = ["AddressRefused", "Mailer", "compose", "look_at"]

logger = logging.getLogger(__name__)

# Rows are written by other processes too, so the sender has to look.
POLL_SECONDS = 2.0
COMMAND_SECONDS = 20.0
# A server may take its time after the end of a mail (RFC 5321, 4.5.3.2.6); less than the lease.
DATA_SECONDS = 120.0
# While the server can't be reached: doubled each time, with jitter.
FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 300.0
STOP_SECONDS = 5.0
CLOSING = 421
TROUBLE = (SMTPException, OSError, asyncio.TimeoutError)


class AddressRefused(ValueError):
    """The recipient's address is none that mail can be sent to."""


class Mailer:
    """Sends what is in the outbox, one mail after the other over one connection.

    retry_seconds: the first and the longest pause while the server can't be reached.
    busy_seconds: the pauses after which a busy database is asked again.
    """

    def __init__(
        self,
        outbox: Outbox,
        server: MailServer,
        *,
        poll_seconds: float = POLL_SECONDS,
        retry_seconds: tuple[float, float] = (FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS),
        busy_seconds: Sequence[float] = RETRY_SECONDS,
    ) -> None:
        self._outbox = outbox
        self._server = server
        self._poll_seconds = poll_seconds
        self._busy_seconds = busy_seconds
        self._first_retry, self._longest_retry = retry_seconds
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Send until `stop` is called; errors are logged and never end it."""
        failures = 0
        while not self._stopping.is_set():
            pause = self._poll_seconds
            try:
                await self.send_due()
                failures = 0
            except TROUBLE as error:
                longest = min(self._first_retry * 2 ** min(failures, 20), self._longest_retry)
                pause = longest * random.uniform(0.5, 1.0)  # noqa: S311 - only spreads the load
                failures += 1
                logger.warning(
                    "the mail server cannot be used (%s); trying again in %.0f s",
                    describe(error),
                    pause,
                )
            except Exception as error:
                logger.error("the outbox cannot be worked on: %s", describe(error))
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def stop(self, running: asyncio.Task[None]) -> None:
        """End `run`, after the mail under way; one that takes too long becomes uncertain."""
        self._stopping.set()
        await asyncio.wait({running}, timeout=STOP_SECONDS)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    async def send_due(self) -> None:
        """Send all that is due now. Raises SMTPException or OSError where the server fails."""
        for lost in await self._outbox.settle():
            what = "may not have arrived" if lost.state == "sending" else "could not be sent"
            logger.error("a notice of %s %s: see `claims notices`", _about(lost), what)
        if not await self._outbox.anything_due():
            return
        async with _connection(self._server) as smtp:
            while not self._stopping.is_set() and (row := await self._outbox.take()):
                await self._send(smtp, row)

    async def _send(self, smtp: SMTP, row: OutboxRow) -> None:
        try:
            recipient, options, message = compose(row, self._server, smtp)
        except AddressRefused:
            await self._give_up(row, "no address that mail can be sent to")
            return
        if not await self._name_both(smtp, row, recipient, options):
            await smtp.rset()
            return
        if not await self._outbox.begin(row.id):
            await smtp.rset()
            return
        try:
            await smtp.data(message, timeout=DATA_SECONDS)
        except SMTPDataError as error:
            await self._refused(row, error.code)
        except BaseException as error:
            # Without an answer it may have been taken or not; also when the service ends now.
            logger.error(
                "a notice of %s may not have arrived (%s): see `claims notices`",
                _about(row),
                describe(error),
            )
            await self._surely(self._outbox.uncertain, row.id, "no answer at its end")
            raise
        else:
            # Unwritten it would be reported as one that may not have arrived.
            await self._surely(self._outbox.sent, row.id)

    async def _name_both(
        self, smtp: SMTP, row: OutboxRow, recipient: str, options: list[str]
    ) -> bool:
        """Tell the server from whom and to whom; False where it refuses this recipient."""
        try:
            await smtp.mail(parseaddr(self._server.sender)[1], options=options)
        except TROUBLE:
            # It will have none of us, whoever it is for: not this mail's fault.
            await self._outbox.later(row, "the server took no mail from us")
            raise
        try:
            await smtp.rcpt(recipient, encoding="utf-8")
        except SMTPResponseException as error:
            if error.code == CLOSING:
                await self._outbox.later(row, "the server was closing")
                raise
            await self._refused(row, error.code)
            return False
        except TROUBLE:
            await self._outbox.later(row, "connection lost")
            raise
        return True

    async def _refused(self, row: OutboxRow, code: int) -> None:
        """The server has answered no: for now (4xx) or for good."""
        trouble = f"refused with {code}"
        if 400 <= code < 500:
            await self._surely(self._outbox.later, row, trouble)
        else:
            await self._give_up(row, trouble)

    async def _give_up(self, row: OutboxRow, trouble: str) -> None:
        logger.error("a notice of %s could not be sent (%s)", _about(row), trouble)
        await self._surely(self._outbox.failed, row.id, trouble)

    async def _surely(self, write: Callable[..., Awaitable[None]], *values: Any) -> None:
        await surely(write, *values, pauses=self._busy_seconds)


def _about(row: OutboxRow) -> str:
    return f"claim {row.claim}" if row.claim else f"mail {row.id} to the team"


def compose(row: OutboxRow, server: MailServer, smtp: SMTP) -> tuple[str, list[str], bytes]:
    """The recipient's address, the options of MAIL, and the mail. Raises AddressRefused."""
    from email_validator import EmailNotValidError, validate_email

    try:
        # example.com is reserved for examples; the library would refuse it otherwise.
        checked = validate_email(row.recipient, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise AddressRefused() from None
    recipient, options, policy = checked.ascii_email, [], SMTP_POLICY
    if recipient is None:
        if not smtp.supports_extension("smtputf8"):
            raise AddressRefused()
        recipient, options = checked.normalized, ["SMTPUTF8"]
        policy = policy.clone(utf8=True)
    domain = parseaddr(server.sender)[1].rpartition("@")[2]
    message = EmailMessage(policy=policy)
    message["From"] = server.sender
    message["To"] = recipient
    message["Subject"] = row.subject
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = f"<{row.id}@{domain}>"
    # No machine shall answer it (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(row.text, cte="quoted-printable")
    return recipient, options, message.as_bytes()


async def look_at(server: MailServer) -> None:
    """Connect, sign in and leave. Raises SMTPException or OSError."""
    async with _connection(server) as smtp:
        await smtp.noop()


def _connection(server: MailServer) -> SMTP:
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password or None,
        # What a greeting would otherwise say is the name of this machine.
        local_hostname=parseaddr(server.sender)[1].rpartition("@")[2],
        timeout=COMMAND_SECONDS,
        use_tls=server.tls == "from_start",
        start_tls={"from_start": False, "needed": True, "if_offered": None}[server.tls],
    )
