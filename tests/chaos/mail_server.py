"""A mail server on loopback that writes down each mail's Message-ID before it says yes.

`python -m tests.chaos.mail_server PORT FILE`; prints "listening".
"""

from __future__ import annotations

import asyncio
import os
import sys
from email import message_from_bytes

from aiosmtpd.smtp import SMTP, Envelope, Session


class Writer:
    """Keeps one line a mail in the file."""

    def __init__(self, file: str) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.content)  # type: ignore[arg-type]
        line = f"{message['Message-ID']} {','.join(envelope.rcpt_tos)}\n"
        os.write(self._file, line.encode())
        await asyncio.sleep(0)  # as long as it takes; a kill may come in between
        return "250 taken"


async def main() -> None:
    writer = Writer(sys.argv[2])
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(writer, loop=loop, hostname="mail.example.com"), "127.0.0.1", int(sys.argv[1])
    )
    print("listening", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
