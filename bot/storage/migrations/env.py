"""Alembic's environment: runs on the connection that `storage.upgrade` hands over."""

from alembic import context

import bot.storage.desk_tables  # noqa: F401 - its tables belong to the metadata, too
from bot.storage.tables import UtcTime, metadata


def render_item(kind, item, _autogen_context):  # type: ignore[no-untyped-def]
    """Write our time type as the plain one: a migration must not depend on today's code."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
