"""What the desk counts: per day and channel, each number with its definition.

`definitions` says what each figure is, in words; `counting` counts one day; `days` keeps the
figures of closed days, so that they outlive what they were counted from, and gives a range of days.
"""

from bot.desk.figures.days import DayFigures, Figures
from bot.desk.figures.definitions import DEFINITIONS, Definition

__all__ = ["DEFINITIONS", "DayFigures", "Definition", "Figures"]
