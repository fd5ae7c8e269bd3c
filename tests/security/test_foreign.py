"""What belongs to somebody else stays theirs: uploads, views, deleted rows, templates, gates' words."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from approvals.actions import save_gates, submit
from approvals.rules.norm import GO_NO_GO
from plans.actions import add_rows, copy_plan, delete_rows, record_progress, save_as_template
from plans.models import ReadingChoice, Upload
from plans.tables.registry import section
from search.models import SavedView
from tests.security.doors import UNSAFE, doors
from tests.security.test_scripts import faults
from tests.security.world import World

pytestmark = pytest.mark.long

Visitor = Callable[..., Client]
REVIEW = [door for door in doors() if door.route.startswith("plans/import/<uuid")]


@pytest.mark.parametrize("name", ["rob", "eve", "adm"])
def test_nobody_reviews_the_document_of_another(world: World, visitor: Visitor, name: str) -> None:
    """Also not where both may edit the plan that it goes into."""
    assert len(REVIEW) > 5
    client = visitor(name)
    for door in REVIEW:
        for method in ("GET", *UNSAFE):
            status = client.generic(method, door.at(world.open.ids)).status_code
            assert status in (404, 405), f"{method} {door.route}: {status}"
    assert Upload.objects.filter(key=world.open.ids["upload"]).exists()


def test_a_document_goes_into_no_plan_that_its_owner_no_longer_sees(
    world: World, visitor: Visitor
) -> None:
    plan, dev = world.hidden.plan, world.people.dev
    Upload.objects.filter(key=world.hidden.ids["upload"]).update(owner=dev)
    client, door = visitor("dev"), f"/plans/import/{world.hidden.ids['upload']}/"
    assert client.get(door).status_code == 200
    for row in section("members").rows(plan).filter(user="dev"):
        delete_rows(plan, "members", by=world.people.ann, ids=[row.pk], reason="换人")
    assert client.get(door).status_code == client.post(door).status_code == 404


def test_nobody_drops_the_view_of_another(world: World, visitor: Visitor) -> None:
    view = world.open.ids["view"]
    assert visitor("adm").post(f"/plans/views/{view}/deletion/").status_code == 404
    assert SavedView.objects.filter(pk=view).exists()
    for name in ("rob", "adm"):
        assert f"/plans/views/{view}/deletion/" not in visitor(name).get("/plans/").content.decode()


def restoration(client: Client, number: str, ids: list[int], **more: Any) -> Any:
    place = f"/api/v1/plans/{number}/sections/steps/restoration/"
    return client.post(place, {"ids": ids, "reason": "误删", **more}, "application/json")


@pytest.fixture
def gone(world: World) -> int:
    """A step that failed and was deleted then."""
    [row] = add_rows(
        world.open.plan, "steps", by=world.people.ann, rows=[{"action": "切流"}], reason="x"
    )
    record_progress(row, by=world.people.ann, values={"state": "failed", "evidence": "超时"})
    delete_rows(world.open.plan, "steps", by=world.people.ann, ids=[row.pk], reason="x")
    return row.pk


def test_a_deleted_row_comes_back_as_the_log_tells_it_whatever_the_body_says(
    world: World, machine: Callable[[str], Client], gone: int
) -> None:
    forged = {"rows": [{"id": gone, "state": "done"}], "state": "done", "values": {"state": "done"}}
    assert restoration(machine("all"), world.open.plan.number, [gone], **forged).status_code < 300
    row = section("steps").rows(world.open.plan).get(pk=gone)
    assert (row.state, row.evidence) == ("failed", "超时")


@pytest.mark.parametrize("name", ["eve", "read", "deploy", "ramp"])
def test_nobody_else_brings_it_back(
    world: World, machine: Callable[[str], Client], gone: int, name: str
) -> None:
    assert restoration(machine(name), world.open.plan.number, [gone]).status_code == 403
    assert not section("steps").rows(world.open.plan).filter(pk=gone).exists()


def test_nor_into_another_plan_or_table(
    world: World, machine: Callable[[str], Client], gone: int
) -> None:
    client = machine("all")
    assert restoration(client, world.hidden.plan.number, [gone]).status_code == 404
    there = f"/api/v1/plans/{world.open.plan.number}/sections/checks/restoration/"
    assert client.post(there, {"ids": [gone], "reason": "x"}, "application/json").status_code == 404
    for ids in ([world.hidden.ids["steps"]], [world.open.ids["steps"]], [gone, gone, 2**70], [-1]):
        status = restoration(client, world.open.plan.number, ids).status_code
        assert status in (404, 409), ids


@pytest.mark.parametrize("name", ["dev", "rob", "dan", "oli", "pia", "eve"])
def test_a_template_is_edited_by_its_owner_alone(world: World, visitor: Visitor, name: str) -> None:
    """Whatever part somebody plays in the plan that it was made from."""
    made = save_as_template(world.open.plan, by=world.people.ann, has_people=True)
    client, api = visitor(name), f"/api/v1/plans/{made.number}/"
    row = section("apps").rows(made).first()
    asked = [
        client.post(f"{api}sections/apps/", {"app": "x"}, "application/json"),
        client.patch(f"{api}sections/apps/{row.pk}/", {"app": "x", "row_version": 1}, "application/json"),
        client.delete(f"{api}sections/apps/{row.pk}/"),
        client.post(f"{api}notes/", {"heading": ["x"], "text": "x"}, "application/json"),
        client.patch(api, {"title": "x"}, "application/json"),
        client.post(f"/plans/{made.number}/gates/template/", {"do": "save"}),
        client.post(f"/plans/{made.number}/retirement/", {"reason": "x"}),
        client.post("/plans/import/", {"text": "# x\n\n- y", "plan": made.number}),
    ]  # fmt: skip
    assert [answer.status_code for answer in asked] == [403] * len(asked)


EVIL = "<b id=xss>{{ 7|add:7 }}\"'\u202e"


def test_words_of_gates_are_text_wherever_they_are_shown(world: World, visitor: Visitor) -> None:
    ann = world.people.ann
    template = save_as_template(world.open.plan, by=ann, has_people=True)
    blank = replace(GO_NO_GO.record[0], label=EVIL)
    save_gates(
        template,
        by=ann,
        version=0,
        rules=(replace(GO_NO_GO, label=EVIL, opens=(), record=(blank,)),),
    )
    plan = submit(copy_plan(template, by=ann), by=ann, reason="提醒都看过")
    carried = 0
    for place in (
        "",
        "gates/",
        "gates/panel/",
        "board/",
        "history/",
        f"../{template.number}/gates/",
    ):
        for client in (visitor("ann"), visitor("dev")):
            html = client.get(f"/plans/{plan.number}/{place}").content.decode()
            assert not list(faults(html)), place
            carried += "b id=xss" in html
    for place in (
        f"/desk/awaited/{plan.number}/",
        "/",
        "/templates/",
        f"/plans/new/?from={template.number}",
    ):
        html = visitor("dev").get(place).content.decode()
        assert not list(faults(html)), place
        carried += "b id=xss" in html
    assert carried > 6


def test_what_is_decided_about_a_document_stays_small(world: World, visitor: Visitor) -> None:
    """Headers that no document has are no way to fill the database, or everybody's memory."""
    client, place = visitor("ann"), f"/plans/import/{world.open.ids['upload']}/"
    before = ReadingChoice.objects.count()
    for header, name in (("长" * 2_000_000, "extra"), ("说明", "nonsense"), ("说明", "plan_id")):
        said = {"at": "0", "section": "apps", "header": ["批次", header], "column": ["batch", name]}
        assert client.post(f"{place}choices/", said).status_code < 500
        assert client.get(place).status_code == 200
    assert len(str(Upload.objects.get(key=world.open.ids["upload"]).choices)) < 10_000
    assert client.post(place).status_code < 500
    assert all(len(str(one.columns)) < 10_000 for one in ReadingChoice.objects.all()[before:])
    assert "nonsense" not in str(list(ReadingChoice.objects.values_list("columns")))
