"""The list of applications once more, on a private PostgreSQL, and a race that SQLite cannot run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import Postgres

pytestmark = pytest.mark.servers
HERE = Path(__file__).parent
FILES = ("test_filling.py", "test_people.py", "test_history.py", "test_hints.py", "racing.py")


def test_the_list_holds_on_postgresql(postgres: Postgres) -> None:
    postgres.ask("CREATE DATABASE test_applications TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'")
    env = {**os.environ, "TEST_DATABASE_URL": postgres.url("applications")}
    command = [
        sys.executable, "-m", "pytest", "-q", "-x", "--reuse-db", "-m", "not servers",
        *(str(HERE / name) for name in FILES),
    ]  # fmt: skip
    done = subprocess.run(
        command, check=False, env=env, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
