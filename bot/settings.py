"""Typed settings, read once from RECALL_* environment variables.

`Settings.from_env()` gives an immutable object; a wrong or missing value raises `SettingsError`
with one sentence that names the variable. Secrets are masked in `repr`.
"""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.channel_settings import ChannelSettings, Problem
from bot.office import OfficeHours
from bot.other_desks import OtherDesks

__all__ = [
    "EVALUATIONS", "FEED_URL", "PROJECT", "Due", "Limits", "MailServer", "Settings",
    "SettingsError",
    "ensure_secret_key",
]  # fmt: skip

FEED_URL = "https://www.saferproducts.gov/RestWebServices/Recall"
SECRET_FILE = "secret.key"  # noqa: S105 - the name of a file
ENCODER_FILES = ("model.onnx", "tokenizer.json")
# Reports of what models understand, in RECALL_DATA_DIR.
EVALUATIONS = "evaluations"
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
    checks_conversation: int = 10

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
class MailServer:
    """How notices go out by e-mail.

    tls: "from_start" (smtps), "needed" (STARTTLS or nothing is sent: a password goes with it) or
    "if_offered". sender: an address, or `Name <address>`.
    """

    host: str
    port: int
    tls: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str, sender: str) -> MailServer | None:
        """Read RECALL_SMTP_URL and RECALL_MAIL_FROM; both or none. Raises SettingsError."""
        if not url and not sender:
            return None
        if not url:
            raise SettingsError("RECALL_SMTP_URL is missing: RECALL_MAIL_FROM alone sends nothing.")
        if not sender:
            raise SettingsError("RECALL_MAIL_FROM is missing: name the address notices come from.")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        more = parts.path.strip("/") or parts.query or parts.fragment
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        half = bool(user) != bool(password)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or more or half:
            raise SettingsError(
                "RECALL_SMTP_URL must be smtp://user:password@host:587 or smtps://..., "
                "user and password percent-encoded or left out."
            )
        address = parseaddr(sender)[1]
        broken = any(unicodedata.category(c) == "Cc" for c in sender)
        if broken or not re.fullmatch(r"[^\s@<>\"]+@[\w.-]+", address):
            raise SettingsError(
                "RECALL_MAIL_FROM must be an e-mail address, or a name with one: "
                "Recall team <recall@shop.example.com>."
            )
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        tls = "if_offered" if local or not user else "needed"
        if parts.scheme == "smtps":
            tls = "from_start"
        usual = 465 if parts.scheme == "smtps" else 587
        return cls(parts.hostname, port or usual, tls, sender, user, password)


@dataclass(frozen=True)
class Due:
    """Within how many hours the desk wants things done; what is later shows as overdue."""

    incident: int = 1
    waiting: int = 1
    claim: int = 48

    @classmethod
    def parse(cls, text: str) -> Due:
        """Read `name=hours,name=hours`; names left out keep their default."""
        known = {f.name for f in fields(cls)}
        values: dict[str, int] = {}
        for part in filter(None, (p.strip() for p in text.split(","))):
            name, _, hours = part.partition("=")
            if name.strip() not in known or not re.fullmatch(r"[1-9]\d{0,3}", hours.strip()):
                raise SettingsError(
                    f"RECALL_DUE: cannot read {part!r}; write name=hours, separated by commas, "
                    f"with the names {', '.join(sorted(known))}."
                )
            values[name.strip()] = int(hours)
        return cls(**values)


@dataclass(frozen=True)
class Settings:
    """What the service needs to know before it starts.

    port: TCP port of the public door. host: address it binds to.
    database_url: SQLAlchemy async address. engine: "embedded" or the http(s) address of a Rasa
    server. data_dir: secret key, SQLite file, photos. models_dir: trained Rasa models.
    recalls_dir: reviewed recall files. featured_recall: the recall that questions are about
    while no unit has been named (its number; empty = the newest file).
    feed_url: the authority's recall web service.
    encoder_path: folder with model.onnx and tokenizer.json, empty for the packaged encoder.
    photo_check: read photos by machine, in a process of its own; without it a person looks.
    trusted_proxies: how many proxies in front add to X-Forwarded-For; 0 = trust the socket.
    mail: how notices go out by e-mail; None: they stay in the conversation.
    messaging: the channels that are on, and the address at which their providers reach us.
    demo: show the demo shop; set by `run --demo`, never by the environment.
    office_hours: when people of the support team answer; None: nothing is said about it.
    due: within how many hours the desk wants things done.
    other_desks: where hand-overs go besides the built-in desk, and who hears of incidents at once.
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
    feed_url: str = FEED_URL
    limits: Limits = Limits()
    origins: tuple[str, ...] = ()
    trusted_proxies: int = 0
    photo_check: bool = True
    mail: MailServer | None = None
    messaging: ChannelSettings = field(default_factory=ChannelSettings)
    demo: bool = False
    office_hours: OfficeHours | None = None
    due: Due = Due()
    other_desks: OtherDesks = field(default_factory=OtherDesks)

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
        feed_url = get("FEED_URL", FEED_URL)
        feed = urlsplit(feed_url)
        if feed.scheme not in ("http", "https") or not feed.hostname or feed.query:
            raise SettingsError("RECALL_FEED_URL must be a web address without a query.")
        mail = MailServer.parse(get("SMTP_URL"), get("MAIL_FROM"))
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
            encoder_path=_encoder(get("ENCODER_PATH")),
            feed_url=feed_url,
            limits=Limits.parse(get("LIMITS")),
            origins=_origins(get("ORIGINS")),
            trusted_proxies=_number("TRUSTED_PROXIES", get("TRUSTED_PROXIES", "0"), 0, 9),
            photo_check=_switch("PHOTO_CHECK", get("PHOTO_CHECK", "on")),
            mail=mail,
            messaging=_messaging(get),
            office_hours=_office_hours(get("OFFICE_HOURS")),
            due=Due.parse(get("DUE")),
            other_desks=_other_desks(get, mail),
        )

    def require_secret(self) -> str:
        """The key that signs tokens and buttons. Raises SettingsError where there is none."""
        if not self.secret_key:
            raise SettingsError(
                "RECALL_SECRET_KEY is not set and RECALL_DATA_DIR holds no secret.key: "
                "set it to at least 32 random characters, or start with `make run`."
            )
        return self.secret_key


def _messaging(get: Callable[[str], str]) -> ChannelSettings:
    try:
        return ChannelSettings.read(get)
    except Problem as problem:
        raise SettingsError(str(problem)) from None


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


def _encoder(text: str) -> str:
    missing = [n for n in ENCODER_FILES if text and not (Path(text) / n).is_file()]
    if missing:
        raise SettingsError(f"RECALL_ENCODER_PATH: the folder holds no {' and no '.join(missing)}.")
    return text


def _number(name: str, text: str, low: int, high: int) -> int:
    if not text.isdecimal() or not low <= int(text) <= high:
        raise SettingsError(f"RECALL_{name} must be a whole number from {low} to {high}.")
    return int(text)


def _switch(name: str, text: str) -> bool:
    if text not in ("on", "off"):
        raise SettingsError(f"RECALL_{name} must be on or off.")
    return text == "on"


def _office_hours(text: str) -> OfficeHours | None:
    try:
        return OfficeHours.parse(text) if text else None
    except ValueError as error:
        raise SettingsError(f"RECALL_OFFICE_HOURS: {error}") from None


def _other_desks(get: Callable[[str], str], mail: MailServer | None) -> OtherDesks:
    try:
        return OtherDesks.parse(get, can_mail=mail is not None)
    except ValueError as error:
        raise SettingsError(str(error)) from None


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
