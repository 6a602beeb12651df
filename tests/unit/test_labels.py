"""Messages to label: masked, kept once, bounded; and labelled ones as training lines."""

import asyncio
import io
import re
from datetime import datetime, timedelta, timezone

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.conversations import Inbound, Transcript, unclear
from bot.conversations.unclear import Unclear, UnclearMessage, forget, unclear_of
from bot.desk.audit import COMMAND_LINE, Audit
from bot.masking import mask
from bot.nlu.labels import Added, LabelsRefused, add_labels, known_lines, write_table
from bot.settings import PROJECT
from bot.storage import Database, upgrade

DATA = """version: "3.1"

nlu:
# how people greet
- intent: greet
  examples: |
    - hello
    - good morning
- intent: thanks
  examples: |
    - thank you
"""


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mail me at jo.doe@example.com pls", "mail me at [email] pls"),
        ("call +1 (555) 123-4567 today", "call [number] today"),
        ("my number is 555 123 4567", "my number is [number]"),
        ("claim RC-4NW9-3MFR-AWH4 where", "claim [number] where"),
        ("serial AKFF1Y0E12345678 ok?", "serial [serial] ok?"),
        ("AKFF 1Y0E 1234 5678", "[serial]"),
        ("My name is Joanna Doe and I wait", "My name is [name] and I wait"),
        ("send it to 14 Elm Street please", "send it to [address] please"),
        ("see https://example.com/a?b=c", "see [link]"),
        ("two\nlines  here", "two lines here"),
        ("my name is jane porter and the thing blinks", "my name is [name] and the thing blinks"),
        ("its me jane porter, again", "its me [name], again"),
        (
            "jane porter, 12 elm street springfield, why does it blink",
            "[name], [address] springfield, why does it blink",
        ),
        ("i live at 221b baker street apt 4", "i live at [address]"),
        ("send it to 7 W. 5th Ave, Boise ID 83702", "send it to [address] [number]"),
        ("it's Jane Porter speaking, why", "it's [name] speaking, why"),
        ("ask my neighbor Tom Miller at 5 oak ave", "ask my neighbor [name] at [address]"),
        ("for my mother, Ruth Hale, who has one", "for my mother, [name], who has one"),
        ("I am Mrs. Pettigrew", "I am [name]. [name]"),
        ("jane.porter at gmail dot com", "[email]"),
        ("it is jane dot porter at example dot co dot uk", "it is [email]"),
        ("jane.porter at gmail.com", "[email]"),
        ("bought at amazon.com in 2019", "bought at amazon.com in [number]"),
    ],
)
def test_personal_data_are_masked(text, masked):
    assert mask(text) == masked


def test_what_the_customer_gave_of_themselves_is_masked_wherever_it_stands():
    assert mask("can Jane, of Elm  street, claim", ["jane", "elm street"]) == (
        "can [name], of [name], claim"
    )


@pytest.mark.parametrize(
    "text",
    [
        "my name is misspelled", "the name is wrong", "is my name on the list", "apt to get hot",
        "i have 3 chargers close to the street", "it got 2 units hot in a row", "it is here",
        "my daughter I suspect", "I got it from my brother", "what does 10 in a row mean",
        "this is the third one", "how do i drive 12 miles to a site", "god rest my husband",
    ],
)  # fmt: skip
def test_ordinary_words_stay(text):
    assert mask(text) == text


def test_next_to_none_of_the_training_lines_is_taken_for_somebody():
    lines = [line for line in known_lines(PROJECT / "data" / "nlu") if "[" not in line]
    assert len(lines) > 10_000
    masked = [line for line in lines if re.search(r"\[(?:name|address|email)\]", mask(line))]
    # Most of these tell a name or an address.
    assert len(masked) < len(lines) / 100


async def test_what_is_known_of_the_customer_is_not_kept_and_the_line_is_found_again(tmp_path):
    database, store = await _store(tmp_path, lambda: datetime(2026, 11, 24, tzinfo=timezone.utc))
    transcript = Transcript(database)
    try:
        await transcript.open("c", "web")
        await transcript.accept("c", Inbound("m1", "does jane need it"))
        of_it = {"conversation": "c", "message": "m1"}
        await store.keep("does jane need it", "inform", 0.2)
        await store.keep("does jane need it", "inform", 0.2, **of_it, known=["Jane"])
        assert [m.text for m in await store.waiting()] == ["does [name] need it"]
        async with database.write() as connection:
            assert len(await unclear_of(connection, "c")) == 1
            await forget(connection, ["does [name] need it"])
        assert await store.waiting() == []
    finally:
        await database.close()


async def _store(tmp_path, clock) -> tuple[Database, Unclear]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/t.db")
    await upgrade(database)
    return database, Unclear(database, clock)


