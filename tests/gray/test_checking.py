"""What the plan check says about ramps."""

from typing import Any

import pytest

from gray.checking import findings
from plans.document import Document


def codes(*stages: dict[str, Any]) -> list[str]:
    rows = [{"id": n, "ramp": "g", "position": n, **row} for n, row in enumerate(stages, 1)]
    return [finding.code for finding in findings(Document({}, {"stages": rows}))]


def step(percent: float | None, hold: str | None = "P1D") -> dict[str, Any]:
    return {"percent": percent, "hold": hold}


def test_the_default_template_is_fine():
    assert codes(step(None), step(1), step(10), step(50), step(100, None)) == []


def test_the_six_stages_of_a_real_plan_jump_too_far_at_the_end():
    found = codes(step(None), step(1), step(5), step(10), step(30), step(100, None))
    assert found == ["stage-too-far"]


def test_stages_without_hold_are_one_warning():
    assert codes(step(None, None), step(1, None), step(10, None)) == ["stage-without-hold"]


@pytest.mark.parametrize("percent", [-1, 100.01, 1000])
def test_a_percentage_that_is_none_is_an_error(percent):
    assert "stage-percent" in codes(step(1), step(percent, None))


def test_the_first_step_may_not_be_large():
    assert codes(step(None), step(20), step(100, None)) == ["stage-too-far", "stage-too-far"]
