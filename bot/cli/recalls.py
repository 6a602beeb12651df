"""Recall files, serial lists and the authority's notices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot.cli.base import main, noted, open_database, plainly
from bot.settings import Settings

__all__: list[str] = []


def _noted(settings: Settings, action: str, number: str) -> Callable[..., Any] | None:
    """A list may be loaded before there is a key, and so before there is an audit."""
    return noted(settings, action, number) if settings.secret_key else None


def _decides(settings: Settings, number: str) -> Callable[..., Any] | None:
    """The same of a version that decides from now on."""

    async def also(connection: Any, info: Any) -> None:
        await noted(settings, "list decides", number, version=info.version)(connection)

    return also if settings.secret_key else None


@main.group()
def recalls() -> None:
    """Recall files and serial lists."""


@recalls.command("list")
@plainly
async def list_recalls() -> None:
    """All recalls, the newest first, and the serial list each one has.

    \b
    Example:
      recall-assistant recalls list
    """
    from bot.conversations.transcript import utc_now
    from bot.recalls import load_recalls
    from bot.recalls.lists import SerialLists

    async with open_database() as (settings, database):
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
@plainly
def show_recall(number: str) -> None:
    """Everything a recall file says, as it is spoken.

    \b
    Example:
      recall-assistant recalls show 25-338
    """
    from bot.recalls import load_recalls

    recall = load_recalls(Settings.from_env().recalls_dir).get(number)
    if recall is None:
        raise click.ClickException(f"There is no recall {number}; see `recalls list`.")
    for key, text in recall.facts().items():
        click.echo(f"{key}: {text}")


@recalls.command("lint")
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True))
@plainly
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
@click.argument("file", type=click.File("rb"))
@click.option(
    "--dated", type=click.DateTime(["%Y-%m-%d"]),
    help="The firm's date; default the day FILE was last changed, today for a pipe.",
)  # fmt: skip
@click.option("--incomplete", is_flag=True, help="It does not hold every affected unit.")
@click.option(
    "--complete", is_flag=True,
    help="It does, though rows were rejected or many serials of the present list are gone.",
)  # fmt: skip
@click.option(
    "--most-bad", type=click.FloatRange(0, 1), help="Refuse more bad rows than this share; 0.01."
)
@click.option("--expect", type=click.IntRange(1), help="Refuse another number of rows than this.")
@click.option(
    "--rejected", type=click.Path(path_type=Path, dir_okay=False),
    help="Where rejected rows are written; default rejected-NUMBER.csv in RECALL_DATA_DIR.",
)  # fmt: skip
@plainly
async def import_serials(
    number: str, file: Any, dated: Any, incomplete: bool, complete: bool,
    most_bad: float | None, expect: int | None, rejected: Path | None,
) -> None:  # fmt: skip
    """Load a firm's serial list (CSV, TXT, XLSX, gz; - for standard input); it then decides.

    Customers are answered from the old list until the whole new one is in. Where rows were
    rejected, or more than 5% of the serials are gone of the present list or of the last complete
    one that decided, the list counts as not complete, and clears no unit, unless --complete says
    that it is.

    \b
    Examples:
      recall-assistant recalls import-serials 25-338 serials.csv --dated 2025-06-12
      recall-assistant recalls import-serials 25-338 serials.csv.gz --most-bad 0.05
      recall-assistant recalls import-serials 25-338 - --expect 1158000 < serials.csv
    """
    if incomplete and complete:
        raise click.UsageError("--incomplete and --complete contradict one another.")
    from bot.cli.list_date import date_of
    from bot.cli.progress import shown_progress
    from bot.conversations.rechecks import Rechecks
    from bot.conversations.transcript import utc_now
    from bot.recalls import load_recalls
    from bot.recalls.import_file import MOST_BAD, SerialRows
    from bot.recalls.list_guards import refuse_unused, shrinks
    from bot.recalls.lists import SerialLists
    from bot.recalls.rejected_file import RejectedFile

    async with open_database() as (settings, database):
        recall = load_recalls(settings.recalls_dir).get(number)
        if recall is None:
            raise click.ClickException(f"There is no recall {number}; see `recalls list`.")
        refuse_unused(recall)
        lists = SerialLists(database, utc_now)
        changed: list[str] = []
        doubts: list[str] = []

        def look(before: Any, changes: Any) -> None:
            changed.append(
                f"{changes.added:,} added, {changes.removed:,} removed since list {before.version}."
            )
            if shrinks(before, changes):
                doubts.append(
                    f"{changes.removed:,} of the {before.serials:,} serials of list "
                    f"{before.version} are gone, so this list clears none: is it cut off? If these "
                    "units are not recalled any more, load it again with --complete."
                )

        name = "standard input" if file.name == "<stdin>" else Path(file.name).name
        day, origin = (dated.date(), "") if dated else date_of(file, date.today())
        where = rejected or settings.data_dir / f"rejected-{recall.number}.csv"
        with RejectedFile(where) as bad:
            share = MOST_BAD if most_bad is None else most_bad
            rows = SerialRows(
                file, name, recall.serial, most_bad=share, expected=expect, rejected=bad.write
            )
            try:
                info = await lists.load(
                    recall.number,
                    name,
                    day,
                    shown_progress(rows, file),
                    complete=lambda: not incomplete and (complete or not (rows.bad or doubts)),
                    look=look,
                    also=_decides(settings, recall.number),
                )
            finally:
                if bad.count:
                    click.echo(f"{bad.count:,} rows were rejected, see {where}.", err=True)
        click.echo(f"Recall {recall.number}: {_described(info)}")
        if origin:
            click.echo(f"Dated {day}, {origin}: give the firm's date with --dated.", err=True)
        valid = recall.identification.valid_days
        if not info.is_fresh(date.today(), valid):
            click.echo(f"A list of {day} clears no unit: it is not of the last {valid} days.")
        if rows.bad:
            doubts.append(
                "A rejected row may be an affected unit, so this list clears none: mend the rows, "
                "or load it again with --complete if they are no serials."
            )
        for line in (*changed, *([] if info.complete else doubts)):
            click.echo(line)
        if waiting := len(await Rechecks(database).now_listed(recall.number)):
            click.echo(
                f"{waiting} customers were told that they are not listed and are now: see "
                f"`recalls rechecks {recall.number}`."
            )


@recalls.command("versions")
@click.argument("number")
@plainly
async def list_versions(number: str) -> None:
    """The last serial lists of a recall; the one that decides is marked.

    The newest five are kept, the one that decides and the last complete one that did; older ones
    go when a new one is loaded.

    \b
    Example:
      recall-assistant recalls versions 25-338
    """
    from bot.conversations.transcript import utc_now
    from bot.recalls.lists import SerialLists

    async with open_database() as (_, database):
        for info in await SerialLists(database, utc_now).versions(number):
            click.echo(f"{'*' if info.active else ' '} {_described(info)} ({info.name})")


@recalls.command("rollback")
@click.argument("number")
@click.argument("version", type=int)
@click.option(
    "--shrinks", is_flag=True,
    help="Many serials of the list before are not on it, and these units are not recalled.",
)  # fmt: skip
@plainly
async def roll_back(number: str, version: int, shrinks: bool) -> None:
    """Let an earlier serial list, or one that was loaded at the desk, decide.

    One that lacks more than 5% of the serials of the list that decides, or of the last complete
    one that did, is refused unless --shrinks is given.

    \b
    Example:
      recall-assistant recalls rollback 25-338 1
    """
    from bot.conversations.transcript import utc_now
    from bot.recalls.list_guards import refuse_shrinking
    from bot.recalls.lists import SerialLists

    async with open_database() as (settings, database):
        lists = SerialLists(database, utc_now)
        if not shrinks:
            otherwise = "If so, and these units are not recalled, say it with --shrinks."
            await refuse_shrinking(lists, number, version, otherwise)
        info = await lists.activate(number, version, _decides(settings, number))
        click.echo(f"Recall {number}: {_described(info)}")


@recalls.command("rechecks")
@click.argument("number")
@click.option("--tell", is_flag=True, help="Tell them in their conversations.")
@plainly
async def list_rechecks(number: str, tell: bool) -> None:
    """Customers whose serial was not listed and is now, and who had agreed to be told.

    \b
    Examples:
      recall-assistant recalls rechecks 25-338
      recall-assistant recalls rechecks 25-338 --tell
    """
    from bot.conversations.rechecks import Rechecks, now_listed_notice
    from bot.recalls import load_recalls
    from bot.recalls.lists import SerialLists

    async with open_database() as (settings, database):
        recall = load_recalls(settings.recalls_dir).get(number)
        if recall is None:
            raise click.ClickException(f"There is no recall {number}; see `recalls list`.")
        if (also := _noted(settings, "rechecks listed", recall.number)) is not None:
            async with database.write() as connection:
                await also(connection)
        store = Rechecks(database)
        info = await SerialLists(database).active(recall.number)
        told = 0
        for one in await store.now_listed(recall.number):
            click.echo(
                f"{one.conversation}  {one.model}  {one.serial}  not on list {one.version}, "
                f"agreed {one.agreed_at.date()}"
            )
            if tell and info:
                also = _noted(settings, "told that it is listed", one.conversation)
                told += await store.tell(one, now_listed_notice(one, recall, info.demo), also)
        if tell:
            click.echo(f"{told} customers were told in their conversations.", err=True)


@recalls.command("sync")
@click.option("--full", is_flag=True, help="Read every notice anew, also those not changed.")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="Only from this day on.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Only up to this day.")
@plainly
async def sync_notices(full: bool, first: Any, last: Any) -> None:
    """Read the authority's recall notices (CPSC), so that other products are found too.

    The first time everything is read, later what was published since; every 30 days all of it
    again, because edited notices keep their dates. What was cut off goes on where it was.
    With --from or --to the notices announced in these days are read anew, nothing else.

    \b
    Examples:
      recall-assistant recalls sync
      recall-assistant recalls sync --from 2025-06-01 --to 2025-06-30
    """
    import aiohttp

    from bot.conversations.transcript import utc_now
    from bot.recalls.feed import Feed, FeedClient, SyncReport

    def told(window: Any, report: SyncReport) -> None:
        click.echo(f"read {window}: {report.new} new, {report.changed} changed so far", err=True)

    async with open_database() as (settings, database), aiohttp.ClientSession() as session:
        feed = Feed(FeedClient(settings.feed_url, session), database, utc_now, told)
        if first or last:
            report = await feed.read_days(first and first.date(), last and last.date())
        else:
            report = await feed.sync(full=full)
        for line in report.unreadable:
            click.echo(f"could not be understood: {line}", err=True)
        if report.missing:
            click.echo(f"{report.missing} notices were not given any more; kept.", err=True)
        if report.empty:
            years = ", ".join(map(str, report.empty))
            click.echo(
                f"The service gave no notice of {years}; the next sync asks again.", err=True
            )
        dated = f"list of {report.as_of}" if report.as_of else "not read wholly yet"
        newest = f" up to {report.newest}" if report.newest else ""
        click.echo(
            f"{report.new} new, {report.changed} changed; {report.held:,} notices{newest}, {dated}."
        )
