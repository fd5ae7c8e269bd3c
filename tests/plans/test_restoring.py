"""Bringing back a revision: content only, nothing lost, executed rows untouched."""

from types import SimpleNamespace
from typing import Any

import pytest

from approvals.actions import submit
from ground.errors import Denied, Hidden, Invalid, Stale, WrongState
from ground.journal import verify
from ground.models import Event
from plans.actions import (
    add_note,
    add_rows,
    change_plan,
    delete_note,
    delete_rows,
    order_rows,
    record_progress,
    revert,
    revert_row,
    save_note,
    save_row,
    seal,
)
from plans.document import Document, digests, load, whole_digest
from plans.history.changes import compare
from plans.models import Plan
from plans.states import APPROVED
from plans.tables.registry import section, sections
from tests.samples import sample_rows


def row(plan: Plan, key: str, **wanted: Any) -> Any:
    found = section(key).rows(plan).get(**wanted)
    found.plan = plan
    return found


@pytest.mark.long
def test_everything_comes_back_whatever_was_done_to_it(plan: Plan, cast: SimpleNamespace) -> None:
    for part in sections():
        if part.key not in ("apps", "members"):
            add_rows(plan, part.key, by=cast.ann, rows=sample_rows(part))
    note = add_note(plan, by=cast.ann, heading=["背景"], text="第一行\n第二行")
    other = add_note(plan, by=cast.ann, heading=["目标"], text="更快")
    before = load(plan)
    revision = seal(plan, by=cast.ann)
    for part in sections():
        rows = list(part.rows(plan))
        delete_rows(plan, part.key, by=cast.ann, ids=[rows[0].pk])
        if part.key != "members":
            add_rows(plan, part.key, by=cast.ann, rows=sample_rows(part)[1:2])
        order_rows(plan, part.key, by=cast.ann, ids=[one.pk for one in part.rows(plan)][::-1])
    save_note(note, by=cast.ann, version=1, text="改过了")
    delete_note(other, by=cast.ann)
    plan.refresh_from_db()
    values = {"title": "改了标题", "observe": "2天"}
    change_plan(plan, by=cast.ann, version=plan.version_lock, values=values)
    assert whole_digest(load(plan)) != revision.digest
    revert(plan, by=cast.ann, number=revision.number)
    after = load(plan)
    assert digests(after, ["notes", "plan"]) == digests(before, ["notes", "plan"])
    assert whole_digest(after) == revision.digest
    assert verify(plan.chain) is None


def test_what_is_replaced_is_sealed_first_and_can_be_brought_back(
    plan: Plan, cast: SimpleNamespace
) -> None:
    first = seal(plan, by=cast.ann)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "锁表"}])
    replaced = load(plan)
    done = revert(plan, by=cast.ann, number=first.number)
    assert not section("risks").rows(plan).exists()
    assert done.sealed.digest == whole_digest(replaced)
    assert done.sealed.snapshot["sections"]["risks"][0]["title"] == "锁表"
    revert(plan, by=cast.ann, number=done.sealed.number)
    assert section("risks").rows(plan).get().title == "锁表"


def test_progress_stays_with_its_row(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "checks", by=cast.ann, rows=[{"group": "上线前", "item": "备份"}])
    first = seal(plan, by=cast.ann)
    check = row(plan, "checks")
    record_progress(check, by=cast.ann, values={"done": True, "evidence": "工单 1"})
    save_row(row(plan, "checks"), by=cast.ann, version=2, values={"owner": "安然"})
    revert(plan, by=cast.ann, number=first.number)
    again = row(plan, "checks")
    assert (again.pk, again.owner) == (check.pk, "")
    assert (again.done, again.evidence) == (True, "工单 1")


def test_deleted_rows_come_back_with_their_ids_and_progress(
    plan: Plan, cast: SimpleNamespace
) -> None:
    wanted = [{"group": "上线前", "item": item} for item in ("备份", "通知", "演练")]
    made = add_rows(plan, "checks", by=cast.ann, rows=wanted)
    first = seal(plan, by=cast.ann)
    record_progress(row(plan, "checks", item="备份"), by=cast.ann, values={"done": True})
    save_row(row(plan, "checks", item="通知"), by=cast.ann, version=1, values={"owner": "安然"})
    delete_rows(plan, "checks", by=cast.ann, ids=[one.pk for one in made[:2]])
    revert(plan, by=cast.ann, number=first.number)
    now = list(section("checks").rows(plan))
    assert [one.pk for one in now] == [one.pk for one in made]
    assert [(one.item, one.owner, one.done) for one in now] == [
        ("备份", "", True), ("通知", "", None), ("演练", "", None),
    ]  # fmt: skip
    assert whole_digest(load(plan)) == first.digest
    assert verify(plan.chain) is None


def test_no_progress_comes_out_of_an_old_snapshot(plan: Plan, cast: SimpleNamespace) -> None:
    [check] = add_rows(plan, "checks", by=cast.ann, rows=[{"group": "上线前", "item": "备份"}])
    record_progress(row(plan, "checks"), by=cast.ann, values={"done": True})
    ticked = seal(plan, by=cast.ann)
    record_progress(row(plan, "checks"), by=cast.ann, values={"done": False})
    delete_rows(plan, "checks", by=cast.ann, ids=[check.pk])
    revert(plan, by=cast.ann, number=ticked.number)
    assert row(plan, "checks").done is False, "as it was when the row was deleted"


