"""The `recall-assistant` command; each module adds the commands of its subject."""

from bot.cli import check, claims, desk, nlu, privacy, recalls, service
from bot.cli.base import main

__all__ = ["check", "claims", "desk", "main", "nlu", "privacy", "recalls", "service"]
