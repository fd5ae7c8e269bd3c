"""The doors of the plan check: page, panel, fixes, acceptance, CLI and API."""

import json
import re
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from ground.clock import now
from ground.models import Event
from plans.actions import add_rows, save_row
from plans.checks import acknowledged, findings_of
from plans.findings import Finding
from plans.lookup import find_row
from plans.models import Plan
from plans.tables.registry import section


def finding(plan: Plan, code: str) -> Finding:
    return next(one for one in findings_of(plan, now()) if one.code == code)


def press(client: Client, plan: Plan, code: str, index: int = 0, **more: str) -> Any:
    """Press the button that the page shows for that fix."""
    one = finding(plan, code)
    page = client.get(f"/plans/{plan.number}/check/").content.decode()
    [token] = re.findall(rf'value="({one.key}:{index}:\d+)"', page)
    return client.post(f"/plans/{plan.number}/check/mend/", {"fix": token, **more})


def row_of(plan: Plan, key: str, **values: Any) -> Any:
    return section(key).rows(plan).filter(**values).first()


def test_one_click_sets_a_cell_by_the_ordinary_action(
    plan: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    [row] = add_rows(
        plan, "apps", by=cast.ann, rows=[{"app": "web", "batch": 3, "depends_on": ["coin-centre"]}]
    )
    assert press(ann, plan, "dependency-dangling").status_code == 302
    row.refresh_from_db()
    assert row.depends_on == ["coin-center"]
    event = Event.objects.filter(chain=plan.chain).latest("position")
    assert (event.kind, event.actor) == (
        "row.changed",
        cast.ann,
    )


def test_one_click_deletes_a_template_row(plan: Plan, cast: SimpleNamespace, ann: Client) -> None:
    add_rows(plan, "configs", by=cast.ann, rows=[{"application": "应用名-01", "key": "config.key"}])
    press(ann, plan, "placeholder")
    assert row_of(plan, "configs") is None


def test_one_click_adds_switches(plan: Plan, cast: SimpleNamespace, ann: Client) -> None:
    press(ann, plan, "no-rollback-switch")
    rows = section("switches").rows(plan)
    assert [row.application for row in rows] == [
        "coin-center",
        "promotion-platform",
        "trade-web-buy",
    ]
    assert finding(plan, "no-rollback-switch").fixes == ()


def test_one_click_moves_the_window_of_the_plan(
    plan: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    add_rows(plan, "windows", by=cast.ann, rows=[{"start": "22:00", "end": "23:00"}])
    start = "2099-03-03T10:00:00+08:00"
    Plan.objects.filter(pk=plan.pk).update(window_start=start)
    plan.refresh_from_db()
    press(ann, plan, "start-outside-windows")
    plan.refresh_from_db()
    assert plan.window_start.astimezone(plan.zone).hour == 22


def test_a_fix_of_what_somebody_changed_meanwhile_is_stale(
    plan: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    [row] = add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "a b", "group": "GID_x"}])
    token = f"{finding(plan, 'topic-refused').key}:0:{row.row_version}"
    save_row(row, by=cast.ann, version=row.row_version, values={"note": "别人刚改"})
    answer = ann.post(f"/plans/{plan.number}/check/mend/", {"fix": token})
    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.topic == "a b"


def test_a_deletion_of_what_somebody_changed_meanwhile_is_stale(
    plan: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    [row] = add_rows(plan, "members", by=cast.ann, rows=[{"role": "架构师"}])
    token = f"{finding(plan, 'role-without-person').key}:0:{row.row_version}"
    save_row(row, by=cast.ann, version=row.row_version, values={"duty": "评审"})
    assert ann.post(f"/plans/{plan.number}/check/mend/", {"fix": token}).status_code == 409
    assert row_of(plan, "members", role="架构师")


def test_after_approval_a_fix_needs_its_reason(
    plan: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "a b", "group": "GID_x"}])
    Plan.objects.filter(pk=plan.pk).update(status="approved")
    assert 'name="reason" required' in ann.get(f"/plans/{plan.number}/check/").content.decode()
    assert press(ann, plan, "topic-refused").status_code == 400
    assert press(ann, plan, "topic-refused", reason="改正名称").status_code == 302
    assert row_of(plan, "topics").topic == "a_b"


