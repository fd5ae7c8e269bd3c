from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from ground.journal import head_of, record, verify
from ground.models import Event
from plans.events import CREATED

pytestmark = pytest.mark.django_db


def write(times: int, chain: str = "plan:X") -> None:
    with transaction.atomic():
        for number in range(times):
            record(CREATED, chain=chain, data={"title": f"第 {number} 次"})


def test_a_chain_of_events_verifies() -> None:
    write(3)
    assert verify("plan:X") is None
    assert [event.position for event in Event.objects.filter(chain="plan:X")] == [1, 2, 3]


def test_a_moment_of_another_zone_does_not_break_the_chain() -> None:
    there = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    with transaction.atomic():
        record(CREATED, chain="plan:X", at=there)
    assert verify("plan:X") is None


def test_each_chain_counts_for_itself() -> None:
    write(2)
    write(1, chain="plan:Y")
    assert Event.objects.get(chain="plan:Y").position == 1


def test_the_database_refuses_to_change_an_event() -> None:
    write(1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.update(reason="anders")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.all().delete()


def test_a_forged_event_is_found() -> None:
    write(3)
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER ground_event_no_{verb}")
        cursor.execute("UPDATE ground_event SET reason='x' WHERE position=2")
    broken = verify("plan:X")
    assert broken is not None
    assert broken.position == 2


def test_truncation_shows_against_the_printed_head() -> None:
    write(2)
    head = head_of("plan:X")
    verify("plan:X", head=head)
    with pytest.raises(LookupError):
        verify("plan:X", head="0" * 64)


def test_an_event_outside_a_transaction_is_a_mistake(transactional_db: None) -> None:
    with pytest.raises(RuntimeError):
        record(CREATED, chain="plan:X")
