"""Two workers find the same announcement due; run by test_postgresql.py."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from announcements.due import run
from announcements.models import Announcement
from ground.clock import now
from ground.models import Event
from notices.models import Message
from people.models import User
from plans.actions import create_plan
from plans.models import Plan

WORKERS = 4


@pytest.mark.django_db(transaction=True)
def test_several_workers_tell_it_once() -> None:
    assert connection.vendor == "postgresql"
    ann = User.objects.create_user("ann", email="ann@example.test")
    plan = create_plan(by=ann, title="发布")
    start = now() + timedelta(days=1)
    Plan.objects.filter(pk=plan.pk).update(status="approved", window_start=start)
    for key in ("T-3d", "T-1d"):
        Announcement.objects.create(plan=plan, key=key, rule=key, moment=key, due_at=now())
    together = Barrier(WORKERS)

    def work() -> int:
        try:
            together.wait(10)
            return run(now())
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        told = sum(one.result() for one in [pool.submit(work) for _ in range(WORKERS)])
    assert told == 2
    assert Message.objects.filter(kind="window.near").count() == 2
    assert Event.objects.filter(chain=plan.chain, kind="announcement.told").count() == 2