async def test_the_same_words_are_kept_once_and_the_least_sure_come_first(tmp_path):
    now = datetime(2026, 11, 24, tzinfo=timezone.utc)
    database, store = await _store(tmp_path, lambda: now)
    try:
        await store.keep("what about the thing", "nlu_fallback", 0.2)
        await store.keep("What about  the THING", "inform", 0.3)
        await store.keep("blue one", "inform", 0.1)
        await store.keep("jo@example.com 555-123-4567", "inform", 0.1)
        assert await store.waiting() == [
            UnclearMessage("blue one", "inform", 0.1),
            UnclearMessage("what about the thing", "inform", 0.3),
        ]
    finally:
        await database.close()


async def test_old_messages_and_those_over_the_bound_are_deleted(tmp_path, monkeypatch):
    now = [datetime(2026, 1, 1, tzinfo=timezone.utc)]
    database, store = await _store(tmp_path, lambda: now[0])
    monkeypatch.setattr(unclear, "KEPT_MESSAGES", 2)
    try:
        for word in ("one", "two", "three"):
            now[0] += timedelta(days=1)
            await store.keep(word, "inform", 0.1)
        await store.trim()
        assert {m.text for m in await store.waiting()} == {"two", "three"}
        now[0] += timedelta(days=unclear.KEPT_DAYS)
        await store.keep("four", "inform", 0.1)
        await store.trim()
        assert {m.text for m in await store.waiting()} == {"four", "three"}
    finally:
        await database.close()


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "nlu"
    place.mkdir()
    (place / "smalltalk.yml").write_text(DATA)
    return place


def _table(tmp_path, *rows: str):
    file = tmp_path / "labels.csv"
    file.write_text("intent,text\n" + "".join(f"{row}\n" for row in rows))
    return file


def test_labelled_lines_come_after_the_last_of_their_intent(tmp_path, folder):
    file = _table(tmp_path, "greet,hiya", "thanks,cheers", ",no label", "greet,HELLO", "greet,hiya")
    assert add_labels(file, folder) == Added({"greet": 1, "thanks": 1}, 2, 1)
    expected = DATA.replace("morning\n", "morning\n    - hiya\n") + "    - cheers\n"
    assert (folder / "smalltalk.yml").read_text() == expected
    assert add_labels(file, folder) == Added({}, 4, 1)
    assert (folder / "smalltalk.yml").read_text() == expected


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("wave,hiya", "no intent wave"),
        ("thanks,Hello", "stands under greet"),
        ('greet,"[a](b)"', "cannot be a training line"),
        ("greet,/restart", "cannot be a training line"),
        ("greet,", "cannot be a training line"),
    ],
)
def test_what_would_harm_the_training_data_is_refused_whole(tmp_path, folder, row, reason):
    with pytest.raises(LabelsRefused, match=reason):
        add_labels(_table(tmp_path, "greet,hiya", row), folder)
    assert (folder / "smalltalk.yml").read_text() == DATA


def test_a_file_that_is_no_table_is_refused(tmp_path, folder):
    file = tmp_path / "labels.csv"
    for content in (b"\xff\xfe\x00", b"text\nhello\n", b""):
        file.write_bytes(content)
        with pytest.raises(LabelsRefused):
            add_labels(file, folder)


def test_a_table_written_for_labels_can_be_read_back(tmp_path, folder):
    out = io.StringIO()
    write_table([UnclearMessage("=cmd()", "inform", 0.1)], out)
    file = tmp_path / "labels.csv"
    file.write_text(out.getvalue().replace("\r\n,'=cmd", "\r\ngreet,'=cmd"), newline="")
    assert add_labels(file, folder).lines == {"greet": 1}
    assert "    - =cmd()\n" in (folder / "smalltalk.yml").read_text()


def test_the_command_says_what_it_did(tmp_path, monkeypatch, folder):
    (tmp_path / "data").mkdir()
    folder.rename(tmp_path / "data" / "nlu")
    monkeypatch.setattr("bot.cli.nlu.PROJECT", tmp_path)
    run = CliRunner().invoke(main, ["nlu", "import-labels", str(_table(tmp_path, "greet,hiya"))])
    assert run.exit_code == 0
    assert "greet: 1 added" in run.output
    assert "1 lines added, 0 known already, 0 without a label." in run.output
    wrong = CliRunner().invoke(main, ["nlu", "import-labels", str(_table(tmp_path, "wave,hi"))])
    assert wrong.exit_code == 1
    assert "Row 2: there is no intent wave" in wrong.output


def test_the_command_that_exports_is_in_the_audit(tmp_path):
    secret = "only-for-this-test-" + "z" * 32
    table = tmp_path / "unclear.csv"
    env = {"RECALL_DATA_DIR": str(tmp_path), "RECALL_SECRET_KEY": secret}
    done = CliRunner().invoke(main, ["nlu", "export-unlabelled", str(table)], env=env)
    assert done.exit_code == 0 and table.exists(), done.output

    async def entries():
        database = Database(f"sqlite+aiosqlite:///{tmp_path / 'recall.db'}")
        try:
            return await Audit(secret).latest(database)
        finally:
            await database.close()

    told = [(e.actor, e.action, e.details) for e in asyncio.run(entries())]
    assert told == [(COMMAND_LINE, "unclear exported", {"count": 0})]
