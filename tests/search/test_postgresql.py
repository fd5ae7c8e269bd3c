"""The tests of the index once more, on a private PostgreSQL whose locale knows no Chinese."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import Postgres

pytestmark = pytest.mark.servers
HERE = Path(__file__).parent


def test_the_index_holds_on_postgresql(postgres: Postgres):
    postgres.ask("CREATE DATABASE test_search TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'")
    env = {**os.environ, "TEST_DATABASE_URL": postgres.url("search")}
    tests = [str(HERE / "test_index.py")]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "--reuse-db",
        "-m",
        "not servers",
        *tests,
    ]
    done = subprocess.run(
        command, check=False, env=env, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
