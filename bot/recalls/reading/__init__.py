"""Reading model and serial numbers out of what customers write. Pure, standard library only."""

from bot.recalls.reading.read import read_identifiers
from bot.recalls.reading.take import Identifier, Kind

__all__ = ["Identifier", "Kind", "read_identifiers"]
