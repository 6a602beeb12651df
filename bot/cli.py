"""The `recall-assistant` command."""

from __future__ import annotations

import asyncio
import functools
import json
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.settings import PROJECT, Settings, SettingsError, ensure_secret_key

__all__ = ["main"]

Result = TypeVar("Result")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="recall-assistant")
def main() -> None:
    """The support assistant for product recalls.

    \b
    Examples:
      recall-assistant check --model A1263 --serial "AKFF 1Y0E 1234 5678"
      recall-assistant run
    """
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )


def _plainly(work: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run a coroutine as a command; an expected error is one sentence, not a traceback."""

    @functools.wraps(work)
    def command(*args: Any, **kwargs: Any) -> None:
        from bot.claims.claims import UnknownClaim
        from bot.claims.life import TransitionRefused
        from bot.engine.train import ModelMissing
        from bot.recalls import CheckFailed, ImportRefused, ListError, RecallFileError
        from bot.storage.database import StorageError

        try:
            asyncio.run(work(*args, **kwargs))  # type: ignore[arg-type]
        except UnknownClaim as error:
            raise click.ClickException(f"No claim has the number {error}.") from None
        except (
            SettingsError, ModelMissing, CheckFailed, ImportRefused, ListError, RecallFileError,
            StorageError, TransitionRefused, OSError,
        ) as error:  # fmt: skip
            raise click.ClickException(str(error)) from None

    return command


@asynccontextmanager
async def _database() -> AsyncIterator[tuple[Settings, Any]]:
    """The settings' database, brought up to date and closed at the end."""
    from bot.storage import Database, upgrade

    settings = Settings.from_env()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    try:
        await upgrade(database)
        yield settings, database
    finally:
        await database.close()


# --- the service -----------------------------------------------------------------------------


@main.command()
@click.option("--demo", is_flag=True, help="Make a secret key and load the made-up demo list.")
@_plainly
async def run(demo: bool) -> None:
    """Serve the assistant until Ctrl-C or SIGTERM.

    \b
    Examples:
      recall-assistant run --demo
      RECALL_PORT=9000 RECALL_ENGINE=http://127.0.0.1:5005 recall-assistant run
    """
    from bot.serve import serve

    settings = Settings.from_env()
    if demo:
        ensure_secret_key(settings.data_dir)
        settings = Settings.from_env()
    settings.require_secret()
    async with _database() as (_, database):
        if demo:
            await _load_demo(settings, database)
    await serve(settings, PROJECT)


@main.command()
def train() -> None:
    """Train the dialogue model if what it depends on has changed.

    \b
    Example:
      recall-assistant train
    """
    from bot.engine.train import ModelMissing, current_model
    from bot.engine.train import train as train_model

    models = Settings.from_env().models_dir
    try:
        click.echo(f"The model is up to date: {current_model(PROJECT, models).name}", err=True)
        return
    except ModelMissing:
        click.echo("Training the dialogue model; this takes about a minute.", err=True)
    try:
        path, _ = train_model(PROJECT, models)
    except ModelMissing as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Trained {path.name}", err=True)


@main.command()
@_plainly
async def parse() -> None:
    """Read messages, one a line, and print what is understood of each as JSON.

    A line is a message as it is or, to hold line breaks, a JSON string.

    \b
    Example:
      echo "is my A1263 recalled?" | recall-assistant parse
    """
    from bot.nlu.report import report

    engine = await _embedded()
    try:
        for line in sys.stdin:
            text = _message(line.rstrip("\r\n"))
            bare = text.lstrip()
            parsed = await engine.parse(bare) if bare else {}
            found = report(text, parsed, len(text) - len(bare))
            click.echo(json.dumps(found, ensure_ascii=False))
    finally:
        await engine.stop()


def _message(line: str) -> str:
    if line.startswith('"'):
        try:
            text = json.loads(line)
        except ValueError:
            return line
        if isinstance(text, str):
            return text.encode("utf-8", "replace").decode()
    return line


async def _embedded() -> Any:
    from bot.engine.embedded import EmbeddedEngine
    from bot.engine.train import current_model

    engine = EmbeddedEngine(current_model(PROJECT, Settings.from_env().models_dir))
    await engine.start()
    return engine


@main.command()
@_plainly
async def chat() -> None:
    """Talk to the assistant in the terminal.

    A choice is taken by its number; an empty line ends.

    \b
    Example:
      recall-assistant chat
    """
    from bot.serve import chat_in_terminal

    async with _database() as (settings, database):
        await chat_in_terminal(settings, database, PROJECT)


@main.command()
@_plainly
async def doctor() -> None:
    """Say in one line each what is in order and what is not.

    \b
    Example:
      recall-assistant doctor
    """
    from bot.serve import examine

    bad = 0
    async for ok, line in examine(PROJECT):
        click.echo(("ok    " if ok else "WRONG ") + line)
        bad += not ok
    if bad:
        raise click.ClickException(f"{bad} of these must be mended.")


# --- recalls ---------------------------------------------------------------------------------


@main.command()
@click.option("--model", required=True, help="Model number as printed on the label.")
@click.option("--serial", help="Serial number; spaces and hyphens don't matter.")
@click.option("--country", help="Where it was bought, two letters, for example US.")
@click.option("--compared", is_flag=True, help="The serial was compared with the label once more.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@_plainly
async def check(
    model: str, serial: str | None, country: str | None, compared: bool, as_json: bool
) -> None:
    """Judge one unit. What is typed here counts as read back and confirmed.

    \b
    Examples:
      recall-assistant check --model A1263 --serial "AKFF 1Y0E 1234 5678"
      recall-assistant check --model A1263 --country US --json
    """
    from bot.conversations.transcript import utc_now
    from bot.recalls import UnitChecks, load_recalls
    from bot.recalls.reading import read_identifiers

    read = next((i for i in read_identifiers(model, asked="model") if i.kind == "model"), None)
    async with _database() as (settings, database):
        checks = UnitChecks(load_recalls(settings.recalls_dir), database, utc_now)
        found = await checks.check(
            read.value if read else model,
            read.suffix if read else "",
            _serial(serial),
            country=country,
            confirmed=True,
            compared=compared,
        )
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        return
    click.echo(found.overall)
    for verdict in found.verdicts:
        dated = (
            f", list {verdict.list['version']} of {verdict.list['date']}" if verdict.list else ""
        )
        demo = " (demo data)" if verdict.list and verdict.list["demo"] else ""
        click.echo(f"  {verdict.recall}: {verdict.verdict}, by {verdict.rule}{dated}{demo}")
        click.echo(f"    {verdict.reason}")
    if found.ask:
        click.echo(f"  would decide: {', '.join(found.ask)}")


def _serial(typed: str | None) -> str | None:
    from bot.recalls.reading import read_identifiers

    if not typed:
        return None
    found = [i for i in read_identifiers(typed, asked="serial") if i.kind == "serial"]
    return found[0].value if len(found) == 1 else typed


@main.group()
def recalls() -> None:
    """Recall files and serial lists."""


@recalls.command("list")
@_plainly
async def list_recalls() -> None:
    """All recalls, the newest first, and the serial list each one has.

    \b
    Example:
      recall-assistant recalls list
    """
    from bot.conversations.transcript import utc_now
    from bot.recalls import SerialLists, load_recalls

    async with _database() as (settings, database):
        lists = SerialLists(database, utc_now)
        for recall in load_recalls(settings.recalls_dir):
            info = await lists.active(recall.number)
            click.echo(f"{recall.number}  {recall.identity.announced}  {recall.identity.title}")
            click.echo(f"        {_described(info) if info else 'no serial list'}")


def _described(info: Any) -> str:
    kind = "demo data, " if info.demo else ""
    part = "" if info.complete else ", not complete"
    return f"list {info.version} of {info.list_date}: {kind}{info.serials:,} serials{part}"


@recalls.command("show")
@click.argument("number")
def show_recall(number: str) -> None:
    """Everything a recall file says, as it is spoken.

    \b
    Example:
      recall-assistant recalls show 25-338
    """
    from bot.recalls import RecallFileError, load_recalls

    try:
        recall = load_recalls(Settings.from_env().recalls_dir).get(number)
    except (SettingsError, RecallFileError) as error:
        raise click.ClickException(str(error)) from None
    if recall is None:
        raise click.ClickException(f"There is no recall {number}; see `recalls list`.")
    for key, text in recall.facts().items():
        click.echo(f"{key}: {text}")


@recalls.command("lint")
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True))
def lint_recalls(folder: Path | None) -> None:
    """Check the recall files; says file, line and what to do.

    \b
    Examples:
      recall-assistant recalls lint
      recall-assistant recalls lint data/recalls
    """
    from bot.recalls import lint

    problems = lint(folder or Settings.from_env().recalls_dir)
    for problem in problems:
        click.echo(f"{problem.file}:{problem.line}: {problem.message}")
    if problems:
        raise click.ClickException(f"{len(problems)} problems.")
    click.echo("All recall files are in order.")


