"""What the plan check says of stages that open machines."""

from typing import Any

import pytest

from gray.machine_check import findings
from plans.document import Document


def said(*stages: dict[str, Any], **ramp: Any) -> list[tuple[str, str, Any]]:
    rows = [{"id": n, "ramp": "g", "position": n, **row} for n, row in enumerate(stages, 1)]
    document = Document({}, {"ramps": [{"id": 1, "name": "g", **ramp}], "stages": rows})
    return [(one.level, one.code, one.row) for one in findings(document)]


def test_stages_without_machines_and_stages_with_a_list_are_fine():
    assert said({"percent": 1}, {"percent": 100, "audience": "所有机器"}) == []
    assert said({"machines": 1}, {"audience": "机房 A"}, population="app-1@A app-2") == []


def test_machines_beside_percentages_without_a_list_are_one_warning():
    stages = ({"percent": 1, "machines": 1}, {"percent": 5, "machines": 5})
    assert said(*stages, population="集团员工") == [("warning", "stage-machines-unlisted", 1)]


def test_machines_alone_without_a_list_are_an_error():
    assert said({"percent": 1, "machines": 1}, {"machines": 5}) == [
        ("error", "stage-machines-unlisted", 2)
    ]


def test_a_region_that_nobody_listed_is_an_error_and_too_few_are_a_warning():
    stages = ({"audience": "区域：华北", "percent": 1}, {"machines": 3})
    assert said(*stages, population="app-1@华东 app-2@华东") == [
        ("error", "stage-region", 1), ("warning", "stage-machines-few", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("driver", ["apollo", "集群一"])
def test_another_driver_may_know_its_machines(driver):
    assert said({"machines": 5}, driver=driver) == []
