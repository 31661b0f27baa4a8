"""What the host decides: the environment, read once into one frozen value."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

TOWNS = Path(__file__).parent / "towns"
"""The towns that come with the house; a town's own folder may lie anywhere."""

TOKEN = re.compile(r"\d{1,16}:[A-Za-z0-9_-]{30,64}")
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
"""Telegram takes 1 to 256 of these letters; fewer than 32 could be guessed."""

FEWEST_ADMIN_LETTERS = 8
MAX_BOTS_FILE_BYTES = 1_000_000
DATABASES = ("sqlite+aiosqlite://", "postgresql+asyncpg://", "postgresql+psycopg://")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class WrongSettings(Exception):
    """The environment or the bots file cannot be used; each line names a variable or key and why, never a secret."""


def _token(secret: SecretStr) -> SecretStr:
    if not TOKEN.fullmatch(secret.get_secret_value()):
        message = "is not a bot token (digits, a colon, and at least 30 letters, digits, - or _, as BotFather gives it)"
        raise ValueError(message)
    return secret


def _webhook_secret(secret: SecretStr) -> SecretStr:
    if not WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
        message = "is not 32 to 256 of the letters A-Z a-z 0-9 _ -"
        raise ValueError(message)
    return secret


def _admin_code(secret: SecretStr) -> SecretStr:
    code = secret.get_secret_value()
    if len(code) < FEWEST_ADMIN_LETTERS or not code.isprintable() or any(letter.isspace() for letter in code):
        message = f"is not at least {FEWEST_ADMIN_LETTERS} visible letters without spaces"
        raise ValueError(message)
    return secret


def _database(url: str) -> str:
    """Hosts hand out `postgres://…`; SQLAlchemy wants to know the driver."""
    url = re.sub(r"^postgres(?:ql)?://", "postgresql+asyncpg://", url)
    if url and not url.startswith(DATABASES):
        message = f"does not begin with one of {', '.join(DATABASES)}"
        raise ValueError(message)
    return url


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0):
            return url.rstrip("/")
    except ValueError:  # a port that is no number
        pass
    message = "is not a web address such as https://bot.example.org"
    raise ValueError(message)


def _public_address(url: str) -> str:
    url = _web_address(url)
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        message = "is not an https:// address (Telegram delivers to no other)"
        raise ValueError(message)
    return url


def _heartbeat(url: SecretStr) -> SecretStr:
    _web_address(url.get_secret_value())
    return url


def _alarm_urls(urls: SecretStr) -> SecretStr:
    if not all(re.match(r"[A-Za-z][A-Za-z0-9+.-]*://.", url) for url in urls.get_secret_value().split()):
        message = "holds something other than addresses such as mailtos://user:password@example.org, with spaces between them"
        raise ValueError(message)
    return urls


def _lower(word: object) -> object:
    return word.strip().lower() if isinstance(word, str) else word


def _upper(word: object) -> object:
    return word.strip().upper() if isinstance(word, str) else word


Token = Annotated[SecretStr, AfterValidator(_token)]
WebhookSecret = Annotated[SecretStr, AfterValidator(_webhook_secret)]
AdminCode = Annotated[SecretStr, AfterValidator(_admin_code)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
PublicAddress = Annotated[str, AfterValidator(_public_address)]
Role = Annotated[Literal["all", "web", "worker", "sender"], BeforeValidator(_lower)]
HeartbeatUrl = Annotated[SecretStr, AfterValidator(_heartbeat)]
AlarmUrls = Annotated[SecretStr, AfterValidator(_alarm_urls)]
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(_upper)]


class BotSettings(BaseModel):
    """One town's bot: its token and what proves who may enter."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    town: str = Field(min_length=1, max_length=4096)
    """A slug of config/towns or the path of a town's folder."""
    token: Token
    admin_code: AdminCode | None = None
    """Makes the first coordinator, once."""
    webhook_secret: WebhookSecret | None = None
    alarm_urls: AlarmUrls = SecretStr("")
    """Whom to tell by another channel when something is wrong with the bot: Apprise's addresses, with spaces between them."""
    ops_chat: int | None = Field(default=None, gt=0)
    """A private chat of whoever runs the bot: there the gap probe measures message numbers."""

    @property
    def alarm_addresses(self) -> tuple[str, ...]:
        """The second channel's addresses."""
        return tuple(self.alarm_urls.get_secret_value().split())


