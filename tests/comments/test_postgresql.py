"""Comments once more, on a private PostgreSQL, and a race that SQLite cannot run."""

from pathlib import Path

import pytest

from tests.servers import Postgres, holds_on

pytestmark = pytest.mark.servers
HERE = Path(__file__).parent
FILES = ("test_hearing.py", "test_talking.py", "test_doors.py", "racing.py")


def test_comments_hold_on_postgresql(postgres: Postgres) -> None:
    holds_on(postgres, "comments", *(HERE / name for name in FILES))
