"""Rasa's action endpoint without a server: rasa_sdk's executor in this process."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.engine.rasa_changes import ACTION_SECONDS

__all__ = ["LocalActions"]


class LocalActions(EndpointConfig):
    """Answers RemoteAction's requests as `rasa run actions` would, without HTTP."""

    def __init__(self, package: str) -> None:
        super().__init__(url="local")
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, *args: Any, json: dict[str, Any], **kwargs: Any) -> Any:
        """Run the action that `json` asks for."""
        try:
            return await asyncio.wait_for(self._executor.run(json), ACTION_SECONDS)
        except ActionExecutionRejection as rejection:
            raise _rejected(rejection) from None


def _rejected(rejection: ActionExecutionRejection) -> ClientResponseError:
    # The action server answers 400 with this body; RemoteAction reads it back.
    body = {"error": str(rejection), "action_name": rejection.action_name}
    return ClientResponseError(400, "rejected", json.dumps(body))
