"""What was not understood, and lines to learn it from."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.base import main, noted, open_database, plainly
from bot.settings import EVALUATIONS, PROJECT, Settings

if TYPE_CHECKING:
    from bot.conversations.common_questions import CommonQuestion
    from bot.engine.evaluation import Report

__all__: list[str] = []


@main.group()
def nlu() -> None:
    """What was not understood, and lines to learn it from."""


@nlu.command("export-unlabelled")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@plainly
async def export_unlabelled(file: Path) -> None:
    """Write the messages that were hardly understood as a table to label.

    Numbers, addresses and names that are told as such are masked; others may be left.

    Fill in the column `intent` of the lines that are worth learning, and import the table.

    \b
    Example:
      recall-assistant nlu export-unlabelled unclear.csv
    """
    from bot.conversations.unclear import Unclear
    from bot.nlu.labels import write_table

    async with open_database() as (settings, database):
        found = await Unclear(database).waiting()
        async with database.write() as connection:
            await noted(settings, "unclear exported", "", count=len(found))(connection)
    with file.open("w", newline="", encoding="utf-8") as out:
        write_table(found, out)
    click.echo(f"{len(found)} messages to label are in {file}.")


@nlu.command("import-labels")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@plainly
def import_labels(file: Path) -> None:
    """Add the labelled lines of a table (columns `intent` and `text`) to the training data.

    A line that is there already changes nothing. With an unknown intent, or a line that stands
    under another intent, nothing at all is added. Train afterwards.

    \b
    Example:
      recall-assistant nlu import-labels unclear.csv
    """
    from bot.nlu.labels import add_labels

    added = add_labels(file, PROJECT / "data" / "nlu")
    for intent, count in sorted(added.lines.items()):
        click.echo(f"{intent}: {count} added")
    click.echo(
        f"{sum(added.lines.values())} lines added, {added.known} known already, "
        f"{added.unlabelled} without a label."
    )
    if added.lines:
        click.echo("Now run `recall-assistant train`.")


@nlu.command("evaluate")
@click.option("--question", "name", help="As if this common question were live, too.")
@plainly
async def evaluate(name: str | None) -> None:
    """Measure what is understood of the evaluation sets, and say what changed since the last time.

    With --question the model is trained with that question first, and compared with the present
    one; nothing goes live by that. Takes a minute, with training four. The desk does the same.

    \b
    Examples:
      recall-assistant nlu evaluate
      recall-assistant nlu evaluate --question shipping_cost
    """
    from bot.conversations.common_questions import find_question
    from bot.engine.evaluation import compare, load_report, save_report
    from bot.engine.train import QUESTIONS, fingerprint, train

    settings = Settings.from_env()
    folder = settings.data_dir / EVALUATIONS
    trial = find_question(PROJECT / QUESTIONS, name) if name else None
    if name and trial is None:
        raise click.ClickException(f"There is no common question {name}.")
    before = load_report(folder, fingerprint(PROJECT))
    if trial is not None and before is None:
        before = await _measured(settings)
        save_report(folder, before)
    if before is None:
        before = _latest(folder)
    if trial is not None:
        click.echo("Training with the question; this takes about ten minutes.", err=True)
        await asyncio.to_thread(train, PROJECT, settings.models_dir, trial)
    after = await _measured(settings, trial)
    save_report(folder, after)
    changes = compare(before or after, after)
    for figure, old, new in changes.figures:
        shown = ["      –" if value is None else f"{value:7.1%}" for value in (old, new)]
        click.echo(f"{figure:40} {shown[0]} -> {shown[1]}")
    for line in changes.lines:
        mark = "better" if line.better else "worse" if line.worse else "other"
        click.echo(f"{mark:6} {line.before} -> {line.after} (meant {line.meant}): {line.text}")


async def _measured(settings: Settings, trial: CommonQuestion | None = None) -> Report:
    from bot.engine.embedded import EmbeddedEngine
    from bot.engine.evaluation import measure
    from bot.engine.train import current_model, fingerprint, live_questions

    engine = EmbeddedEngine(current_model(PROJECT, settings.models_dir, trial))
    await engine.start()
    try:
        model, live = fingerprint(PROJECT, trial), live_questions(PROJECT, trial)
        return await measure(engine.parse, PROJECT, model, live)
    finally:
        await engine.stop()


def _latest(folder: Path) -> Report | None:
    """The newest report: of the model before the last training."""
    from bot.engine.evaluation import load_report

    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime)
    return load_report(folder, files[-1].stem) if files else None
