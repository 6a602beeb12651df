"""The recall web service of the authority (CPSC), read into the catalogue."""

from bot.recalls.feed.client import FeedClient, FeedError
from bot.recalls.feed.sync import Feed, SyncReport

__all__ = ["Feed", "FeedClient", "FeedError", "SyncReport"]
