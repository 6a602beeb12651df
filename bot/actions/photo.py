"""What is said of a photo: what can be read on it, and what should be taken once more."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions.turn import Turn
from bot.claims.claim import Claim
from bot.recalls import Recall, groups_of_four

__all__ = ["tell_photo", "tell_unread"]

WORDS = {
    "model": "the model number",
    "serial": "the serial number",
    "recalled": 'the word "{word}"',
    "name": "your name",
    "date": "the date",
}
# Written by hand, and large: these want the whole unit in the picture, the others a closer look.
WRITTEN = frozenset({"recalled", "name", "date"})


async def tell_photo(turn: Turn, claim: Claim, recall: Recall) -> None:
    """Check the photos of a claim and say what this turn's shows, if there is anything to say.

    It advises: whatever is missing, the claim goes on.
    """
    checks = await turn.services.photo_checks.check(claim.number, recall, turn.message)
    if turn.photo_unread:
        await tell_unread(turn)
        return
    check = checks.get(turn.photo or "")
    if not check or not check["read"] or not check["wanted"]:
        return
    # Of a further unit it has the key of the recall's photo, and the serial.
    key = check["wanted"].split()[0]
    wanted = next(p for p in recall.evidence.photos if p.key == key)
    missing: list[str] = check["missing"]
    found = [e for e in wanted.shows if e in check["found"] and e not in missing]
    if check["serial"] and not any(unit.serial is None for unit in claim.units):
        groups = groups_of_four(check["serial"])
        turn.say("utter_photo_other_serial", groups=groups, recall=recall)
        return
    read, unread = _named(found, recall), _named(missing, recall, "or")
    if not missing:
        turn.say("utter_photo_read" if found else "utter_photo_kept", read=read, recall=recall)
        return
    if check["wanted"] in check["settles"]:
        response = "utter_photo_person"
    elif WRITTEN.issuperset(missing):
        response = "utter_photo_writing_unread_in_part" if found else "utter_photo_writing_unread"
    else:
        response = "utter_photo_print_unread_in_part" if found else "utter_photo_print_unread"
    turn.say(response, read=read, missing=unread, recall=recall)


async def tell_unread(turn: Turn) -> None:
    """Say that a person looks at the photo, and have it marked for one."""
    await turn.services.handovers.ask_for_person(turn.conversation, turn.message, "photo_unread")
    turn.say("utter_photo_not_looked_at")
    turn.say_hours()


def _named(elements: Sequence[str], recall: Recall, last: str = "and") -> str:
    """The elements in words: "the model number, your name and the date"."""
    words = [WORDS[e].format(word=recall.evidence.marker_word) for e in elements if e in WORDS]
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
