"""STOP, START and HELP, and what cannot be read."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

import pytest
import sqlalchemy as sa

from bot.channels.words import HELP, keyword
from bot.conversations import Button, Reply
from bot.conversations.sentences import INCIDENT_KEPT
from bot.storage.tables import channel_customers, handovers, incidents
from bot.web.channels import ASK
from tests.channels.conftest import Line, Open
from tests.channels.fakes import FakeMessenger, FakeSlack, FakeTelegram


async def _standing(line: Line) -> str | None:
    async with line.site.door.database.read() as connection:
        query = sa.select(channel_customers.c.standing)
        return (await connection.execute(query)).scalar()


async def _handovers(line: Line) -> list[str]:
    async with line.site.door.database.read() as connection:
        return [row.reason for row in await connection.execute(sa.select(handovers.c.reason))]


async def test_stop_start_and_help_by_sms(open_line: Open) -> None:
    line: Line = await open_line("sms")
    jane = line.fake.customer(1)
    helped = await line.said(line.fake.text(jane, "Help"))
    assert "Write STOP to get no more messages." in helped[0].text
    await line.quiet()
    (sent,) = await line.said(line.fake.text(jane, "STOP"))
    assert sent.text.startswith("You will get no more messages from us here.")
    assert await _standing(line) == "stopped"
    (sent,) = await line.said(line.fake.text(jane, "start"))
    assert sent.text.startswith("Good to have you back")
    assert await _standing(line) is None
    assert line.site.engine.heard == []
    await line.said(line.fake.text(jane, "please stop it, it is smoking"))
    assert len(line.site.engine.heard) == 1


async def test_the_open_pages_of_the_desk_hear_of_a_stop(open_line: Open) -> None:
    line: Line = await open_line("sms")
    jane, rung = line.fake.customer(1), []
    line.site.door.bells.append(rung.append)
    await line.said(line.fake.text(jane, "STOP"))
    assert rung == [await line.conversation(jane)]


async def test_help_says_the_recalls_number_and_what_fits_the_channel(open_line: Open) -> None:
    assert not re.search(r"\d", HELP + ASK), "a fact of the recall in code"
    for name, asked, stop in (("sms", "HELP", "STOP"), ("telegram", "/help", "/stop")):
        line: Line = await open_line(name)
        number = line.site.door.recalls.featured.facts()["emergency_number"]
        (sent, *_) = await line.said(line.fake.text(line.fake.customer(1), asked))
        assert f"get away and call {number}. Write {stop} to get" in sent.text
        assert ("rates may apply" in sent.text) == (name == "sms")


async def test_on_whatsapp_only_stop_and_start_are_keywords(open_line: Open) -> None:
    line: Line = await open_line("whatsapp")
    jane = line.fake.customer(1)
    for text in ("cancel", "end", "quit", "info", "Help"):
        await line.said(line.fake.text(jane, text))
    assert line.site.engine.texts == ["cancel", "end", "quit", "info", "Help"]
    assert await _standing(line) is None
    await line.said(line.fake.text(jane, "Stop."))
    assert await _standing(line) == "stopped"
    await line.said(line.fake.text(jane, "START"))
    assert await _standing(line) is None


@pytest.mark.parametrize("text, word", [
    ("STOP", "stop"), ("stop please", "stop"), ("Please stop.", "stop"), ("stop, now!", "stop"),
    ("stop texting me", "stop"), ("Please stop sending me messages", "stop"),
    ("cancel", "stop"), ("info", "help"), ("unstop", "start"),
    ("stop it", None), ("please stop it, it is smoking", None), ("stop using it?", None),
    ("it won't stop", None), ("stopped", None), ("please", None), ("", None),
])  # fmt: skip
def test_by_sms_a_wish_to_stop_is_heard_in_a_few_words(text: str, word: str | None) -> None:
    assert keyword(text, "carriers") == word


async def test_a_carrier_that_stops_us_at_the_customers_word_is_no_news(open_line: Open) -> None:
    """It takes not even the good-bye; only who writes on and can't be answered needs a person."""
    line: Line = await open_line("sms")
    jane = line.fake.customer(1)
    await line.said(line.fake.text(jane, "hello"))
    opted_out = (400, {"code": 21610, "status": 400}, {})
    line.fake.refuse = [opted_out]
    assert await line.deliver(line.fake.text(jane, "STOP")) == 200
    await line.until(lambda: not line.fake.refuse)
    await line.quiet()
    assert await _standing(line) == "stopped"
    assert await _handovers(line) == []
    for text in ("where is my claim?", "hello?"):
        line.fake.refuse = [opted_out]
        assert await line.deliver(line.fake.text(jane, text)) == 200
        await line.until(lambda: not line.fake.refuse)
        await line.quiet()
        # They have not taken back their word: nothing comes by itself.
        assert await _standing(line) == "stopped"
        assert await _handovers(line) == ["unreachable"]


