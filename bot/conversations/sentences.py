"""What is said when the dialogue itself cannot speak. Everything else is in domain.yml."""

from __future__ import annotations

__all__ = ["ALARM", "BUSY", "EMPTY", "FAILED", "STILL_WORKING", "TOO_FAST", "TOO_LONG"]

# The same first steps as utter_safety_alarm in domain.yml; a test compares the two.
ALARM = (
    "If it is smoking, burning, hissing or very hot: move away from it now, and keep others away.\n"
    "Call {emergency_number} and say it is a lithium battery.\n"
    "Do not touch or move it unless that is safe. The smoke is toxic: stay out of it."
)
FAILED = (
    "I'm sorry, something went wrong on my side and I could not answer that. "
    "What you wrote is kept. Please write it once more, or ask for a person. "
    "Until your unit is checked, please don't use or charge it."
)
STILL_WORKING = "I have your message and am still working on the answer. One moment, please."
BUSY = "I could not take your message just now. Please send it again in a moment."
EMPTY = "I could not read anything in that message. Please write it in a few words."
TOO_LONG = (
    "That message is longer than I can read: please keep it under 1,000 characters. "
    "If it is about smoke, fire or heat right now, move away and call {emergency_number}."
)
TOO_FAST = "That was a lot at once. Please wait a minute, then send it again."
