"""Sends what the transcripts say, on all channels, until it is killed; started again in a moment.

`python -m tests.chaos.channel_sender DATABASE_URL SETTINGS`, the settings of the channels as JSON.
One sender for each line "start", see `tests.chaos.forks`.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

from bot.channel_settings import ChannelSettings
from bot.channels.buttons import Buttons
from bot.channels.contents import Contents
from bot.channels.hub import adapters_of
from bot.channels.outgoing import Outgoing
from bot.channels.sender import Sender
from bot.storage import Database
from tests.chaos.forks import fork_on_command

LEASE = timedelta(milliseconds=300)
PUBLIC_URL = "https://recall.example.com"


async def send(_: str) -> None:
    database = Database(sys.argv[1])
    settings = ChannelSettings(PUBLIC_URL, json.loads(sys.argv[2]))
    adapters = adapters_of(settings, Contents(database))
    for adapter in adapters.values():
        await adapter.open()
    await Sender(
        adapters,
        Outgoing(database, lease=LEASE),
        Buttons("k" * 32),
        lambda conversation, seq: f"{PUBLIC_URL}/photo/{seq}",
        poll_seconds=0.01,
        retry_seconds=(0.02, 0.2),
    ).run()


def main() -> None:
    import slack_sdk.web.async_client  # noqa: F401 - a sender needs it; imported here once

    fork_on_command(send)


if __name__ == "__main__":
    main()
