"""The environment, read once: what is taken, what is refused, and that no secret is ever shown."""

from pathlib import Path

import pytest

from config.settings import BotSettings, Settings, WrongSettings, read_settings

TOKEN = "123456:" + "A" * 35
OTHER_TOKEN = "654321:" + "B" * 35
SECRET = "s" * 32
NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def settings(monkeypatch: pytest.MonkeyPatch, **variables: object) -> Settings:
    """Read the settings of an environment."""
    for name, value in variables.items():
        monkeypatch.setenv(name, str(value))
    return read_settings()


def test_nothing_set_is_enough_to_look_around() -> None:
    usual = read_settings()
    assert usual.bots == ()
    assert usual.database_url == "sqlite+aiosqlite:///data/eshkol.db"
    assert (usual.town, usual.port, usual.log_level, usual.geocoder) == ("beit-shemesh", 8080, "INFO", "")
    assert usual.telegram_api_url == "https://api.telegram.org"
    assert usual.webhook_url is None


def test_a_token_makes_one_bot_of_one_town(monkeypatch: pytest.MonkeyPatch) -> None:
    [bot] = settings(monkeypatch, BOT_TOKEN=TOKEN, TOWN="arara", ADMIN_CODE="open-sesame").bots
    assert (bot.town, bot.token.get_secret_value()) == ("arara", TOKEN)
    assert bot.admin_code
    assert bot.admin_code.get_secret_value() == "open-sesame"
    assert bot.webhook_secret is None


def test_the_database_lies_in_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert settings(monkeypatch, DATA_DIR=tmp_path).database_url == f"sqlite+aiosqlite:///{tmp_path}/eshkol.db"


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("sqlite+aiosqlite:////srv/town.db", "sqlite+aiosqlite:////srv/town.db"),
        ("postgres://u:p@db/town", "postgresql+asyncpg://u:p@db/town"),
        ("postgresql://u:p@db/town", "postgresql+asyncpg://u:p@db/town"),
        ("postgresql+psycopg://u:p@db/town", "postgresql+psycopg://u:p@db/town"),
    ],
)
def test_a_database_address_gets_its_driver(monkeypatch: pytest.MonkeyPatch, url: str, taken: str) -> None:
    assert settings(monkeypatch, DATABASE_URL=url).database_url == taken


def test_an_empty_variable_is_an_absent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    read = settings(monkeypatch, BOT_TOKEN="", PORT="", DATABASE_URL="", WEBHOOK_URL="", LOG_LEVEL="")
    assert (read.bots, read.port, read.database_url) == ((), 8080, "sqlite+aiosqlite:///data/eshkol.db")


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read_settings().port = 1


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"PORT": "70000"}, "PORT: Input should be less than or equal to 65535"),
        ({"PORT": "http"}, "PORT: Input should be a valid integer"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL: Input should be 'DEBUG', 'INFO'"),
        ({"GEOCODER": "goggle"}, "GEOCODER: Input should be '' or 'nominatim'"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL: does not begin with one of sqlite"),
        ({"TELEGRAM_API_URL": "api.telegram.org"}, "TELEGRAM_API_URL: is not a web address"),
        ({"TELEGRAM_API_URL": "http://[::1"}, "TELEGRAM_API_URL: is not a web address"),
        ({"WEBHOOK_URL": "http://town.example", "WEBHOOK_SECRET": SECRET}, "WEBHOOK_URL: is not an https:// address"),
        ({"WEBHOOK_URL": "https://town.example:x"}, "WEBHOOK_URL: is not a web address"),
        ({"ADMIN_CODE": "short"}, "ADMIN_CODE: is not at least 8 visible letters"),
        ({"ADMIN_CODE": "two words here"}, "ADMIN_CODE: is not at least 8 visible letters"),
        ({"WEBHOOK_URL": "https://town.example", "BOT_TOKEN": TOKEN}, "WEBHOOK_URL is set and WEBHOOK_SECRET is not"),
        ({"WEBHOOK_SECRET": "s" * 31}, "WEBHOOK_SECRET: is not 32 to 256 of the letters"),
        ({"WEBHOOK_SECRET": "s" * 31 + "!"}, "WEBHOOK_SECRET: is not 32 to 256 of the letters"),
        ({"BOT_TOKEN": TOKEN, "BOTS_FILE": "bots.toml"}, "BOT_TOKEN and BOTS_FILE are both set"),
        ({"BOTS_FILE": "/nowhere/bots.toml"}, "/nowhere/bots.toml: cannot be read: No such file"),
    ],
    ids=lambda word: "-".join(word) if isinstance(word, dict) else "",
)
def test_a_wrong_variable_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], says: str) -> None:
    with pytest.raises(WrongSettings) as refused:
        settings(monkeypatch, **variables)
    assert says in str(refused.value)


