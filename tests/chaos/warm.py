"""Starts the whole service again and again in a fraction of a second.

A parent process imports everything once and forks a child for each start; the child loads the
model, opens the door and is killed by whoever runs the test. One command a line on standard
input: `start PORT`; the answer is the child's process id.
"""

from __future__ import annotations

import asyncio
import dataclasses
import os
import sys

from bot.engine.logs import quiet_rasa


def main() -> None:
    """Import, then fork on command."""
    quiet_rasa()
    import alembic.command  # noqa: F401 - a start needs it; imported here once

    import bot.web.app  # noqa: F401
    from bot.engine.embedded import load_agent
    from bot.engine.train import current_model
    from bot.serve import serve
    from bot.settings import PROJECT, Settings

    # Loading a model once imports all that loading one needs; each child loads its own.
    agent = load_agent(current_model(PROJECT, Settings.from_env().models_dir))
    asyncio.run(agent.parse_message("hello"))
    del agent
    print("warm", flush=True)
    for line in sys.stdin:
        port = int(line.split()[1])
        child = os.fork()
        if child == 0:
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - the child's, until it is killed
            settings = dataclasses.replace(Settings.from_env(), port=port)
            try:
                asyncio.run(serve(settings, PROJECT))
            except BaseException as error:
                print(f"the service ended: {error!r}", file=sys.stderr, flush=True)
            finally:
                os._exit(1)
        print(child, flush=True)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
