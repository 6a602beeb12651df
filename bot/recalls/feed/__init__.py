"""The recall web service of the authority (CPSC), read into the catalogue."""

from bot.recalls.feed.client import FeedClient, FeedError
from bot.recalls.feed.status import FeedStatus, feed_status
from bot.recalls.feed.sync import Feed, SyncReport

__all__ = ["Feed", "FeedClient", "FeedError", "FeedStatus", "SyncReport", "feed_status"]
