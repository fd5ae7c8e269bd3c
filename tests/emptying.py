"""Tests that commit leave rows behind: the mould replaces them all at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

from tests.mould import recast


@pytest.fixture(scope="session", autouse=True)
def _tables_are_cast_again() -> Iterator[None]:
    """Django would empty table by table, which the triggers of the events refuse, and then
    write its permissions anew. PostgreSQL truncates, which passes the triggers."""
    empty = TransactionTestCase._fixture_teardown

    def teardown(case: Any) -> None:
        if connection.vendor == "sqlite":
            recast()
        else:
            empty(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield
