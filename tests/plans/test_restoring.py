"""What was deleted comes back as the log tells it, and nothing else does."""

from types import SimpleNamespace

import pytest

from ground.errors import Denied, Hidden, WrongState
from ground.models import Event
from plans.actions import (
    add_rows,
    delete_rows,
    record_progress,
    restore_rows,
    save_row,
)
from plans.models import Plan
from plans.tables.registry import section, sections
from tests.samples import sample_rows


def kept(row: object) -> dict[str, object]:
    """The row's JSON but for the count of its writes."""
    told = row.as_json()  # type: ignore[attr-defined]
    own = row.section.columns  # type: ignore[attr-defined]
    counters = {"row_version"} | ({"version"} - {str(cell.name) for cell in own})
    return {name: value for name, value in told.items() if name not in counters}


@pytest.mark.parametrize("key", [part.key for part in sections()])
def test_every_kind_of_row_comes_back_whole(key: str, plan: Plan, cast: SimpleNamespace) -> None:
    part = section(key)
    add_rows(plan, key, by=cast.ann, rows=sample_rows(part))
    rows = list(part.rows(plan))
    for row, written in zip(rows[-3:], sample_rows(part, progress=True), strict=True):
        for cell in part.progress:
            if cell.name != "state":
                setattr(row, cell.name, cell.from_json(written[cell.name], plan.zone))
        row.extra, row.raw = {"外来列": "值"}, {"x": "原文"}
        row.save()
    before = [kept(row) for row in part.rows(plan)]
    ids = [row.pk for row in rows[1:]]
    delete_rows(plan, key, by=cast.ann, ids=ids)
    restore_rows(plan, key, by=cast.ann, ids=ids)
    assert [kept(row) for row in part.rows(plan)] == before


def test_a_tick_survives_the_deletion_of_its_row(plan: Plan, cast: SimpleNamespace) -> None:
    [row] = add_rows(plan, "checks", by=cast.ann, rows=[{"item": "DDL 已执行"}])
    record_progress(row, by=cast.rob, values={"done": True, "evidence": "截图 1"})
    delete_rows(plan, "checks", by=cast.ann, ids=[row.pk])
    [back] = restore_rows(plan, "checks", by=cast.ann, ids=[row.pk])
    assert (back.pk, back.done, back.evidence) == (row.pk, True, "截图 1")
    assert back.row_version > 2
    told = Event.objects.filter(chain=plan.chain).order_by("position").last()
    assert told.kind == "rows.restored"
    assert told.actor == cast.ann


def test_the_newest_deletion_counts(plan: Plan, cast: SimpleNamespace) -> None:
    [row] = add_rows(plan, "checks", by=cast.ann, rows=[{"item": "旧"}])
    delete_rows(plan, "checks", by=cast.ann, ids=[row.pk])
    [back] = restore_rows(plan, "checks", by=cast.ann, ids=[row.pk])
    back.plan = plan
    save_row(back, by=cast.ann, version=back.row_version, values={"item": "新"})
    delete_rows(plan, "checks", by=cast.ann, ids=[row.pk])
    [again] = restore_rows(plan, "checks", by=cast.ann, ids=[row.pk])
    assert again.item == "新"


def test_what_was_never_deleted_here_does_not_come(plan: Plan, cast: SimpleNamespace) -> None:
    [row] = add_rows(plan, "checks", by=cast.ann, rows=[{"item": "在"}])
    with pytest.raises(WrongState, match="没被删除"):
        restore_rows(plan, "checks", by=cast.ann, ids=[row.pk])
    for odd in (row.pk + 999, 0, -1, 2**63):
        with pytest.raises(Hidden):
            restore_rows(plan, "checks", by=cast.ann, ids=[odd])
    delete_rows(plan, "checks", by=cast.ann, ids=[row.pk])
    with pytest.raises(Hidden):
        restore_rows(plan, "topics", by=cast.ann, ids=[row.pk])
    with pytest.raises(Hidden):
        restore_rows(plan, "checks", by=cast.ann, ids=[row.pk, row.pk + 999])
    assert not section("checks").rows(plan).exists()


def test_who_may_not_edit_may_not_restore(plan: Plan, cast: SimpleNamespace) -> None:
    [row] = add_rows(plan, "checks", by=cast.ann, rows=[{"item": "在"}])
    delete_rows(plan, "checks", by=cast.ann, ids=[row.pk])
    for nobody in (cast.eve, cast.adm, cast.oli):
        with pytest.raises(Denied):
            restore_rows(plan, "checks", by=nobody, ids=[row.pk])


def test_a_member_who_comes_back_gets_the_part_back(plan: Plan, cast: SimpleNamespace) -> None:
    row = section("members").rows(plan).get(name="罗博")
    delete_rows(plan, "members", by=cast.ann, ids=[row.pk])
    assert not plan.grants.filter(user=cast.rob).exists()
    restore_rows(plan, "members", by=cast.ann, ids=[row.pk])
    assert plan.grants.filter(user=cast.rob).exists()
