"""The only public door: chat API, chat page, health and metrics."""

from bot.web.app import make_app

__all__ = ["make_app"]
