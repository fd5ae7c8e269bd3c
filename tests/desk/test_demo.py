"""The demo is made by real actions, so it proves the main road as well."""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from gray.runs import Run
from ground.journal import verify
from people.demo import PASSWORD, demo_people
from plans.models import Plan

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def _told(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[dict[str, Any]]]:
    """Made once for this file; every test sees it as it was made."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield run()
        transaction.set_rollback(True)


@pytest.fixture
def demo(_told: list[dict[str, Any]], db: None) -> list[dict[str, Any]]:
    return _told


def run() -> list[dict[str, Any]]:
    out = StringIO()
    call_command("demo", json=True, stdout=out)
    return json.loads(out.getvalue())["plans"]


def test_four_plans_stand_in_four_states(demo: list[dict[str, Any]]) -> None:
    assert [one["status"] for one in demo] == ["ramping", "releasing", "in_review", "draft"]


def test_one_is_at_ten_percent_with_its_past(demo: list[dict[str, Any]]) -> None:
    run_ = Run.objects.get()
    assert (run_.state, run_.percent) == ("running", "10")
    moves = [(move.at, move.to_share) for move in run_.moves.order_by("id")]
    assert [share for _at, share in moves][-3:] == [0, 100, 1000]
    assert moves == sorted(moves)


def test_a_second_time_changes_nothing(demo: list[dict[str, Any]]) -> None:
    assert run() == demo
    shelf = Plan.objects.filter(status="template")
    assert (Plan.objects.count() - shelf.count(), shelf.count()) == (4, 3)


def test_every_chain_of_the_demo_verifies(demo: list[dict[str, Any]]) -> None:
    chains = [plan.chain for plan in Plan.objects.all()]
    assert [verify(chain) for chain in [*chains, "installation"]] == [None] * 8


def test_everybody_can_sign_in_and_open_everything(demo: list[dict[str, Any]]) -> None:
    assert len(demo_people()) == 9
    client = Client()
    client.post("/login/", {"username": "linqiao", "password": PASSWORD})
    for plan in demo:
        assert client.get(f"/plans/{plan['number']}/board/").status_code == 200
    for path in ("/", "/calendar/"):
        assert client.get(path).status_code == 200


def test_two_signatures_are_on_the_plan_in_review(demo: list[dict[str, Any]]) -> None:
    plan = Plan.objects.get(status="in_review")
    assert list(plan.gates.filter(state="signed").values_list("key", flat=True)) == [
        "submission", "tested",
    ]  # fmt: skip


def test_demo_accounts_are_not_made_in_production(settings: Any) -> None:
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="embedded"):
        call_command("demo")
