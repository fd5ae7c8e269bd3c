"""A document into a plan that exists: what pairs, what is offered, what is written."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ground.errors import Denied, Invalid, Stale
from ground.models import Event
from plans.actions import add_note, add_rows, change_plan, create_plan, record_progress
from plans.actions.merging import differences, merge_plan
from plans.document import Document, load, whole_digest
from plans.importing import read_file
from plans.models import Clearance, Plan
from plans.reading.draft import ImportDraft
from plans.reading.rows import complete
from plans.reviewing.merging import Merge, added_row, changed_row, merge
from plans.source import source_of
from plans.tables.registry import section, sections
from plans.writing import Source, formats
from tests.exports.documents import ZONE, sources
from tests.exports.rich import TABLES

pytestmark = pytest.mark.long

APPS = """# 下单返豆联合发布

## 发布应用批次

| 批次 | 应用 | 依赖 | 备注栏 |
|---|---|---|---|
| 1 | coin-center | | 先发 |
| 3 | trade-web-buy | coin-center | |
| 3 | trade-web-refund | trade-web-buy | |

## 背景

给老用户返豆。
"""


def document(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Document:
    """A plan of these rows, with ids and versions."""
    whole = {
        part.key: [
            {"id": at, "row_version": 1, **complete(part, {}), **row}
            for at, row in enumerate(tables.get(part.key, ()), start=1)
        ]
        for part in sections()
    }
    return Document({"title": "计划"}, whole, [])


def draft(exact: bool = False, **tables: Sequence[Mapping[str, Any]]) -> ImportDraft:
    rows = {
        key: [complete(section(key), row) if not exact else dict(row) for row in found]
        for key, found in tables.items()
    }
    return ImportDraft(sections=rows, exact=exact)


def kinds(old: Document, new: ImportDraft, key: str = "apps") -> list[tuple[str, str]]:
    found = merge(old, new, ZONE, {}).sections.get(key, [])
    return [(one.kind, one.token) for one in found]


def test_rows_pair_by_identity_and_say_cell_by_cell_what_differs() -> None:
    old = document({"apps": [{"app": "a", "batch": 1}, {"app": "b", "batch": 1}]})
    new = draft(apps=[{"app": "b", "batch": 2}, {"app": "c"}])
    found = merge(old, new, ZONE, {}).sections["apps"]
    assert [(one.kind, one.token, one.take) for one in found] == [
        ("changed", "apps:2", True), ("added", "apps:+1", True), ("only", "apps:-1", False),
    ]  # fmt: skip
    assert [(c.field, c.before, c.after) for c in found[0].cells] == [("batch", 1, 2)]


def test_what_the_document_does_not_say_stays() -> None:
    old = document({"apps": [{"app": "a", "branch": "main", "batch": 1}]})
    assert kinds(old, draft(apps=[{"app": "a"}])) == []


def test_in_a_file_of_ours_an_empty_cell_is_empty() -> None:
    old = document({"apps": [{"app": "a", "branch": "main"}]})
    assert kinds(old, draft(True, apps=[{"app": "a", "branch": ""}])) == [("changed", "apps:1")]
    assert kinds(old, draft(True, apps=[{"app": "a"}])) == []


def test_rows_of_one_identity_pair_in_order_but_equal_ones_first() -> None:
    same = {"role": "测试", "name": "罗博"}
    old = document({"members": [{**same, "duty": "一"}, {**same, "duty": "二"}]})
    swapped = draft(members=[{**same, "duty": "二"}, {**same, "duty": "三"}])
    found = merge(old, swapped, ZONE, {}).sections["members"]
    assert [(one.token, one.cells[0].after) for one in found] == [("members:1", "三")]


def test_columns_nobody_knows_are_added_to_those_there_are() -> None:
    old = document({"apps": [{"app": "a", "extra": {"旧列": "x"}}]})
    new = ImportDraft(
        sections={"apps": [{**complete(section("apps"), {"app": "a"}), "extra": {"新列": "y"}}]}
    )
    assert kinds(old, new) == [("changed", "apps:1")]


def test_a_decision_turns_the_default_and_a_lock_holds() -> None:
    old = document({"apps": [{"app": "a"}, {"app": "b"}]})
    new = draft(apps=[{"app": "a", "batch": 2}])
    plain, locked = merge(old, new, ZONE, {}), merge(old, new, ZONE, {"apps": {1: "已经执行"}})
    assert [one.token for one in plain.taken()["apps"]] == ["apps:1"]
    assert [one.token for one in plain.taken({"apps:1", "apps:-2"})["apps"]] == ["apps:-2"]
    assert locked.taken({"apps:1"}) == {}


@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(source=sources())
def test_ones_own_export_changes_nothing(source: Source) -> None:
    for known in formats():
        if known.key not in ("md", "xlsx", "json"):
            continue
        back = read_file(known.write(source))
        assert back.exact
        tables = document(source.sections)
        notes = [{"id": at, "version": 1, **note} for at, note in enumerate(source.notes)]
        plan = Document(dict(source.plan), tables.sections, notes)
        assert not list(merge(plan, back, ZONE, {})), known.key


def applied(old: Document, found: Merge) -> Document:
    """What the plan is after everything was taken."""
    tables = {key: {row["id"]: dict(row) for row in rows} for key, rows in old.sections.items()}
    for key, rows in found.taken().items():
        for one in rows:
            if key in tables and one.kind == "changed":
                tables[key][one.pk].update(changed_row(one, tables[key][one.pk]))
            elif key in tables:
                new = {"id": len(tables[key]) + 1, "row_version": 1, **added_row(key, one)}
                tables[key][new["id"]] = {**complete(section(key), {}), **new}
    return Document(old.plan, {key: list(rows.values()) for key, rows in tables.items()}, [])


@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
@given(before=sources(), source=sources(), exact=st.booleans())
def test_taking_everything_leaves_nothing_to_take(
    before: Source, source: Source, exact: bool
) -> None:
    old = document(before.sections)
    new = ImportDraft(
        sections={k: [dict(r) for r in rows] for k, rows in source.sections.items()}, exact=exact
    )
    once = applied(old, merge(old, new, ZONE, {}))
    assert not merge(once, new, ZONE, {}).taken()


@pytest.fixture
def bean(plan: Plan, cast: SimpleNamespace) -> Plan:
    add_note(plan, by=cast.ann, heading=["背景"], text="旧的背景。")
    return Plan.objects.get(pk=plan.pk)


def test_a_document_is_merged_row_by_row(bean: Plan, cast: SimpleNamespace) -> None:
    done = merge_plan(bean, by=cast.ann, draft=read_file(APPS.encode(), "v2.md"))
    assert (done.added, done.changed, done.deleted) == (1, 3, 0)
    apps = {row.app: row for row in section("apps").rows(bean)}
    assert list(apps) == ["coin-center", "promotion-platform", "trade-web-buy", "trade-web-refund"]
    assert apps["trade-web-buy"].batch == 3 and apps["coin-center"].deployer == "欧力"
    assert apps["coin-center"].extra == {"备注栏": "先发"}
    assert [note.text for note in bean.notes.all()] == ["给老用户返豆。"]
    said = list(Event.objects.filter(chain=bean.chain).values_list("kind", flat=True))
    assert said.count("plan.merged") == 1 and "rows.changed" in said and "rows.added" in said


def test_merging_twice_is_merging_once(bean: Plan, cast: SimpleNamespace) -> None:
    for path in (APPS.encode(),):
        merge_plan(bean, by=cast.ann, draft=read_file(path))
        before = load(bean)
        assert not merge_plan(bean, by=cast.ann, draft=read_file(path))
        assert load(bean).as_json() == before.as_json()


def test_a_rich_plans_export_merges_into_its_copy_without_a_change(cast: SimpleNamespace) -> None:
    plan = create_plan(by=cast.ann, title="富计划")
    for key, rows in TABLES.items():
        add_rows(plan, key, by=cast.ann, rows=rows)
    for known in formats():
        if known.key in ("md", "xlsx", "json"):
            back = read_file(known.write(source_of(plan)))
            assert not differences(plan, back, cast.ann).taken(), known.key


def test_only_what_is_ticked_is_deleted(bean: Plan, cast: SimpleNamespace) -> None:
    read = read_file(APPS.encode())
    found = differences(bean, read, cast.ann)
    token = next(one.token for _key, one in found if one.kind == "only")
    merge_plan(bean, by=cast.ann, draft=read, base=found.base, flips={token})
    assert "promotion-platform" not in {row.app for row in section("apps").rows(bean)}


def test_a_plan_that_changed_meanwhile_is_looked_at_again(
    bean: Plan, cast: SimpleNamespace
) -> None:
    read = read_file(APPS.encode())
    base = differences(bean, read, cast.ann).base
    add_rows(bean, "apps", by=cast.ann, rows=[{"app": "late"}])
    with pytest.raises(Stale):
        merge_plan(bean, by=cast.ann, draft=read, base=base)


def test_executed_rows_and_progress_stay(bean: Plan, cast: SimpleNamespace) -> None:
    [step] = add_rows(
        bean, "steps", by=cast.ann, rows=[{"phase": "准备", "action": "备份", "owner": "欧力"}]
    )
    record_progress(step, by=cast.ann, values={"state": "done", "evidence": "已备份"})
    words = "## 发布步骤\n\n| 阶段 | 操作 | 负责人 | 执行凭据 |\n|---|---|---|---|\n| 准备 | 备份 | 安然 | 伪造 |\n| 准备 | 通知 | 安然 | 截图一 |\n"
    merge_plan(bean, by=cast.ann, draft=read_file(words.encode()))
    rows = {row.action: row for row in section("steps").rows(bean)}
    assert (rows["备份"].owner, rows["备份"].evidence, rows["备份"].state) == (
        "欧力",
        "已备份",
        "done",
    )
    assert rows["通知"].evidence == "" and "截图一" in rows["通知"].extra.values()


def test_an_approved_plan_asks_for_the_reason(bean: Plan, cast: SimpleNamespace) -> None:
    Plan.objects.filter(pk=bean.pk).update(status="approved")
    read = read_file(APPS.encode())
    with pytest.raises(Invalid):
        merge_plan(bean, by=cast.ann, draft=read)
    assert section("apps").rows(bean).count() == 3
    merge_plan(bean, by=cast.ann, draft=read, reason="补一个应用")
    assert Clearance.objects.get(plan=bean, subject="amendment").state == "asked"


def test_whoever_plays_no_part_merges_nothing(bean: Plan, cast: SimpleNamespace) -> None:
    with pytest.raises(Denied):
        merge_plan(bean, by=cast.eve, draft=read_file(APPS.encode()))


def test_a_tester_changes_only_what_testers_may(bean: Plan, cast: SimpleNamespace) -> None:
    found = differences(bean, read_file(APPS.encode()), cast.rob)
    assert found.sections["apps"] and all(one.lock for one in found.sections["apps"])
    assert not merge_plan(bean, by=cast.rob, draft=read_file(APPS.encode()))


def test_the_title_is_offered_not_taken(bean: Plan, cast: SimpleNamespace) -> None:
    change_plan(bean, by=cast.ann, version=bean.version_lock, values={"title": "别的标题"})
    found = differences(Plan.objects.get(pk=bean.pk), read_file(APPS.encode()), cast.ann)
    assert [(one.token, one.take) for one in found.plan] == [("plan:title", False)]


def test_what_a_merge_replaces_is_sealed_first(bean: Plan, cast: SimpleNamespace) -> None:
    before = load(bean)
    done = merge_plan(bean, by=cast.ann, draft=read_file(APPS.encode(), "v2.md"))
    assert done.changed
    sealed = bean.revisions.get(number=done.sealed)
    assert sealed.digest == whole_digest(before)


def test_an_approved_plan_is_amended_once_and_the_event_names_all_parts(
    bean: Plan, cast: SimpleNamespace
) -> None:
    Plan.objects.filter(pk=bean.pk).update(status="approved")
    words = APPS + "\n## 发布步骤\n\n| 阶段 | 操作 |\n|---|---|\n| 准备 | 备份 |\n"
    read = read_file(words.encode())
    token = next(t.token for _key, t in differences(bean, read, cast.ann) if t.kind == "only")
    merge_plan(bean, by=cast.ann, draft=read, flips={token}, reason="补一个应用")
    asked = Event.objects.get(chain=bean.chain, kind="plan.amendment_asked")
    parts = [str(section(key).label) for key in ("apps", "steps")]
    assert all(part in asked.data["section"] for part in parts)


def test_moments_are_read_in_the_zone_in_which_they_were_compared(
    bean: Plan, cast: SimpleNamespace
) -> None:
    step = {"phase": "准备", "action": "备份", "planned_start": "2026-12-01T10:00"}
    add_rows(bean, "steps", by=cast.ann, rows=[step])
    later = {**step, "action": "通知", "planned_start": "2026-12-02T10:00"}
    read = draft(steps=[{**step, "planned_start": "2026-12-01T11:00"}, later])
    read.plan["timezone"] = "America/New_York"
    merge_plan(bean, by=cast.ann, draft=read)
    bean.refresh_from_db()
    assert bean.timezone == "America/New_York"
    shown = [row.planned_start.astimezone(ZONE).hour for row in section("steps").rows(bean)]
    assert shown == [11, 10], "as Shanghai's clock said when they were compared"
