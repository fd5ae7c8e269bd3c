"""Makes the suite quicker: what was imported is never garbage."""

import gc

import pytest


def pytest_collection_finish(session: pytest.Session) -> None:
    """Collecting over Django's models again and again is a tenth of the suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