@pytest.mark.parametrize("token", ["hunter2-secret", "bot" + TOKEN, TOKEN + " x", "12345:hunter2-secret", ":" + "A" * 35])
def test_a_wrong_token_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    with pytest.raises(WrongSettings, match="BOT_TOKEN: is not a bot token") as refused:
        settings(monkeypatch, BOT_TOKEN=token)
    assert token not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None


def test_all_wrong_variables_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongSettings) as refused:
        settings(monkeypatch, PORT="x", BOT_TOKEN="x", LOG_LEVEL="x")
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == ["BOT_TOKEN", "PORT", "LOG_LEVEL"]


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    read = settings(
        monkeypatch,
        BOT_TOKEN=TOKEN,
        ADMIN_CODE="open-sesame",
        WEBHOOK_URL="https://town.example/",
        WEBHOOK_SECRET=SECRET,
        DATABASE_URL="postgres://u:hunter2@db/town",
    )
    shown = f"{read!r} {read} {read.bots!r} {read.bots[0]}"
    assert not [secret for secret in (TOKEN, "open-sesame", SECRET, "hunter2") if secret in shown]
    assert read.webhook_url == "https://town.example"


def test_settings_given_by_hand_stand_above_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    assert read_settings({"port": 0}).port == 0


# --- several towns in one process ---

BOTS = f"""
[[bots]]
town = "beit-shemesh"
token = "{TOKEN}"
admin_code = "open-sesame"
webhook_secret = "{SECRET}"
[[bots]]
town = "arara"
token = "{OTHER_TOKEN}"
"""


def bots(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str, **variables: str) -> tuple[BotSettings, ...]:
    """Read a bots file."""
    (tmp_path / "bots.toml").write_text(content, encoding="utf-8")
    return settings(monkeypatch, BOTS_FILE=tmp_path / "bots.toml", **variables).bots


def test_a_bots_file_makes_a_bot_for_each_town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first, second = bots(monkeypatch, tmp_path, BOTS)
    assert (first.town, second.town) == ("beit-shemesh", "arara")
    assert second.token.get_secret_value() == OTHER_TOKEN
    assert second.admin_code is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (BOTS, "", "holds something other than [[bots]] tables"),
        (BOTS, "bots = []", "holds something other than [[bots]] tables"),
        (BOTS, "bots = [5]", "bots[1]: Input should be a valid dictionary"),
        (BOTS, "[[bots]", "is not TOML"),
        ('town = "arara"', "", "bots[2].town: Field required"),
        ('town = "arara"', 'twon = "arara"', "bots[2].twon: Extra inputs are not permitted"),
        (OTHER_TOKEN, "hunter2", "bots[2].token: is not a bot token"),
        ("open-sesame", "x", "bots[1].admin_code: is not at least 8"),
        ("arara", "beit-shemesh", "two bots have the same town"),
        (OTHER_TOKEN, TOKEN, "two bots have the same token"),
    ],
)
def test_a_wrong_bots_file_is_refused_by_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(WrongSettings) as refused:
        bots(monkeypatch, tmp_path, BOTS.replace(old, new))
    assert says in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"\xff\xff", "is not UTF-8 text"), (b"#" * 1_000_001, "is too large"), (b"a=" + b"[" * 100_000, "nested too deeply")],
)
def test_a_bots_file_that_cannot_be_read_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "bots.toml").write_bytes(content)
    with pytest.raises(WrongSettings, match=says):
        settings(monkeypatch, BOTS_FILE=tmp_path / "bots.toml")


def test_behind_a_webhook_every_bot_needs_its_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match=r"a bot in .*bots.toml has no webhook_secret"):
        bots(monkeypatch, tmp_path, BOTS, WEBHOOK_URL="https://town.example")
    assert len(bots(monkeypatch, tmp_path, BOTS + f'webhook_secret = "{SECRET}x"', WEBHOOK_URL="https://town.example")) == 2
