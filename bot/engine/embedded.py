"""Rasa in this process, on an event loop and a thread of its own."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from collections.abc import Coroutine
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.conversations.engine import EngineDown, Turn
from bot.conversations.messages import Inbound
from bot.engine.understood import hazard_in
from bot.engine.without_tensorflow import needs_tensorflow, without_tensorflow
from bot.safety import Hazard

if TYPE_CHECKING:
    from rasa.core.agent import Agent

__all__ = ["EmbeddedEngine", "load_agent"]

logger = logging.getLogger(__name__)


class EmbeddedEngine:
    """Runs turns on its own thread: the door's loop never waits for one."""

    def __init__(self, model: Path) -> None:
        self._model = model
        self._agent: Agent | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def ready(self) -> bool:
        return self._agent is not None

    async def start(self) -> None:
        """Import Rasa and load the model; takes seconds."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()
        await self.on_thread(self._load())

    async def stop(self) -> None:
        """Close the actions' database connections, then end the thread."""
        if self._loop is None or self._thread is None:
            return
        self._agent = None
        gc.unfreeze()
        await self.on_thread(_close_services())
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join)
        self._loop.close()
        self._loop = None

    async def turn(self, conversation: str, inbound: Inbound, state: dict[str, Any] | None) -> Turn:
        if self._agent is None:
            raise EngineDown()
        from bot.engine.turn import run_turn

        return await self.on_thread(run_turn(self._agent, conversation, inbound, state))

    async def parse(self, text: str) -> dict[str, Any]:
        """What is understood of a message that was typed, as Rasa's parse data."""
        if self._agent is None:
            raise EngineDown()
        from bot.engine.turn import as_plain_text

        result: dict[str, Any] = await self.on_thread(
            self._agent.parse_message(as_plain_text(text))
        )
        return result

    async def hazard(self, text: str) -> Hazard | None:
        return hazard_in(await self.parse(text))

    async def on_thread(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run something where the turns run, and wait for it."""
        assert self._loop is not None
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def _run(self) -> None:
        assert self._loop is not None
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _load(self) -> None:
        agent = load_agent(self._model)
        # The first message would otherwise wait for the encoder and spaCy.
        await agent.parse_message("hello")
        # What is loaded by now stays. Python would look through all of it for garbage now and
        # then, and nothing else ran meanwhile: half a second each time.
        gc.collect()
        gc.freeze()
        self._agent = agent


def load_agent(model: Path) -> Agent:
    """Rasa's agent with our actions in this process and our state in its tracker store."""
    from bot.engine.logs import quiet_rasa

    quiet_rasa()
    with nullcontext() if needs_tensorflow(model) else without_tensorflow():
        from rasa.core.agent import Agent
        from rasa.shared.core.domain import Domain

        from bot.engine.dialogue_state import DialogueStateStore
        from bot.engine.local_actions import LocalActions
        from bot.engine.rasa_changes import apply

        apply()
        agent = Agent.load(
            model,
            action_endpoint=LocalActions("bot.actions"),
            tracker_store=DialogueStateStore(Domain.empty()),
        )
    from threadpoolctl import threadpool_limits

    # The matrices of a turn are small: a second thread for them costs a third of the processor's
    # time and gains none.
    threadpool_limits(1)
    return agent


async def _close_services() -> None:
    from bot.actions.services import close_services

    await close_services()
