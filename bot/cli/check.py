"""The check of one unit."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click

from bot.cli.base import main, open_database, plainly

__all__: list[str] = []


@main.command()
@click.option("--model", required=True, help="Model number as printed on the label.")
@click.option("--serial", help="Serial number; spaces and hyphens don't matter.")
@click.option("--country", help="Where it was bought, two letters, for example US.")
@click.option(
    "--fact",
    "facts",
    multiple=True,
    metavar="KEY=VALUE",
    help="What else is known: date_code, lot, seller, bought (a day), mark:..., part:...,"
    " none:lot. May be given several times.",
)
@click.option("--compared", is_flag=True, help="The serial was compared with the label once more.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@plainly
async def check(
    model: str,
    serial: str | None,
    country: str | None,
    facts: tuple[str, ...],
    compared: bool,
    as_json: bool,
) -> None:
    """Judge one unit. What is typed here counts as read back and confirmed.

    \b
    Examples:
      recall-assistant check --model A1263 --serial "AKFF 1Y0E 1234 5678"
      recall-assistant check --model A1263 --country US --json
      recall-assistant check --model AO10FK-A --fact date_code=0923
    """
    from bot.conversations.transcript import utc_now
    from bot.recalls import load_recalls
    from bot.recalls.check import UnitChecks
    from bot.recalls.known import with_known_models
    from bot.recalls.reading import read_identifiers

    known = dict(_fact(told) for told in facts)
    async with open_database() as (settings, database):
        recalls = load_recalls(settings.recalls_dir)
        read = with_known_models(model, read_identifiers(model, asked="model"), recalls, asked=True)
        named = next((i for i in read if i.kind == "model"), None)
        value, raw = _serial(serial)
        found = await UnitChecks(recalls, database, utc_now).check(
            named.value if named else model,
            named.suffix if named else "",
            value,
            country=country,
            confirmed=True,
            compared=compared,
            facts=known,
            raw=raw,
        )
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        return
    click.echo(found.overall)
    if found.reason:
        click.echo(f"  {found.reason}")
    if found.did_you_mean:
        click.echo(f"  looks like: {', '.join(found.did_you_mean)}")
    for verdict in found.verdicts:
        dated = (
            f", list {verdict.list['version']} of {verdict.list['date']}" if verdict.list else ""
        )
        demo = " (demo data)" if verdict.list and verdict.list["demo"] else ""
        click.echo(f"  {verdict.recall}: {verdict.verdict}, by {verdict.rule}{dated}{demo}")
        click.echo(f"    {verdict.reason}")
    if found.ask:
        click.echo(f"  would decide: {', '.join(found.ask)}")


def _serial(typed: str | None) -> tuple[str | None, str]:
    """The serial as read and as typed, with its separators."""
    from bot.recalls.reading import read_identifiers

    if not typed:
        return None, ""
    found = [i for i in read_identifiers(typed, asked="serial") if i.kind == "serial"]
    return (found[0].value, found[0].raw) if len(found) == 1 else (typed, typed)


def _fact(told: str) -> tuple[str, Any]:
    """One --fact as the rules take it."""
    key, given, value = told.partition("=")
    kind = key.partition(":")[0]
    if not given or kind not in ("date_code", "lot", "seller", "bought", "mark", "part", "none"):
        raise click.BadParameter(f"{told!r} is no KEY=VALUE of a known key; see --help.")
    if kind in ("mark", "none"):
        if value.lower() not in ("yes", "no"):
            raise click.BadParameter(f"{key} is yes or no.")
        return key, value.lower() == "yes"
    if kind != "bought":
        return key, value
    try:
        return key, date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day such as 2025-06-12.") from None
