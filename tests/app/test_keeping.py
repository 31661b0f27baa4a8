"""Check, import, export, backup and restore, as a host uses them."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.auditing import check_audit, check_retention, export_audit
from bot.cli import main
from bot.keeping import backup_now, check_town, export_town, import_town, migrate_now, release_now, restore_now
from bot.town_file import WrongTownFile, find_town
from config.settings import Settings, read_settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("BOT_TOKEN", "BOTS_FILE", "DATABASE_URL", "WEBHOOK_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return read_settings()


def database_file(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite+aiosqlite:///"))


def test_check_counts_a_town_and_names_what_cannot_be_issued_yet() -> None:
    report = check_town("beit-shemesh")

    assert report.code == 0
    assert report.figures["neighbourhoods"] == 27
    assert "E07" not in report.figures["not_issuable"]
    assert "police_clearance" in report.figures["not_issuable"]["E06"]


def test_check_refuses_a_wrong_file_by_file_key_and_reason(tmp_path: Path) -> None:
    shutil.copytree(find_town("arara"), tmp_path / "arara")
    profile = tmp_path / "arara" / "town.toml"
    profile.write_text(profile.read_text(encoding="utf-8").replace('zone = "Asia/Jerusalem"', 'zone = "Asia/Nowhere"'), encoding="utf-8")

    with pytest.raises(WrongTownFile) as wrong:
        check_town(str(tmp_path / "arara"))

    assert "town.toml" in str(wrong.value)
    assert "zone" in str(wrong.value)


def test_import_shows_the_difference_before_it_is_applied(settings: Settings) -> None:
    shown = import_town(settings, "arara", apply=False)
    applied = import_town(settings, "arara", apply=True)
    again = import_town(settings, "arara", apply=False)

    assert shown.figures["differences"] > 0
    assert not shown.figures["applied"]
    assert applied.figures["applied"]
    assert again.figures["differences"] == 0


def test_export_writes_what_was_imported(settings: Settings) -> None:
    import_town(settings, "arara", apply=True)

    report = export_town(settings, "arara")

    kinds = [json.loads(line) for line in report.lines]
    assert {item["sort"] for item in kinds} == {"town", "cluster", "skill", "kind", "neighbourhood"}


def test_a_backup_restores_and_holds_what_was_unsent(settings: Settings, tmp_path: Path) -> None:
    migrate_now(settings)
    _queue_one(database_file(settings))
    copy = tmp_path / "copy.db"

    made = backup_now(settings, copy)
    database_file(settings).unlink()
    restored = restore_now(settings, copy)
    released = release_now(settings)

    assert made.code == restored.code == 0
    assert restored.figures["held"] == 1
    assert released.figures["released"] == 1
    assert copy.stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_backup_is_refused_and_nothing_is_touched(settings: Settings, tmp_path: Path) -> None:
    migrate_now(settings)
    before = database_file(settings).read_bytes()
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(b"not a database at all")

    report = restore_now(settings, wrong)

    assert report.code == 1
    assert "nothing was restored" in report.lines[0]
    assert database_file(settings).read_bytes() == before


def test_undoing_a_restore_brings_back_what_stood_there(settings: Settings, tmp_path: Path) -> None:
    migrate_now(settings)
    empty = tmp_path / "empty.db"
    backup_now(settings, empty)
    _queue_one(database_file(settings))
    restore_now(settings, empty)
    aside = Path(f"{database_file(settings)}.before-restore")

    undone = restore_now(settings, aside)

    assert undone.figures["held"] == 1
    assert Path(f"{aside}-2").exists()
    assert restore_now(settings, database_file(settings)).code == 1


def test_a_data_folder_that_cannot_be_made_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", "/proc/nowhere")

    assert main(["migrate"]) == 2
    assert capsys.readouterr().err.startswith("DATA_DIR: /proc/nowhere cannot be made")


def test_a_backup_of_nothing_says_so(settings: Settings, tmp_path: Path) -> None:
    assert backup_now(settings, tmp_path / "copy.db").code == 1


def test_serve_without_a_token_says_what_to_set(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve"]) == 2
    assert "BOT_TOKEN" in capsys.readouterr().err


def test_json_is_the_last_line(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--town", "arara", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["town"] == "arara"


def test_an_unknown_town_is_refused_with_the_known_ones(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--town", "atlantis"]) == 2
    assert "beit-shemesh" in capsys.readouterr().err


def test_restore_without_a_file_says_what_is_missing(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore"]) == 2
    assert "--release" in capsys.readouterr().err


def _queue_one(file: Path) -> None:
    columns = "town, chat_id, topic, urgency, key, args, is_silent, text_version, state, attempt, queued_at"
    with sqlite3.connect(file) as database:
        database.execute(f"INSERT INTO outbox ({columns}) VALUES ('t', 5, 'screen', 0, 'k', '{{}}', 0, 1, 'queued', 0, 0)")  # noqa: S608 - the columns stand two lines above
    database.close()


def test_the_audit_is_proved_handed_over_and_found_out_when_changed(settings: Settings, tmp_path: Path) -> None:
    import_town(settings, "arara", apply=True)
    export_town(settings, "arara")
    backup_now(settings, tmp_path / "copy.db")
    whole = check_audit(settings, "arara")
    assert (whole.code, whole.figures["rows"]) == (0, 3)
    assert check_audit(settings, "arara", whole.figures["root"]).code == 0
    assert check_audit(settings, "arara", f"2:{'0' * 64}").code == 1
    told = export_audit(settings, "arara").lines
    assert [line.split(",")[2] for line in told] == ["deed", "settings_imported", "settings_exported", "backed_up"]
    assert check_retention(settings, "arara").code == 0
    with closing(sqlite3.connect(database_file(settings))) as file, file:
        file.execute("DROP TRIGGER audit_stays")
        file.execute("UPDATE audit SET deed = 'call_closed' WHERE seq = 2")
    broken = check_audit(settings, "arara")
    assert (broken.code, broken.figures["broken_at"]) == (1, 2)


def test_the_commands_reach_the_audit_and_the_clocks(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    import_town(settings, "arara", apply=True)
    assert main(["check", "--town", "arara", "--audit"]) == 0
    assert main(["check", "--town", "arara", "--retention"]) == 0
    assert main(["export", "--town", "arara", "--audit"]) == 0
    said = capsys.readouterr().out
    assert "unbroken" in said
    assert "nothing is older" in said
    assert "seq,at,deed" in said
