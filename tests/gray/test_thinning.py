"""Old measurements become fewer, and none of their verdicts is lost."""

from datetime import UTC, datetime, timedelta

import pytest

from gray.actions import thinning
from gray.actions.thinning import thin
from gray.models import Measurement, Run

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def fill(run: Run, begin: datetime, minutes: int, verdict: str = "pass") -> None:
    Measurement.objects.bulk_create(
        Measurement(
            run=run, metric=1, name="错误率", at=begin + timedelta(minutes=n), verdict=verdict
        )
        for n in range(minutes)
    )


@pytest.fixture
def run(ramp) -> Run:
    return Run.objects.create(plan=ramp.plan, ramp=ramp)


def test_the_last_day_stays_and_before_it_six_an_hour_do(run):
    fill(run, NOW - timedelta(days=2), 60)
    fill(run, NOW - timedelta(hours=2), 60)
    assert thin(NOW) == 54
    assert run.measurements.filter(at__gte=NOW - timedelta(days=1)).count() == 60
    assert run.measurements.filter(at__lt=NOW - timedelta(days=1)).count() == 6


def test_after_a_month_one_an_hour_stays(run):
    fill(run, NOW - timedelta(days=40), 120)
    thin(NOW)
    assert run.measurements.count() == 2


def test_a_single_failure_is_seen_for_ever(run):
    fill(run, NOW - timedelta(days=2), 60)
    fill(run, NOW - timedelta(days=2, minutes=-7), 1, "fail")
    thin(NOW)
    assert run.measurements.filter(verdict="fail").count() == 1


def test_another_turn_comes_an_hour_later(run):
    assert thin(NOW) == 0
    fill(run, NOW - timedelta(days=1, minutes=-30), 20)
    assert thin(NOW + timedelta(minutes=30)) == 0, "somebody did it within the hour"
    assert thin(NOW + timedelta(hours=1)) == 18


def test_what_was_thinned_is_not_read_again(run, django_assert_max_num_queries):
    fill(run, NOW - timedelta(days=5), 60)
    assert thin(NOW) == 54
    with django_assert_max_num_queries(8):
        assert thin(NOW + timedelta(hours=2)) == 0


def test_who_is_killed_at_it_leaves_it_to_the_next(run, monkeypatch):
    fill(run, NOW - timedelta(days=2), 60)
    monkeypatch.setattr(thinning, "_thin", lambda *_stretch: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        thin(NOW)
    monkeypatch.undo()
    assert thin(NOW + timedelta(hours=1)) == 54
