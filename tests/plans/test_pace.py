"""What a plan costs the database: as much for five hundred rows as for five."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans.actions import add_rows
from plans.counts import row_counts
from plans.document import load
from plans.models import Plan
from plans.tables.registry import section, sections
from tests.samples import sample_rows

pytestmark = pytest.mark.django_db

PAGE = 16
"""Queries of the plan page: session, account, plan, rights, counts, head, words, people."""


def asked(look: Any) -> int:
    with CaptureQueriesContext(connection) as seen:
        look()
    return len(seen)


def grow(plan: Plan, rows: int) -> None:
    """More applications and configuration keys, without the ceremony of the action."""
    for key, field in (("apps", "app"), ("configs", "key")):
        model = section(key).model
        made = [model(plan=plan, rank=n + 10, **{field: f"{field}-{n}"}) for n in range(rows)]
        model._default_manager.bulk_create(made)


def test_counts_say_what_the_tables_hold(plan: Plan) -> None:
    assert row_counts(plan) == {"members": 6, "apps": 3}
    assert asked(lambda: row_counts(plan)) == 1


def test_a_document_asks_only_the_tables_that_have_rows(plan: Plan) -> None:
    plan.refresh_from_db()
    assert plan.owner.pk
    assert asked(lambda: load(plan)) == len(["counts", "members", "apps", "notes"])
    grow(plan, 100)
    assert asked(lambda: load(plan)) == len(["counts", "members", "apps", "configs", "notes"])


def test_a_document_has_every_row_of_every_table(plan: Plan, cast: Any) -> None:
    for part in sections():
        if part.key != "members":
            rows = sample_rows(part, progress=False)
            add_rows(plan, part.key, by=cast.ann, rows=rows)
    document = load(plan)
    assert list(document.sections) == [part.key for part in sections()]
    for part in sections():
        assert len(document.rows(part.key)) == part.rows(plan).count() > 0


@pytest.mark.parametrize("name", ["detail", "check", "gates"])
def test_a_page_asks_no_more_for_a_large_plan(plan: Plan, ann: Client, name: str) -> None:
    place = f"/plans/{plan.number}/" + ("" if name == "detail" else f"{name}/")
    grow(plan, 2)
    ann.get(place)
    few = asked(lambda: ann.get(place))
    grow(plan, 100)
    assert asked(lambda: ann.get(place)) == few
    if name == "detail":
        assert few <= PAGE