class Settings(BaseSettings):
    """The environment, in capital letters. Make it with `read_settings`, which says what is wrong in plain words."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True, validate_default=False)

    bot_token: Token | None = None
    town: str = Field(default="beit-shemesh", min_length=1, max_length=4096)
    admin_code: AdminCode | None = None
    bots_file: Path | None = None
    """Several towns in one process, instead of BOT_TOKEN, TOWN and ADMIN_CODE."""
    telegram_api_url: WebAddress = "https://api.telegram.org"
    data_dir: Path = Path("data")
    database_url: DatabaseUrl = Field(default="", repr=False)
    """SQLAlchemy's address; a SQLite file in DATA_DIR unless told otherwise."""
    port: int = Field(default=8080, ge=0, le=65535)
    """0 takes any free port."""
    webhook_url: PublicAddress | None = None
    """Where Telegram reaches this process; without it updates are polled."""
    webhook_secret: WebhookSecret | None = None
    role: Role = "all"
    """What this process does: everything, or with PostgreSQL a part: take webhooks in, obey updates, send."""
    log_level: LogLevel = "INFO"
    geocoder: Literal["", "nominatim"] = ""
    """Who turns an address into a point; empty asks nobody outside."""

    alarm_urls: AlarmUrls = SecretStr("")
    """The second channel of every town that has none of its own."""
    ops_chat: int | None = Field(default=None, gt=0)
    heartbeat_url: HeartbeatUrl | None = None
    """Asked for each minute while nothing is wrong; who expects that and misses it raises the alarm."""

    supervise: bool = False
    """Keep everything loaded in a small parent process, which forks the serving one anew within a second when it dies."""
    failpoint: str = ""
    """Where this process is to fail, as tests want it: POINT[:NTH]=kill|stop|raise. Only beside a Telegram on this machine."""
    allow_failpoint: bool = False
    """Let FAILPOINT work beside a real Telegram too, on a staging host."""

    _bots: tuple[BotSettings, ...] = PrivateAttr(default=())

    @property
    def bots(self) -> tuple[BotSettings, ...]:
        """Every bot this process serves; none without BOT_TOKEN or BOTS_FILE."""
        return self._bots

    @model_validator(mode="before")
    @classmethod
    def _place_database(cls, values: dict[str, Any]) -> dict[str, Any]:
        if not values.get("database_url"):
            folder = Path(values.get("data_dir") or "data")
            values["database_url"] = f"sqlite+aiosqlite:///{(folder / 'eshkol.db').as_posix()}"
        return values

    @model_validator(mode="after")
    def _share_the_work(self) -> Self:
        if self.role != "all" and self.database_url.startswith("sqlite"):
            message = f"ROLE is {self.role} and DATABASE_URL a SQLite file, which one process does everything for: take PostgreSQL"
            raise ValueError(message)
        if self.role == "web" and not self.webhook_url:
            message = "ROLE is web, and without WEBHOOK_URL nothing ever comes in there"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _settle_bots(self) -> Self:
        if self.bots_file and self.bot_token:
            message = "BOT_TOKEN and BOTS_FILE are both set; one of them must go"
            raise ValueError(message)
        self._bots = read_bots(self.bots_file) if self.bots_file else self._own_bot()
        if self.webhook_url:
            _refuse_open_door(self._bots, self.bots_file)
        if self.failpoint and not self.allow_failpoint and urlsplit(self.telegram_api_url).hostname not in LOOPBACK:
            message = "FAILPOINT makes the bot fail on purpose: it works beside the simulator's Telegram alone (or with ALLOW_FAILPOINT=1)"
            raise ValueError(message)
        return self

    def _own_bot(self) -> tuple[BotSettings, ...]:
        if not self.bot_token:
            return ()
        return (
            BotSettings(
                town=self.town,
                token=self.bot_token,
                admin_code=self.admin_code,
                webhook_secret=self.webhook_secret,
                alarm_urls=self.alarm_urls,
                ops_chat=self.ops_chat,
            ),
        )


def read_settings(overrides: Mapping[str, object] | None = None) -> Settings:
    """Read the environment once; `overrides`, by field name, stand above it. Raises WrongSettings, a line for each mistake."""
    try:
        return Settings(**(overrides or {}))  # type: ignore[arg-type]  # pydantic checks each
    except ValidationError as wrong:
        message = "\n".join(_line(error) for error in wrong.errors())
    raise WrongSettings(message)  # outside the handler: the original would carry the values along


def read_bots(path: Path) -> tuple[BotSettings, ...]:
    """Read the bots file: tables [[bots]] of town, token, admin_code and webhook_secret. Raises ValueError by file and key."""
    content = _bots_content(path)
    tables = content.get("bots")
    if set(content) != {"bots"} or not isinstance(tables, list) or not tables:
        message = f"{path}: holds something other than [[bots]] tables"
        raise ValueError(message)
    bots = tuple(_bot(path, number, table) for number, table in enumerate(tables, start=1))
    _refuse_twins(path, "town", [bot.town for bot in bots])
    _refuse_twins(path, "token", [bot.token.get_secret_value().partition(":")[0] for bot in bots])
    return bots


def _bots_content(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BOTS_FILE_BYTES + 1)
        if len(content) <= MAX_BOTS_FILE_BYTES:
            return tomllib.loads(content.decode("utf-8-sig"))
        reason = "is too large"
    except OSError as fault:
        reason = f"cannot be read: {fault.strerror}"
    except UnicodeDecodeError:
        reason = "is not UTF-8 text"
    except tomllib.TOMLDecodeError as fault:
        reason = f"is not TOML: {fault}"
    except RecursionError:
        reason = "is nested too deeply"
    message = f"{path}: {reason}"
    raise ValueError(message)


def _bot(path: Path, number: int, table: object) -> BotSettings:
    try:
        return BotSettings.model_validate(table)
    except ValidationError as wrong:
        lines = [f"{path}: bots[{number}]{_key(error)}: {_reason(error)}" for error in wrong.errors()]
    raise ValueError("; ".join(lines))  # outside the handler: the original would carry the values along


def _refuse_twins(path: Path, key: str, values: Sequence[str]) -> None:
    if len(set(values)) < len(values):
        message = f"{path}: two bots have the same {key}"
        raise ValueError(message)


def _refuse_open_door(bots: Sequence[BotSettings], bots_file: Path | None) -> None:
    """Without a secret anybody who knows the address could speak in Telegram's name."""
    if not all(bot.webhook_secret for bot in bots):
        where = f"a bot in {bots_file} has no webhook_secret" if bots_file else "WEBHOOK_SECRET is not"
        message = f"WEBHOOK_URL is set and {where}: give it 32 or more of the letters A-Z a-z 0-9 _ -"
        raise ValueError(message)


def _line(error: ErrorDetails) -> str:
    variable = "_".join(str(part) for part in error["loc"]).upper()
    return f"{variable}: {_reason(error)}" if variable else _reason(error)


def _key(error: ErrorDetails) -> str:
    return "".join(f".{part}" for part in error["loc"])


def _reason(error: ErrorDetails) -> str:
    return error["msg"].removeprefix("Value error, ")
