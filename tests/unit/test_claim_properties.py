"""What must hold for a claim whatever is done with it, in whatever order, and done twice."""

import asyncio
import itertools
import shutil
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.claims.access import Access
from bot.claims.claim import ClaimedUnit, ClaimIncomplete
from bot.claims.claims import Claims
from bot.claims.life import STATES, TransitionRefused, is_possible
from bot.conversations.messages import Inbound, Reply
from bot.conversations.transcript import Transcript
from bot.storage import Database
from bot.storage.outbox import Mail
from bot.storage.tables import claims as claims_table
from bot.storage.tables import messages, metadata, outbox

CONVERSATIONS = ("c", "d")
SERIALS = ("AKFF1Y0E12345678", "7K3M9P2R4T6W8X0Y", None)
EMAIL = "jane@example.com"
NEEDED = ("name", "email")
DRAFT_DAYS = timedelta(days=30)
PICK = st.integers(0, 20)


async def _template(file: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{file}")
    async with database.write() as connection:
        await connection.run_sync(metadata.create_all)
    for conversation in CONVERSATIONS:
        await Transcript(database).open(conversation, "test")
    await database.close()


class ClaimLife(RuleBasedStateMachine):
    """Customers in two conversations, the firm and the clock, each at any moment."""

    folder = Path(tempfile.mkdtemp(prefix="recall-claims-"))

    @initialize()
    def begin(self):
        template, file = self.folder / "template.db", self.folder / "claims.db"
        for old in self.folder.glob("claims.db*"):
            old.unlink()
        self.loop = asyncio.new_event_loop()
        if not template.exists():
            self.run(_template(template))
        shutil.copy(template, file)
        self.now = datetime(2026, 11, 23, tzinfo=timezone.utc)
        self.database = Database(f"sqlite+aiosqlite:///{file}")
        self.claims = Claims(
            self.database, lambda: self.now, mail=lambda c, s, r: Mail(s, EMAIL, s, c.number)
        )
        self.access = Access(self.database, lambda: self.now)
        self.transcript = Transcript(self.database, lambda: self.now)
        # number -> its history as it was last seen; details and units when it was filed.
        self.histories, self.filed, self.said = {}, {}, 0

    def teardown(self):
        if hasattr(self, "loop"):
            self.run(self.database.close())
            self.loop.close()

    def run(self, work):
        return self.loop.run_until_complete(work)

    def pick(self, place):
        return sorted(self.histories)[place % len(self.histories)]

    def state(self, number):
        return self.run(self.claims.get(number)).state

    @rule(
        conversation=st.sampled_from(CONVERSATIONS),
        message=st.sampled_from(["m1", "m2", "m3", "m4"]),
        serial=st.sampled_from(SERIALS),
    )
    def open_draft(self, conversation, message, serial):
        unit = ClaimedUnit("A1263", serial, "affected", {})
        twice = [
            self.run(self.claims.open_draft(conversation, message, "25-338", [unit])).number
            for _ in range(2)
        ]
        assert twice[0] == twice[1]
        self.histories.setdefault(twice[0], [])

    @precondition(lambda self: self.histories)
    @rule(place=PICK, name=st.sampled_from(["Jane Porter", "Ana", ""]), email=st.booleans())
    def tell(self, place, name, email):
        told = {"name": name, **({"email": EMAIL} if email else {})}
        self.run(self.claims.set_details(self.pick(place), told))

    @precondition(lambda self: self.histories)
    @rule(place=PICK, serial=st.sampled_from(SERIALS[:2]))
    def name_serial(self, place, serial):
        unit = ClaimedUnit("A1263", serial, "affected", {})
        self.run(self.claims.name_serial(self.pick(place), unit))

    @precondition(lambda self: self.histories)
    @rule(place=PICK, at_once=st.integers(1, 3))
    def file(self, place, at_once):
        number = self.pick(place)
        before = self.run(self.claims.get(number))

        async def all_at_once():
            filing = [self.claims.submit(number, NEEDED) for _ in range(at_once)]
            return await asyncio.gather(*filing, return_exceptions=True)

        complete = all(before.details.get(n) for n in NEEDED) and before.units
        for outcome in self.run(all_at_once()):
            if before.state == "draft" and not complete:
                assert isinstance(outcome, ClaimIncomplete)
            else:
                assert outcome.state == ("submitted" if before.state == "draft" else before.state)
        if before.state == "draft" and complete:
            self.filed[number] = (before.details, before.units)

    @precondition(lambda self: self.histories)
    @rule(
        place=PICK,
        state=st.sampled_from(STATES),
        actor=st.sampled_from(["customer", "firm", "firm", "system"]),
    )
    def move(self, place, state, actor):
        number = self.pick(place)
        before = self.state(number)
        try:
            for _ in range(2):
                move = self.claims.move(number, state, actor, "a reason", notice=Reply("A notice."))
                assert self.run(move).state == state
        except TransitionRefused:
            assert not is_possible(before, state, actor) and self.state(number) == before
        else:
            assert before == state or is_possible(before, state, actor)
            if before == "draft" and state == "submitted":
                claim = self.run(self.claims.get(number))
                self.filed[number] = (claim.details, claim.units)

    @precondition(lambda self: self.histories)
    @rule(place=PICK, conversation=st.sampled_from(CONVERSATIONS), right=st.booleans())
    def open_elsewhere(self, place, conversation, right):
        number, self.said = self.pick(place), self.said + 1
        email = EMAIL if right else "somebody@example.com"
        had = self.run(self.claims.get(number)).details.get("email")
        opening = self.access.open(conversation, f"a{self.said}", number, email, None)
        outcome = self.run(opening)
        assert outcome != "opened" or (right and had)

    @rule(days=st.integers(1, 20))
    def days_pass(self, days):
        self.now += timedelta(days=days)
        self.run(self.claims.expire_drafts(self.now - DRAFT_DAYS))

    @rule(conversation=st.sampled_from(CONVERSATIONS), message=st.sampled_from(["s1", "s2", "s3"]))
    def say(self, conversation, message):
        inbound = Inbound(message, "hello")
        first = self.run(self.transcript.accept(conversation, inbound))
        again = self.run(self.transcript.accept(conversation, inbound))
        assert not again.new and again.seq == first.seq
        replies = [Reply("Hello.")]
        self.run(self.transcript.save_turn(conversation, first.seq, replies, {}))
        assert self.run(self.transcript.save_turn(conversation, first.seq, replies, {})) is None

    @invariant()
    def history_is_whole_and_only_grows(self):
        for number, seen in getattr(self, "histories", {}).items():
            claim = self.run(self.claims.get(number))
            history = self.run(self.claims.history(number))
            assert history[: len(seen)] == seen, "what was written has changed"
            assert [(c.from_state, c.to_state) for c in history[:1]] == [(None, "draft")]
            for last, change in itertools.pairwise(history):
                assert change.from_state == last.to_state
                assert is_possible(change.from_state, change.to_state, change.actor)
            assert history[-1].to_state == claim.state
            assert sum(c.to_state == "submitted" for c in history) <= 1, "filed twice"
            self.histories[number] = history
            # Of the disposal a customer may tell later; all else stands as it was filed.
            later = any(change.to_state == "awaiting_disposal" for change in history)
            if number in self.filed and not later:
                assert (claim.details, claim.units) == self.filed[number]

    @invariant()
    def every_change_has_one_mail_and_no_conversation_two_drafts(self):
        if not getattr(self, "histories", None):
            return
        drafts = sa.select(claims_table.c.conversation).where(claims_table.c.state == "draft")
        mails = sa.select(outbox.c.claim, outbox.c.kind)
        rows = sa.select(messages.c.conversation, messages.c.id)

        async def read():
            async with self.database.read() as connection:
                return [(await connection.execute(q)).all() for q in (drafts, mails, rows)]

        begun, sent, said = self.run(read())
        assert len(begun) == len(set(begun))
        assert len(said) == len(set(said))
        for number in self.histories:
            history = self.run(self.claims.history(number))
            told = sorted(mail.kind for mail in sent if mail.claim == number)
            assert told == sorted(change.to_state for change in history[1:])


ClaimLife.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
test_whatever_is_done_with_claims = ClaimLife.TestCase
