"""Tests that commit leave rows behind; emptying the tables must pass the events' triggers."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase


@pytest.fixture(scope="session", autouse=True)
def _events_may_go_with_their_test_database() -> Iterator[None]:
    """SQLite empties by DELETE, which the append-only triggers refuse; they stand back for it."""
    empty = TransactionTestCase._fixture_teardown

    def teardown(case: Any) -> None:
        triggers = _triggers()
        for name, _sql in triggers:
            _run(f'DROP TRIGGER "{name}"')
        empty(case)
        for _name, sql in triggers:
            _run(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


def _triggers() -> list[tuple[str, str]]:
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return cursor.fetchall()


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
