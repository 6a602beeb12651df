"""Claims and the firm's decisions."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from bot.claims.life import STATES
from bot.cli.base import find_typed, main, noted, open_database, plainly

__all__: list[str] = []


@main.group()
def claims() -> None:
    """Claims and the firm's decisions."""


@claims.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only claims in this state.")
@plainly
async def list_claims(state: str | None) -> None:
    """Claims, the last changed first; no personal data.

    \b
    Example:
      recall-assistant claims list --state submitted
    """
    from bot.claims.claims import Claims

    async with open_database() as (_, database):
        for claim in await Claims(database).listed(state):  # type: ignore[arg-type]
            changed = claim.updated_at.isoformat(timespec="minutes")
            click.echo(
                f"{claim.number}  {claim.state:18}  {changed}  recall {claim.recall}, "
                f"{len(claim.units)} units, {len(claim.photos)} photos"
            )


@claims.command("show")
@click.argument("number")
@plainly
async def show_claim(number: str) -> None:
    """One claim, whole: details, units, photos, history, e-mails. It holds personal data.

    \b
    Example:
      recall-assistant claims show RC-4NW9-3MFR-AWH4
    """
    from bot.claims.claims import Claims
    from bot.claims.export import as_json, mail_as_json
    from bot.storage.outbox import Outbox

    async with open_database() as (settings, database):
        store = Claims(database)
        claim = await store.get(find_typed(number))
        async with database.write() as connection:
            await noted(settings, "claim opened", claim.number)(connection)
        shown = as_json(claim, await store.history(claim.number))
        mails = await Outbox(database).of_claim(claim.number)
        shown["mails"] = [mail_as_json(mail) for mail in mails]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))


@claims.command("decide")
@click.argument("number")
@click.argument("state", type=click.Choice(STATES))
@click.option("--reason", required=True, help="Kept in the history; told to the customer.")
@plainly
async def decide(number: str, state: str, reason: str) -> None:
    """Move a claim on, as the firm; the customer is told in the conversation and by e-mail.

    States: checking, needs_information, approved, awaiting_disposal, fulfilled, rejected.

    \b
    Example:
      recall-assistant claims decide RC-4NW9-3MFR-AWH4 approved --reason "photos match"
    """
    from bot.claims.claim import Claim
    from bot.claims.claims import Claims
    from bot.claims.notices import mail_words, notice
    from bot.desk.audit import COMMAND_LINE
    from bot.recalls import load_recalls

    async with open_database() as (settings, database):
        recalls = load_recalls(settings.recalls_dir)
        words = mail_words(recalls, settings.messaging.public_url)
        store = Claims(database, mail=words if settings.mail else None)
        claim = await store.get(find_typed(number))
        recall = recalls.get(claim.recall)
        text = notice(claim.number, state, reason, recall, claim.state)

        async def also(connection: Any, now: Claim) -> None:
            details = {"before": now.state, "after": state}
            await noted(settings, "claim decided", now.number, **details)(connection)

        moved = await store.move(
            claim.number, state, "firm", reason,  # type: ignore[arg-type]
            notice=text, by=COMMAND_LINE, also=also,
        )  # fmt: skip
        click.echo(f"{moved.number} is {moved.state}.")


@claims.command("notices")
@click.option("--again", metavar="WHICH", help="Send this claim's once more, or this mail.")
@click.option("--leave", metavar="WHICH", help="This claim's have been seen to, or this mail.")
@plainly
async def notices(again: str | None, leave: str | None) -> None:
    """E-mails that could not be sent, or may not have arrived; no personal data.

    An uncertain one was cut off at its very end: it may have arrived, so it is not sent again
    by itself. WHICH is a claim's number, or for a mail to the team the id that stands first in
    its line.

    \b
    Examples:
      recall-assistant claims notices
      recall-assistant claims notices --again RC-4NW9-3MFR-AWH4
    """
    from bot.claims.claims import Claims
    from bot.storage.outbox import Outbox

    async with open_database() as (settings, database):
        outbox = Outbox(database)
        if which := again or leave:
            anew, action = again is not None, "notices sent again" if again else "notices left"
            also = noted(settings, action, which)
            count = await outbox.answer_mail(which, again=anew, also=also)
            if not count:
                which = (await Claims(database).get(find_typed(which))).number
                also = noted(settings, action, which)
                count = await outbox.answer(which, again=anew, also=also)
            click.echo(f"{which}: {count} {'to be sent again' if again else 'left'}.")
            return
        for mail in await outbox.reported():
            at = mail.changed_at.isoformat(timespec="minutes")
            kind = mail.kind if mail.claim else f"{mail.kind} (to the team)"
            about = mail.claim or mail.id
            click.echo(f"{about}  {kind:18}  {mail.state:9}  {at}  {mail.trouble}")


@claims.command("export")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv")
@plainly
async def export(form: str) -> None:
    """Write all claims to standard output; they hold personal data.

    \b
    Example:
      recall-assistant claims export --format csv > claims.csv
    """
    from bot.claims.claims import Claims
    from bot.claims.export import write_csv, write_json

    async with open_database() as (settings, database):
        async with database.write() as connection:
            await noted(settings, "claims exported", "", form=form)(connection)
        found = await Claims(database).listed(limit=1_000_000)
        (write_csv if form == "csv" else write_json)(found, sys.stdout)
