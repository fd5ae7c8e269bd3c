"""Something is said while the letter about the thread is written; run by test_postgresql.py."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from comments.actions import add_comment, telling
from comments.due import run
from comments.models import Comment, Listener
from ground.clock import now
from people.models import User
from plans.actions import add_rows, create_plan
from plans.models import Plan

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.mark.django_db(transaction=True)
def test_what_is_said_while_a_letter_is_written_is_told_too(monkeypatch: Any) -> None:
    assert connection.vendor == "postgresql"
    ann, dev = (User.objects.create_user(name) for name in ("ann", "dev"))
    plan = create_plan(by=ann, title="发布")
    add_rows(plan, "members", by=ann, rows=[{"role": "服务端开发", "name": "戴维", "user": "dev"}])
    _say(plan, dev, "一")
    with ThreadPoolExecutor(1) as pool:
        second: list[Future[Comment]] = []

        def send(_listener: Listener, _said: Any) -> None:
            second.append(pool.submit(_say, plan, dev, "二"))
            _until_blocked(second[0])

        monkeypatch.setattr(telling, "send", send)
        assert run(now()) == 1
        said = second[0].result()
    listener = Listener.objects.get(person=ann)
    assert listener.due_at is not None
    assert listener.told_upto < said.pk


def _say(plan: Plan, by: User, text: str) -> Comment:
    try:
        return add_comment(plan, by=by, section="plan", text=text)
    finally:
        if not connection.in_atomic_block:
            connection.close()


def _until_blocked(other: Future[Comment]) -> None:
    """Whoever waits for nobody is done."""
    for _ in range(1_000):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if other.done() or cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    pytest.fail("the other neither waits nor is done")
