"""Guardrails of a ramp against a real Prometheus: in every state that has traffic."""

import pytest

from gray.actions import command
from gray.models import Flag, Move
from ground.models import Event
from tests.gray.measured import measured  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def served() -> int:
    flag = Flag.objects.get()
    return flag.share if flag.enabled else -1


def last_event(chain: str) -> Event:
    return Event.objects.filter(chain=chain, kind__startswith="ramp.").order_by("position").last()


def test_the_third_failure_in_a_row_rolls_back_one_stage_and_holds(measured):
    measured.metric("bad_late_ratio")
    measured.start()
    run = measured.until(25.2)
    assert (run.state, run.share, served()) == ("running", 1_000, 1_000)
    run = measured.until(26)
    assert (run.state, run.share, served()) == ("held", 100, 100)
    assert measured.verdicts()[-3:] == ["fail", "fail", "fail"]
    move = run.moves.last()
    assert move.cause == "guard"
    assert move.reason == "护栏“错误率”连续第 3 次不达标：8%，到了回滚线（> 5%），回退一级。"
    event = last_event(measured.plan.chain)
    assert (event.kind, event.reason) == ("ramp.fell", move.reason)


def test_a_pass_between_begins_the_row_anew(measured):
    measured.metric("bad_briefly_ratio")
    measured.start()
    run = measured.until(24)
    assert "fail" in measured.verdicts()
    assert (run.state, run.share) == ("running", 1_000)
