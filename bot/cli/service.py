"""Serving, training, and talking to the assistant."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import click

from bot.cli.base import main, open_database, plainly
from bot.settings import PROJECT, Settings, ensure_secret_key

__all__: list[str] = []


@main.command()
@click.option("--demo", is_flag=True, help="Make a secret key and load the made-up demo list.")
@click.option("--demo-desk", is_flag=True, help="Fill the support desk with made-up data.")
@plainly
async def run(demo: bool, demo_desk: bool) -> None:
    """Serve the assistant until Ctrl-C or SIGTERM.

    \b
    Examples:
      recall-assistant run --demo --demo-desk
      RECALL_PORT=9000 RECALL_ENGINE=http://127.0.0.1:5005 recall-assistant run
    """
    from bot.serve import serve

    settings = Settings.from_env()
    if demo:
        ensure_secret_key(settings.data_dir)
        settings = Settings.from_env()
        # The demo shop is another site than the assistant, see `bot.web.pages`.
        shop = tuple(f"http://{host}:{settings.port}" for host in ("127.0.0.1", "localhost"))
        settings = replace(settings, demo=True, origins=(*settings.origins, *shop))
    settings.require_secret()
    async with open_database() as (_, database):
        if demo:
            await _load_demo(settings, database)
        if demo_desk:
            await _fill_desk(settings, database)
    await serve(settings, PROJECT)


@main.command()
@plainly
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
        click.echo("Training the dialogue model; this takes about ten minutes.", err=True)
    path, _ = train_model(PROJECT, models)
    click.echo(f"Trained {path.name}", err=True)


@main.command()
@plainly
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
@plainly
async def chat() -> None:
    """Talk to the assistant in the terminal.

    A choice is taken by its number; an empty line ends.

    \b
    Example:
      recall-assistant chat
    """
    from bot.serve import chat_in_terminal

    async with open_database() as (settings, database):
        await chat_in_terminal(settings, database, PROJECT)


@main.command()
@plainly
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


async def _fill_desk(settings: Settings, database: Any) -> None:
    """The made-up desk, once; its password is shown now and kept nowhere."""
    from bot.desk.demo import LOGIN, make_demo
    from bot.recalls import load_recalls

    recall = load_recalls(settings.recalls_dir, settings.featured_recall).featured
    password = await make_demo(settings, database, recall)
    if password is not None:
        click.echo(
            f"Support desk with made-up data: http://127.0.0.1:{settings.port}/desk\n"
            f"  login {LOGIN}, password {password} (shown only now)",
            err=True,
        )


async def _load_demo(settings: Settings, database: Any) -> None:
    """The made-up list of the featured recall, unless a list is there."""
    from bot.conversations.transcript import utc_now
    from bot.recalls import demo_serials, load_recalls
    from bot.recalls.demo import DEMO_LIST_NAME
    from bot.recalls.lists import SerialLists

    recall = load_recalls(settings.recalls_dir, settings.featured_recall).featured
    lists = SerialLists(database, utc_now)
    have = await lists.active(recall.number)
    # A demo list is renewed, so that it is never too old to show every verdict.
    if have is None or (have.demo and have.as_of < date.today()):
        info = await lists.load(
            recall.number, DEMO_LIST_NAME, date.today(), demo_serials(recall), demo=True
        )
        click.echo(f"Loaded the demo list of {recall.number}: {info.serials:,} serials.", err=True)
