"""The index, the list and the palette once more, on a private PostgreSQL."""

from pathlib import Path

import pytest

from tests.servers import Postgres, holds_on

pytestmark = pytest.mark.servers
HERE = Path(__file__).parent
FILES = ("test_index.py", "test_list.py", "test_palette.py", "test_plans.py")


def test_the_index_holds_on_postgresql(postgres: Postgres) -> None:
    holds_on(postgres, "search", *(HERE / name for name in FILES))