@recalls.command("import-serials")
@click.argument("number")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dated", type=click.DateTime(["%Y-%m-%d"]), help="The firm's date; default today.")
@click.option("--incomplete", is_flag=True, help="It does not hold every affected unit.")
@_plainly
async def import_serials(number: str, file: Path, dated: Any, incomplete: bool) -> None:
    """Load a firm's serial list (CSV, TXT, gz) and make it the one that decides.

    \b
    Example:
      recall-assistant recalls import-serials 25-338 serials.csv --dated 2025-06-12
    """
    from bot.conversations.transcript import utc_now
    from bot.recalls import SerialLists, load_recalls, read_serials

    async with _database() as (settings, database):
        recall = load_recalls(settings.recalls_dir).get(number)
        if recall is None:
            raise click.ClickException(f"There is no recall {number}; see `recalls list`.")
        click.echo(f"Reading {file.name}...", err=True)
        read = read_serials(file, recall.serial)
        for row in read.rejected[:20]:
            click.echo(f"line {row.line}: {row.reason}", err=True)
        click.echo(f"{len(read.rejected)} of {read.rows} rows rejected; loading...", err=True)
        info = await SerialLists(database, utc_now).load(
            recall.number,
            file.name,
            dated.date() if dated else date.today(),
            read.serials,
            complete=not incomplete,
        )
        click.echo(f"Recall {recall.number}: {_described(info)}")


