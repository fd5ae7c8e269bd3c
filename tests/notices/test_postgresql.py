"""Bundles, wishes and robots once more, on a private PostgreSQL."""

from pathlib import Path

import pytest

from tests.servers import Postgres, holds_on

pytestmark = pytest.mark.servers
HERE = Path(__file__).parent
FILES = ("test_bundling.py", "test_wishes.py", "test_robots.py", "test_robot_pages.py")


def test_the_outbox_holds_on_postgresql(postgres: Postgres) -> None:
    holds_on(postgres, "notices", *(HERE / name for name in FILES))
