"""Private servers for tests: PostgreSQL, Redis and SMTP, and the product's processes on them.

Nothing is left behind: every child dies with the test run, and its files with it.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis
from aiosmtpd.controller import Controller

from tests.mould import cast
from tests.processes import PATIENCE, ROOT, Processes, free_port, is_open, start, stop, wait_for

QUICK = {"fsync": "off", "full_page_writes": "off"}


def binary(name: str) -> str:
    """PG_BIN, then PATH, then where Debian keeps PostgreSQL."""
    places = [os.environ.get("PG_BIN", ""), *os.environ.get("PATH", "").split(os.pathsep)]
    places += sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
    for place in places:
        if place and os.access(Path(place) / name, os.X_OK):
            return str(Path(place) / name)
    pytest.fail(f"{name} is not installed: bin/test installs it, or set PG_BIN")


def _unprivileged() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


class Postgres:
    """A PostgreSQL of our own on a unix socket."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.user = folder, _unprivileged()
        folder.chmod(0o755)
        self.data, self.log = folder / "data", folder / "log"
        for path in (self.data, folder / "s"):
            path.mkdir()
            if self.user:
                os.chown(path, self.user.pw_uid, self.user.pw_gid)
        self._initialise()
        self.start()

    def _initialise(self) -> None:
        options = ["-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        made = start(
            [binary("initdb"), *options, "--locale=C.UTF-8", "--no-sync"],
            log=self.log,
            user=self.user,
        )
        assert made.wait(PATIENCE) == 0, self.log.read_text()

    def start(self) -> None:
        settings = [part for name, value in QUICK.items() for part in ("-c", f"{name}={value}")]
        place = ["-D", str(self.data), "-k", str(self.folder / "s"), "-c", "listen_addresses="]
        command = [binary("postgres"), *place, *settings]
        self.process = start(command, log=self.log, user=self.user)
        wait_for(self.is_ready, what="PostgreSQL")

    def is_ready(self) -> bool:
        try:
            self.ask("SELECT 1")
        except psycopg2.OperationalError:
            return False
        return True

    def ask(self, sql: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement outside any transaction; its rows."""
        link = psycopg2.connect(
            host=str(self.folder / "s"), user="postgres", dbname=database, connect_timeout=30
        )
        try:
            link.autocommit = True
            with link.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            link.close()

    def create(self, name: str = "", template: str = "template0") -> str:
        """A new database; its name."""
        name = name or f"t{uuid.uuid4().hex[:12]}"
        self.ask(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def plain(self) -> str:
        """The name of a database with the tables of the tests, to be copied: its locale is C."""
        if not self.ask("SELECT 1 FROM pg_database WHERE datname = 'plain'"):
            self.ask("CREATE DATABASE plain TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'")
            settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
            env = {**os.environ, **settings, "TEST_DATABASE_URL": self.url("plain")}
            command = [sys.executable, "-m", "django", "migrate", "--run-syncdb", "-v0"]
            subprocess.run(command, check=True, env=env, cwd=ROOT, timeout=PATIENCE)
        return "plain"

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder / 's'}"

    def restart(self) -> None:
        """As after a crash: killed at once, then recovered from its log."""
        self.kill()
        self.start()

    def kill(self) -> None:
        stop(self.process, signal.SIGQUIT)


def holds_on(postgres: Postgres, name: str, *files: Path) -> None:
    """Run these tests once more in a database of PostgreSQL whose locale knows no Chinese."""
    postgres.create(f"test_{name}", template=postgres.plain())
    env = {**os.environ, "TEST_DATABASE_URL": postgres.url(name)}
    fast = ["-q", "-x", "--reuse-db", "-m", "not servers and not browser and not long"]
    command = [sys.executable, "-m", "pytest", *fast, *map(str, files)]
    done = subprocess.run(
        command, check=False, env=env, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


class Redis:
    """A Redis of our own on a loopback port; nothing is kept on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = {"port": self.port, "bind": "127.0.0.1", "save": "", "dir": self.folder}
        words = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        self.process = start([binary("redis-server"), *words], log=self.folder / "log")
        wait_for(lambda: is_open(self.port), what="Redis")

    def kill(self) -> None:
        stop(self.process, signal.SIGKILL)

    def flush(self) -> None:
        """The broker loses everything."""
        redis.Redis(port=self.port).flushall()


@dataclass
class Mailbox:
    """A real SMTP server's inbox; `answer` is what it says to each mail."""

    answer: str = "250 OK"
    mails: list[Message] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.original_content))  # type: ignore[attr-defined]
            self.recipients.append(list(envelope.rcpt_tos))  # type: ignore[attr-defined]
        return self.answer


@pytest.fixture(scope="session")
def short_folder() -> Iterator[Path]:
    """Directly under the temporary root: a unix socket's path has at most 107 bytes."""
    path = Path(tempfile.mkdtemp(prefix="rp-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(short_folder: Path) -> Iterator[Postgres]:
    short_folder.chmod(0o755)
    folder = short_folder / "pg"
    folder.mkdir()
    server = Postgres(folder)
    yield server
    server.kill()


@pytest.fixture(scope="session")
def redis_server(short_folder: Path) -> Iterator[Redis]:
    folder = short_folder / "redis"
    folder.mkdir()
    server = Redis(folder)
    yield server
    server.kill()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A real SMTP server on a loopback port."""
    box = Mailbox(port=free_port())
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    yield box
    server.stop()


@pytest.fixture(scope="session")
def migrated(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a PostgreSQL database with all tables, to be copied."""
    name = postgres.create("migrated")
    folder = tmp_path_factory.mktemp("migrate")
    done = Processes(folder, _production(postgres.url(name), "", folder)).manage("migrate")
    assert done.returncode == 0, done.stderr
    return name


@pytest.fixture
def production(
    postgres: Postgres, redis_server: Redis, migrated: str, mailbox: Mailbox, tmp_path: Path
) -> Iterator[Processes]:
    """Processes on a fresh PostgreSQL database, an empty Redis and a real mail server."""
    redis_server.flush()
    url = postgres.url(postgres.create(template=migrated))
    env = _production(url, redis_server.url, tmp_path)
    processes = Processes(tmp_path, {**env, "EMAIL_URL": mailbox.url})
    yield processes
    processes.stop()


@pytest.fixture
def embedded(empty: Processes, django_db_blocker: Any) -> Processes:
    """Processes on an embedded installation of their own (SQLite, no broker), with its tables."""
    with django_db_blocker.unblock():
        cast(empty.folder / "releaseplan.sqlite3")
    return empty


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Processes]:
    """The same before its first start: nothing is there."""
    processes = Processes(tmp_path, {"VAR_DIR": str(tmp_path), "PORT": str(free_port())})
    yield processes
    processes.stop()


def _production(database: str, broker: str, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database,
        "REDIS_URL": broker or "redis://127.0.0.1:1/0",
        "SECRET_KEY": uuid.uuid4().hex * 2,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "DEBUG": "0",
        "VAR_DIR": str(folder),
    }
