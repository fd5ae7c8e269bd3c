"""The clock at gates: told in time, told once, told up the line, and never when it is over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import transaction

from approvals import due
from approvals.actions import remind, save_gates, settle_plan, submit
from approvals.models import Gate, SignLink
from approvals.rules.norm import CLOSED, GO_NO_GO
from ground.clock import now
from ground.errors import WrongState
from ground.journal import verify
from ground.models import Event
from notices.models import Message
from people.models import Delegation, User
from plans.actions import change_plan, copy_plan, lock, save_as_template
from plans.models import Plan
from tests.approvals.hands import approve, gate, reject, submitted
from tests.approvals.scenes import NOON

HOUR = timedelta(hours=1)
WINDOW = NOON + 144 * HOUR
"""提测 is due three days before, which leaves three days."""
DUE = NOON + 72 * HOUR
EVERYONE = {"ann", "dev", "rob", "dan", "oli", "pia"}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling


@pytest.fixture
def waiting(plan: Plan, cast: SimpleNamespace, clock: time_machine.Traveller) -> Plan:
    """Submitted at noon, its window in six days: 提测 waits for dev."""
    Plan.objects.filter(pk=plan.pk).update(window_start=WINDOW, window_end=WINDOW + 4 * HOUR)
    return submitted(Plan.objects.get(pk=plan.pk), cast.ann)


def heard(kind: str) -> list[str]:
    found = Message.objects.filter(kind=kind).select_related("to").order_by("pk")
    return [one.to.username for one in found if one.to]


def run_at(clock: time_machine.Traveller, moment: datetime) -> None:
    clock.move_to(moment)
    due.run(now())


def test_the_gate_knows_its_time_and_the_clock_when_to_look(waiting: Plan) -> None:
    found = gate(waiting, "submission")
    assert (found.asked_at, found.due_at) == (NOON, DUE)
    assert due.next_due() == found.nudge_at == DUE - 18 * HOUR
    assert gate(waiting, "tested").due_at is None


def test_before_the_time_those_who_can_sign_hear_it_once(
    waiting: Plan, clock: time_machine.Traveller
) -> None:
    run_at(clock, DUE - 19 * HOUR)
    assert heard("gate.due_soon") == []
    for _again in range(3):
        run_at(clock, DUE - 18 * HOUR)
    assert heard("gate.due_soon") == ["dev"]
    letter = Message.objects.get(kind="gate.due_soon")
    assert SignLink.objects.filter(person=letter.to, gate__key="submission").count() == 2
    assert "时限" in letter.text and "/sign/" in letter.text
    assert due.next_due() == DUE


def test_it_goes_up_the_line_and_stops_at_the_owner(
    waiting: Plan, clock: time_machine.Traveller
) -> None:
    for hours in range(-20, 40):
        run_at(clock, DUE + hours * HOUR)
    assert heard("gate.due_soon") == ["dev"]
    assert set(heard("gate.overdue")) == EVERYONE
    assert len(heard("gate.overdue")) == len(EVERYONE)
    assert heard("gate.escalated") == ["dev", "ann", "ann"]
    told = Event.objects.filter(chain=waiting.chain, kind="gate.escalated").order_by("position")
    assert [(one.data["parts"], one.at - DUE) for one in told] == [
        ("开发负责人", 4 * HOUR), ("项目负责人", 8 * HOUR), ("计划负责人", 12 * HOUR),
    ]  # fmt: skip
    assert due.next_due() is None
    assert gate(waiting, "submission").nudges == 5
    assert verify(waiting.chain) is None


def test_a_clock_that_was_away_says_each_thing_once(
    waiting: Plan, clock: time_machine.Traveller
) -> None:
    for _again in range(2):
        run_at(clock, DUE + 9 * HOUR)
    assert heard("gate.due_soon") == []
    assert len(heard("gate.overdue")) == len(EVERYONE)
    assert sorted(heard("gate.escalated")) == ["ann", "dev"]
    assert Event.objects.filter(chain=waiting.chain, kind="gate.escalated").count() == 1
    assert due.next_due() == DUE + 12 * HOUR


def test_a_part_that_nobody_plays_is_passed_over(
    waiting: Plan, clock: time_machine.Traveller
) -> None:
    found = gate(waiting, "submission")
    rule = replace(found.asks, escalates=("test_lead", "pm"))
    Gate.objects.filter(pk=found.pk).update(rule=rule.as_json())
    waiting.grants.filter(permission__codename="part_test_lead").delete()
    run_at(clock, DUE)
    run_at(clock, DUE + 4 * HOUR)
    assert heard("gate.escalated") == ["ann"]
    assert due.next_due() == DUE + 12 * HOUR


def test_a_signed_a_rejected_and_a_withdrawn_gate_are_quiet(
    waiting: Plan, cast: SimpleNamespace, clock: time_machine.Traveller
) -> None:
    approve(waiting, "submission", cast.dev)
    assert gate(waiting, "submission").nudge_at is None
    reject(waiting, "tested", cast.rob)
    assert gate(waiting, "tested").nudge_at is None
    run_at(clock, WINDOW)
    assert heard("gate.due_soon") == heard("gate.overdue") == heard("gate.escalated") == []


def test_a_moved_window_moves_the_time(
    waiting: Plan, cast: SimpleNamespace, clock: time_machine.Traveller
) -> None:
    run_at(clock, DUE + HOUR)
    later = {"window_start": WINDOW + 240 * HOUR, "window_end": WINDOW + 244 * HOUR}
    fresh = Plan.objects.get(pk=waiting.pk)
    change_plan(fresh, by=cast.ann, version=fresh.version_lock, values=later)
    found = gate(waiting, "submission")
    assert found.due_at == DUE + 240 * HOUR
    assert found.nudge_at == found.due_at - 24 * HOUR
    run_at(clock, found.due_at)
    assert len(heard("gate.overdue")) == 2 * len(EVERYONE)


def test_settling_again_changes_no_time(waiting: Plan, clock: time_machine.Traveller) -> None:
    before = list(Gate.objects.filter(plan=waiting).values_list("due_at", "nudge_at", "nudges"))
    clock.move_to(NOON + 5 * HOUR)
    with transaction.atomic():
        settle_plan(lock(waiting), by=None)
    after = list(Gate.objects.filter(plan=waiting).values_list("due_at", "nudge_at", "nudges"))
    assert after == before


def test_delegates_are_told_too(
    waiting: Plan, cast: SimpleNamespace, clock: time_machine.Traveller
) -> None:
    stand_in(cast.dev, cast.eve)
    run_at(clock, DUE - 18 * HOUR)
    assert sorted(heard("gate.due_soon")) == ["dev", "eve"]
    run_at(clock, DUE)
    assert set(heard("gate.overdue")) == EVERYONE | {"eve"}


def test_a_reminder_by_hand_asks_delegates_too(waiting: Plan, cast: SimpleNamespace) -> None:
    stand_in(cast.dev, cast.eve)
    assert remind(gate(waiting, "submission"), by=cast.ann) == ["戴维", "伊芙"]
    assert sorted(heard("gate.reminded")) == ["dev", "eve"]
    with pytest.raises(WrongState, match="一小时内"):
        remind(gate(waiting, "submission"), by=cast.ann)


def stand_in(giver: User, taker: User) -> None:
    Delegation.objects.create(
        giver=giver, taker=taker, begins_at=NOON, ends_at=WINDOW, created_at=NOON
    )


def test_what_fails_half_way_is_said_once_in_the_end(
    waiting: Plan, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as broken:
        broken.setattr("approvals.due_letters.overdue", fails)
        run_at(clock, DUE)
    assert not Event.objects.filter(chain=waiting.chain, kind="gate.overdue").exists()
    assert due.next_due() is not None
    run_at(clock, DUE + HOUR)
    assert len(heard("gate.overdue")) == len(EVERYONE)


TOLD = (replace(GO_NO_GO, opens=(), record=(), tells=("ops",)), CLOSED)


@pytest.fixture
def quiet(plan: Plan, cast: SimpleNamespace, clock: time_machine.Traveller) -> Plan:
    """A plan whose one review tells only ops and the owner."""
    made = save_as_template(plan, by=cast.ann, title="小发布", has_people=True)
    save_gates(made, by=cast.ann, version=0, rules=TOLD)
    return submit(copy_plan(made, by=cast.ann, title="静"), by=cast.ann, reason="都看过")


def test_only_the_parts_that_the_gate_tells_and_the_owner_hear_of_it(
    quiet: Plan, cast: SimpleNamespace
) -> None:
    approve(quiet, "go_no_go", cast.dev)
    assert sorted(heard("gate.signed")) == ["ann", "oli"]


def test_signers_hear_that_theirs_is_over_whoever_else_is_told(
    quiet: Plan, cast: SimpleNamespace
) -> None:
    approve(quiet, "go_no_go", cast.dev)
    reject(quiet, "go_no_go", cast.rob)
    assert sorted(heard("gate.voided")) == ["ann", "dev", "oli"]
    assert sorted(heard("gate.rejected")) == ["ann", "oli", "rob"]