@recalls.command("versions")
@click.argument("number")
@_plainly
async def list_versions(number: str) -> None:
    """The serial lists a recall has had; the one that decides is marked.

    \b
    Example:
      recall-assistant recalls versions 25-338
    """
    from bot.conversations.transcript import utc_now
    from bot.recalls import SerialLists

    async with _database() as (_, database):
        for info in await SerialLists(database, utc_now).versions(number):
            click.echo(f"{'*' if info.active else ' '} {_described(info)} ({info.name})")


@recalls.command("rollback")
@click.argument("number")
@click.argument("version", type=int)
@_plainly
async def roll_back(number: str, version: int) -> None:
    """Let an earlier serial list decide again.

    \b
    Example:
      recall-assistant recalls rollback 25-338 1
    """
    from bot.conversations.transcript import utc_now
    from bot.recalls import SerialLists

    async with _database() as (_, database):
        info = await SerialLists(database, utc_now).activate(number, version)
        click.echo(f"Recall {number}: {_described(info)}")


async def _load_demo(settings: Settings, database: Any) -> None:
    """The made-up list of the featured recall, unless a list is there."""
    from bot.conversations.transcript import utc_now
    from bot.recalls import SerialLists, demo_serials, load_recalls
    from bot.recalls.demo import DEMO_LIST_NAME

    recall = load_recalls(settings.recalls_dir).featured
    lists = SerialLists(database, utc_now)
    if recall is None:
        return
    have = await lists.active(recall.number)
    # A demo list is renewed, so that it is never too old to show every verdict.
    if have is None or (have.demo and have.as_of < date.today()):
        info = await lists.load(
            recall.number, DEMO_LIST_NAME, date.today(), demo_serials(recall), demo=True
        )
        click.echo(f"Loaded the demo list of {recall.number}: {info.serials:,} serials.", err=True)


# --- claims ----------------------------------------------------------------------------------


@main.group()
def claims() -> None:
    """Claims and the firm's decisions."""


@claims.command("list")
@click.option("--state", help="Only claims in this state.")
@_plainly
async def list_claims(state: str | None) -> None:
    """Claims, the last changed first; no personal data.

    \b
    Example:
      recall-assistant claims list --state submitted
    """
    from bot.claims.claims import Claims

    async with _database() as (_, database):
        for claim in await Claims(database).listed(state):  # type: ignore[arg-type]
            changed = claim.updated_at.isoformat(timespec="minutes")
            click.echo(
                f"{claim.number}  {claim.state:18}  {changed}  recall {claim.recall}, "
                f"{len(claim.units)} units, {len(claim.photos)} photos"
            )


@claims.command("show")
@click.argument("number")
@_plainly
async def show_claim(number: str) -> None:
    """One claim, whole: details, units, photos and history. It holds personal data.

    \b
    Example:
      recall-assistant claims show RC-4NW9-3MFR-AWH4
    """
    from bot.claims.claims import Claims
    from bot.claims.export import as_json

    async with _database() as (_, database):
        store = Claims(database)
        claim = await store.get(_number(number))
        shown = as_json(claim, await store.history(claim.number))
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))


@claims.command("decide")
@click.argument("number")
@click.argument("state")
@click.option("--reason", required=True, help="Kept in the history; told to the customer.")
@_plainly
async def decide(number: str, state: str, reason: str) -> None:
    """Move a claim on, as the firm; the customer is told in the conversation.

    States: checking, needs_information, approved, awaiting_disposal, fulfilled, rejected.

    \b
    Example:
      recall-assistant claims decide RC-4NW9-3MFR-AWH4 approved --reason "photos match"
    """
    from bot.claims.claims import Claims
    from bot.claims.life import STATES
    from bot.claims.notices import notice
    from bot.recalls import load_recalls

    if state not in STATES:
        raise click.ClickException(f"There is no state {state}; there are {', '.join(STATES)}.")
    async with _database() as (settings, database):
        store = Claims(database)
        claim = await store.get(_number(number))
        recall = load_recalls(settings.recalls_dir).get(claim.recall)
        text = notice(claim.number, state, reason, recall)
        moved = await store.move(claim.number, state, "firm", reason, notice=text)  # type: ignore[arg-type]
        click.echo(f"{moved.number} is {moved.state}.")


@claims.command("export")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv")
@_plainly
async def export(form: str) -> None:
    """Write all claims to standard output; they hold personal data.

    \b
    Example:
      recall-assistant claims export --format csv > claims.csv
    """
    from bot.claims.claims import Claims
    from bot.claims.export import write_csv, write_json

    async with _database() as (_, database):
        found = await Claims(database).listed(limit=1_000_000)
        (write_csv if form == "csv" else write_json)(found, sys.stdout)


def _number(typed: str) -> str:
    from bot.claims.number import find_number

    return find_number(typed) or typed


if __name__ == "__main__":
    main()