def _telegram(**what: Any) -> Any:
    return lambda f: f.update(message=f.message(f.customer(1), **what))


OTHERS = {
    ("sms", "voice"): lambda f: f.text(
        f.customer(1), "", NumMedia="1", MediaUrl0="https://x", MediaContentType0="audio/amr"
    ),
    ("whatsapp", "location"): lambda f: f.text(f.customer(1), "", Latitude="1", Longitude="2"),
    ("whatsapp", "sticker"): lambda f: f.text(
        f.customer(1), "", MessageType="sticker", NumMedia="1", MediaUrl0="https://x",
        MediaContentType0="image/webp",
    ),
    ("whatsapp", "reaction"): lambda f: f.text(f.customer(1), "👍", MessageType="reaction"),
    ("whatsapp", "contact"): lambda f: f.text(
        f.customer(1), "", MessageType="contacts", NumMedia="1", MediaUrl0="https://x",
        MediaContentType0="text/vcard",
    ),
    ("whatsapp", "file"): lambda f: f.text(f.customer(1), "", MessageType="unsupported"),
    ("whatsapp", "file of a kind that has no text"): lambda f: f.text(f.customer(1), ""),
    ("sms", "file that was lost"): lambda f: f.text(f.customer(1), ""),
    ("telegram", "voice"): _telegram(voice={"file_id": "v", "duration": 2}),
    ("telegram", "sticker"): _telegram(sticker={"file_id": "s", "emoji": "🔥"}),
    ("telegram", "location"): _telegram(location={"latitude": 1.0, "longitude": 2.0}),
    ("telegram", "contact"): _telegram(contact={"phone_number": "1", "first_name": "J"}),
    ("telegram", "edit"): lambda f: f.update(
        edited_message=f.message(f.customer(1), text="new", edit_date=2)
    ),
    ("telegram", "reaction"): lambda f: f.update(
        message_reaction={
            "chat": f.message(f.customer(1))["chat"], "message_id": 1, "date": 1,
            "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }
    ),
    ("messenger", "sticker"): lambda f: f.batch(
        f.event(f.customer(1), message={"attachments": [
            {"type": "image", "payload": {"url": "https://x", "sticker_id": 369239263222822}}
        ]})
    ),
    ("messenger", "voice"): lambda f: f.batch(
        f.event(f.customer(1), message={"attachments": [
            {"type": "audio", "payload": {"url": "https://x"}}
        ]})
    ),
    ("messenger", "reaction"): lambda f: f.batch(
        f.event(f.customer(1), reaction={"action": "react", "emoji": "👍", "mid": "m_9"})
    ),
    ("slack", "edit"): lambda f: f.event(
        f.customer(1), subtype="message_changed", message={"text": "new", "user": "U1"},
        previous_message={"text": "old", "user": "U1"},
    ),
    ("slack", "video"): lambda f: f.event(
        f.customer(1), subtype="file_share", text="", files=[{"id": "F1", "mimetype": "video/mp4"}]
    ),
    ("slack", "reaction"): lambda f: f.event(
        f.customer(1), type="reaction_added", reaction="thumbsup", channel_type=None,
        item={"type": "message", "channel": f.customer(1), "ts": "1.1"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("channel, kind", list(OTHERS))
async def test_what_cannot_be_read_gets_a_kind_sentence(
    open_line: Open, channel: str, kind: str
) -> None:
    line: Line = await open_line(channel)
    (sent,) = await line.said(OTHERS[channel, kind](line.fake))
    assert sent.address == line.fake.customer(1)
    assert sent.text.endswith(("?", "one."))
    said = await line.transcript(sent.address)
    # Of a change people see what it is now.
    assert said[0].text == ("[edit] new" if kind == "edit" else f"[{kind.split()[0]}]")
    assert line.site.engine.heard == []


SILENT: dict[str, Any] = {
    "telegram group": lambda f: f.update(
        message={**f.message("5", text="hi"), "chat": {"id": -5, "type": "group"}}
    ),
    "telegram live location": lambda f: f.update(
        edited_message=f.message("5", location={"latitude": 1.0, "longitude": 2.0}, edit_date=2)
    ),
    "telegram reaction taken back": lambda f: f.update(
        message_reaction={"chat": f.message("5")["chat"], "message_id": 1, "new_reaction": []}
    ),
    "telegram pinned message": lambda f: f.update(
        message=f.message("5", pinned_message=f.message("5", text="hi"))
    ),
    "slack bot": lambda f: f.event(f.customer(1), text="ours", bot_id="B1"),
    "slack channel": lambda f: f.event("C1", text="hi", channel_type="channel"),
    "slack link looked at": lambda f: f.event(
        f.customer(1), subtype="message_changed", message={"text": "a"},
        previous_message={"text": "a"},
    ),
    "slack answered message deleted": lambda f: f.event(
        f.customer(1), subtype="message_changed",
        message={"subtype": "tombstone", "text": "This message was deleted.", "user": "USLACKBOT"},
        previous_message={"text": "a", "user": "U1"},
    ),
    "sms of another account": lambda f: f._signed(
        {"MessageSid": "SM1", "AccountSid": "AC" + "9" * 32, "From": "+15550100001", "Body": "x"},
        f.token,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", list(SILENT))
async def test_what_is_not_said_to_us_is_left_alone(open_line: Open, what: str) -> None:
    line: Line = await open_line(what.split()[0])
    assert await line.deliver(SILENT[what](line.fake)) == 200
    await line.quiet()
    assert line.fake.sent == [] and line.site.engine.heard == []


async def test_slack_gives_an_address_as_it_was_typed(open_line: Open) -> None:
    line: Line = await open_line("slack")
    assert isinstance(line.fake, FakeSlack)
    written = (
        "mail <mailto:jane@example.com|jane@example.com> &amp; see <https://example.com/a?b=1>"
    )
    await line.said(line.fake.text(line.fake.customer(1), written))
    assert line.site.engine.texts == ["mail jane@example.com & see https://example.com/a?b=1"]


async def test_slack_answers_in_the_thread_it_was_asked_in(open_line: Open) -> None:
    line: Line = await open_line("slack")
    fake = line.fake
    assert isinstance(fake, FakeSlack)
    jane, thread = fake.customer(1), "1700000001.000100"
    await line.said(fake.event(jane, text="here", thread_ts=thread))
    await line.said(fake.event(jane, text="x" * 2000, thread_ts=thread))
    video = [{"id": "F1", "mimetype": "video/mp4"}]
    await line.said(fake.event(jane, subtype="file_share", files=video, thread_ts=thread))
    await line.said(fake.text(jane, "there"))
    assert fake.threads == [thread, thread, thread, None]


async def test_what_is_sent_from_a_threads_answer_to_the_whole_is_heard(open_line: Open) -> None:
    line: Line = await open_line("slack")
    fake = line.fake
    assert isinstance(fake, FakeSlack)
    told = fake.event(
        fake.customer(1), text="it is on fire!", subtype="thread_broadcast", thread_ts="17.1"
    )
    (sent,) = await line.said(told)
    assert sent.text == "You said: it is on fire!" and fake.threads == ["17.1"]


async def test_slack_marks_up_nothing_beside_buttons_and_links_can_be_followed(
    open_line: Open,
) -> None:
    line: Line = await open_line("slack")
    fake = line.fake
    assert isinstance(fake, FakeSlack)
    said = "*A* & _B_ @here <x>: https://example.com/a?b=1&c=2. Yes?"
    line.site.engine.answers["x"] = (Reply(said, buttons=(Button("Yes", "/affirm"),)),)
    (sent,) = await line.said(fake.text(fake.customer(1), "x"))
    assert sent.text == said and fake.complaints == []
    assert fake.marked == [[
        {"type": "text", "text": "*A* & _B_ @here <x>: "},
        {"type": "link", "url": "https://example.com/a?b=1&c=2"},
        {"type": "text", "text": ". Yes?"},
    ]]  # fmt: skip


async def test_a_video_beside_a_photo_is_not_passed_over(open_line: Open) -> None:
    from tests.web.pictures import picture

    line: Line = await open_line("slack")
    fake = line.fake
    fake.files = {"1.jpg": picture()}
    files = [
        {"id": "F1", "mimetype": "image/jpeg", "url_private": f"{fake.url}/files-pri/1.jpg"},
        {"id": "F2", "mimetype": "video/mp4", "url_private": f"{fake.url}/files-pri/2.mp4"},
    ]
    webhook = fake.event(fake.customer(1), subtype="file_share", text="", files=files)  # type: ignore[attr-defined]
    sent = await line.said(webhook, answers=2)
    assert any("can't watch videos" in each.text for each in sent)
    assert [inbound.text for inbound in line.site.engine.heard] == ["Photo"]
    line = await open_line("whatsapp")
    fake = line.fake
    fake.files = {"1.jpg": picture()}
    photo = fake.photo(fake.customer(1), picture())
    form = dict(parse_qsl(photo.body.decode()))
    more = {"NumMedia": "2", "MediaUrl1": "https://x", "MediaContentType1": "video/mp4"}
    sent = await line.said(fake._signed({**form, **more}, fake.token), answers=2)  # type: ignore[attr-defined]
    assert any("can't watch videos" in each.text for each in sent)


async def test_telegram_tells_that_it_was_blocked_and_opened_again(open_line: Open) -> None:
    line: Line = await open_line("telegram")
    fake = line.fake
    assert isinstance(fake, FakeTelegram)
    jane = fake.customer(1)
    await line.said(fake.text(jane, "/start"))
    assert line.site.engine.texts == ["hello"]
    for status, standing in (("kicked", "blocked"), ("member", None)):
        changed = fake.message(jane, new_chat_member={"status": status})
        assert await line.deliver(fake.update(my_chat_member=changed)) == 200
        await line.quiet()
        assert await _standing(line) == standing


async def test_a_block_taken_back_takes_back_no_stop(open_line: Open) -> None:
    line: Line = await open_line("telegram")
    fake = line.fake
    assert isinstance(fake, FakeTelegram)
    jane = fake.customer(1)
    await line.said(fake.text(jane, "/stop"))
    for status in ("kicked", "member"):
        changed = fake.message(jane, new_chat_member={"status": status})
        assert await line.deliver(fake.update(my_chat_member=changed)) == 200
        await line.quiet()
        assert await _standing(line) == "stopped"


async def test_an_album_is_a_photo_each(open_line: Open) -> None:
    from tests.web.pictures import picture

    line: Line = await open_line("messenger")
    fake = line.fake
    assert isinstance(fake, FakeMessenger)
    fake.files = {"1.jpg": picture(), "2.heic": picture("HEIF")}
    attachments = [
        {"type": "image", "payload": {"url": f"{fake.url}/cdn/{name}"}} for name in fake.files
    ]
    webhook = fake.batch(fake.event(fake.customer(1), message={"attachments": attachments}))
    await line.said(webhook, answers=2)
    photos = {inbound.context["photo"] for inbound in line.site.engine.heard}
    assert len(photos) == 2


async def test_an_album_of_telegram_comes_as_an_update_for_each_photo(open_line: Open) -> None:
    from tests.web.pictures import picture

    line: Line = await open_line("telegram")
    fake = line.fake
    assert isinstance(fake, FakeTelegram)
    fake.files = {name: picture(size=(200 + i, 200)) for i, name in enumerate("abc")}
    jane = fake.customer(1)
    updates = [
        # Only the first has the caption of the whole.
        fake.update(
            message=fake.message(
                jane,
                media_group_id="13579",
                photo=[{"file_id": name, "width": 200 + i, "height": 200}],
                **({"caption": "my photos"} if name == "a" else {}),
            )
        )
        for i, name in enumerate("abc")
    ]
    first, second, third = updates
    before = len(fake.sent)
    for webhook in (second, first, third, first, second):
        assert await line.deliver(webhook) == 200
    await line.until(lambda: len(fake.sent) >= before + 3)
    await line.quiet()
    heard = line.site.engine.heard
    assert len({inbound.context["photo"] for inbound in heard if "photo" in inbound.context}) == 3
    assert [inbound.text for inbound in heard].count("my photos") == 1
    assert len(heard) == 4  # the words of the whole are a message of their own


EDITS: dict[str, Any] = {
    "telegram": lambda f, text: f.update(
        edited_message=f.message(f.customer(1), text=text, edit_date=2)
    ),
    "telegram caption": lambda f, text: f.update(
        edited_message=f.message(f.customer(1), caption=text, edit_date=2)
    ),
    "messenger": lambda f, text: f.batch(
        f.event(
            f.customer(1),
            message_edit={"mid": f"m_{next(f.numbers)}", "text": text, "num_edit": 1},
        )
    ),
    "slack": lambda f, text: f.event(
        f.customer(1), subtype="message_changed", message={"text": text, "user": "U1"},
        previous_message={"text": "old", "user": "U1"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("where", list(EDITS))
async def test_danger_that_is_told_by_changing_a_message_is_heard(
    open_line: Open, where: str
) -> None:
    line: Line = await open_line(where.split()[0])
    (sent,) = await line.said(EDITS[where](line.fake, "it is on fire!"))
    assert sent.text == "You said: it is on fire!"
    (told,) = await line.said(EDITS[where](line.fake, "A1263, I meant"))
    assert "I can't see changes" in told.text
    assert line.site.engine.texts == ["it is on fire!"]


@pytest.mark.parametrize("where", list(EDITS))
async def test_what_a_message_was_changed_to_is_shown_to_people(
    open_line: Open, where: str
) -> None:
    line: Line = await open_line(where.split()[0])
    (sent,) = await line.said(EDITS[where](line.fake, "it caught fire last week, A1263"))
    assert sent.text.startswith(INCIDENT_KEPT) and "I can't see changes" in sent.text
    said = await line.transcript(sent.address)
    assert said[0].text == "[edit] it caught fire last week, A1263"
    assert await line.rows(incidents.c.tense) == [("past",)]
    assert line.site.engine.heard == []


async def test_danger_told_under_a_video_is_answered_and_nothing_before(open_line: Open) -> None:
    line: Line = await open_line("telegram")
    fake = line.fake
    assert isinstance(fake, FakeTelegram)
    jane = fake.customer(1)
    what = fake.message(jane, video={"file_id": "v"}, caption="it is on fire!")
    (sent,) = await line.said(fake.update(message=what))
    await line.quiet()
    assert [each.text for each in fake.sent] == [sent.text] == ["You said: it is on fire!"]
    assert (await line.transcript(jane))[0].text == "[video]"


async def test_telegram_may_call_a_photo_a_file_of_any_kind(open_line: Open) -> None:
    from tests.web.pictures import picture

    line: Line = await open_line("telegram")
    fake = line.fake
    assert isinstance(fake, FakeTelegram)
    fake.files["f1"] = picture("HEIF")
    document = {"file_id": "f1", "mime_type": "application/octet-stream"}
    await line.said(fake.update(message=fake.message(fake.customer(1), document=document)))
    assert [inbound.text for inbound in line.site.engine.heard] == ["Photo"]


async def test_telegrams_commands_are_known_however_they_are_typed(open_line: Open) -> None:
    line: Line = await open_line("telegram")
    (sent,) = await line.said(line.fake.text(line.fake.customer(1), "/Stop "))
    assert sent.text.startswith("You will get no more messages")
    assert await _standing(line) == "stopped"