def test_who_may_not_edit_is_offered_nothing_and_refused(
    plan: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    [row] = add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "a b", "group": "GID_x"}])
    eve = signed_in(cast.eve)
    assert 'name="fix"' not in eve.get(f"/plans/{plan.number}/check/").content.decode()
    token = f"{finding(plan, 'topic-refused').key}:0:{row.row_version}"
    assert eve.post(f"/plans/{plan.number}/check/mend/", {"fix": token}).status_code == 403


@pytest.mark.parametrize(
    "token", ["", "x", "x:0:1", "x:-1:1", "{key}:9:1", "{key}:0:x", "{key}:²:1"]
)
def test_a_button_that_is_there_no_more_is_said(
    plan: Plan, cast: SimpleNamespace, ann: Client, token: str
) -> None:
    add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "a b", "group": "GID_x"}])
    wanted = token.replace("{key}", finding(plan, "topic-refused").key)
    assert ann.post(f"/plans/{plan.number}/check/mend/", {"fix": wanted}).status_code == 404


def accept(client: Client, plan: Plan, code: str, reason: str = "已确认") -> Any:
    key = finding(plan, code).key
    return client.post(f"/plans/{plan.number}/check/accept/", {"finding": key, "reason": reason})


def test_an_accepted_warning_shows_who_when_and_why_and_can_be_withdrawn(
    plan: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    accept(ann, plan, "no-rollback-switch", "旧系统没有开关")
    page = ann.get(f"/plans/{plan.number}/check/").content.decode()
    assert "安然 于 " in page
    assert "旧系统没有开关" in page
    key = finding(plan, "no-rollback-switch").key
    ann.post(f"/plans/{plan.number}/check/withdrawal/", {"finding": key})
    assert acknowledged(plan) == {}
    kinds = list(Event.objects.filter(chain=plan.chain).values_list("kind", flat=True))
    assert kinds[-2:] == ["finding.acknowledged", "finding.not_acknowledged"]
    assert ann.post(f"/plans/{plan.number}/check/withdrawal/", {"finding": key}).status_code == 404


def test_a_change_of_substance_ends_the_acceptance_and_another_does_not(
    plan: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    [row] = add_rows(
        plan,
        "packages",
        by=cast.ann,
        rows=[{"group_id": "g", "artifact_id": "a", "version": "1-SNAPSHOT"}],
    )
    accept(ann, plan, "snapshot")
    row = save_row(row, by=cast.ann, version=row.row_version, values={"note": "说明"})
    assert finding(plan, "snapshot").key in acknowledged(plan)
    row = find_row(plan, "packages", row.pk)
    save_row(row, by=cast.ann, version=row.row_version, values={"version": "2-SNAPSHOT"})
    assert finding(plan, "snapshot").key not in acknowledged(plan)


def test_only_warnings_can_be_accepted_and_only_by_those_who_manage(
    plan: Plan, cast: SimpleNamespace, ann: Client, signed_in: Any
) -> None:
    add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "a b", "group": "GID_x"}])
    assert accept(ann, plan, "topic-refused").status_code == 409
    assert accept(ann, plan, "no-rollback-switch", reason=" ").status_code == 400
    assert accept(signed_in(cast.rob), plan, "no-rollback-switch").status_code == 403
    assert acknowledged(plan) == {}


def test_the_panel_marks_cells_counts_sections_and_offers_fixes(
    plan: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    [row] = add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "a b", "group": "GID_x"}])
    panel = ann.get(f"/plans/{plan.number}/check/panel/").content.decode()
    [marks] = re.findall(r'id="plan-findings"[^>]*>(.*?)</script>', panel)
    told = json.loads(marks)
    assert told["counts"]["topics"] == {"error": 1, "warning": 0, "hint": 0}
    assert told["cells"]["topics"][str(row.pk)]["topic"][0] == "error"
    assert 'data-fix="set"' in panel
    assert "&quot;topic&quot;: &quot;a_b&quot;" in panel


