"""The running service sends the notices; the operator's commands tell how they stand."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.claims.claim import ClaimedUnit
from bot.claims.claims import Claims
from bot.claims.notices import mail_words
from bot.conversations import Transcript
from bot.recalls import load_recalls
from bot.settings import MailServer, Settings
from bot.storage import Database, upgrade
from bot.storage.outbox import Mail, Outbox, put
from tests.mail_host import mail_host
from tests.service import run_command
from tests.web.conftest import Start

SENDER = "recall@shop.example.com"
UNIT = ClaimedUnit("A1263", "AKFF1Y0E12345678", "affected", {"rule": "serial_list"})


async def _file(claims: Claims, conversation: str) -> str:
    claim = await claims.open_draft(conversation, "m1", "25-338", [UNIT])
    await claims.set_details(claim.number, {"email": "jane@example.com"})
    return (await claims.submit(claim.number, ["email"])).number


async def test_the_running_service_sends_what_is_in_the_outbox(start_site: Start) -> None:
    async with mail_host() as host:
        server = MailServer("127.0.0.1", host.port, "if_offered", SENDER)
        site = await start_site(mail=server)
        customer = await site.customer()
        number = await _file(site.door.claims, customer.conversation)
        outbox = Outbox(site.door.database)
        end = asyncio.get_running_loop().time() + 60
        while [row.state for row in await outbox.of_claim(number)] != ["sent"]:
            assert asyncio.get_running_loop().time() < end
            await asyncio.sleep(0.05)
        assert [mail["Subject"] for mail in host.mails] == [f"We have your claim ({number})"]


async def test_without_a_mail_server_nothing_is_kept_to_be_sent(start_site: Start) -> None:
    site = await start_site()
    customer = await site.customer()
    number = await _file(site.door.claims, customer.conversation)
    assert await Outbox(site.door.database).of_claim(number) == []


async def test_what_may_not_have_arrived_is_told_by_the_commands(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'recall.db'}")
    await upgrade(database)
    await Transcript(database).open("c", "test")
    recalls = load_recalls(Settings.from_env().recalls_dir)
    number = await _file(Claims(database, mail=mail_words(recalls)), "c")
    outbox = Outbox(database)
    row = await outbox.take()
    assert row is not None and await outbox.begin(row.id)
    await outbox.uncertain(row.id, "no answer at its end")
    async with database.write() as connection:
        mail = Mail("handover", "team@example.com", "A customer needs a person", "jane")
        await put(connection, None, mail, row.created_at, conversation="c")
    to_team = await outbox.take()
    assert to_team is not None
    await outbox.failed(to_team.id, "refused with 550")
    await database.close()

    async def run(*arguments: str, **settings: str) -> str:
        done = await asyncio.to_thread(run_command, *arguments, data_dir=tmp_path, **settings)
        return done.stdout + done.stderr

    doctor = await run("doctor")
    assert "ok    mail: RECALL_SMTP_URL is not set" in doctor
    assert "WRONG mail: notices that may not have arrived: 1; see `claims notices`" in doctor
    listed = await run("claims", "notices")
    assert f"{to_team.id}  handover (to the team)" in listed
    assert number in listed and "uncertain" in listed and "jane" not in listed
    assert '"state": "uncertain"' in await run("claims", "show", number)
    assert "1 left" in await run("claims", "notices", "--leave", number)
    assert "1 to be sent again" in await run("claims", "notices", "--again", to_team.id)
    assert "(to the team)" not in await run("claims", "notices")
    nobody = {"SMTP_URL": "smtp://127.0.0.1:1", "MAIL_FROM": SENDER}
    doctor = await run("doctor", **nobody)
    assert "WRONG mail: 127.0.0.1 cannot be used" in doctor
    assert "may not have arrived" not in doctor
    refused = await run("run", SMTP_URL="mail.example.com", MAIL_FROM=SENDER)
    assert refused.startswith("Error: RECALL_SMTP_URL must be")
