"""Other desks and named people: hand-overs and incidents go to them as well, over one interface.

The built-in desk reads the tables and needs no sink. `Feed` finds what a sink has not had and
gives it to it, again after growing pauses where it fails, for two days. Each sink, and each matter
of a sink, is tried by itself: one that fails holds up no other.
"""

from bot.desk.sinks.feed import Feed, make_sinks
from bot.desk.sinks.matters import Alert, Case
from bot.desk.sinks.sink import DeskSink, SinkFailed

__all__ = ["Alert", "Case", "DeskSink", "Feed", "SinkFailed", "make_sinks"]
