"""Does everything about a claim match? What speaks against approving it, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.claim import Claim
from bot.claims.filling import photos_wanted, required
from bot.claims.photo_check.progress import serials_shown
from bot.recalls import Recall, groups_of_four
from bot.storage import Database
from bot.storage.desk_tables import claim_words
from bot.storage.tables import claim_access, claim_units, claims, handovers, incidents, photos

__all__ = ["Around", "Twin", "doubts", "look_around"]

# A claim that came to nothing is no duplicate.
NO_TWIN = ("draft", "expired", "withdrawn")
MOST_TWINS = 50


@dataclass(frozen=True)
class Twin:
    """Another claim with the same serial, photo or address."""

    number: str
    state: str
    what: str


@dataclass
class Around:
    """What is not in the claim itself: its twins, and what its conversations hold."""

    twins: list[Twin] = field(default_factory=list)
    incidents: int = 0
    handovers: list[str] = field(default_factory=list)


def doubts(claim: Claim, recall: Recall | None, around: Around) -> list[str]:
    """What a person must look at before approving; nothing where everything matches."""
    if recall is None:
        return ["The recall's file is not loaded."]
    found = [] if claim.units else ["No unit is in the claim."]
    for unit in claim.units:
        if unit.verdict != "affected":
            shown = groups_of_four(unit.serial) if unit.serial else "no serial"
            found.append(f"{unit.model} {shown} is {unit.verdict.replace('_', ' ')}.")
    if missing := [name for name in required(claim, recall) if not claim.details.get(name)]:
        found.append(f"Missing: {', '.join(missing)}.")
    if wanted := photos_wanted(claim, recall):
        found.append(f"Photos still to come: {', '.join(photo.title for photo in wanted)}.")
    for n, check in enumerate(claim.photo_checks, 1):
        if check is None or not check.get("read"):
            found.append(f"Photo {n} was not read by machine.")
        elif check.get("serial"):
            found.append(f"Photo {n} shows another serial: {groups_of_four(check['serial'])}.")
        elif check.get("person"):
            missing_there = ", ".join(check.get("missing") or ()) or "something"
            found.append(f"Photo {n} does not show: {missing_there}.")
    if any("serial" in photo.shows for photo in recall.evidence.photos):
        seen = serials_shown(claim.photo_checks, claim.serials)
        unseen = [groups_of_four(serial) for serial in claim.serials if serial not in seen]
        found += [f"No photo shows serial {serial}." for serial in unseen]
    found += [f"{twin.what}: {twin.number} ({twin.state.replace('_', ' ')})."
              for twin in around.twins]  # fmt: skip
    if around.incidents:
        found.append("Danger or damage was told of in a conversation.")
    if around.handovers:
        reasons = ", ".join(sorted({r.replace("_", " ") for r in around.handovers}))
        found.append(f"A conversation waits for a person: {reasons}.")
    return found


async def look_around(
    database: Database, these: Sequence[Claim], recalls: Iterable[Recall] = ()
) -> dict[str, Around]:
    """What is around each of these claims, in few queries however many they are.

    recalls: of those of which one serial stands on many units it makes no twins.
    """
    found: dict[str, Around] = defaultdict(Around)
    numbers = [claim.number for claim in these]
    if not numbers:
        return found
    by_conversation: dict[str, list[str]] = defaultdict(list)
    for claim in these:
        by_conversation[claim.conversation].append(claim.number)
    async with database.read() as connection:
        # Also where it was opened with its number: the customer tells of danger anywhere.
        opened = sa.select(claim_access.c.claim, claim_access.c.conversation).where(
            claim_access.c.claim.in_(numbers)
        )
        for row in await connection.execute(opened):
            if row.claim not in by_conversation[row.conversation]:
                by_conversation[row.conversation].append(row.claim)
        many = {recall.number for recall in recalls if not recall.serial.unique}
        told_apart = [claim.number for claim in these if claim.recall not in many]
        await _twins(connection, numbers, told_apart, found)
        told = sa.select(incidents.c.conversation).where(
            incidents.c.conversation.in_(by_conversation)
        )
        for row in await connection.execute(told):
            for number in by_conversation[row.conversation]:
                found[number].incidents += 1
        waiting = sa.select(handovers.c.conversation, handovers.c.reason).where(
            handovers.c.conversation.in_(by_conversation), handovers.c.done_at.is_(None)
        )
        for row in await connection.execute(waiting):
            for number in by_conversation[row.conversation]:
                found[number].handovers.append(row.reason)
    return found


async def _twins(
    connection: AsyncConnection, numbers: list[str], by_serial: list[str], found: dict[str, Around]
) -> None:
    """by_serial: those of the claims that a serial tells apart."""
    other = claim_units.alias()
    same_serial = sa.select(claim_units.c.claim, other.c.claim).where(
        claim_units.c.claim.in_(by_serial), other.c.serial == claim_units.c.serial
    )
    theirs = photos.alias()
    earlier = sa.select(photos.c.claim, theirs.c.claim).where(
        photos.c.claim.in_(numbers), theirs.c.id == photos.c.same_as
    )
    later = sa.select(photos.c.claim, theirs.c.claim).where(
        photos.c.claim.in_(numbers), theirs.c.same_as == photos.c.id
    )
    word = claim_words.alias()
    same_address = sa.select(claim_words.c.claim, word.c.claim).where(
        claim_words.c.claim.in_(numbers), claim_words.c.kind == "address",
        word.c.kind == "address", word.c.word == claim_words.c.word,
    )  # fmt: skip
    pairs: dict[tuple[str, str, str], None] = {}
    for what, query in (
        ("Same serial", same_serial), ("Same photo", earlier), ("Same photo", later),
        ("Same address", same_address),
    ):  # fmt: skip
        for mine, another in await connection.execute(query.limit(MOST_TWINS * len(numbers))):
            if another is not None and another != mine:
                pairs[(mine, another, what)] = None
    states = sa.select(claims.c.number, claims.c.state).where(
        claims.c.number.in_({another for _, another, _ in pairs})
    )
    state = {row.number: row.state for row in await connection.execute(states)}
    for mine, another, what in pairs:
        if state.get(another) not in (None, *NO_TWIN):
            found[mine].twins.append(Twin(another, state[another], what))
