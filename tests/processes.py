"""Child processes of tests: none outlives the test run."""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 180.0
"""Seconds for what takes one on a quiet machine; a busy one must not fail a test."""
LEAVE = 30.0
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def wait_for(question: Callable[[], object], *, within: float = PATIENCE, what: str = "") -> object:
    """The first true answer; fails when none came in time."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError(f"waited {within:.0f} s in vain for {what or question}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def bound_to_parent(user: pwd.struct_passwd | None) -> Callable[[], None]:
    """Run in the child: another user where asked, and death when the parent dies."""

    def prepare() -> None:
        if user is not None:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

    return prepare


def start(
    command: list[str],
    *,
    log: Path,
    env: dict[str, str] | None = None,
    user: pwd.struct_passwd | None = None,
) -> subprocess.Popen[bytes]:
    """A child that cannot outlive this process; its words go to `log`."""
    with log.open("ab") as words:
        return subprocess.Popen(
            command,
            cwd=ROOT if user is None else "/",
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            preexec_fn=bound_to_parent(user),  # noqa: PLW1509 - no threads run in it
        )


def stop(process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> int:
    """Signal it and wait; one that does not listen is killed."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        return process.wait(LEAVE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def descendants(pid: int) -> list[int]:
    """The processes under one, of every generation."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").glob("*/children"))
        children = [int(word) for path in tasks for word in path.read_text().split()]
    except OSError:  # it has gone
        return []
    return children + [each for child in children for each in descendants(child)]


class Processes:
    """The product's own processes for one test."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.folder = folder
        self.env = {**_clean_environment(), **env}
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str, name: str = "", **env: str) -> subprocess.Popen[bytes]:
        """Start a command with this environment; its words go to `log(name)`."""
        program = shutil.which(command[0], path=str(Path(sys.executable).parent)) or command[0]
        process = start(
            [program, *command[1:]], log=self._log(name or command[0]), env={**self.env, **env}
        )
        self.running.append(process)
        return process

    def manage(self, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run `manage.py …` to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env={**self.env, **env},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def log(self, name: str) -> str:
        path = self._log(name)
        return path.read_text() if path.exists() else ""

    def stop(self) -> None:
        """Kill them and whatever they started: workers would outlive the server that forked them."""
        for process in self.running:
            family = descendants(process.pid)
            stop(process, signal.SIGKILL)
            for pid in family:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def _log(self, name: str) -> Path:
        return self.folder / f"{Path(name).name}.log"


def _clean_environment() -> dict[str, str]:
    """This process's environment without what tests/settings.py put there."""
    ours = ("DJANGO_", "DATABASE_URL", "REDIS_", "SECRET_KEY", "VAR_DIR", "DEBUG", "EMAIL_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
