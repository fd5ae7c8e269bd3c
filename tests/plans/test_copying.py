"""A copy of a plan: content travels, what was executed and signed does not."""

import re
from types import SimpleNamespace
from typing import Any

import pytest

from approvals.models import Gate, SignOff
from ground.journal import verify
from ground.models import Event
from plans import states
from plans.actions import (
    acknowledge,
    add_rows,
    change_plan,
    copy_plan,
    create_plan,
    save_as_template,
)
from plans.document import content, load
from plans.models import Plan
from plans.tables.registry import section, sections
from tests.approvals.hands import approve, submitted
from tests.samples import sample_rows

pytestmark = pytest.mark.long

WINDOW = {"window_start": "2026-12-01T20:00+08:00", "window_end": "2026-12-01T23:00+08:00"}


@pytest.fixture
def lived(plan: Plan, cast: SimpleNamespace) -> Plan:
    """A plan with every cell of every section filled, progress too, and a signature."""
    document = load(plan)
    made = create_plan(by=cast.ann, title="跑过的计划", observe="P1D", version="1.4.0", **WINDOW)
    for part in sections():
        rows = sample_rows(part, progress=True)
        names = {str(cell.name) for cell in part.columns}
        more = [
            {name: value for name, value in row.items() if name in names}
            for row in document.rows(part.key)
        ]
        from_here = [*more, *rows] if part.key == "members" else rows
        for row in from_here:
            part.model._default_manager.create(
                plan=made, **_values(part, row), extra={"备注列": "原样"}, changed_by=cast.ann
            )
    Plan.objects.filter(pk=made.pk).update(status=states.RELEASING)
    made.refresh_from_db()
    return made


def _values(part: Any, row: dict[str, Any]) -> dict[str, Any]:
    cells = {str(cell.name): cell for cell in part.columns}
    return {name: cells[name].from_json(value) for name, value in row.items() if name in cells}


def untouched(part: Any) -> dict[str, Any]:
    """Progress of a row that nobody has touched."""
    return {
        str(cell.name): cell.to_json(getattr(part.model(), cell.name)) for cell in part.progress
    }


@pytest.mark.parametrize("way", ["copy", "template", "round"])
def test_no_progress_travels_in_any_section(way: str, lived: Plan, cast: SimpleNamespace) -> None:
    made = {
        "copy": lambda: copy_plan(lived, by=cast.ann),
        "template": lambda: save_as_template(lived, by=cast.ann, has_people=True),
        "round": lambda: copy_plan(save_as_template(lived, by=cast.ann), by=cast.ann),
    }[way]()
    for part in sections():
        rows = [part.to_json(row) for row in part.rows(made)]
        assert rows, part.key
        for row in rows:
            progress = {str(cell.name): row[str(cell.name)] for cell in part.progress}
            assert progress == untouched(part), part.key
    assert (made.window_start, made.window_end, made.started_at) == (None, None, None)
    assert (made.submitted_by, made.finished_at) == (None, None)
    assert made.status == (states.TEMPLATE if way == "template" else states.DRAFT)


def test_a_copy_has_all_content_but_moments(lived: Plan, cast: SimpleNamespace) -> None:
    made = copy_plan(lived, by=cast.ann)
    before, after = load(lived), load(made)
    moments = {
        (part.key, str(cell.name))
        for part in sections() for cell in part.content if cell.kind == "moment"
    }  # fmt: skip
    assert ("steps", "planned_start") in moments
    for part in sections():
        gone = {name for key, name in moments if key == part.key}
        rows = [{**row, **dict.fromkeys(gone)} for row in before.rows(part.key)]
        wanted = content(before.__class__(before.plan, {part.key: rows}), part.key)
        assert content(after, part.key) == wanted, part.key
    assert after.plan["observe"] == before.plan["observe"]


def test_offsets_stay_and_the_copy_says_whence_it_came(
    plan: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    add_rows(plan, "comms", by=cast.ann, rows=[{"moment": "T-7天", "content": "通知"}])
    made = copy_plan(plan, by=cast.ann, title="六月", version="2.0")
    assert section("comms").rows(made).get().moment == "T-7天"
    assert (made.copied_from, made.version) == (plan, "2.0")
    assert f"由 {plan.number} 复制" in ann.get(made.get_absolute_url()).content.decode()
    assert Event.objects.filter(chain=made.chain, kind="plan.copied").exists()


def test_the_source_of_a_copy_is_not_told_to_who_may_not_see_it(
    plan: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    change_plan(plan, by=cast.ann, version=1, values={"visibility": "members"})
    made = copy_plan(Plan.objects.get(pk=plan.pk), by=cast.ann, visibility="all")
    page = signed_in(cast.eve).get(made.get_absolute_url()).content.decode()
    assert plan.number not in page


def test_versions_move_one_place_when_asked(plan: Plan, cast: SimpleNamespace) -> None:
    rows = [{"app": "a", "version": "1.4", "old_version": "1.3"}, {"app": "b", "old_version": "9"}]
    add_rows(plan, "apps", by=cast.ann, rows=rows)
    plain, moved = copy_plan(plan, by=cast.ann), copy_plan(plan, by=cast.ann, shifts_versions=True)
    told = {row.app: (row.version, row.old_version) for row in section("apps").rows(moved)}
    assert (told["a"], told["b"]) == (("", "1.4"), ("", "9"))
    assert section("apps").rows(plain).get(app="a").version == "1.4"


def test_signatures_acknowledgements_and_late_edits_do_not_travel(
    plan: Plan, cast: SimpleNamespace
) -> None:
    acknowledge(plan, by=cast.ann, finding="x", message="提醒", reason="可以")
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev)
    for made in (copy_plan(plan, by=cast.ann), save_as_template(plan, by=cast.ann)):
        assert not Gate.objects.filter(plan=made).exists()
        assert not SignOff.objects.filter(gate__plan=made).exists()
        assert not made.acknowledgements.exists()
        assert not made.revisions.exists()
        assert not made.clearances.exists()
        assert verify(made.chain) is None


def test_the_form_of_a_copy_shifts_versions_by_default(
    plan: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    section("apps").rows(plan).filter(app="coin-center").update(version="3.1")
    url = f"/plans/new/?from={plan.number}"
    assert re.search(r'name="shift"[^>]*checked', ann.get(url).content.decode())
    ann.post(url, {"title": "七月", "kind": "", "shift": "1"})
    made = Plan.objects.get(title="七月")
    row = section("apps").rows(made).get(app="coin-center")
    assert (row.version, row.old_version, made.copied_from) == ("", "3.1", plan)
