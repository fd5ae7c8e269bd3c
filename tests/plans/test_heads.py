"""The strip above a plan's pages: where to go on, and when its window is."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import time_machine

from plans import states
from plans.heads import head_of
from plans.models import Plan
from plans.templatetags.plan_words import window

pytestmark = pytest.mark.django_db


def test_a_pause_is_never_the_main_step(plan: Plan, cast: SimpleNamespace) -> None:
    plan.status = states.RELEASING
    head = head_of(plan, cast.ann)
    assert head.main_step is None
    assert "pause" in [step.noun for step in head.steps]


@pytest.mark.parametrize(("year", "shown"), [(2026, "06-18"), (2027, "2026-06-18")])
def test_a_window_of_another_year_shows_its_year(plan: Plan, year: int, shown: str) -> None:
    plan.window_start = datetime(2026, 6, 18, 14, tzinfo=UTC)
    plan.window_end = None
    with time_machine.travel(datetime(year, 6, 1, tzinfo=UTC)):
        assert window(plan).startswith(shown)
