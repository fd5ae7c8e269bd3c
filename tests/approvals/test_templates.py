"""Gates of a template: what may be saved, and what a plan made from it gets."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from approvals.actions import save_gates, submit
from approvals.choosing import read_rules, rules_of
from approvals.models import Gate, GateTemplate, SignOff
from approvals.rules.norm import CLOSED, GO_NO_GO, NORM, STAGING, SUBMISSION, TESTED
from approvals.rules.shape import ANY, Blank, Cover, Need, Rule
from approvals.rules.templates import TEMPLATES
from approvals.rules.urgent import URGENT
from approvals.rules.vetting import UNREADABLE, problems
from ground.clock import now
from ground.errors import Denied, Invalid, Stale, WrongState
from ground.journal import verify
from ground.models import Event
from plans import states
from plans.actions import (
    copy_plan,
    retire,
    save_as_template,
    stock_shelf,
)
from plans.checks import findings_of
from plans.models import Plan
from tests.approvals.conftest import SHORT

pytestmark = pytest.mark.long


@pytest.mark.parametrize("rules", [template.rules for template in TEMPLATES.values()])
def test_the_gates_that_ship_are_sound(rules: tuple[Rule, ...]) -> None:
    assert problems(rules) == []
    assert read_rules([rule.as_json() for rule in rules]) == rules


WRONG: dict[str, tuple[Rule, ...]] = {
    "评审阶段": (CLOSED,),
    "覆盖整个计划": (SUBMISSION, replace(GO_NO_GO, covers=(Cover("apps"),))),
    "变更后重签": (replace(GO_NO_GO, is_amended=False),),
    "才需要": (replace(GO_NO_GO, applies=("has_sql",)),),
    "至少 2 个人": (replace(GO_NO_GO, needs=(Need(("dev",)),)),),
    "没有人能签": (GO_NO_GO, replace(TESTED, needs=(), opens=())),
    "角色不存在": (GO_NO_GO, replace(TESTED, needs=(Need(("king",)),), opens=())),
    "人数": (GO_NO_GO, replace(TESTED, needs=(Need(("test",), 0),), opens=())),
    "互相等待": (
        replace(GO_NO_GO, opens=("signed:tested",)),
        replace(TESTED, opens=("signed:go_no_go",)),
    ),
    "已经不在": (GO_NO_GO, replace(TESTED, opens=("signed:submission",))),
    "后面阶段": (replace(GO_NO_GO, opens=("signed:closed",)), CLOSED),
    "不会成立": (replace(GO_NO_GO, opens=("observation_over",)),),
    "不存在": (replace(GO_NO_GO, opens=("full_moon",)),),
    "不覆盖内容": (GO_NO_GO, replace(TESTED, covers=(), opens=())),
    "清单不存在": (GO_NO_GO, replace(TESTED, covers=(Cover("nonsense"),), opens=())),
    "声明": (GO_NO_GO, replace(TESTED, is_statement=True, opens=())),
    "名称相同": (GO_NO_GO, GO_NO_GO),
    "要有名称": (replace(GO_NO_GO, label=" "),),
    "阶段。": (GO_NO_GO, replace(TESTED, phase="someday", opens=())),
    "签法": (replace(GO_NO_GO, order="sometimes"),),
    "每个人都签": (replace(GO_NO_GO, needs=(Need(("dev",), 2, "yes"),)),),  # type: ignore[arg-type]
    "由至少 2 个人签": (replace(GO_NO_GO, order=ANY),),
    "并由至少 2 个人": (replace(GO_NO_GO, needs=(Need(("dev",), 5, everybody=True),)),),
    "1 到 720 小时": (replace(GO_NO_GO, due_after=0),),
    "时限要在": (replace(GO_NO_GO, due_before=721),),
    "发布窗口之前": (GO_NO_GO, replace(CLOSED, due_before=4)),
    "1 到 168 小时": (replace(GO_NO_GO, patience=0),),
    "不会升级": (replace(GO_NO_GO, due_before=None, escalates=("pm",)),),
    "升级路线": (replace(GO_NO_GO, escalates=("king",)),),
    "不重复": (replace(GO_NO_GO, escalates=("pm", "pm")),),
    "要告知": (replace(GO_NO_GO, tells=("king",)),),
    "条件“checklist:”不存在": (replace(GO_NO_GO, opens=("checklist:",)),),
    "条件“check_clean:x”不存在": (replace(GO_NO_GO, opens=("check_clean:x",)),),
    "条件“cases_passed:mars”": (replace(GO_NO_GO, opens=("cases_passed:mars",)),),
    "“生产用例全部通过”在": (replace(GO_NO_GO, opens=("cases_passed:production",)),),
    "“应用全部验证通过”在": (replace(GO_NO_GO, opens=("apps_verified",)),),
    "记录项": (replace(GO_NO_GO, record=(Blank("bugs", "缺陷", "prose", most=0),)),),
}


@pytest.mark.parametrize("said", WRONG)
def test_what_no_plan_could_live_by_is_refused_in_one_sentence(
    said: str, template: Plan, cast: SimpleNamespace
) -> None:
    assert any(said in sentence for sentence in problems(WRONG[said])), problems(WRONG[said])
    with pytest.raises(Invalid):
        save_gates(template, by=cast.ann, version=1, rules=WRONG[said])
    assert rules_of(template) == SHORT
    assert read_rules([rule.as_json() for rule in WRONG[said]]) == (UNREADABLE,)


def test_gates_that_wait_for_each_other_through_a_third_are_found() -> None:
    rules = (
        replace(SUBMISSION, opens=("signed:staging",)),
        replace(TESTED, opens=("signed:submission",)),
        replace(STAGING, opens=("signed:tested",)),
        GO_NO_GO,
    )
    assert any("互相等待" in sentence for sentence in problems(rules))


def test_a_plan_made_from_it_gets_its_gates(template: Plan, cast: SimpleNamespace) -> None:
    made = copy_plan(template, by=cast.ann, title="六月小发布")
    assert made.template == template
    submit(made, by=cast.ann, reason="都看过")
    assert [gate.title for gate in made.gates.all()] == ["一次评审", "结束与总结"]
    told = Event.objects.get(chain=made.chain, kind="plan.submitted")
    assert (told.data["template"], told.data["template_version"]) == (template.number, 1)


def test_a_changed_template_alters_no_plan_under_way(template: Plan, cast: SimpleNamespace) -> None:
    made = submit(copy_plan(template, by=cast.ann), by=cast.ann, reason="都看过")
    before = list(made.gates.values_list("key", "rule", "state"))
    save_gates(template, by=cast.ann, version=1, rules=NORM.rules)
    assert list(made.gates.values_list("key", "rule", "state")) == before
    later = submit(copy_plan(template, by=cast.ann), by=cast.ann, reason="都看过")
    assert later.gates.count() == len(NORM.rules)


def test_a_template_without_gates_of_its_own_follows_the_kind(
    plan: Plan, cast: SimpleNamespace
) -> None:
    made = save_as_template(plan, by=cast.ann)
    assert not GateTemplate.objects.exists()
    assert rules_of(made) == NORM.rules
    urgent = next(one for one in stock_shelf(by=cast.adm) if one.kind == "紧急")
    assert rules_of(copy_plan(urgent, by=cast.ann)) == URGENT.rules


@pytest.mark.parametrize(
    "rules",
    [
        None, {}, [], ["x"], [{}], [{"key": "a"}], [{**SUBMISSION.as_json(), "colour": "red"}],
        [{**rule.as_json(), "needs": []} for rule in SHORT],
        [{**rule.as_json(), "covers": [{"key": "cases", "where": "mars"}]} for rule in SHORT],
    ],
)  # fmt: skip
def test_an_unreadable_rule_means_no_approval(
    rules: Any, template: Plan, cast: SimpleNamespace
) -> None:
    made = copy_plan(template, by=cast.ann)
    GateTemplate.objects.filter(plan=template).update(rules=rules if rules is not None else "x")
    assert rules_of(made) == (UNREADABLE,)
    assert [one.code for one in findings_of(made, now()) if one.section == ""][:1] == [
        "gates-unreadable"
    ]
    with pytest.raises(WrongState):
        submit(made, by=cast.ann, reason="都看过")
    made.refresh_from_db()
    assert made.status == states.DRAFT
    assert not Gate.objects.filter(plan=made).exists()


def test_only_owner_and_administrators_change_gates(template: Plan, cast: SimpleNamespace) -> None:
    for other in (cast.dev, cast.rob, cast.eve):
        with pytest.raises(Denied):
            save_gates(template, by=other, version=1, rules=NORM.rules)
    save_gates(template, by=cast.adm, version=1, rules=NORM.rules)
    with pytest.raises(Stale):
        save_gates(template, by=cast.ann, version=1, rules=SHORT)
    told = Event.objects.filter(chain=template.chain, kind="template.gates_changed")
    assert [event.actor for event in told.order_by("position")] == [cast.ann, cast.adm]
    assert verify(template.chain) is None


def test_gates_of_a_plan_or_of_a_retired_template_cannot_be_written(
    template: Plan, plan: Plan, cast: SimpleNamespace
) -> None:
    with pytest.raises(WrongState):
        save_gates(plan, by=cast.ann, version=0, rules=SHORT)
    retire(template, by=cast.ann, reason="不用了")
    with pytest.raises(Denied):
        save_gates(template, by=cast.ann, version=1, rules=SHORT)


def test_a_copied_template_takes_the_gates_along(template: Plan, cast: SimpleNamespace) -> None:
    twin = save_as_template(template, by=cast.ann, has_people=True)
    save_gates(template, by=cast.ann, version=1, rules=NORM.rules)
    assert rules_of(twin) == SHORT
    kept = save_as_template(copy_plan(twin, by=cast.ann), by=cast.ann)
    assert rules_of(kept) == SHORT


def test_no_template_is_submitted_and_none_has_signatures(
    template: Plan, cast: SimpleNamespace
) -> None:
    with pytest.raises(WrongState):
        submit(template, by=cast.ann, reason="都看过")
    assert not Gate.objects.filter(plan=template).exists()
    assert not SignOff.objects.filter(gate__plan=template).exists()
