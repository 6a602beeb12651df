"""What each figure counts, in words. A day is a day in UTC."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CLOSED_AFTER_DAYS", "DEFINITIONS", "LATER", "STEPS", "Definition"]

# A day is counted for good once this many days are over: what is given a day to happen (a claim
# to be filed, a person to answer) has had it.
CLOSED_AFTER_DAYS = 2
# Times are counted in steps, so that days and channels can be added up: up to so many seconds.
STEPS = (1, 2, 5, 10, 15, 30, 60, 300, 900, 3600, 14400, 86400)
LATER = "later"


class Definition(NamedTuple):
    """title: its name. text: what is counted. parts: what it is divided by, "" for nothing."""

    title: str
    text: str
    parts: str = ""


DEFINITIONS: dict[str, Definition] = {
    "conversations": Definition(
        "Conversations",
        "Conversations in which a customer wrote on this day. One that goes on over midnight "
        "counts on both days.",
    ),
    "contained": Definition(
        "Contained without a person",
        "Those conversations of the day in which, up to the end of the day, nobody was asked for "
        "and no person wrote. A claim that only waits for the firm's decision counts as contained.",
    ),
    "messages": Definition("Customers' messages", "What customers wrote or pressed on this day."),
    "claims_started": Definition(
        "Claims started", "Claims whose number was given to the customer on this day."
    ),
    "claims_filed": Definition(
        "Claims finished",
        "Those claims started on this day that the customer filed within 24 hours.",
    ),
    "claims_left": Definition(
        "Claims left",
        "Those claims started on this day that were not filed within 24 hours, by the first "
        "question that was without an answer when the day was closed.",
        "question",
    ),
    "verdicts": Definition(
        "Verdicts", "Verdicts told to customers on this day, one for each unit checked.", "verdict"
    ),
    "handovers": Definition(
        "Hand-overs", "Customers' messages of this day for which a person was asked.", "reason"
    ),
    "incidents": Definition(
        "Incidents", "Messages of this day that told of danger.", "now or past"
    ),
    "not_understood": Definition(
        "Not understood",
        "Messages of this day outside a question of ours that were understood with less than 40 "
        "in 100, or not at all.",
    ),
    "undelivered": Definition(
        "Not delivered",
        "Messages of ours that a person was shown on this day, because they did not reach the "
        "customer or nobody knows if they did; for each reason once, until somebody has seen to "
        "it. These are no hand-overs.",
        "reason",
    ),
    "first_answer": Definition(
        "Time to the first answer",
        "For each conversation begun on this day: from its first message to the first answer of "
        "the assistant to it; later or never where there is none.",
        "up to seconds",
    ),
    "person_answer": Definition(
        "Time until a person answered",
        "For each hand-over of this day: from then to the next message of a person in that "
        "conversation, within 24 hours; else later or never.",
        "up to seconds",
    ),
    "helped": Definition(
        "Satisfaction",
        "Answers of this day to the question if this had helped; the newest of each conversation.",
        "answer",
    ),
    "photos": Definition("Photos checked", "Photos of claims sent on this day and checked."),
    "retakes": Definition(
        "Photo retakes",
        "Those of the photos on which something that the claim needs could not be found, so that "
        "another one was asked for or a person was.",
    ),
}  # fmt: skip
