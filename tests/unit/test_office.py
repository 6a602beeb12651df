"""Office hours: when somebody is there, and what who waits is told."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.office import OfficeHours
from bot.other_desks import Webhook
from bot.settings import Due, Settings, SettingsError

HOURS = OfficeHours.parse("Mon-Fri 08:00-17:30 America/Los_Angeles")


@pytest.mark.parametrize(
    "utc, told",
    [
        ("2026-11-23 15:59", "The team answers again on Monday from 8 a.m. (Los Angeles time)."),
        ("2026-11-23 16:00", "Someone is there today until 5:30 p.m. (Los Angeles time)."),
        ("2026-11-24 01:29", "Someone is there today"),
        ("2026-11-24 01:30", "The team answers again on Tuesday"),
        ("2026-11-28 03:00", "The team answers again on Monday"),
        ("2026-11-29 20:00", "The team answers again on Monday"),
        # In summer the same hours are an hour earlier.
        ("2026-07-06 15:00", "Someone is there today"),
    ],
)
def test_what_who_waits_is_told(utc: str, told: str) -> None:
    moment = datetime.fromisoformat(utc).replace(tzinfo=timezone.utc)
    assert told in HOURS.words(moment)
    if not HOURS.open_at(moment):
        assert "In danger don't wait for us" in HOURS.words(moment)


@pytest.mark.parametrize(
    "utc, since",
    [
        ("2026-11-24 01:30", "2026-11-24 01:30"),
        ("2026-11-24 15:59", "2026-11-24 01:30"),
        ("2026-11-29 20:00", "2026-11-28 01:30"),
        ("2026-11-30 15:59", "2026-11-28 01:30"),
    ],
)
def test_since_when_nobody_is_there(utc: str, since: str) -> None:
    moment, closed = (
        datetime.fromisoformat(text).replace(tzinfo=timezone.utc) for text in (utc, since)
    )
    assert HOURS.closed_since(moment) == closed


@pytest.mark.parametrize(
    "text",
    ["", "always", "Mon-Fri 08:00-17:00", "Mon-Fri 17:00-08:00 UTC", "Fri-Mon 08:00-17:00 UTC",
     "Mon-Fri 25:00-26:00 UTC", "Mon-Fri 08:00-17:00 Nowhere/Town", "Mon-Fri 08:00-17:00 ../etc"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="write days, hours and a time zone"):
        OfficeHours.parse(text)


@pytest.mark.parametrize(
    "name, value",
    [("OFFICE_HOURS", "nine to five"), ("DUE", "claim=0"), ("DUE", "other=1"),
     ("ALERT_TO", "ops@example.com"), ("ALERT_TO", "not an address"),
     ("ALERT_WEBHOOK", "ftp://example.com"), ("ALERT_WEBHOOK", "http://example.com/hook"),
     ("ALERT_WEBHOOK", "https://example.com/without-a-key")],
)  # fmt: skip
def test_a_wrong_setting_of_the_desk_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"RECALL_{name}"):
        Settings.from_env({f"RECALL_{name}": value})


def test_the_desks_settings_are_read() -> None:
    settings = Settings.from_env(
        {"RECALL_OFFICE_HOURS": "Sat 10:00-12:00 UTC", "RECALL_DUE": "claim=24, waiting=2",
         "RECALL_SMTP_URL": "smtp://localhost", "RECALL_MAIL_FROM": "a@example.com",
         "RECALL_ALERT_TO": "b@example.com, c@example.com",
         "RECALL_ALERT_WEBHOOK": "https://example.com/hook",
         "RECALL_ALERT_WEBHOOK_KEY": "k" * 16}
    )  # fmt: skip
    assert settings.due == Due(incident=1, waiting=2, claim=24)
    assert settings.other_desks.alert_to == ("b@example.com", "c@example.com")
    assert settings.other_desks.alert_webhook == Webhook("https://example.com/hook", "k" * 16)
    assert "k" * 16 not in repr(settings)
    assert settings.office_hours is not None
