"""Errors as the chat API gives them out: {error: {code, message}}, a sentence for the customer."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.conversations import UnknownConversation, sentences
from bot.errors import describe
from bot.storage import DatabaseBusy

__all__ = ["ApiError", "Handler", "as_api_error", "error_middleware"]

logger = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ApiError(Exception):
    """An answer that is an error. retry: seconds after which to try again, if that helps."""

    def __init__(self, status: int, code: str, message: str, retry: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.retry = retry

    def body(self) -> dict[str, Any]:
        """The contract's error object."""
        return {"error": {"code": self.code, "message": self.message}}

    def response(self) -> web.Response:
        """The error as an HTTP response."""
        headers = {"Retry-After": str(self.retry)} if self.retry else None
        return web.json_response(self.body(), status=self.status, headers=headers)


def as_api_error(error: Exception, where: str) -> ApiError:
    """What the customer is told of any error; what is not the customer's doing is logged."""
    if isinstance(error, ApiError):
        return error
    if isinstance(error, DatabaseBusy):
        logger.error("the database is busy: %s was refused", where)
        return ApiError(503, "busy", sentences.BUSY, retry=2)
    if isinstance(error, UnknownConversation):
        return ApiError(401, "bad_token", sentences.NOT_SIGNED_IN)
    logger.error("%s failed: %s", where, describe(error))
    return ApiError(500, "failed", sentences.BUSY, retry=2)


@web.middleware
async def error_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever happens, the customer gets a sentence and the operator a line."""
    try:
        return await handler(request)
    except web.HTTPRequestEntityTooLarge:
        return ApiError(413, "too_big", sentences.TOO_BIG).response()
    except web.HTTPException as error:
        if not request.path.startswith("/api/"):
            raise
        response = ApiError(error.status, "http", f"That does not work: {error.reason}.").response()
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response
    except Exception as error:
        return as_api_error(error, f"{request.method} {_route(request)}").response()


def _route(request: web.Request) -> str:
    # The route, not the path: a path may hold what somebody typed.
    resource = request.match_info.route.resource
    return resource.canonical if resource else "an unknown address"
