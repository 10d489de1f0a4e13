"""A real PostgreSQL for tests: one server a test process, started on first use, one fresh database a test.

Import both fixtures in a conftest. The server listens on loopback alone, keeps its data in a temporary
folder, and ends with its tests however they end. Where none can be had, they are skipped with the reason.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO

import psycopg
import pytest

USER = "postgres"  # Debian's package makes it
NOT_TESTED = "the store on PostgreSQL is not tested"
START_ATTEMPTS = 5  # another process may take the free port first
NUMBERS = count(1)

# Standard input is open as long as the tests live. It brings a port to try, then ends, by a clean exit or a
# kill, and with it the server and its data.
SERVER_SCRIPT = """
set -eu
trap 'cd / && rm -rf "$FOLDER"' EXIT
cd "$FOLDER"
"$BINARIES/initdb" --pgdata=data --username=caveat --pwfile=password --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C --no-sync >&2
while read -r PORT; do
    if "$BINARIES/pg_ctl" --pgdata=data --wait --log=log start --options="-F -p $PORT \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=16MB" >&2
    then echo ready; else cat log >&2; echo failed; fi
done
"$BINARIES/pg_ctl" --pgdata=data --mode=immediate stop >&2
"""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; its one user may do everything."""

    port: int
    password: str

    def url(self, database: str) -> str:
        """Return the address of a database as a hosting platform would hand it out."""
        return f"postgres://caveat:{self.password}@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str, url: str | None = None) -> None:
        """Run one statement as an administrator, outside any transaction; *url* names another database."""
        with psycopg.connect(url or self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Run a server for this test process, or skip with the reason."""
    password = secrets.token_hex(8)
    command = [*_as_user(), "sh", "-c", SERVER_SCRIPT]
    settings = {"BINARIES": str(_binaries()), "FOLDER": str(_folder(password)), "LC_ALL": "C"}
    with _process(command, settings) as process:
        yield PostgresServer(_start(process), password)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Give the address of an empty database of this test's own."""
    name = f"test_{next(NUMBERS)}"
    postgres_server.execute(f"CREATE DATABASE {name}")
    yield postgres_server.url(name)
    postgres_server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _as_user() -> list[str]:
    """Return what to put before a command so that it does not run as root; skip where that cannot be."""
    if os.geteuid() != 0:
        return []
    if shutil.which("runuser") is None or not _user_exists():
        pytest.skip(f"{NOT_TESTED}: it refuses to run as root, and runuser or the user {USER} is missing")
    return ["runuser", "--user", USER, "--"]


def _user_exists() -> bool:
    try:
        pwd.getpwnam(USER)
    except KeyError:
        return False
    return True


def _binaries() -> Path:
    """Return the folder of the newest installed server's programs; skip where there is none."""
    debian = [str(path) for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    newest = max(debian, key=lambda path: float(path.split("/")[4]), default=shutil.which("initdb"))
    if newest is None:
        pytest.skip(f"{NOT_TESTED}: no server is installed; as root, scripts/system-packages installs Debian's")
    return Path(newest).parent


def _folder(password: str) -> Path:
    """Make the folder that the server's user owns."""
    folder = Path(tempfile.mkdtemp(prefix="caveat-postgres-"))
    (folder / "password").write_text(password)
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
        shutil.chown(folder / "password", USER)
    return folder


@contextmanager
def _process(command: list[str], settings: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run the script until the block ends; Ctrl-C is for the tests, the script hears of their end."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command,
        env={**os.environ, **settings},
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        start_new_session=True,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.communicate()


def _start(process: subprocess.Popen[str]) -> int:
    """Have the server started on a free port, and return that."""
    given, said = _open(process.stdin), _open(process.stdout)
    for _attempt in range(START_ATTEMPTS):
        port = _free_port()
        with suppress(BrokenPipeError):  # the reason stands in what the script said
            print(port, file=given, flush=True)
        if said.readline() == "ready\n":
            return port
    pytest.fail(f"PostgreSQL did not start:\n{process.communicate()[1]}")


def _open(stream: IO[str] | None) -> IO[str]:
    assert stream is not None  # all three are pipes
    return stream


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
