from types import SimpleNamespace

import pytest

from plans.models import Plan
from tests.exports.rich import rich_plan


@pytest.fixture
def rich(cast: SimpleNamespace) -> Plan:
    """Ann's plan with something in every section."""
    return rich_plan(cast.ann)
