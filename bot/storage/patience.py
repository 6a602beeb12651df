"""Tries again what a busy database has refused."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from bot.storage.database import DatabaseBusy

__all__ = ["RETRY_SECONDS", "patiently", "surely"]

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

RETRY_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)


async def patiently(
    call: Callable[..., Awaitable[Result]],
    *arguments: Any,
    pauses: Sequence[float] = RETRY_SECONDS,
    **named: Any,
) -> Result:
    """What the call gives, made again after each pause while the database is busy.

    The last failure is raised.
    """
    for pause in pauses:
        try:
            return await call(*arguments, **named)
        except DatabaseBusy:
            logger.warning("the database is busy; trying again in %.1f s", pause)
            await asyncio.sleep(pause)
    return await call(*arguments, **named)


async def surely(
    call: Callable[..., Awaitable[Result]],
    *arguments: Any,
    pauses: Sequence[float] = RETRY_SECONDS,
    **named: Any,
) -> Result:
    """As `patiently`, and to its end where the caller is cancelled meanwhile.

    For what has happened already outside, and must be written down.
    """
    writing = asyncio.ensure_future(patiently(call, *arguments, pauses=pauses, **named))
    try:
        return await asyncio.shield(writing)
    except asyncio.CancelledError:
        await asyncio.wait({writing})
        raise
