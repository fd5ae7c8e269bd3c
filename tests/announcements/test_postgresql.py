"""Announcements once more, on a private PostgreSQL, and a race that SQLite cannot run."""

from pathlib import Path

import pytest

from tests.servers import Postgres, holds_on

pytestmark = pytest.mark.servers
HERE = Path(__file__).parent


def test_announcements_hold_on_postgresql(postgres: Postgres) -> None:
    files = ("test_telling.py", "racing.py")
    holds_on(postgres, "announcements", *(HERE / name for name in files))
