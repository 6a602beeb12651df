"""Settings from the environment: each wrong one stops with one sentence that names it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.settings import PROJECT, Limits, MailServer, Settings, SettingsError, ensure_secret_key

KEY = "k" * 32

WRONG = [
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "-1"),
    ("PORT", "80.0"),
    ("PORT", "http"),
    ("PORT", "8 080"),
    ("PORT", "\u00b2"),
    ("DATABASE_URL", "recall.db"),
    ("DATABASE_URL", "sqlite:///recall.db"),
    ("DATABASE_URL", "postgres://host/db"),
    ("DATABASE_URL", "postgresql://host/db"),
    ("DATABASE_URL", "mysql://host/db"),
    ("ENGINE", "rasa"),
    ("ENGINE", "localhost:5005"),
    ("ENGINE", "ftp://host"),
    ("ENGINE", "http://"),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "x" * 31),
    ("LIMITS", "x"),
    ("LIMITS", "conversation_minute"),
    ("LIMITS", "conversation_minute="),
    ("LIMITS", "conversation_minute=-1"),
    ("LIMITS", "conversation_minute=1.5"),
    ("LIMITS", "conversation_minute=1000000000"),
    ("LIMITS", "conversation_minutes_=1"),
    ("LIMITS", "conversation_minute=5;address_minute=5"),
    ("LIMITS", "conversation_minute=5,unknown=5"),
    ("ORIGINS", "shop.example.com"),
    ("ORIGINS", "*"),
    ("ORIGINS", "null"),
    ("ORIGINS", "https://shop.example.com/path"),
    ("ORIGINS", "https://"),
    ("ORIGINS", "ftp://shop.example.com"),
    ("ORIGINS", "https://a.example.com,b.example.com"),
    ("TRUSTED_PROXIES", "-1"),
    ("TRUSTED_PROXIES", "10"),
    ("TRUSTED_PROXIES", "yes"),
    ("PHOTO_CHECK", "yes"),
    ("PHOTO_CHECK", "0"),
    ("SMTP_URL", "mail.example.com"),
    ("SMTP_URL", "http://mail.example.com"),
    ("SMTP_URL", "smtp://"),
    ("SMTP_URL", "smtp://mail.example.com:port"),
    ("SMTP_URL", "smtp://mail.example.com:99999"),
    ("SMTP_URL", "smtp://mail.example.com/path"),
    ("SMTP_URL", "smtp://mail.example.com?tls=no"),
    ("SMTP_URL", "smtp://user@mail.example.com"),
    ("SMTP_URL", "smtp://user:half[@mail.example.com"),
    ("MAIL_FROM", "recall"),
    ("MAIL_FROM", "@shop.example.com"),
    ("MAIL_FROM", "Recall team"),
    ("MAIL_FROM", "recall@shop.example.com\r\nBcc: all@example.com"),
]
OTHERS = {"MAIL_FROM": {"RECALL_SMTP_URL": "smtp://mail.example.com"},
          "SMTP_URL": {"RECALL_MAIL_FROM": "recall@shop.example.com"}}  # fmt: skip


@pytest.mark.parametrize("name, value", WRONG)
def test_a_wrong_setting_is_one_sentence_that_names_it(
    name: str, value: str, tmp_path: Path
) -> None:
    env = {
        "RECALL_DATA_DIR": str(tmp_path), **OTHERS.get(name, {}), f"RECALL_{name}": value,
    }  # fmt: skip
    with pytest.raises(SettingsError) as wrong:
        Settings.from_env(env)
    sentence = str(wrong.value)
    assert sentence.startswith(f"RECALL_{name}")
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_the_key_is_in_no_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as wrong:
        Settings.from_env({"RECALL_DATA_DIR": str(tmp_path), "RECALL_SECRET_KEY": "hush-hush"})
    assert "hush" not in str(wrong.value)


def test_a_missing_key_names_what_to_do(tmp_path: Path) -> None:
    settings = Settings.from_env({"RECALL_DATA_DIR": str(tmp_path)})
    with pytest.raises(SettingsError, match="RECALL_SECRET_KEY"):
        settings.require_secret()


def test_a_key_file_that_cannot_be_read_names_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.key").mkdir()
    with pytest.raises(SettingsError, match="RECALL_DATA_DIR"):
        Settings.from_env({"RECALL_DATA_DIR": str(tmp_path)})


def test_what_is_read(tmp_path: Path) -> None:
    settings = Settings.from_env(
        {
            "RECALL_PORT": " 9000 ",
            "RECALL_HOST": "0.0.0.0",
            "RECALL_DATABASE_URL": "postgresql+asyncpg://host/db",
            "RECALL_SECRET_KEY": KEY,
            "RECALL_ENGINE": "https://rasa.internal:5005",
            "RECALL_DATA_DIR": str(tmp_path),
            "RECALL_LIMITS": " conversation_minute = 5 , address_minute=0 ,",
            "RECALL_ORIGINS": "https://shop.example.com/, http://localhost:3000",
            "RECALL_TRUSTED_PROXIES": "2",
            "RECALL_PHOTO_CHECK": "off",
            "RECALL_FEATURED_RECALL": "25-338",
            "PORT": "1",
        }
    )
    assert settings.port == 9000
    assert settings.host == "0.0.0.0"
    assert settings.database_url == "postgresql+asyncpg://host/db"
    assert settings.require_secret() == KEY
    assert settings.engine == "https://rasa.internal:5005"
    assert settings.data_dir == tmp_path
    assert settings.limits == Limits(conversation_minute=5, address_minute=0)
    assert settings.origins == ("https://shop.example.com", "http://localhost:3000")
    assert settings.trusted_proxies == 2
    assert settings.featured_recall == "25-338"


def test_what_holds_where_nothing_is_set() -> None:
    settings = Settings.from_env({})
    assert settings.port == 8080
    assert settings.host == "127.0.0.1"
    assert settings.engine == "embedded"
    assert settings.data_dir == PROJECT / "var"
    assert settings.database_url == f"sqlite+aiosqlite:///{PROJECT / 'var/recall.db'}"
    assert settings.limits == Limits(20, 200, 60, 20, 300)
    assert settings.origins == ()


def test_empty_is_as_good_as_not_set(tmp_path: Path) -> None:
    names = ("PORT", "DATABASE_URL", "ENGINE", "LIMITS", "ORIGINS", "TRUSTED_PROXIES", "HOST")
    env = {f"RECALL_{name}": " " for name in names} | {"RECALL_DATA_DIR": str(tmp_path)}
    assert Settings.from_env(env) == Settings.from_env({"RECALL_DATA_DIR": str(tmp_path)})


def test_the_key_is_not_shown(tmp_path: Path) -> None:
    settings = Settings.from_env({"RECALL_DATA_DIR": str(tmp_path), "RECALL_SECRET_KEY": KEY})
    assert KEY not in repr(settings)


def test_a_key_is_made_once_for_the_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    ensure_secret_key(folder)
    file = folder / "secret.key"
    made = file.read_text()
    assert len(made) >= 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    ensure_secret_key(folder)
    assert file.read_text() == made
    assert Settings.from_env({"RECALL_DATA_DIR": str(folder)}).require_secret() == made


FROM = "Recall team <recall@shop.example.com>"


@pytest.mark.parametrize(
    "url, host, port, tls, user, password",
    [
        ("smtp://mail.example.com", "mail.example.com", 587, "if_offered", "", ""),
        ("smtp://mail.example.com:25", "mail.example.com", 25, "if_offered", "", ""),
        ("smtps://mail.example.com", "mail.example.com", 465, "from_start", "", ""),
        ("smtp://jo:a%40b@mail.example.com", "mail.example.com", 587, "needed", "jo", "a@b"),
        ("smtp://jo:pw@127.0.0.1:2525", "127.0.0.1", 2525, "if_offered", "jo", "pw"),
    ],
)
def test_a_mail_server_is_read(
    url: str, host: str, port: int, tls: str, user: str, password: str, tmp_path: Path
) -> None:
    settings = Settings.from_env(
        {"RECALL_DATA_DIR": str(tmp_path), "RECALL_SMTP_URL": url, "RECALL_MAIL_FROM": FROM}
    )
    assert settings.mail == MailServer(host, port, tls, FROM, user, password)
    assert not password or password not in repr(settings)


@pytest.mark.parametrize(
    "name, value, missing",
    [("SMTP_URL", "smtp://mail.example.com", "MAIL_FROM"), ("MAIL_FROM", FROM, "SMTP_URL")],
)
def test_a_mail_server_needs_a_sender_and_the_other_way_round(
    name: str, value: str, missing: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match=f"^RECALL_{missing} is missing"):
        Settings.from_env({"RECALL_DATA_DIR": str(tmp_path), f"RECALL_{name}": value})


def test_without_a_mail_server_there_is_none(tmp_path: Path) -> None:
    assert Settings.from_env({"RECALL_DATA_DIR": str(tmp_path)}).mail is None
