"""What gates add to the plan: line, bar, inbox, printed chapter."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string

from approvals.contribute import Approvals
from approvals.models import Gate
from ground.clock import now
from plans.actions import add_rows, save_row
from plans.contribute import contributions
from plans.grants import derive_grants
from plans.models import Plan, PlanUserObjectPermission
from plans.tables.registry import section
from tests.approvals.hands import approve, approved, reject, submitted, up_to_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def wing() -> Approvals:
    return next(one for one in contributions() if isinstance(one, Approvals))


def line(wing: Approvals, plan: Plan) -> list[tuple[str, str]]:
    return [(step.label, step.state) for step in wing.flow(Plan.objects.get(pk=plan.pk))]


def test_a_draft_shows_the_way_ahead(wing: Approvals, plan: Plan, cast: SimpleNamespace) -> None:
    labels = ["提测", "测试通过", "预发验收", "上线评审", "线上验证", "结束与总结"]
    assert line(wing, plan) == [(label, "later") for label in labels]
    add_rows(plan, "sql_changes", by=cast.ann, rows=[{"statement": "select 1"}])
    assert ("数据库", "later") in line(wing, plan)


def test_the_line_says_where_the_plan_is(
    wing: Approvals, plan: Plan, cast: SimpleNamespace
) -> None:
    up_to_review(plan, cast)
    approve(plan, "go_no_go", cast.rob)
    steps = list(wing.flow(plan))
    assert [step.state for step in steps[:4]] == ["done", "done", "done", "now"]
    assert steps[0].hint.startswith("戴维 ")
    assert steps[3].hint == "还差 开发负责人、运维、产品 / 项目负责人"
    assert [step.order for step in steps] == sorted(step.order for step in steps)
    reject(plan, "go_no_go", cast.oli)
    assert line(wing, plan)[3] == ("上线评审", "bad")


def test_the_bar_counts_gates(wing: Approvals, plan: Plan, cast: SimpleNamespace) -> None:
    meter = next(iter(wing.meters(plan)))
    assert (meter.done, meter.total) == (0, 6)
    up_to_review(plan, cast)
    meter = next(iter(wing.meters(plan)))
    assert (meter.done, meter.total) == (3, 6)


def inbox(wing: Approvals, person: Any) -> list[str]:
    return [item.what for item in wing.due(person)]


def test_the_inbox_asks_those_who_can_sign(
    wing: Approvals, plan: Plan, cast: SimpleNamespace
) -> None:
    up_to_review(plan, cast)
    for name in ("dev", "rob", "oli", "pia"):
        assert inbox(wing, getattr(cast, name)) == ["签“上线评审”：整个计划的内容"]
    for name in ("ann", "dan", "eve", "adm"):
        assert inbox(wing, getattr(cast, name)) == []
    item = next(iter(wing.due(cast.oli)))
    assert item.since and item.url.startswith(f"/plans/{plan.number}/gates/")
    approve(plan, "go_no_go", cast.oli)
    assert inbox(wing, cast.oli) == []


def test_the_inbox_asks_as_many_questions_for_ten_plans_as_for_one(
    wing: Approvals, plan: Plan, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    up_to_review(plan, cast)
    list(wing.due(cast.oli))
    with django_assert_num_queries(10):
        assert len(list(wing.due(cast.oli))) == 1
    gates = list(Gate.objects.filter(plan=plan))
    for number in range(9):
        copy = Plan.objects.get(pk=plan.pk)
        copy.pk, copy.number = None, f"RP-2026-8{number:03d}"
        copy.save()
        derive_grants(copy)
        PlanUserObjectPermission.objects.create(
            user=cast.oli, content_object=copy,
            permission=PlanUserObjectPermission.objects.filter(user=cast.oli).first().permission,
        )  # fmt: skip
        for one in gates:
            Gate.objects.create(
                plan=copy, key=one.key, rule=one.rule, state=one.state, asked_at=one.asked_at
            )
    with django_assert_num_queries(10):
        assert len(list(wing.due(cast.oli))) == 10


def test_verification_waits_in_the_inbox_only_after_the_ramps(
    wing: Approvals, plan: Plan, cast: SimpleNamespace
) -> None:
    approved(plan, cast)
    section("apps").rows(plan).update(state="verified")
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    fresh = Plan.objects.get(pk=plan.pk)
    wing.state_changed(fresh, None)
    assert inbox(wing, cast.rob) == []
    Plan.objects.filter(pk=plan.pk).update(
        status="observing", observing_since=now() - timedelta(hours=1)
    )
    wing.state_changed(Plan.objects.get(pk=plan.pk), None)
    assert inbox(wing, cast.rob) == ["签“线上验证”：验证用例（生产）"]
    assert inbox(wing, cast.ann) == ["签“结束与总结”：不覆盖内容"]
    for key, person in (("verified", cast.rob), ("verified", cast.pia), ("closed", cast.ann)):
        approve(plan, key, person)
    assert inbox(wing, cast.ann) == ["全部签完，可以完成计划"]


def test_a_cancelled_plan_waits_for_nobody(
    wing: Approvals, plan: Plan, cast: SimpleNamespace
) -> None:
    submitted(plan, cast.ann)
    Plan.objects.filter(pk=plan.pk).update(status="cancelled")
    assert inbox(wing, cast.dev) == []


def test_the_printed_chapter_has_who_when_and_digest(
    wing: Approvals, plan: Plan, cast: SimpleNamespace
) -> None:
    assert list(wing.chapters(plan, now())) == []
    up_to_review(plan, cast)
    signoff = approve(plan, "go_no_go", cast.pia, comment="可以上线")
    row = section("apps").rows(plan).first()
    row.plan = plan
    save_row(row, by=cast.ann, version=row.row_version, values={"risk": "高"})
    chapter = next(iter(wing.chapters(plan, now())))
    html = render_to_string(chapter.template, chapter.context)
    assert signoff.digest in html
    assert all(words in html for words in ("皮雅", "可以上线", "已失效·需重签", "罗博"))
