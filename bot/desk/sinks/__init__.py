"""Other desks: hand-overs go to them as well, over one interface.

The built-in desk reads the tables and needs no sink. `Feed` finds hand-overs that a sink has not
had and gives them to it, again after growing pauses where it fails, for two days.
"""

from bot.desk.sinks.feed import Feed, make_sinks
from bot.desk.sinks.sink import Also, Case, DeskSink, SinkFailed

__all__ = ["Also", "Case", "DeskSink", "Feed", "SinkFailed", "make_sinks"]
