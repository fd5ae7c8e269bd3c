"""Gates of a template: what may be saved, and what a plan made from it gets."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.actions import save_gates, settle_plan, submit, withdraw
from approvals.choosing import read_rules, rules_of
from approvals.editing import step
from approvals.gate_lines import lines_of
from approvals.models import Gate, GateTemplate, SignOff
from approvals.rules.norm import CLOSED, GO_NO_GO, NORM, STAGING, SUBMISSION, TESTED
from approvals.rules.shape import ANY, TURN, Blank, Cover, Need, Rule
from approvals.rules.templates import TEMPLATES
from approvals.rules.urgent import URGENT
from approvals.rules.vetting import UNREADABLE, problems
from ground.clock import now
from ground.errors import Denied, Invalid, Stale, WrongState
from ground.journal import verify
from ground.models import Event
from people.models import Delegation
from plans import states
from plans.actions import (
    add_rows,
    copy_plan,
    lock,
    retire,
    save_as_template,
    stock_shelf,
)
from plans.checks import findings_of
from plans.models import Plan
from plans.templatetags.plan_words import in_zone
from tests.approvals.hands import approve

pytestmark = pytest.mark.long

SHORT = (
    replace(GO_NO_GO, label="一次评审", needs=(Need(("dev",)), Need(("test", "ops"))), opens=()),
    CLOSED,
)


@pytest.fixture
def template(cast: SimpleNamespace, plan: Plan) -> Plan:
    """Ann's, with two gates."""
    made = save_as_template(plan, by=cast.ann, title="小发布", has_people=True)
    save_gates(made, by=cast.ann, version=0, rules=SHORT)
    return made


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


def sent_by(rules: tuple[Rule, ...], **more: Any) -> dict[str, Any]:
    """What the form of these rules sends when nothing is touched."""
    sent: dict[str, Any] = {"count": len(rules), **more}
    for line in lines_of(rules):
        rule, p = line.rule, line.prefix
        sent |= {f"{p}key": rule.key, f"{p}label": rule.label, f"{p}phase": rule.phase}
        for need in line.needs:
            sent[f"{p}need{need.at}"] = [one.value for one in need.codes if one.is_on]
            sent[f"{p}need{need.at}-count"] = need.need.count
            sent |= {f"{p}need{need.at}-everybody": "1"} if need.need.everybody else {}
        sent[f"{p}covers"] = [one.value for one in line.covers if one.is_on]
        sent[f"{p}after"] = [one.value for one in line.after if one.is_on]
        sent[f"{p}when"] = [one.value for one in line.conditions if one.is_on]
        sent[f"{p}bars"] = [one.value for one in line.bars if one.is_on]
        sent[f"{p}tells"] = [one.value for one in line.tells if one.is_on]
        sent[f"{p}order"] = rule.order
        for name in ("due_after", "due_before", "patience"):
            sent[f"{p}{name}"] = "" if getattr(rule, name) is None else getattr(rule, name)
        for at, parts in line.steps:
            sent[f"{p}escalate{at}"] = next((one.value for one in parts if one.is_on), "")
        sent |= {f"{p}whole": "1"} if rule.covers_everything else {}
        sent |= {f"{p}amended": "1"} if rule.is_amended else {}
        sent |= {f"{p}statement": "1"} if rule.is_statement else {}
        for at, blank, _kinds in line.blanks:
            b = f"{p}blank{at}-"
            most = "" if blank.most is None else blank.most
            sent |= {f"{b}key": blank.key, f"{b}label": blank.label, f"{b}kind": blank.kind,
                     f"{b}most": most}  # fmt: skip
    return sent


def sorted_out(rules: tuple[Rule, ...]) -> list[Rule]:
    """Ticks have no order: parts of a seat, covers, conditions."""
    return [
        replace(
            rule,
            needs=tuple(replace(need, codes=tuple(sorted(need.codes))) for need in rule.needs),
            signs=tuple(sorted(rule.signs)),
            tells=tuple(sorted(rule.tells)),
            covers=tuple(sorted(rule.covers, key=lambda cover: cover.name)),
            opens=tuple(sorted(rule.opens)),
        )
        for rule in rules
    ]


def url_of(template: Plan) -> str:
    return f"/plans/{template.number}/gates/template/"


