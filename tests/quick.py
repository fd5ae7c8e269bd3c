"""Makes the suite quicker: what was imported is never garbage, what was built is built once."""

import gc
from collections.abc import Iterator

import pytest
from django.db import connection

from tests.phonograph import PHONOGRAPH

BENDS = {"monkeypatch", "settings"}


def pytest_collection_finish(session: pytest.Session) -> None:
    """Collecting over Django's models again and again is a tenth of the suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture
def db(db: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """The test's database, followed where its preparation may be played."""
    if connection.vendor != "sqlite" or _bends(request.node):
        yield
        return
    with PHONOGRAPH.following():
        yield


def _bends(test: pytest.Item) -> bool:
    """Whether it, or a fixture of the house that it uses, asks for one of the bending fixtures."""
    asked = test._fixtureinfo  # type: ignore[attr-defined]
    ours = [one for found in asked.name2fixturedefs.values() for one in found if one.baseid]
    return any(BENDS & {*names} for names in (asked.argnames, *(one.argnames for one in ours)))
