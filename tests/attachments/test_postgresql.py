"""Attachments once more, on a private PostgreSQL, and a race that SQLite cannot run."""

from pathlib import Path

import pytest

from tests.servers import Postgres, holds_on

pytestmark = pytest.mark.servers
HERE = Path(__file__).parent
FILES = ("test_hanging.py", "test_checksums.py", "test_doors.py", "test_board.py", "racing.py")


def test_attachments_hold_on_postgresql(postgres: Postgres) -> None:
    holds_on(postgres, "attachments", *(HERE / name for name in FILES))
