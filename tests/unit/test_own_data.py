"""The wish to see or delete one's data, and what is kept in words."""

from datetime import timedelta

import pytest

from bot.claims.own_data import find_wish, in_words

NOTHING = {
    key: []
    for key in (
        "messages", "claims", "mails", "photos", "photos_read", "incidents", "handovers",
        "rechecks", "channel", "ratings", "notes", "not_understood", "wrong_tries", "elsewhere",
    )
}  # fmt: skip


@pytest.mark.parametrize(
    "text,wish",
    [
        ("delete my data", "delete"),
        ("can you please erase everything about me?", "delete"),
        ("I want my personal data deleted", "delete"),
        ("forget me", "delete"),
        ("show me my data", "show"),
        ("what do you know about me?", "show"),
        ("which data do you have about me?", "show"),
        ("I want a copy of my data", "show"),
        ("export my data please", "show"),
        ("when is my data deleted?", None),
        ("how long do you keep my data", None),
        ("do you delete my photos?", None),
        ("is my data safe?", None),
        ("what do you do with my data?", None),
    ],
)
def test_wishes(text, wish):
    assert find_wish(text) == wish


def test_each_thing_kept_is_a_line():
    claim = {
        "number": "RC-1", "state": "needs_information", "created_at": "2026-11-23T12:00:00",
        "units": [
            {"model": "A1263", "serial": "AKFF1Y0E12345678"}, {"model": "A1263", "serial": None},
        ],
        "details": {"name": "Jane Porter", "order": "-", "consent": {"at": "2026-11-24T01:00:00"}},
        "news": {"conversation": "c", "since": "2026-11-24T02:00:00", "words": "Send news here"},
    }  # fmt: skip
    incident = {"at": "2026-11-20T00:00:00", "told": "it burned", "details": {"hurt": "no"},
                "message": "m1", "model": "A1263", "serial": None}  # fmt: skip
    shown = in_words({
        **NOTHING, "messages": [1, 2], "claims": [claim], "photos": ["a.jpg", "b.jpg"],
        "photos_read": [{"incident": "m1"}, {"incident": None}],
        "channel": [{"channel": "sms", "address": "+14155550123"}],
        "ratings": [{"helped": True}], "notes": [1], "not_understood": [1], "wrong_tries": [1, 2],
        "incidents": [incident], "elsewhere": [{**NOTHING, "messages": [1], "claims": [claim]}],
    })  # fmt: skip
    assert shown.splitlines() == [
        "- 2 messages in this chat",
        "- 1 message in 1 other chat",
        "- claim RC-1 of 2026-11-23, needs information: model A1263, serial number AKFF 1Y0E 1234 "
        "5678; model A1263; name: Jane Porter; your consent of 2026-11-24; "
        "where you want news of it, as of 2026-11-24",
        "- 2 photos, and what a machine could read on them",
        '- what you told of danger on 2026-11-20: "it burned"; model A1263; anyone hurt: no; '
        "1 photo",
        "- your address on sms: +14155550123",
        "- that it helped you, as you said",
        "- 1 note that the support team wrote about it",
        "- 1 message that I did not understand, without names and numbers",
        "- that a claim was not opened: 2 tries, kept for an hour",
    ]
    assert in_words(NOTHING) == "- 0 messages in this chat"


def test_the_day_of_a_disposal_is_shown_as_told_and_as_a_date():
    told = {
        "disposal_date": "yesterday", "disposal_day": "2026-11-22", "disposal_place": "Denver",
    }  # fmt: skip
    claim = {
        "number": "RC-1", "state": "disposal_confirmed", "created_at": "2026-11-23T12:00:00",
        "units": [], "details": told,
    }  # fmt: skip
    assert in_words({**NOTHING, "claims": [claim]}).endswith(
        "disposed of on: yesterday; day of disposal: 2026-11-22; disposed of at: Denver"
    )


def test_of_a_finished_claim_it_is_said_until_when_it_is_kept():
    claim = {
        "number": "RC-1", "state": "fulfilled", "created_at": "2026-11-23T12:00:00+00:00",
        "updated_at": "2026-12-01T12:00:00+00:00", "units": [], "details": {"name": "Jane Porter"},
    }  # fmt: skip
    shown = in_words({**NOTHING, "claims": [claim]}, timedelta(days=730))
    assert "claim RC-1 of 2026-11-23, fulfilled (deleted after November 30, 2028): name" in shown
    assert "deleted after" not in in_words({**NOTHING, "claims": [claim]})
