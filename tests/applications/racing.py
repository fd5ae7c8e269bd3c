"""Two plans that bring the same new names at the same moment; run by test_postgresql.py."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction

from applications.actions import add_alias, rename
from applications.models import Application, Mention, Name
from people.models import User
from plans.actions import add_rows, create_plan
from plans.models import Plan

ROUNDS, NAMES = 6, 40


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_the_same_names_both_come_through() -> None:
    assert connection.vendor == "postgresql"
    ann = User.objects.create_user("ann", display_name="安然")
    for number in range(ROUNDS):
        names = [f"service-{number}-{at}" for at in range(NAMES)]
        plans = [create_plan(by=ann, title="发布") for _ in range(2)]
        start = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            orders = (names, names[::-1])
            done = [pool.submit(_write, start, plan, ann, order)
                    for plan, order in zip(plans, orders, strict=True)]  # fmt: skip
            assert [one.result() for one in done] == [NAMES, NAMES]
    total = ROUNDS * NAMES
    assert (Application.objects.count(), Name.objects.count()) == (total, total)
    assert Mention.objects.count() == 2 * total


def _write(start: Barrier, plan: Plan, by: Any, names: list[str]) -> int:
    try:
        start.wait(10)
        return len(add_rows(plan, "apps", by=by, rows=[{"app": name} for name in names]))
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("naming", [add_alias, rename])
def test_a_name_that_is_given_away_meanwhile_makes_no_application(naming: Any) -> None:
    ann = User.objects.create_user("ann", display_name="安然", is_superuser=True)
    plans = [create_plan(by=ann, title="发布") for _ in range(2)]
    add_rows(plans[0], "apps", by=ann, rows=[{"app": "old-service"}])
    named = Event()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(_name_slowly, naming, ann, named)
        assert named.wait(10)
        add_rows(plans[1], "apps", by=ann, rows=[{"app": "new-service"}])
        first.result()
    assert Application.objects.count() == 1
    assert set(Name.objects.values_list("text", flat=True)) == {"old-service", "new-service"}


def _name_slowly(naming: Any, by: Any, named: Event) -> None:
    """Give the name, and commit when somebody waits for it."""
    try:
        with transaction.atomic():
            naming(Application.objects.get(), by=by, name="new-service")
            named.set()
            _until_somebody_waits()
    finally:
        connection.close()


def _until_somebody_waits() -> None:
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.05)
    raise AssertionError("the plan never met the name")
