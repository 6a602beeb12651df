"""Typed settings, read once from RECALL_* environment variables.

`Settings.from_env()` gives an immutable object; a wrong or missing value raises `SettingsError`
with one sentence that names the variable. Secrets are masked in `repr`.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["PROJECT", "Limits", "Settings", "SettingsError", "ensure_secret_key"]

SECRET_FILE = "secret.key"  # noqa: S105 - the name of a file
# Defaults lie in the project, wherever the command is called from.
PROJECT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A RECALL_* variable is wrong or missing; the message names it and says what to do."""


@dataclass(frozen=True)
class Limits:
    """How much one customer may send. All are counts; 0 switches that limit off."""

    conversation_minute: int = 20
    conversation_hour: int = 200
    address_minute: int = 60
    conversations_minute: int = 20
    checks_day: int = 300

    @classmethod
    def parse(cls, text: str) -> Limits:
        """Read `name=count,name=count`; names left out keep their default."""
        known = {f.name for f in fields(cls)}
        values: dict[str, int] = {}
        for part in filter(None, (p.strip() for p in text.split(","))):
            name, _, count = part.partition("=")
            if name.strip() not in known or not re.fullmatch(r"\d{1,9}", count.strip()):
                raise SettingsError(
                    f"RECALL_LIMITS: cannot read {part!r}; write name=count, separated by commas, "
                    f"with the names {', '.join(sorted(known))}."
                )
            values[name.strip()] = int(count)
        return cls(**values)


@dataclass(frozen=True)
class Settings:
    """What the service needs to know before it starts.

    port: TCP port of the public door. host: address it binds to.
    database_url: SQLAlchemy async address. engine: "embedded" or the http(s) address of a Rasa
    server. data_dir: secret key, SQLite file, photos. models_dir: trained Rasa models.
    recalls_dir: reviewed recall files. featured_recall: the recall that questions are about
    while no unit has been named (its number; empty = the newest file).
    encoder_path: folder with model.onnx and tokenizer.json, empty for the packaged encoder.
    trusted_proxies: how many proxies in front add to X-Forwarded-For; 0 = trust the socket.
    """

    port: int = 8080
    host: str = "127.0.0.1"
    database_url: str = ""
    secret_key: str = field(default="", repr=False)
    engine: str = "embedded"
    data_dir: Path = PROJECT / "var"
    models_dir: Path = PROJECT / "models"
    recalls_dir: Path = PROJECT / "data/recalls"
    featured_recall: str = ""
    encoder_path: str = ""
    limits: Limits = Limits()
    origins: tuple[str, ...] = ()
    trusted_proxies: int = 0

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the environment. Raises SettingsError for the first wrong variable."""
        source = os.environ if env is None else env

        def get(name: str, default: str = "") -> str:
            return source.get(f"RECALL_{name}", "").strip() or default

        data_dir = _folder(get("DATA_DIR", "var"))
        database_url = get("DATABASE_URL", f"sqlite+aiosqlite:///{data_dir / 'recall.db'}")
        if not database_url.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
            raise SettingsError(
                "RECALL_DATABASE_URL must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://."
            )
        engine = get("ENGINE", "embedded")
        address = urlsplit(engine)
        if engine != "embedded" and not (address.scheme in ("http", "https") and address.hostname):
            raise SettingsError("RECALL_ENGINE must be 'embedded' or the address of a Rasa server.")
        secret = get("SECRET_KEY") or _read_secret(data_dir)
        if secret and len(secret) < 32:
            raise SettingsError("RECALL_SECRET_KEY must have at least 32 characters.")
        return cls(
            port=_number("PORT", get("PORT", "8080"), 1, 65535),
            host=get("HOST", "127.0.0.1"),
            database_url=database_url,
            secret_key=secret,
            engine=engine,
            data_dir=data_dir,
            models_dir=_folder(get("MODELS_DIR", "models")),
            recalls_dir=_folder(get("RECALLS_DIR", "data/recalls")),
            featured_recall=get("FEATURED_RECALL"),
            encoder_path=get("ENCODER_PATH"),
            limits=Limits.parse(get("LIMITS")),
            origins=_origins(get("ORIGINS")),
            trusted_proxies=_number("TRUSTED_PROXIES", get("TRUSTED_PROXIES", "0"), 0, 9),
        )

    def require_secret(self) -> str:
        """The key that signs tokens and buttons. Raises SettingsError where there is none."""
        if not self.secret_key:
            raise SettingsError(
                "RECALL_SECRET_KEY is not set and RECALL_DATA_DIR holds no secret.key: "
                "set it to at least 32 random characters, or start with `make run`."
            )
        return self.secret_key


def ensure_secret_key(data_dir: Path) -> None:
    """Write a random key to `data_dir` (file mode 0600) unless there is one."""
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(data_dir / SECRET_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))


def _read_secret(data_dir: Path) -> str:
    try:
        return (data_dir / SECRET_FILE).read_text().strip()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError(
            f"RECALL_DATA_DIR: cannot read {SECRET_FILE}: {error.strerror}."
        ) from None


def _folder(text: str) -> Path:
    return PROJECT / Path(text).expanduser()


def _number(name: str, text: str, low: int, high: int) -> int:
    if not text.isdecimal() or not low <= int(text) <= high:
        raise SettingsError(f"RECALL_{name} must be a whole number from {low} to {high}.")
    return int(text)


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
            raise SettingsError(
                f"RECALL_ORIGINS: {origin!r} is not an origin; write https://shop.example.com, "
                "several separated by commas."
            )
    return origins
