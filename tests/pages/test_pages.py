"""Every page of plans answers, in a fixed number of queries, to whom it may."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from plans.actions import add_note, add_rows, create_plan, seal
from plans.models import Plan

Open = Callable[[Any], Client]
PAGES = ["", "info/", "check/", "check/panel/", "history/", "rollback-order/", "notes/new/"]


@pytest.fixture
def ann(signed_in: Open, cast: SimpleNamespace) -> Client:
    return signed_in(cast.ann)


@pytest.mark.parametrize("tail", PAGES)
def test_every_page_of_a_plan_answers(tail: str, ann: Client, plan: Plan) -> None:
    answer = ann.get(f"/plans/{plan.number}/{tail}")
    assert answer.status_code == 200
    assert "style=" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/plans/", "/plans/new/", "/plans/find/?search=返豆"])
def test_every_page_without_a_plan_answers(path: str, ann: Client, plan: Plan) -> None:
    answer = ann.get(path)
    assert answer.status_code == 200
    assert plan.title in answer.content.decode()