def test_the_panel_shows_two_of_a_kind_and_counts_the_rest(
    plan: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    rows = [{"topic": f"a b{n}", "group": "GID_x"} for n in range(5)]
    add_rows(plan, "topics", by=cast.ann, rows=rows)
    panel = ann.get(f"/plans/{plan.number}/check/panel/").content.decode()
    assert panel.count('data-fix="set"') == 2
    assert "还有 3 条同类的" in panel and "没有回滚开关" in panel


def test_an_accepted_warning_leaves_panel_and_outline(plan: Plan, ann: Client) -> None:
    assert "没有回滚开关" in ann.get(f"/plans/{plan.number}/check/panel/").content.decode()
    accept(ann, plan, "no-rollback-switch")
    panel = ann.get(f"/plans/{plan.number}/check/panel/").content.decode()
    assert "没有回滚开关" not in panel
    assert '"apps"' not in panel


def test_the_command_and_the_interface_say_the_same(plan: Plan, ann: Client) -> None:
    accept(ann, plan, "no-rollback-switch")
    out = StringIO()
    call_command("check_plan", plan.number, "--json", stdout=out)
    told = json.loads(out.getvalue())
    answer = ann.get(f"/api/v1/plans/{plan.number}/check/").json()
    assert [one["key"] for one in told["findings"]] == [one["key"] for one in answer["findings"]]
    assert told["totals"] == answer["counts"]
    switch = next(one for one in answer["findings"] if one["code"] == "no-rollback-switch")
    assert switch["acknowledged"] is True
    assert switch["fixes"][0]["verb"] == "add"


def test_the_command_fails_on_errors(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "a b", "group": "GID_x"}])
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_plan", plan.number, stdout=out)
    assert "a b" in out.getvalue()


def test_the_interface_mends_accepts_and_withdraws(
    plan: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    [row] = add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "a b", "group": "GID_x"}])
    check = f"/api/v1/plans/{plan.number}/check/"
    wanted = {"finding": finding(plan, "topic-refused").key, "fix": 0, "version": row.row_version}
    assert ann.post(f"{check}fixes/", wanted, "application/json").status_code == 204
    assert ann.post(f"{check}fixes/", wanted, "application/json").status_code == 404
    assert row_of(plan, "topics").topic == "a_b"
    key = finding(plan, "no-rollback-switch").key
    accepting = f"{check}acknowledgements/"
    assert ann.post(accepting, {"finding": key}, "application/json").status_code == 400
    made = ann.post(accepting, {"finding": key, "reason": "没有开关"}, "application/json")
    assert (made.status_code, made.json()["acknowledgement"]["by"]) == (201, "安然")
    assert ann.delete(accepting, {"finding": key}, "application/json").status_code == 204
    assert acknowledged(plan) == {}


def test_the_interface_refuses_what_the_page_refuses(
    plan: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    [row] = add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "a b", "group": "GID_x"}])
    eve, check = signed_in(cast.eve), f"/api/v1/plans/{plan.number}/check/"
    wanted = {"finding": finding(plan, "topic-refused").key, "fix": 0, "version": row.row_version}
    assert eve.post(f"{check}fixes/", wanted, "application/json").status_code == 403
    key = finding(plan, "no-rollback-switch").key
    body = {"finding": key, "reason": "x"}
    assert eve.post(f"{check}acknowledgements/", body, "application/json").status_code == 403
    assert eve.delete(f"{check}acknowledgements/", body, "application/json").status_code == 403
    wrong = {**body, "finding": finding(plan, "topic-refused").key}
    ann = signed_in(cast.ann)
    assert ann.post(f"{check}acknowledgements/", wrong, "application/json").status_code == 409
