"""Ramps and switches: what moves, how far at once, how long, and what takes it back."""

from typing import Any

import pytest

from gray.checking import findings as of_ramps
from plans.findings import Finding
from tests.findings.saying import app, document, only

RAMP = {"name": "返豆", "flag": "coin-refund"}


def stage(position: int, percent: float | None, hold: str = "PT1H", **more: Any) -> dict[str, Any]:
    return {"ramp": "返豆", "position": position, "percent": percent, "hold": hold, **more}


STEADY = [stage(1, 1), stage(2, 10), stage(3, 50), stage(4, 100, "")]
METRICS = [{"name": "错误率", "operator": "<", "threshold": "1", "unit": "%"}]


def told(**given: Any) -> list[Finding]:
    rows = {"ramps": [RAMP], "stages": STEADY, "metrics": METRICS, **given}
    return list(of_ramps(document(**rows)))


def codes(**given: Any) -> list[str]:
    return [one.code for one in told(**given)]


def test_a_steady_ramp_is_right() -> None:
    assert codes(plan={"window_end": "2026-11-26T02:00:00+08:00"}) == []


def test_a_jump_too_far_is_a_warning() -> None:
    (found,) = told(stages=[stage(1, 1), stage(2, 30), stage(3, 80)])
    assert (found.level, found.code, found.field) == ("warning", "stage-too-far", "percent")
    assert codes(stages=[stage(1, 20), stage(2, 60), stage(3, 100)]) == ["stage-too-far"]


def test_the_first_stage_may_be_people_instead_of_a_share() -> None:
    assert codes(stages=[stage(1, None, audience="内部员工"), stage(2, 5), stage(3, 50)]) == []


def test_stages_without_a_hold_are_one_warning() -> None:
    (found,) = told(stages=[stage(1, 1, ""), stage(2, 10, ""), stage(3, 50), stage(4, 100, "")])
    assert (found.code, found.words["n"]) == ("stage-without-hold", ["1", "2"])


@pytest.mark.parametrize(("percent", "code"), [(101, True), (-1, True), (100, False)])
def test_a_share_out_of_range_is_an_error(percent: int, code: bool) -> None:
    found = [one for one in told(stages=[stage(1, percent)]) if one.code == "stage-percent"]
    assert [one.level for one in found] == (["error"] if code else [])


def test_a_ramp_longer_than_what_is_left_of_the_window_is_a_warning() -> None:
    (found,) = told(stages=[stage(1, 1, "P3D"), stage(2, 10, "P7D")])
    assert (found.code, found.words["need"]) == ("ramp-longer-than-release", "10天")
    assert codes(stages=[stage(1, 1, "PT4H")]) == []
    late = {**RAMP, "start": "2026-11-25T00:00:00+08:00"}
    assert codes(stages=[stage(1, 1, "PT3H")], ramps=[late]) == ["ramp-longer-than-release"]
    assert codes(plan={"window_end": None}, stages=[stage(1, 1, "P30D")]) == []


def test_a_ramp_without_any_metric_is_a_warning() -> None:
    assert codes(metrics=[], stages=[]) == ["ramp-without-metric"]
    assert codes(metrics=[], stages=[], ramps=[]) == []


def test_a_ramp_without_a_switch_is_an_error_that_offers_the_known_ones() -> None:
    switch = {"application": "coin", "namespace": "application", "key": "refund.on"}
    (found,) = only("ramp-without-switch", ramps=[{"name": "返豆"}], switches=[switch])
    assert found.level == "error"
    assert found.fixes[0].as_json()["values"] == switch
    assert only("ramp-without-switch", ramps=[RAMP]) == []
    assert only("ramp-without-switch", ramps=[{"name": "x", "key": "k"}]) == []


def test_a_stage_of_no_ramp_is_an_error_unless_there_is_only_one() -> None:
    (found,) = only("stage-without-ramp", ramps=[RAMP], stages=[{"ramp": "别的", "position": 1}])
    assert (found.level, found.fixes[0].as_json()["values"]) == ("error", {"ramp": "返豆"})
    assert only("stage-without-ramp", ramps=[RAMP], stages=[{"ramp": "", "position": 1}]) == []


def test_applications_without_a_rollback_switch_are_one_warning_with_rows_to_add() -> None:
    rows = {"apps": [app("coin", 1), app("web", 1), app("h5", 1)],
            "switches": [{"application": "Coin", "key": "k"}, {"application": "web"}]}  # fmt: skip
    (found,) = only("no-rollback-switch", **rows)
    assert (found.level, found.words["apps"]) == ("warning", ["web", "h5"])
    assert found.fixes[0].as_json()["rows"] == [{"application": "h5"}]


def test_rows_that_are_begun_are_where_the_key_is_missing() -> None:
    rows = {"apps": [app("coin", 1)], "switches": [{"application": "coin"}]}
    (found,) = only("no-rollback-switch", **rows)
    assert (found.section, found.row, found.field, found.fixes) == ("switches", 1, "key", ())


def test_a_ramp_of_the_application_is_a_switch() -> None:
    ramps = [{**RAMP, "application": "coin"}]
    assert only("no-rollback-switch", apps=[app("coin", 1)], ramps=ramps) == []
    assert only("no-rollback-switch") == []