def test_executed_rows_stay_as_they_are_and_are_told(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "T1", "group": "GID_1"}])
    first = seal(plan, by=cast.ann)
    save_row(row(plan, "topics"), by=cast.ann, version=1, values={"note": "改过"})
    record_progress(row(plan, "topics"), by=cast.ann, values={"state": "done"})
    [late] = add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "T2", "group": "GID_2"}])
    record_progress(row(plan, "topics", topic="T2"), by=cast.ann, values={"state": "done"})
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "锁表"}])
    done = revert(plan, by=cast.ann, number=first.number)
    assert done.kept == [("topics", "T1 · GID_1"), ("topics", "T2 · GID_2")]
    assert row(plan, "topics", topic="T1").note == "改过"
    assert row(plan, "topics", topic="T2").pk == late.pk
    told = Event.objects.get(chain=plan.chain, kind="plan.reverted")
    assert told.data["kept"][0] == ["topics", "T1 · GID_1"]


def test_only_the_owners_side_brings_a_revision_back(plan: Plan, cast: SimpleNamespace) -> None:
    first = seal(plan, by=cast.ann)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "锁表"}])
    for other in (cast.dev, cast.rob, cast.eve, cast.adm):
        with pytest.raises(Denied):
            revert(plan, by=other, number=first.number)
    assert section("risks").rows(plan).exists()


def test_after_approval_it_is_an_amendment(plan: Plan, cast: SimpleNamespace) -> None:
    first = seal(plan, by=cast.ann)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "锁表"}])
    Plan.objects.filter(pk=plan.pk).update(status=APPROVED)
    with pytest.raises(Invalid):
        revert(plan, by=cast.ann, number=first.number)
    revert(plan, by=cast.ann, number=first.number, reason="锁表风险已排除")
    assert plan.clearances.get(subject="amendment").state == "asked"


def test_in_review_it_ends_the_signatures_that_cover_it(plan: Plan, cast: SimpleNamespace) -> None:
    first = seal(plan, by=cast.ann)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "锁表"}])
    plan.refresh_from_db()
    submit(plan, by=cast.ann, reason="都看过")
    revert(plan, by=cast.ann, number=first.number)
    assert {late.by for late in plan.gates.get(key="submission").late_edits.all()} == {cast.ann}


def test_a_preview_that_is_out_of_date_is_refused(plan: Plan, cast: SimpleNamespace) -> None:
    first = seal(plan, by=cast.ann)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "锁表"}])
    seen = whole_digest(load(plan))
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "又一个"}])
    with pytest.raises(Stale):
        revert(plan, by=cast.ann, number=first.number, seen=seen)
    assert section("risks").rows(plan).count() == 2


def test_nothing_to_bring_back_seals_nothing(plan: Plan, cast: SimpleNamespace) -> None:
    first = seal(plan, by=cast.ann)
    with pytest.raises(WrongState):
        revert(plan, by=cast.ann, number=first.number)
    with pytest.raises(Hidden):
        revert(plan, by=cast.ann, number=99)
    assert plan.revisions.count() == 1


def test_an_old_version_opens_a_hidden_plan_to_nobody(plan: Plan, cast: SimpleNamespace) -> None:
    first = seal(plan, by=cast.ann)
    values = {"visibility": "members", "title": "保密"}
    change_plan(plan, by=cast.ann, version=1, values=values)
    revert(plan, by=cast.ann, number=first.number)
    plan.refresh_from_db()
    assert (plan.title, plan.visibility) == ("下单返豆联合发布", "members")


def test_a_deleted_row_comes_back_alone_with_its_progress_and_place(
    plan: Plan, cast: SimpleNamespace
) -> None:
    rows = [{"group": "上线前", "item": item} for item in ("甲", "乙", "丙")]
    made = add_rows(plan, "checks", by=cast.ann, rows=rows)
    record_progress(row(plan, "checks", item="乙"), by=cast.ann, values={"done": True})
    first = seal(plan, by=cast.ann)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "锁表"}])
    delete_rows(plan, "checks", by=cast.ann, ids=[made[1].pk])
    revert_row(plan, "checks", made[1].pk, by=cast.ann, number=first.number)
    assert [one.item for one in section("checks").rows(plan)] == ["甲", "乙", "丙"]
    assert row(plan, "checks", item="乙").done is True
    assert section("risks").rows(plan).exists()


def test_a_changed_row_alone_goes_back(plan: Plan, cast: SimpleNamespace) -> None:
    first = seal(plan, by=cast.ann)
    for name in ("coin-center", "promotion-platform"):
        save_row(row(plan, "apps", app=name), by=cast.dev, version=1, values={"branch": "hotfix"})
    pk = row(plan, "apps", app="coin-center").pk
    revert_row(plan, "apps", pk, by=cast.dev, number=first.number)
    assert row(plan, "apps", app="coin-center").branch == ""
    assert row(plan, "apps", app="promotion-platform").branch == "hotfix"
    with pytest.raises(Denied):
        revert_row(plan, "apps", pk, by=cast.eve, number=first.number)


def test_the_preview_says_exactly_what_will_be(plan: Plan, cast: SimpleNamespace, ann: Any) -> None:
    first = seal(plan, by=cast.ann)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "锁表风险"}])
    url = f"/plans/{plan.number}/history/{first.number}/restoration/"
    shown = ann.get(url)
    assert [table.key for table in shown.context["changes"]] == ["risks"]
    assert "锁表风险" in shown.content.decode()
    seen = shown.context["seen"]
    assert ann.post(url, {"seen": seen, "reason": ""}).status_code == 302
    then = Document.from_json(first.snapshot)
    assert not compare(load(plan), then)
