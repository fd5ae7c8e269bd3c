"""The evidence bundle once more, on a private PostgreSQL."""

from pathlib import Path

import pytest

from tests.servers import Postgres, holds_on

pytestmark = pytest.mark.servers


def test_a_bundle_holds_on_postgresql(postgres: Postgres) -> None:
    holds_on(postgres, "bundles", Path(__file__).with_name("bundled.py"))
