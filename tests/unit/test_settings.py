"""Settings from the environment: each wrong one stops with one sentence that names it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.settings import PROJECT, Limits, Settings, SettingsError, ensure_secret_key

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
]


@pytest.mark.parametrize("name, value", WRONG)
def test_a_wrong_setting_is_one_sentence_that_names_it(
    name: str, value: str, tmp_path: Path
) -> None:
    env = {"RECALL_DATA_DIR": str(tmp_path), f"RECALL_{name}": value}
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
