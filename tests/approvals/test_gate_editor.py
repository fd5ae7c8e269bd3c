"""The editor of gate templates: what it shows, saves, refuses and tries."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.actions import save_gates, settle_plan, submit, withdraw
from approvals.choosing import rules_of
from approvals.editing import step
from approvals.gate_lines import lines_of
from approvals.models import SignOff
from approvals.rules.norm import CLOSED, GO_NO_GO, NORM
from approvals.rules.shape import TURN, Need, Rule
from approvals.rules.urgent import URGENT
from approvals.rules.vetting import problems
from ground.clock import now
from people.models import Delegation
from plans.actions import (
    add_rows,
    copy_plan,
    lock,
)
from plans.models import Plan
from plans.templatetags.plan_words import in_zone
from tests.approvals.conftest import SHORT
from tests.approvals.hands import approve

pytestmark = pytest.mark.long


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
