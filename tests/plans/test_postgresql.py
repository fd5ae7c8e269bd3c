"""Tables, history, merging and live pages once more, on a private PostgreSQL."""

from pathlib import Path

import pytest

from tests.servers import Postgres, holds_on

pytestmark = pytest.mark.servers
HERE = Path(__file__).parent
FILES = (
    "test_live.py", "test_rows.py", "test_restoring.py", "test_history.py", "test_pace.py",
    "test_import_into.py", "test_checks.py", "test_resolving.py", "test_templates.py",
)  # fmt: skip


def test_tables_hold_on_postgresql(postgres: Postgres) -> None:
    holds_on(postgres, "plans", *(HERE / name for name in FILES))
