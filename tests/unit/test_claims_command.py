"""`recall-assistant claims decide`: the customer hears the same as of a decision at the desk."""

import asyncio

from click.testing import CliRunner

from bot.claims.claim import ClaimedUnit
from bot.claims.claims import Claims
from bot.cli import main
from bot.conversations.transcript import Transcript
from bot.storage import Database, upgrade

UNIT = ClaimedUnit("A1263", "AKFF1Y0E12345678", "affected", {})
DISPOSED = (
    ("approved", "firm"), ("awaiting_disposal", "firm"), ("disposal_confirmed", "customer"),
)  # fmt: skip


def test_a_disposal_that_is_sent_back_is_not_told_to_be_done_again(tmp_path):
    async def in_database(work):
        database = Database(f"sqlite+aiosqlite:///{tmp_path / 'recall.db'}")
        try:
            await upgrade(database)
            return await work(database)
        finally:
            await database.close()

    async def disposed(database):
        await Transcript(database).open("c", "web")
        claims = Claims(database)
        number = (await claims.open_draft("c", "m1", "25-338", [UNIT])).number
        await claims.submit(number, [])
        for state, actor in DISPOSED:
            await claims.move(number, state, actor, "-")
        return number

    async def said(database):
        return [m.text for m in await Transcript(database).since("c", 0)]

    number = asyncio.run(in_database(disposed))
    command = ["claims", "decide", number, "awaiting_disposal", "--reason", "Where was it?"]
    env = {"RECALL_DATA_DIR": str(tmp_path), "RECALL_SECRET_KEY": "only-for-this-test-" + "z" * 32}
    assert CliRunner().invoke(main, command, env=env).exit_code == 0
    (told,) = asyncio.run(in_database(said))
    assert "still open about the disposal" in told and "Where was it?" in told
    assert "Now please dispose" not in told
