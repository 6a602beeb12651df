"""Running the service in the foreground, in the terminal, and looking whether it could run."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import uuid
from collections.abc import AsyncIterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy.exc import DBAPIError

from bot.conversations import Engine, Inbound, Message, StillWorking, Transcript, TurnLoop
from bot.conversations.incoming import MessageRefused, clean_text
from bot.engine.train import ModelMissing, current_model
from bot.errors import describe
from bot.recalls import RecallFileError, lint, load_recalls
from bot.settings import MailServer, Settings, SettingsError
from bot.storage import Database, UnsafeDatabase

__all__ = ["chat_in_terminal", "examine", "make_engine", "serve"]

# A turn under way is answered before the service ends, if it takes no longer than this.
STOP_SECONDS = 8.0
ADDRESS_SECONDS = 5.0
# How long a thread keeps Python to itself when others want it. To store a webhook takes several
# changes of threads, and a turn that reckons would hold up each of them for Python's own 5 ms.
SWITCH_SECONDS = 0.0005
ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - only how the address is shown


def make_engine(settings: Settings, root: Path) -> Engine:
    """The engine the settings ask for. Raises ModelMissing."""
    if settings.engine == "embedded":
        from bot.engine.embedded import EmbeddedEngine

        return EmbeddedEngine(current_model(root, settings.models_dir))
    from bot.engine.server import ServerEngine

    return ServerEngine(settings.engine, settings.require_secret())


async def serve(settings: Settings, root: Path) -> None:
    """Serve until SIGINT or SIGTERM; prints one line when it can take a message."""
    from bot.web.app import DOOR, make_app

    sys.setswitchinterval(SWITCH_SECONDS)
    app = make_app(settings, make_engine(settings, root))
    door = _listen(settings)  # before anything slow: a used port is told at once
    runner = web.AppRunner(
        app, access_log=None, handle_signals=False, shutdown_timeout=STOP_SECONDS
    )
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stopped.set)
    try:
        await runner.setup()
        await web.SockSite(runner, door).start()
        print("Loading the dialogue model...", file=sys.stderr, flush=True)
        await _until_ready(app[DOOR].starting, stopped)
        if not stopped.is_set():
            shown = "127.0.0.1" if settings.host in ANYWHERE else settings.host
            print(f"Recall assistant ready at http://{shown}:{settings.port}", flush=True)
        await stopped.wait()
    finally:
        await runner.cleanup()
        door.close()


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        raise SettingsError(
            f"RECALL_PORT: port {settings.port} cannot be used ({error.strerror}). "
            "Stop what uses it, or set another one."
        ) from None


async def _until_ready(starting: Any, stopped: asyncio.Event) -> None:
    stopping = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({starting[0], stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting[0].done():
            starting[0].result()  # a model that can't be loaded ends the service
    finally:
        stopping.cancel()


async def chat_in_terminal(settings: Settings, database: Database, root: Path) -> None:
    """A conversation on standard input and output."""
    featured = load_recalls(settings.recalls_dir, settings.featured_recall).featured
    engine = make_engine(settings, root)
    print("Loading the dialogue model...", file=sys.stderr, flush=True)
    await engine.start()
    transcript = Transcript(database)
    facts = featured.facts()
    turns = TurnLoop(
        transcript,
        engine,
        alarm=facts["emergency_steps"],
        alarm_es=facts["emergency_steps_es"],
    )
    conversation = f"terminal-{uuid.uuid4().hex}"
    await transcript.open(conversation, "terminal")
    print("Write a message. A number takes a choice; an empty line ends.")
    choices: list[dict[str, str]] = []
    try:
        while line := (await asyncio.to_thread(_read_line)).strip():
            try:
                inbound = _typed(line, choices)
                answers = await turns.take(conversation, inbound)
            except MessageRefused:
                print("Please write up to 1,000 characters.")
                continue
            except StillWorking:
                continue
            choices = _print(answers)
    finally:
        await turns.close()
        await engine.stop()


def _read_line() -> str:
    try:
        return input("> ")
    except EOFError:
        return ""


def _typed(line: str, choices: list[dict[str, str]]) -> Inbound:
    if line.isdecimal() and 1 <= int(line) <= len(choices):
        chosen = choices[int(line) - 1]
        payload = chosen["payload"]
        pressed = payload if payload.startswith("/") else None
        return Inbound(uuid.uuid4().hex, chosen["title"], pressed)
    return Inbound(uuid.uuid4().hex, clean_text(line))


def _print(answers: list[Message]) -> list[dict[str, str]]:
    choices: list[dict[str, str]] = []
    for message in answers:
        print(f"\n{message.text}")
        for link in message.extras.get("links") or ():
            print(f"  {link['title']}: {link['url']}")
        choices = message.extras.get("buttons") or []
    for i, choice in enumerate(choices, 1):
        print(f"  [{i}] {choice['title']}")
    print()
    return choices


async def examine(root: Path) -> AsyncIterator[tuple[bool, str]]:
    """Look at everything the service needs; yields (in order?, a line about it)."""
    try:
        settings = Settings.from_env()
        settings.require_secret()
        yield True, "settings: every RECALL_ variable can be read, a secret key is there"
    except SettingsError as error:
        yield False, f"settings: {error}"
        return
    try:
        count = len(load_recalls(settings.recalls_dir, settings.featured_recall))
        problems = lint(settings.recalls_dir)
        yield not problems and count > 0, f"recall files: {count} loaded, {len(problems)} problems"
    except RecallFileError as error:
        yield False, f"recall files: {error}"
    try:
        if settings.engine == "embedded":
            yield True, f"model: {current_model(root, settings.models_dir).name}"
    except ModelMissing as error:
        yield False, f"model: {error}"
    database = Database(settings.database_url)
    try:
        await database.check_durability()
        yield True, "database: reachable, and a commit survives a power cut"
        yield await _examine_mail(settings.mail)
        if settings.messaging.channels:
            yield await _examine_address(settings.messaging.public_url)
        async for found in _examine_channels(settings):
            yield found
        async for found in _examine_feed(database):
            yield found
        async for found in _examine_outbox(database):
            yield found
        async for found in _examine_other_desks(database):
            yield found
    except UnsafeDatabase as error:
        yield False, f"database: {error}"
    except Exception as error:
        yield False, f"database: cannot be opened ({describe(error)}); see RECALL_DATABASE_URL"
    finally:
        await database.close()


async def _examine_mail(server: MailServer | None) -> tuple[bool, str]:
    from bot.channels.email import look_at

    if server is None:
        return True, "mail: RECALL_SMTP_URL is not set; notices stay in the conversation only"
    try:
        await look_at(server)
        return True, f"mail: {server.host} takes mail from us"
    except Exception as error:
        return False, f"mail: {server.host} cannot be used ({describe(error)}); see RECALL_SMTP_URL"


async def _examine_address(url: str) -> tuple[bool, str]:
    """Does the assistant answer where providers are to call it?"""
    from aiohttp import ClientError, ClientSession, ClientTimeout

    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=ADDRESS_SECONDS)) as session,
            session.get(f"{url}/healthz", allow_redirects=False) as response,
        ):
            if response.status == 200:
                return True, f"address: the assistant answers at {url}"
            trouble = f"answered {response.status}"
    except (ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
        trouble = describe(error)
    told = f"address: nothing of ours answers at {url} ({trouble})"
    return False, f"{told}; see RECALL_PUBLIC_URL, and if the assistant runs"


async def _examine_channels(settings: Settings) -> AsyncIterator[tuple[bool, str]]:
    """Each messaging channel that is on: is it known at its provider, and are we told there?"""
    from bot.channels.adapter import SendError
    from bot.channels.hub import adapters_of

    for name, adapter in adapters_of(settings.messaging).items():
        await adapter.open()
        try:
            wrong = await adapter.look()
        except SendError as error:
            wrong = [f"the provider cannot be asked ({error.trouble})"]
        except Exception as error:
            wrong = [f"what the provider says cannot be read ({describe(error)})"]
        finally:
            await adapter.close()
        for words in wrong:
            yield False, f"{name}: {words}"
        if not wrong and adapter.unseen:
            told = f"{adapter.unseen} can't be: it has to be {adapter.webhook}"
            yield True, f"{name}: in order as far as it can be asked; {told}"
        elif not wrong:
            yield True, f"{name}: ready, at {adapter.webhook}"


async def _examine_feed(database: Database) -> AsyncIterator[tuple[bool, str]]:
    """Are the authority's notices read? Nothing is said where nobody wants them."""
    from bot.recalls.feed import feed_status

    try:
        status = await feed_status(database)
    except DBAPIError:
        return  # no table yet: the first start makes it
    if status is None:
        return
    read = f"{status.good_at:%Y-%m-%d %H:%M} UTC" if status.good_at else "never"
    failed = f"; the last try failed: {status.trouble}" if status.failed_at else ""
    late = status.is_late(datetime.now(timezone.utc))
    yield (
        not late,
        f"notices: read without a gap: {read}{failed}" + ("; see `recalls sync`" if late else ""),
    )


async def _examine_outbox(database: Database) -> AsyncIterator[tuple[bool, str]]:
    """Mails that a person should see; nothing is said where there are none."""
    from bot.storage.outbox import Outbox

    try:
        reported = await Outbox(database).reported()
    except DBAPIError:
        return  # no table yet: the first start makes it
    for state, words in (("uncertain", "may not have arrived"), ("failed", "could not be sent")):
        count = sum(mail.state == state for mail in reported)
        if count:
            yield False, f"mail: notices that {words}: {count}; see `claims notices`"


async def _examine_other_desks(database: Database) -> AsyncIterator[tuple[bool, str]]:
    """What another desk never took; nothing is said where there is nothing."""
    from bot.desk.sinks.feed import given_up

    try:
        lost = await given_up(database)
    except DBAPIError:
        return  # no table yet: the first start makes it
    for name, count in lost.items():
        yield False, f"desk: {name} did not take {count}; what it was is at /desk"
