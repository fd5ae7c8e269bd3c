"""How long a batch takes, told by the run book alone."""

from datetime import UTC, datetime, timedelta

import pytest

from desk.rehearsal.lengths import Lengths, Work, lengths
from plans.batches import AppNode

NOON = datetime(2026, 6, 16, 4, tzinfo=UTC)
APPS = [
    AppNode(1, "coin", 1, "pending", ()),
    AppNode(2, "coin-center", 2, "pending", ()),
    AppNode(3, "trade.web", 12, "pending", ()),
]


def told(*works: Work) -> Lengths:
    return lengths(works, APPS)


def minutes(found: Lengths, batch: int) -> float | None:
    time = found.of(batch).time
    return time.total_seconds() / 60 if time else None


@pytest.mark.parametrize(
    ("group", "action", "batch"),
    [
        ("第 1 批", "发布", 1), ("第二批", "发布", 2), ("第十二批", "", 12), ("批次：2", "", 2),
        ("Batch #12", "", 12), ("", "发布 coin-center", 2), ("", "发布 coin 应用", 1),
        ("", "部署 TRADE.WEB、trade.web", 12), ("coin", "发布 coin-center", 1),
    ],
)  # fmt: skip
def test_a_step_belongs_to_the_batch_that_it_names(group: str, action: str, batch: int) -> None:
    found = told(Work(1, group, action, 30))
    assert minutes(found, batch) == 30 and not found.homeless


@pytest.mark.parametrize(
    "action", ["执行数据库变更", "第 3 批", "发布 coin、coin-center", "发布 coin-centers"]
)
def test_a_step_that_could_be_of_any_batch_is_of_none(action: str) -> None:
    found = told(Work(1, "", action, 30), Work(2, "", "喝茶"))
    assert [work.row for work in found.homeless] == [1]
    assert not found.by_batch


def test_a_plan_of_one_batch_has_all_its_steps() -> None:
    found = lengths([Work(1, "", "发布", 30), Work(2, "", "预热", 15)], APPS[:1])
    assert minutes(found, 1) == 45


def test_the_limit_of_a_group_counts_once_instead_of_its_steps() -> None:
    group = [Work(n, "第 1 批", "发布", 30, group_minutes=50) for n in range(3)]
    assert minutes(told(*group, Work(9, "第 1 批收尾", "", 5)), 1) == 55


def test_planned_times_stand_for_minutes_that_nobody_wrote() -> None:
    later = NOON + timedelta(minutes=20)
    found = told(
        Work(1, "第 1 批", "", planned_start=later, planned_end=later + timedelta(minutes=10)),
        Work(2, "第 1 批", "", planned_start=NOON, minutes=5),
    )
    assert minutes(found, 1) == 15
    assert found.of(1).planned == NOON


@pytest.mark.parametrize("number", [0, -5, 2_147_483_647, -2_147_483_647, None])
def test_numbers_that_are_no_length_count_as_none(number: int | None) -> None:
    found = told(Work(1, "第 1 批", "", number, group_minutes=number))
    assert minutes(found, 1) is None
