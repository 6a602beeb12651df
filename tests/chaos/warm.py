"""Starts the whole service again and again in a fraction of a second.

Each child has the parent's model, which no turn changes, and opens the door with a database and
actions of its own. One command a line: `start PORT`, see `tests.chaos.forks`.
"""

from __future__ import annotations

import asyncio
import dataclasses

from bot.engine.logs import quiet_rasa
from tests.chaos.forks import fork_on_command


def main() -> None:
    """Import, then fork on command."""
    quiet_rasa()
    import alembic.command  # noqa: F401 - a start needs it; imported here once

    import bot.web.app  # noqa: F401
    from bot.engine import embedded
    from bot.engine.train import current_model
    from bot.serve import serve
    from bot.settings import PROJECT, Settings

    agent = embedded.load_agent(current_model(PROJECT, Settings.from_env().models_dir))
    asyncio.run(agent.parse_message("hello"))
    embedded.load_agent = lambda model: agent  # type: ignore[assignment]

    async def start(line: str) -> None:
        await serve(dataclasses.replace(Settings.from_env(), port=int(line.split()[1])), PROJECT)

    fork_on_command(start)


if __name__ == "__main__":
    main()
