"""What is said where the dialogue does not: for a failed turn, and by the doors.

What it says itself is in domain.yml.
"""

from __future__ import annotations

__all__ = [
    "AGENT_LEFT", "BAD_REQUEST", "BUSY", "DATA_NOT_SHOWN", "DELETION_WISH", "EMPTY", "FAILED",
    "INCIDENT_KEPT", "NOT_SIGNED_IN", "PHOTO_LATER", "PHOTO_MESSAGE", "PHOTO_REFUSED",
    "STILL_WORKING", "TOO_BIG", "TOO_FAST", "TOO_LONG", "TOO_MANY_WINDOWS",
]  # fmt: skip

FAILED = (
    "I'm sorry, something went wrong on my side and I could not answer that. "
    "What you wrote is kept. Please write it once more, or ask for a person. "
    "Until your unit is checked, please don't use or charge it."
)
INCIDENT_KEPT = (
    "I'm sorry that this happened. I have written it down and told the support team at once. "
    "If anyone was hurt, please see a doctor."
)
AGENT_LEFT = (
    "{name} has left the chat. What you wrote is kept, and another person of the team will answer "
    "it here. Until then you are talking with me, the assistant."
)
STILL_WORKING = "I have your message and am still working on the answer. One moment, please."
BUSY = "I could not take your message just now. Please send it again in a moment."
EMPTY = "I could not read anything in that message. Please write it in a few words."
TOO_LONG = (
    "That message is longer than I can read: please keep it under 1,000 characters. "
    "If it is about smoke, fire or heat right now, move away and call for help."
)
TOO_FAST = "That was a lot at once. Please wait a minute, then send it again."
TOO_MANY_WINDOWS = "This conversation is open in many windows. Please close some of them."
TOO_BIG = "That is too big for me. Please send a shorter message, or a photo of at most 10 MB."
BAD_REQUEST = "I could not read that request. Please reload the page and try again."
NOT_SIGNED_IN = "This conversation can't be opened from here. Please start a new one."
DATA_NOT_SHOWN = 'Please write "show my data" first. After that you can download it for an hour.'
PHOTO_REFUSED = {
    "empty": "I got no photo. Please choose it again.",
    "too_big": "That photo is larger than 10 MB. Please send a smaller one.",
    "too_many_pixels": "That photo has more than 40 megapixels. Please send a smaller one.",
    "not_a_photo": "I can't read that file. Please send a photo: JPEG, PNG, WebP or HEIC.",
    "broken": "That photo seems to be damaged. Please take it once more and send it again.",
}
PHOTO_LATER = "I could not take your photo just now, I'm sorry. Please send it again in a moment."
PHOTO_MESSAGE = "Photo"
DELETION_WISH = "Please delete my personal data."