FULL = (
    replace(
        GO_NO_GO,
        needs=(Need(("dev",), 1, everybody=True), Need(("test", "ops"), 2)),
        order=TURN,
        opens=("check_clean", "checklist:发布前", "cases_passed:staging"),
        due_after=48,
        due_before=4,
        escalates=("test_lead", "other", "pm"),
        patience=2,
        tells=("ops", "other"),
    ),
    replace(CLOSED, opens=("apps_verified", "observation_over"), signs=("metrics_passing",)),
)
"""Everything that the editor knows beyond what ships."""


@pytest.mark.parametrize("rules", [NORM.rules, URGENT.rules, SHORT, FULL])
def test_the_editor_saves_what_it_shows(
    rules: tuple[Rule, ...], template: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    answer = ann.post(url_of(template), sent_by(rules, do="save", version=1))
    assert answer.status_code == 302
    assert sorted_out(rules_of(template)) == sorted_out(rules)


def test_small_steps_change_nothing_until_saved(
    template: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    for do in ("add", "up:1", "down:0", "remove:0", "need:0", "blank:1", "usual", "none", "up:99"):
        answer = ann.post(url_of(template), sent_by(SHORT, do=do, version=1))
        assert answer.status_code == 200
        assert "还没有保存" in answer.content.decode()
    assert rules_of(template) == SHORT


def test_steps_move_add_and_remove() -> None:
    assert [one.key for one in step(SHORT, "up:1")] == ["closed", "go_no_go"]
    assert step(SHORT, "down:0") == step(SHORT, "up:1")
    assert step(SHORT, "remove:0") == SHORT[1:]
    added = step(step(SHORT, "add"), "add")
    assert [one.key for one in added[2:]] == ["gate-1", "gate-2"]
    assert step(SHORT, "need:0")[0].needs[-1] == Need(())
    assert step(SHORT, "up:0") == step(SHORT, "down:1") == step(SHORT, "remove:9") == SHORT


def test_the_editor_says_what_is_wrong_and_keeps_what_was_typed(
    template: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    rules = (replace(SHORT[0], label="就我自己", needs=(Need(("pm",)),)),)
    shown = ann.post(url_of(template), sent_by(rules, do="save", version=1)).content.decode()
    assert "至少 2 个人签" in shown
    assert "就我自己" in shown


def test_who_could_sign_is_tried_on_a_real_plan(
    template: Plan, plan: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    rules = (replace(SHORT[0], needs=(Need(("dev",)), Need(("dba",), 2))), CLOSED)
    save_gates(template, by=cast.ann, version=1, rules=rules)
    trials = ann.get(f"/plans/{template.number}/gates/?on={plan.number}").context["trials"]
    assert trials[0].seats[0] == ("开发", ["戴维"])
    assert trials[0].missing == "DBA"
    assert trials[1].missing == ""


def test_the_trial_says_by_when_what_is_missing_and_who_hears(
    template: Plan, plan: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    rules = (replace(FULL[0], opens=("checklist:发布前", "earlier_signed")), FULL[1])
    save_gates(template, by=cast.ann, version=1, rules=rules)
    start = now() + timedelta(days=30)
    Plan.objects.filter(pk=plan.pk).update(window_start=start, window_end=start + timedelta(1))
    given = Delegation.objects.create(
        giver=cast.dev, taker=cast.eve, created_at=now(),
        begins_at=now() - timedelta(days=1), ends_at=start,
    )  # fmt: skip
    answer = ann.get(f"/plans/{template.number}/gates/?on={plan.number}")
    first, last = answer.context["trials"]
    assert (first.order, first.seats[0]) == (
        "依次",
        ("开发 戴维", ["戴维", f"伊芙（代戴维，至 {given.last_day:%m-%d}）"]),
    )
    assert first.seats[1][1] == ["罗博", "欧力"], "in turn, later seats have people too"
    assert first.due == "开启后 2 天内 / 发布窗口前 4 小时，以早的为准"
    assert first.moment == in_zone(now() + timedelta(hours=48), plan)
    assert first.unmet == ["“发布前”里还没有检查项，请补上。"]
    assert first.told == "安然、欧力"
    assert first.line == "测试负责人 → 其他成员 → 项目负责人 → 计划负责人"
    assert (last.order, last.due, last.told) == ("", "开启后 3 天内", "计划的所有人")
    page = answer.content.decode()
    assert "里还没有检查项" in page and "伊芙（代戴维" in page


def test_the_editor_offers_the_groups_of_the_checklists(
    template: Plan, plan: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    add_rows(template, "checks", by=cast.ann, rows=[{"group": "模板的组", "item": "一"}])
    add_rows(plan, "checks", by=cast.ann, rows=[{"group": "计划的组", "item": "二"}])
    address = f"/plans/{template.number}/gates/"
    assert 'value="checklist:模板的组"' in ann.get(address).content.decode()
    page = ann.get(f"{address}?on={plan.number}").content.decode()
    assert 'value="checklist:计划的组"' in page
    sent = sent_by(SHORT, do="save", version=1) | {"g0-group": " 第三组 "}
    ann.post(url_of(template), sent)
    assert rules_of(template)[0].opens == ("checklist:第三组",)


def test_what_was_typed_as_hours_is_refused_and_not_lost(
    template: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    sent = sent_by(SHORT, do="save", version=1) | {"g0-due_after": "-3"}
    assert "1 到 720 小时" in ann.post(url_of(template), sent).content.decode()
    assert rules_of(template) == SHORT


def test_no_bugs_is_one_click(template: Plan) -> None:
    added = step(SHORT, "bugs:1")
    assert [(one.key, one.most) for one in added[1].record] == [
        ("summary", None), ("report", None), ("bugs_a", 0), ("bugs_b", 0), ("bugs_c", None),
    ]  # fmt: skip
    assert step(added, "bugs:1") == added


def test_times_of_a_changed_template_reach_no_gate_under_way(
    template: Plan, cast: SimpleNamespace
) -> None:
    made = submit(copy_plan(template, by=cast.ann), by=cast.ann, reason="都看过")
    before = list(made.gates.values_list("rule", "due_at", "nudge_at"))
    changed = tuple(replace(rule, due_after=2, due_before=None, tells=("ops",)) for rule in SHORT)
    save_gates(template, by=cast.ann, version=1, rules=changed)
    settle_again(made)
    assert list(made.gates.values_list("rule", "due_at", "nudge_at")) == before


def settle_again(plan: Plan) -> None:
    with transaction.atomic():
        settle_plan(lock(plan), by=None)


def test_new_times_alone_end_no_signature(template: Plan, cast: SimpleNamespace) -> None:
    made = submit(copy_plan(template, by=cast.ann), by=cast.ann, reason="都看过")
    approve(made, "go_no_go", cast.dev)
    changed = tuple(replace(rule, due_after=2, escalates=("pm",), tells=()) for rule in SHORT)
    save_gates(template, by=cast.ann, version=1, rules=changed)
    withdraw(made, by=cast.ann, reason="再看一遍")
    submit(Plan.objects.get(pk=made.pk), by=cast.ann, reason="都看过")
    assert SignOff.objects.get(gate__plan=made).state == SignOff.SIGNED
    save_gates(template, by=cast.ann, version=2, rules=(replace(changed[0], order=TURN), CLOSED))
    withdraw(Plan.objects.get(pk=made.pk), by=cast.ann, reason="再看一遍")
    submit(Plan.objects.get(pk=made.pk), by=cast.ann, reason="都看过")
    assert SignOff.objects.get(gate__plan=made).state == SignOff.VOID


def test_strangers_look_at_the_editor_and_cannot_write(
    template: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    eve = signed_in(cast.eve)
    page = eve.get(f"/plans/{template.number}/gates/")
    assert "保存关口" not in page.content.decode()
    assert eve.post(url_of(template), sent_by(NORM.rules, do="save", version=1)).status_code == 403
    assert rules_of(template) == SHORT


KEYS = st.sampled_from(["a", "b", "c", "d"])
SOME = st.lists(KEYS.map(lambda key: f"signed:{key}") | st.just("earlier_signed"), max_size=2)


@settings(max_examples=40, deadline=None)
@given(st.lists(SOME, min_size=4, max_size=4))
def test_sound_gates_all_open_when_those_before_are_signed(opens: list[list[str]]) -> None:
    rules = tuple(
        replace(GO_NO_GO, key=key, label=key, opens=tuple(dict.fromkeys(wanted)), record=())
        for key, wanted in zip("abcd", opens, strict=True)
    )
    done: set[str] = set()
    for _round in rules:
        for place, rule in enumerate(rules):
            waits = {text[7:] for text in rule.opens if text != "earlier_signed"}
            if "earlier_signed" in rule.opens:
                waits |= {one.key for one in rules[:place]}
            done |= {rule.key} if waits <= done else set()
    assert (len(done) == 4) is not bool(problems(rules))
