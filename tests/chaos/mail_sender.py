"""Sends what is in an outbox, with short pauses, until it is killed.

`python -m tests.chaos.mail_sender DATABASE_URL PORT`
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from bot.channels.email import Mailer
from bot.settings import MailServer
from bot.storage import Database
from bot.storage.outbox import Outbox

LEASE = timedelta(seconds=1)


async def main() -> None:
    database = Database(sys.argv[1])
    outbox = Outbox(database, lease=LEASE, first_pause=timedelta(milliseconds=20))
    server = MailServer("127.0.0.1", int(sys.argv[2]), "if_offered", "recall@shop.example.com")
    await Mailer(outbox, server, poll_seconds=0.05, retry_seconds=(0.02, 0.2)).run()


if __name__ == "__main__":
    asyncio.run(main())
