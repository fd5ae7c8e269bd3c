"""A bundle from the JSON of PostgreSQL, which orders keys its own way; see test_bundle_postgresql."""

from pathlib import Path

import pytest
from django.db import connection

from tests.exports.test_bundle import bundle, made, quick, run, signed

__all__ = ["bundle", "made", "quick", "signed"]


@pytest.mark.django_db
def test_a_bundle_from_postgresql_holds(bundle: Path) -> None:
    assert connection.vendor == "postgresql"
    status, told = run(bundle)
    assert status == 0 and "1 sign-offs" in told and "2 attachments" in told, told
