"""The list of applications once more, on a private PostgreSQL, and a race that SQLite cannot run."""

from pathlib import Path

import pytest

from tests.servers import Postgres, holds_on

pytestmark = pytest.mark.servers
HERE = Path(__file__).parent
FILES = ("test_filling.py", "test_people.py", "test_history.py", "test_hints.py", "racing.py")


def test_the_list_holds_on_postgresql(postgres: Postgres) -> None:
    holds_on(postgres, "applications", *(HERE / name for name in FILES))
