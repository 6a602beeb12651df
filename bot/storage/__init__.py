"""The database: one engine per event loop, its tables and their migrations."""

from bot.storage.database import Also, Database, DatabaseBusy, UnsafeDatabase, one_at_a_time
from bot.storage.migrate import upgrade

__all__ = ["Also", "Database", "DatabaseBusy", "UnsafeDatabase", "one_at_a_time", "upgrade"]
