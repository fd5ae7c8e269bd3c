"""A real gray plan, imported and run: six stages through their windows, moment by moment."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from gray.actions import command, look
from gray.models import Run
from gray.sections.ramp import Ramp
from ground.clock import now
from plans.actions import add_rows, save_row
from plans.actions.importing import import_upload, keep_upload
from plans.models import Plan
from tests.reading.documents import SEEDS

SHANGHAI = ZoneInfo("Asia/Shanghai")
MACHINES = "机器：" + " ".join(f"web-{n:03}@机房{'甲乙丙'[n % 3]}" for n in range(100))
pytestmark = pytest.mark.django_db

OWN = """* 收款码重构
** 发布计划
*** 发布时间
    2026-03-02-2026-03-31
*** 可灰度
    本次灰度计划:
    1. 预发布环境, 内部员工灰度, 预计灰度2天, 正常后发布生产.
    2. 1%流量灰度, 现有机器为100台, 打开单台机器开关, 观察12小时.
    3. 5%流量灰度, 新打开5台机器开关, 机器分布在不同的机房, 灰度时间2-3天.
    4. 10%流量灰度, 新打开单机房开关(约10台), 灰度时间1天
    5. 30%流量灰度, 打开30%机器的开关, 灰度时间7小时
    6. 全量开启, 打开所有机器的开关.

    变更窗口期
    早上9:00-11:00, 下午16:00-17:30, 23:00-次日9:00.

    灰度时间:
    1. 2026-03-02下午, 变更窗口内开始灰度.
"""


def at(text: str, year: int) -> datetime:
    """A moment such as "05-16 16:00" in Shanghai."""
    return datetime.fromisoformat(f"{year}-{text}").replace(tzinfo=SHANGHAI)


def begun(cast: Any, name: str, data: bytes, population: str = "") -> Run:
    """The document imported, its switch named, and its ramp started."""
    upload = keep_upload(by=cast.ann, name=name, data=data)
    plan = import_upload(upload, by=cast.ann, facts={}, accounts={}).plan
    add_rows(plan, "members", by=cast.ann, rows=[{"role": "运维", "name": "欧力", "user": "oli"}])
    ramp = Ramp.objects.get(plan=plan)
    values = {"flag": "fc.deduction", "environment": "prod", "population": population}
    save_row(ramp, by=cast.ann, version=ramp.row_version, values=values)
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    ramp = Ramp.objects.select_related("plan").get(pk=ramp.pk)
    return command(ramp, by=cast.oli, command="start")


def reached(run: Run, moments: Sequence[datetime], traveller: Any) -> Iterator[tuple[int, int]]:
    """(share, machines) after each moment; a second before nothing has moved."""
    for moment in moments:
        run.refresh_from_db()
        before = (run.index, run.share)
        traveller.move_to(moment - timedelta(seconds=1))
        look(run.pk, now=now())
        run.refresh_from_db()
        assert (run.index, run.share) == before, f"too early for {moment}"
        traveller.move_to(moment)
        look(run.pk, now=now())
        run.refresh_from_db()
        yield run.share, len(run.machines)


STAIRS = [(0, 0), (100, 1), (500, 5), (1_000, 10), (3_000, 30), (10_000, 30)]


@pytest.mark.skipif(not SEEDS, reason="the seeds are not beside this checkout")
def test_the_seed_runs_as_it_is_written(cast):
    path: Path = SEEDS[2]
    times = [
        "05-16 16:00",
        "05-19 16:00",
        "05-26 16:00",
        "05-30 16:00",
        "06-01 16:00",
        "06-02 16:00",
    ]
    with time_machine.travel(at("05-16 09:30", 2020), tick=False) as traveller:
        run = begun(cast, path.name, path.read_bytes(), MACHINES)
        assert run.index == -1, "in a window, but not in the afternoon"
        found = list(reached(run, [at(one, 2020) for one in times], traveller))
    assert found == STAIRS
    assert rooms(run) == {"甲": 10, "乙": 10, "丙": 10}


@pytest.mark.skipif(not SEEDS, reason="the seeds are not beside this checkout")
def test_without_a_list_of_machines_the_seed_goes_by_its_percentages(cast):
    path: Path = SEEDS[2]
    with time_machine.travel(at("05-16 16:10", 2020), tick=False) as traveller:
        run = begun(cast, path.name, path.read_bytes())
        assert run.index == 0
        times = ["05-19 16:10", "05-26 16:10", "05-30 16:10", "06-01 16:10", "06-02 16:10"]
        found = list(reached(run, [at(one, 2020) for one in times], traveller))
    assert [share for share, _machines in found] == [100, 500, 1_000, 3_000, 10_000]


def test_a_document_of_the_same_shape_waits_for_its_windows(cast):
    with time_machine.travel(at("03-02 17:40", 2026), tick=False) as traveller:
        run = begun(cast, "plan.org", OWN.encode(), MACHINES)
        assert run.index == -1, "the afternoon's window has just closed"
        times = [
            "03-02 23:00",  # the night's window
            "03-04 23:00",  # two days later, in the window
            "03-05 16:00",  # twelve hours: 11:00, when a window has closed
            "03-08 16:00",  # 2-3 days are three
            "03-09 16:00",
            "03-09 23:00",  # seven hours: 23:00, when a window opens
        ]
        found = list(reached(run, [at(one, 2026) for one in times], traveller))
    assert found == STAIRS
    assert rooms(run) == {"甲": 10, "乙": 10, "丙": 10}


def test_what_the_document_says_of_machines_and_times_is_read(cast):
    with time_machine.travel(at("03-01 12:00", 2026), tick=False):
        run = begun(cast, "plan.org", OWN.encode())
    assert run.ramp.start == at("03-02 12:00", 2026)
    stages = list(run.plan.gray_stage_rows.order_by("position"))
    assert [stage.machines for stage in stages] == [None, 1, 5, 10, None, None]
    assert [stage.audience for stage in stages] == [
        "内部员工", "", "", "单机房", "30%机器", "所有机器",
    ]  # fmt: skip


def rooms(run: Run) -> dict[str, int]:
    """How many machines are in from each room."""
    found: dict[str, int] = {}
    for name in run.machines:
        room = "甲乙丙"[int(name.removeprefix("web-")) % 3]
        found[room] = found.get(room, 0) + 1
    return found
