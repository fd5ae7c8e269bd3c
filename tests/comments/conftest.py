"""Somebody says something about a row of ann's plan."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from comments.actions import add_comment
from comments.models import Comment
from plans.models import Plan
from plans.tables.registry import section

Say = Callable[..., Comment]


@pytest.fixture
def app(plan: Plan) -> Any:
    """The row of coin-center."""
    return section("apps").rows(plan).get(app="coin-center")


@pytest.fixture
def say(plan: Plan, cast: SimpleNamespace, app: Any) -> Say:
    """say("words") as dev, about coin-center unless told otherwise."""

    def speak(text: str, by: Any = None, section: str = "apps", row: int | None = None) -> Comment:
        where = app.pk if row is None else row
        return add_comment(plan, by=by or cast.dev, section=section, row=where, text=text)

    return speak
