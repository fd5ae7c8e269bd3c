"""Short ways to what the tests of the list ask."""

from collections.abc import Callable
from typing import Any

import pytest

from applications.models import Application
from plans.actions import add_rows, create_plan
from plans.models import Plan

Release = Callable[..., Plan]


@pytest.fixture
def release(cast: Any) -> Release:
    """A plan of ann's that deploys these applications."""

    def make(*apps: str, title: str = "发布", **more: Any) -> Plan:
        plan = create_plan(by=cast.ann, title=title, **more)
        add_rows(plan, "apps", by=cast.ann, rows=[{"batch": 1, "app": app} for app in apps])
        plan.refresh_from_db()
        return plan

    return make


def the(name: str) -> Application:
    """The application of that name, which must be there."""
    found = Application.objects.named(name)
    assert found, name
    return found


def known() -> set[str]:
    return set(Application.objects.listed().values_list("name", flat=True))
