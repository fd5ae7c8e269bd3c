"""Templates and copies: content travels, nothing of the past does, and no template is a plan."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from approvals.choosing import rules_of
from desk.demo.shelf import GATES, make_templates
from ground.clock import now
from ground.errors import Denied, Hidden, Invalid, WrongState
from ground.models import Event
from notices.models import Message
from plans import shelf
from plans.actions import (
    add_rows,
    cancel,
    change_plan,
    copy_plan,
    create_plan,
    create_template,
    move_app,
    pause,
    record_progress,
    reinstate,
    retire,
    save_as_template,
    start,
    stock_shelf,
)
from plans.checks import findings_of
from plans.document import load
from plans.findings.placeholders import is_placeholder
from plans.models import Plan
from plans.tables.registry import section, sections

pytestmark = pytest.mark.long

WINDOW = {"window_start": "2026-12-01T20:00+08:00", "window_end": "2026-12-01T23:00+08:00"}


@pytest.mark.parametrize("name", shelf.NAMES)
def test_what_ships_is_whole_and_leaves_no_field_unread(name: str) -> None:
    given = shelf.read(name)
    known = {part.key: {str(cell.name) for cell in part.content} for part in sections()}
    assert set(given["sections"]) <= set(known)
    for key, rows in given["sections"].items():
        assert rows
        assert {field for row in rows for field in row} <= known[key], key
    assert json.loads(Path(shelf.__path__[0], f"{name}.json").read_text()) == given


@pytest.mark.parametrize("name", shelf.NAMES)
def test_what_ships_unfilled_is_what_the_check_takes_for_unfilled(name: str) -> None:
    words = ("待填", "应用名-", "命名空间-", "config.key")
    cells = [
        text
        for rows in shelf.read(name)["sections"].values()
        for row in rows
        for text in row.values()
        if isinstance(text, str) and any(word in text for word in words)
    ]
    assert cells
    assert [text for text in cells if not is_placeholder(text)] == []


def test_the_shelf_is_stocked_once_and_belongs_to_the_administrator(cast: SimpleNamespace) -> None:
    made = stock_shelf(by=cast.ann)
    assert [one.pk for one in stock_shelf(by=cast.eve)] == [one.pk for one in made]
    assert {one.owner for one in made} == {cast.adm}
    assert [one.number for one in made] == ["TPL-0001", "TPL-0002"]
    assert [one.kind for one in made] == ["常规", "紧急"]
    assert create_plan(by=cast.ann, title="x").number.startswith("RP-")


def test_the_norm_covers_what_a_release_norm_asks(cast: SimpleNamespace) -> None:
    norm = load(stock_shelf(by=cast.adm)[0])
    assert {row["group"] for row in norm.rows("checks")} == {"准备", "发布", "验证", "善后"}
    assert {row["kind"] for row in norm.rows("risk_checks")} == {"资损", "稳定性"}
    assert [row["percent"] for row in norm.rows("stages")] == [None, 1, 10, 50, 100]
    assert all(row["hold"] for row in norm.rows("stages"))
    moments = [row["moment"] for row in norm.rows("comms")]
    assert moments[:4] == ["T-7天", "T-3天", "T-1天", "T-2小时"]
    assert {row["phase"] for row in norm.rows("steps")} == {"准备", "发布", "验证", "回滚", "善后"}


def test_a_plan_from_a_template_keeps_placeholders_that_the_check_finds(
    cast: SimpleNamespace,
) -> None:
    norm = stock_shelf(by=cast.adm)[0]
    made = copy_plan(norm, by=cast.ann, title="六月发布")
    assert (made.template, made.owner, made.kind) == (norm, cast.ann, "常规")
    found = [one for one in findings_of(made, now()) if one.code == "placeholder"]
    assert {"apps", "configs", "ramps"} <= {one.section for one in found}
    assert Event.objects.filter(chain=made.chain, kind="plan.from_template").exists()


def test_a_template_keeps_roles_and_drops_people(plan: Plan, cast: SimpleNamespace) -> None:
    rows = [{"role": "测试", "name": "赵六"}, {"role": "测试", "name": "钱七"}]
    add_rows(plan, "members", by=cast.ann, rows=rows)
    add_rows(plan, "cases", by=cast.ann, rows=[{"title": "下单", "tester": "罗博"}])
    made = save_as_template(plan, by=cast.ann)
    roles = [(row.role, row.name, row.user) for row in section("members").rows(made)]
    assert roles.count(("测试", "", "")) == 2  # a lead and no lead
    assert {name for _role, name, _user in roles} == {""}
    assert section("cases").rows(made).get().tester == ""
    assert section("apps").rows(made).get(app="coin-center").deployer == ""
    named = save_as_template(plan, by=cast.ann, has_people=True)
    assert section("members").rows(named).filter(name="罗博").exists()


def test_a_named_person_gets_no_say_over_a_template(plan: Plan, cast: SimpleNamespace) -> None:
    made = save_as_template(plan, by=cast.ann, has_people=True)
    with pytest.raises(Denied, match="模板只能由"):
        add_rows(made, "risks", by=cast.dev, rows=[{"title": "锁表"}])
    for one in (cast.ann, cast.adm):
        add_rows(made, "risks", by=one, rows=[{"title": f"锁表 {one.pk}"}])


def test_nothing_is_executed_in_a_template(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "checks", by=cast.ann, rows=[{"item": "备份"}])
    made = save_as_template(plan, by=cast.ann, has_people=True)
    check, app = section("checks").rows(made).first(), section("apps").rows(made).first()
    with pytest.raises(Denied):
        record_progress(check, by=cast.ann, values={"done": True})
    with pytest.raises((Denied, WrongState)):
        move_app(app, by=cast.ann, to="deploying")
    for step in (start, pause):
        with pytest.raises(WrongState):
            step(made, by=cast.ann)
    with pytest.raises(WrongState):
        cancel(made, by=cast.ann, reason="x")
    made.refresh_from_db()
    assert made.is_template


def test_a_retired_template_starts_nothing_and_can_be_taken_up(
    plan: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    made = save_as_template(plan, by=cast.ann, title="旧模板")
    before = copy_plan(made, by=cast.ann, title="别的")
    with pytest.raises(Denied):
        retire(made, by=cast.dev, reason="x")
    with pytest.raises(Invalid):
        retire(made, by=cast.ann, reason=" ")
    with pytest.raises(WrongState):
        retire(plan, by=cast.ann, reason="x")
    retire(made, by=cast.ann, reason="不用了")
    with pytest.raises(WrongState):
        copy_plan(Plan.objects.get(pk=made.pk), by=cast.ann)
    with pytest.raises(Denied):
        add_rows(made, "risks", by=cast.ann, rows=[{"title": "x"}])
    assert "旧模板" not in ann.get("/plans/new/").content.decode()
    before.refresh_from_db()
    assert before.template == made
    reinstate(made, by=cast.ann)
    assert copy_plan(Plan.objects.get(pk=made.pk), by=cast.ann).template == made


ELSEWHERE = (
    "/", "/plans/", "/plans/?search=TPL", "/plans/find/?search=秘制模板", "/plans/?status=template",
    "/calendar/", "/gray/", "/api/v1/plans/", "/api/v1/plans/?search=秘制模板",
    "/api/v1/plans/?status=template", "/plans/?scope=owned", "/api/v1/may-deploy/?app=coin-center",
)  # fmt: skip


def test_lists_search_calendar_and_questions_know_no_templates(
    plan: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    made = save_as_template(plan, by=cast.ann, title="秘制模板", has_people=True)
    Plan.objects.filter(pk=made.pk).update(
        window_start=now(), window_end=now().replace(year=now().year + 1)
    )
    for url in ELSEWHERE:
        answer = ann.get(url)
        assert answer.status_code == 200, url
        words = answer.content.decode()
        assert made.number not in words, url
        assert "秘制模板</" not in words, url


def test_a_template_is_no_neighbour_in_the_check(plan: Plan, cast: SimpleNamespace) -> None:
    Plan.objects.filter(pk=plan.pk).update(**{name: now() for name in WINDOW})
    before = [one.key for one in findings_of(Plan.objects.get(pk=plan.pk), now())]
    made = save_as_template(plan, by=cast.ann, has_people=True)
    Plan.objects.filter(pk=made.pk).update(**{name: now() for name in WINDOW})
    assert [one.key for one in findings_of(Plan.objects.get(pk=plan.pk), now())] == before


def test_pages_that_make_no_sense_for_a_template_do_not_exist(
    plan: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    made = save_as_template(plan, by=cast.ann)
    for door in ("board/", "gray/", "check/", "export/pdf/", "export/md/", "export/json/"):
        assert ann.get(f"{made.get_absolute_url()}{door}").status_code == 404, door
    for door in ("check/", "ramps/", "start/", "gates/"):
        answer = ann.get(f"/api/v1/plans/{made.number}/{door}")
        assert answer.status_code in (404, 405), door


def test_a_template_sends_no_mail_and_waits_in_no_inbox(
    plan: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    made = save_as_template(plan, by=cast.ann, has_people=True)
    add_rows(made, "risks", by=cast.ann, rows=[{"title": "锁表"}])
    assert not Message.objects.filter(thread=made.chain).exists()
    assert made.number not in ann.get("/?show=joined").content.decode()


def test_the_page_shows_what_each_contains(plan: Plan, cast: SimpleNamespace, ann: Any) -> None:
    ann.post("/templates/stock/")
    page = ann.get("/templates/")
    norm = page.context["shapes"][0]
    assert norm.is_default
    assert ("检查清单", 13) in norm.tables
    assert norm.gates[0] == "提测"
    assert not norm.may_edit
    ann.post("/templates/new/", {"title": "我的模板"})
    ann.post(f"/plans/{plan.number}/template/", {"title": "存下的"})
    titles = [one.plan.title for one in ann.get("/templates/").context["shapes"]]
    assert titles == ["常规发布", "紧急修复", "我的模板", "存下的"]


def test_a_template_has_no_window_to_fill_in(plan: Plan, cast: SimpleNamespace, ann: Any) -> None:
    made = save_as_template(plan, by=cast.ann)
    names = [line.name for line in ann.get(f"/plans/{made.number}/info/").context["fields"]]
    assert "title" in names and not {"window_start", "window_end", "version"} & set(names)
    sent = {"title": "改名", "kind": "重大", "version_lock": made.version_lock}
    assert ann.post(f"/plans/{made.number}/info/", sent).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.kind) == ("改名", "重大")


def test_members_only_templates_are_hidden_from_others(
    plan: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    made = create_template(by=cast.ann, title="内部模板")
    change_plan(made, by=cast.ann, version=1, values={"visibility": "members"})
    eve = signed_in(cast.eve)
    assert "内部模板" not in eve.get("/templates/").content.decode()
    assert eve.get(f"/plans/new/?from={made.number}").status_code == 404
    with pytest.raises((Denied, Hidden)):
        save_as_template(Plan.objects.get(pk=made.pk), by=cast.eve)


def test_the_api_begins_plans_from_plans_and_templates(
    plan: Plan, cast: SimpleNamespace, ann: Any
) -> None:
    section("apps").rows(plan).filter(app="coin-center").update(version="3.1")
    body = {"from": plan.number, "title": "七月", "shift_versions": True}
    told = ann.post("/api/v1/plans/", body, content_type="application/json").json()
    made = Plan.objects.get(number=told["number"])
    assert (made.title, made.copied_from) == ("七月", plan)
    assert section("apps").rows(made).get(app="coin-center").old_version == "3.1"
    template = save_as_template(plan, by=cast.ann)
    body = {"from": template.number}
    told = ann.post("/api/v1/plans/", body, content_type="application/json").json()
    assert Plan.objects.get(number=told["number"]).template == template
    for wrong, status in (
        ({"from": "RP-1"}, 404),
        ({"from": 7}, 400),
        ({"from": plan.number, "status": "done"}, 400),
    ):
        answer = ann.post("/api/v1/plans/", wrong, content_type="application/json")
        assert answer.status_code == status, wrong


def test_many_templates_do_not_ask_much_each(
    cast: SimpleNamespace, ann: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        create_template(by=cast.ann, title=f"模板 {number}")
    with django_assert_max_num_queries(20 + 6 * 6):
        ann.get("/templates/")


def test_the_demo_has_templates_of_the_house_and_of_a_team(
    plan: Plan, cast: SimpleNamespace
) -> None:
    people = {"guanli": cast.adm, "linqiao": cast.ann}
    made = make_templates(people, plan)
    assert [one.pk for one in make_templates(people, plan)] == [one.pk for one in made]
    assert [rule.key for rule in rules_of(made[2])] == [rule.key for rule in GATES]
