"""The commands of `python -m bot`."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from bot.failpoint import NoSuchFailpoint, arm
from bot.logs import begin_logging, hide, redacted
from bot.town_file import NoSuchTown, WrongTownFile
from config.settings import Settings, WrongSettings, read_settings

LAZY = {
    "demo": ("bot.simulator.demo", "Play a town on this machine, without a token"),
    "drill": ("bot.simulator.drill", "Play one scenario in virtual time and judge it"),
    "bench": ("bot.simulator.bench", "Measure speed"),
    "chaos": ("bot.simulator.chaos", "Break everything at once, and count what was lost or doubled"),
    "replay": ("bot.simulator.chaos.replaying", "Play one seed of chaos again, with all of its mischief or only some"),
}
"""Commands whose rooms are heavy and are opened only when asked for."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 well, 1 it found something wrong, 2 it could not be run."""
    options = _parser(arguments).parse_args(arguments)
    try:
        settings = read_settings()
        hide(_confided(settings))
        begin_logging(settings.log_level)
        arm(settings.failpoint)
        return _run(options, settings)
    except (WrongSettings, WrongTownFile, NoSuchTown, NoSuchFailpoint) as mistake:
        print(redacted(str(mistake)), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _run(options: argparse.Namespace, settings: Settings) -> int:
    obey: Callable[[argparse.Namespace, Settings], int] = options.obey
    return obey(options, settings)


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Eshkol: the town's volunteer dispatch bot.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serving = _add(commands, "serve", _serve, "Run the bot (BOT_TOKEN or BOTS_FILE)")
    serving.add_argument("--role", choices=("all", "web", "worker", "sender"), default=None, help="what this process does (default: ROLE)")
    serving.add_argument("--supervised", action="store_true", help="fork the serving process anew when it dies (default: SUPERVISE)")
    _add(commands, "migrate", _migrate, "Bring the database to the newest step")
    checking = _with_town(_add(commands, "check", _check, "Read a town's files and name every mistake"))
    checking.add_argument("--audit", action="store_true", help="read the town's audit instead, and prove that no row was changed")
    checking.add_argument("--root", metavar="SEQ:HASH", help="with --audit: a root noted earlier, which must still stand in it")
    checking.add_argument("--live", action="store_true", help="ask Telegram itself: may messages of unknown fate be probed for?")
    checking.add_argument("--other-chat", type=int, help="with --live: a second private chat of yours beside OPS_CHAT")
    checking.add_argument("--retention", action="store_true", help="count instead what is kept longer than it may be")
    importing = _with_town(_add(commands, "import", _import, "Show how a town's files differ from the database, and apply it"))
    importing.add_argument("--apply", action="store_true", help="write the difference down")
    exporting = _with_town(_add(commands, "export", _export, "Write a town's profile, as the database knows it, as JSON"))
    exporting.add_argument("--audit", action="store_true", help="write the town's audit as CSV instead")
    _add(commands, "backup", _backup, "Copy the database while it is in use").add_argument("file", type=Path)
    restoring = _add(commands, "restore", _restore, "Put a backup in place; its unsent messages are held")
    restoring.add_argument("file", type=Path, nargs="?")
    restoring.add_argument("--release", action="store_true", help="let the held messages go out")
    for name, (module, about) in LAZY.items():
        command = _add(commands, name, _lazy(module), about)
        if name in arguments[:1]:
            import_module(module).add_arguments(command)
    return parser


def _add(commands: Any, name: str, obey: Callable[[argparse.Namespace, Settings], int], about: str) -> argparse.ArgumentParser:  # noqa: ANN401 - argparse keeps its type private
    command: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    command.set_defaults(obey=obey)
    command.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    return command


def _with_town(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--town", default=None, help="slug, or path of a town's folder (default: TOWN)")
    return command


def _lazy(module: str) -> Callable[[argparse.Namespace, Settings], int]:
    def obey(options: argparse.Namespace, settings: Settings) -> int:
        del settings
        return int(import_module(module).main(options))

    return obey


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    settings = read_settings({"role": options.role}) if options.role else settings
    if options.supervised or settings.supervise:
        return int(import_module("bot.supervisor").supervise(settings))
    serving = import_module("bot.serve")
    try:
        asyncio.run(serving.serve(settings))
    except serving.CannotStart as reason:
        print(redacted(str(reason)), file=sys.stderr)
        return 2
    return 0


def _migrate(options: argparse.Namespace, settings: Settings) -> int:
    return _report(options, _keeping().migrate_now(settings))


def _check(options: argparse.Namespace, settings: Settings) -> int:
    town = options.town or settings.town
    if options.audit:
        return _report(options, _auditing().check_audit(settings, town, options.root))
    if options.live:
        return _report(options, import_module("bot.live").check_live(settings, options.other_chat))
    if options.retention:
        return _report(options, _auditing().check_retention(settings, town))
    chosen = options.town or (settings.town if "town" in settings.model_fields_set else None)
    return _report(options, _keeping().check_town(chosen) if chosen else _keeping().check_every_town())


def _import(options: argparse.Namespace, settings: Settings) -> int:
    return _report(options, _keeping().import_town(settings, options.town or settings.town, apply=options.apply))


def _export(options: argparse.Namespace, settings: Settings) -> int:
    if options.audit:
        return _report(options, _auditing().export_audit(settings, options.town or settings.town))
    return _report(options, _keeping().export_town(settings, options.town or settings.town))


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    return _report(options, _keeping().backup_now(settings, options.file))


def _restore(options: argparse.Namespace, settings: Settings) -> int:
    if options.release:
        return _report(options, _keeping().release_now(settings))
    if options.file is None:
        print("name the backup to restore, or --release what an earlier restore holds", file=sys.stderr)
        return 2
    return _report(options, _keeping().restore_now(settings, options.file))


def _keeping() -> Any:  # noqa: ANN401 - a module, opened only when needed: what it imports takes seconds
    return import_module("bot.keeping")


def _auditing() -> Any:  # noqa: ANN401 - a module, opened only when needed
    return import_module("bot.auditing")


def _confided(settings: Settings) -> list[str]:
    """Return every secret of the settings, whatever it is called, and the database's password."""
    values = [getattr(each, name) for each in (settings, *settings.bots) for name in type(each).model_fields]
    parts = [part for value in values for part in (value if isinstance(value, (list, tuple)) else (value,))]
    found = [part.get_secret_value() for part in parts if isinstance(part, SecretStr)]
    return [*found, unquote(urlsplit(settings.database_url).password or "")]


def _report(options: argparse.Namespace, report: Any) -> int:  # noqa: ANN401 - a keeping.Report; its module is opened lazily
    for line in report.lines:
        print(redacted(line))
    if options.json:
        print(json.dumps(report.figures, ensure_ascii=False, sort_keys=True))
    return int(report.code)
