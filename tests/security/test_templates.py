"""Templates, copies and restored versions open no way around signatures or visibility."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from approvals.actions import save_gates, sign, submit, withdraw
from approvals.models import Gate, SignOff
from approvals.reading import look
from approvals.rules.covering import signed_digest
from approvals.rules.norm import GO_NO_GO
from approvals.rules.settling import settle
from approvals.rules.shape import Need
from approvals.rules.vocabulary import codes
from ground.clock import now
from ground.errors import Denied, Refusal
from plans.actions import change_plan, copy_plan, revert, save_as_template, seal
from plans.models import Plan
from plans.states import TEMPLATE
from plans.views.templates import shapes_for
from tests.security.world import ELSEWHERE, World

pytestmark = pytest.mark.long

Visitor = Callable[..., Client]


def try_to_sign(plan: Plan, by: Any) -> None:
    for gate in Gate.objects.filter(plan=plan):
        here = settle(look(plan, now())).scene.gate(gate.pk)
        gate.plan = plan
        sign(gate, by=by, decision="approve", digest=signed_digest(here.key, here.covered))


@pytest.mark.parametrize("part", codes())
def test_no_template_lets_its_owner_approve_alone(world: World, part: str) -> None:
    """Whatever part it asks for, whoever submits is barred and one more person is needed."""
    ann = world.people.ann
    template = save_as_template(world.open.plan, by=ann, has_people=True)
    rules = (replace(GO_NO_GO, needs=(Need((part, "dev", "test"), 2),), opens=(), record=()),)
    save_gates(template, by=ann, version=0, rules=rules)
    plan = submit(copy_plan(template, by=ann), by=ann, reason="提醒都看过")
    with pytest.raises(Denied, match=r"由你提交|由你自己"):
        try_to_sign(plan, ann)
    try_to_sign(plan, world.people.dev)
    plan.refresh_from_db()
    assert plan.status == "in_review"
    try_to_sign(plan, world.people.rob)
    plan.refresh_from_db()
    assert plan.status == "approved"


def test_a_restored_version_restores_no_signature(world: World) -> None:
    plan, ann = world.open.plan, world.people.ann
    assert SignOff.objects.filter(gate__plan=plan, state="signed").exists()
    before = plan.revisions.order_by("number").first()
    plan.refresh_from_db()
    from_draft = copy_plan(plan, by=ann)
    assert not SignOff.objects.filter(gate__plan=from_draft).exists()
    seal(plan, by=ann)
    world.open.plan.notes.update(text="改过")
    revert(plan, by=ann, number=before.number)
    signed = SignOff.objects.filter(gate__plan=plan, state="signed")
    assert all(one.revision.plan_id == plan.pk for one in signed)
    assert not signed.filter(signer=ann).exists()


def test_what_a_hidden_plan_says_leaves_it_neither_as_copy_nor_as_template(
    world: World, visitor: Visitor
) -> None:
    number, eve = world.hidden.plan.number, visitor("eve")
    before = Plan.objects.count()
    for url in (
        f"/plans/new/?from={number}",
        f"/plans/{number}/template/",
        f"/plans/{number}/copy/",
    ):
        assert eve.get(url).status_code in (404, 405)
        assert eve.post(url, {"title": "x"}).status_code == 404
    assert Plan.objects.count() == before
    for act in (copy_plan, save_as_template):
        with pytest.raises(Refusal):
            act(world.hidden.plan, by=world.people.eve)


def test_a_copy_that_is_opened_later_tells_nobody_where_it_came_from(
    world: World, visitor: Visitor
) -> None:
    hidden, ann = world.hidden.plan, world.people.ann
    copy = copy_plan(hidden, by=ann, title="公开的下一次", visibility="all")
    template = save_as_template(hidden, by=ann, title="公开的模板")
    template = change_plan(
        template, by=ann, version=template.version_lock, values={"visibility": "all"}
    )
    made = copy_plan(template, by=ann, title="按模板")
    eve = visitor("eve")
    for plan in (copy, template, made):
        for url in (f"/plans/{plan.number}/", f"/plans/{plan.number}/history/",
                    f"/api/v1/plans/{plan.number}/events/"):  # fmt: skip
            answer = eve.get(url)
            words = answer.content.decode()
            assert answer.status_code == 200
            assert hidden.number not in words and ELSEWHERE not in words, url


def test_a_template_counts_no_plans_that_the_reader_may_not_see(world: World) -> None:
    template = save_as_template(world.open.plan, by=world.people.ann)
    copy_plan(template, by=world.people.ann, visibility="members")
    for name, uses in (("ann", 1), ("eve", 0)):
        shapes = shapes_for(getattr(world.people, name))
        assert [one.uses for one in shapes if one.plan == template] == [uses]


def test_a_template_of_a_hidden_plan_is_hidden(world: World, visitor: Visitor) -> None:
    made = save_as_template(world.hidden.plan, by=world.people.ann)
    assert made.visibility == "members"
    eve = visitor("eve")
    for url in ("/templates/", "/plans/new/"):
        words = eve.get(url).content.decode()
        assert ELSEWHERE not in words and made.number not in words
    assert eve.get(made.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "door", ["submission/", "withdrawal/", "completion/", "start/", "pause/", "cancellation/"]
)
def test_no_step_of_life_moves_a_template(world: World, visitor: Visitor, door: str) -> None:
    made = save_as_template(world.open.plan, by=world.people.ann)
    answer = visitor("ann").post(f"/plans/{made.number}/{door}", {"reason": "试试"})
    assert 400 <= answer.status_code < 500, door
    made.refresh_from_db()
    assert made.status == TEMPLATE


def test_no_token_edits_gates(world: World, machine: Callable[[str], Client]) -> None:
    made = save_as_template(world.open.plan, by=world.people.ann)
    answer = machine("all").post(f"/plans/{made.number}/gates/template/", {"do": "save"})
    assert answer.status_code in (302, 401, 403)
    assert answer.status_code != 302 or "/login/" in answer.headers["Location"]


HUGE = str(10**30)


@pytest.mark.parametrize(
    "tail",
    [
        f"history/?who={HUGE}", "history/?who=-1", "history/?group=%00", "history/?section=%00",
        f"history/?page={HUGE}", f"history/diff/?from={HUGE}", "history/diff/?from=%00&to=1",
        f"history/{HUGE}/restoration/", "history/1/restoration/?row=apps:" + HUGE,
        "history/1/restoration/?row=%00:1", "history/1/restoration/?row=apps",
        f"sections/apps/{HUGE}/history/", f"gates/?on={HUGE}",
    ],
)  # fmt: skip
def test_nonsense_is_answered_in_words(world: World, visitor: Visitor, tail: str) -> None:
    ann = visitor("ann")
    for plan in (world.open.plan, save_as_template(world.open.plan, by=world.people.ann)):
        assert ann.get(f"/plans/{plan.number}/{tail}").status_code < 500


@pytest.mark.parametrize(
    "sent",
    [
        {"count": HUGE}, {"count": "-1"}, {"count": "3"}, {"do": "remove:" + HUGE},
        {"count": "1", "g0-key": "stage:1:2", "g0-label": "x", "do": "save"},
        {"count": "1", "g0-need0": "pm", "g0-need0-count": HUGE, "do": "save"},
        {"count": "1", "g0-blank0-label": "x", "g0-blank0-most": HUGE, "do": "save"},
        {"count": "1", "g0-covers": "cases:mars", "g0-after": "signed:", "do": "save"},
        {"version": HUGE, "do": "usual"}, {"do": "save"}, {},
    ],
)  # fmt: skip
def test_a_forged_editor_form_saves_nothing(
    world: World, visitor: Visitor, sent: dict[str, str]
) -> None:
    made = save_as_template(world.open.plan, by=world.people.ann)
    answer = visitor("ann").post(f"/plans/{made.number}/gates/template/", sent)
    assert answer.status_code == 200
    assert not hasattr(Plan.objects.get(pk=made.pk), "gate_template")


WHOLE = replace(GO_NO_GO, needs=(Need(("dev",)), Need(("test",))), opens=(), record=())
SECOND = replace(WHOLE, key="second", label="二审", needs=(Need(("ops",)),), is_amended=False)


def signed_by_two(world: World) -> tuple[Plan, Plan]:
    """(template, a plan in review of which everything but oli's gate is signed)."""
    ann = world.people.ann
    template = save_as_template(world.open.plan, by=ann, has_people=True)
    save_gates(template, by=ann, version=0, rules=(WHOLE, SECOND))
    plan = submit(copy_plan(template, by=ann), by=ann, reason="提醒都看过")
    for person in (world.people.dev, world.people.rob):
        sign_at(plan, "go_no_go", person)
    plan.refresh_from_db()
    assert plan.status == "in_review"
    return template, plan


def sign_at(plan: Plan, key: str, by: Any, decision: str = "approve") -> None:
    gate = Gate.objects.get(plan=plan, key=key)
    here = settle(look(plan, now())).scene.gate(gate.pk)
    gate.plan = plan
    digest = signed_digest(here.key, here.covered)
    sign(gate, by=by, decision=decision, digest=digest, comment="不行")


WEAKER = {
    "a gate fewer": (WHOLE,),
    "a seat fewer": (WHOLE, replace(SECOND, needs=(Need(("dev", "ops")),), key="go_no_go_2")),
    "never needed": (WHOLE, replace(SECOND, applies=("has_sql",))),
    "another meaning": (replace(WHOLE, label="最终上线批准"),),
}


@pytest.mark.parametrize("way", WEAKER)
@pytest.mark.parametrize("refused", [True, False])
def test_signatures_do_not_outlive_the_gates_they_were_given_for(
    world: World, way: str, refused: bool
) -> None:
    """Dropping the gate of whoever says no, and submitting again, approves nothing."""
    ann, (template, plan) = world.people.ann, signed_by_two(world)
    if refused:
        sign_at(plan, "second", world.people.oli, "reject")
    else:
        withdraw(plan, by=ann, reason="改关口")
    save_gates(template, by=ann, version=1, rules=WEAKER[way])
    plan = submit(Plan.objects.get(pk=plan.pk), by=ann, reason="提醒都看过")
    plan.refresh_from_db()
    assert plan.status == "in_review"
    assert not SignOff.objects.filter(gate__plan=plan, state="signed").exists()
    ended = SignOff.objects.filter(gate__plan=plan, state="void")
    assert {one.ended_why for one in ended} == {"gates"}


def test_signers_are_told_whose_gates_they_sign(world: World, visitor: Visitor) -> None:
    template, plan = signed_by_two(world)
    usual = visitor("oli").get(f"/plans/{world.open.plan.number}/gates/").content.decode()
    assert "不是默认流程" not in usual
    page = f"/plans/{plan.number}/gates/"
    said = visitor("oli").get(page).content.decode()
    assert f"不是默认流程，来自模板 {template.number} 的第 1 版" in said
    Plan.objects.filter(pk=template.pk).update(visibility="members")
    said = visitor("eve").get(page).content.decode()
    assert "不是默认流程" in said and template.number not in said


def test_signatures_stay_under_the_same_gates_and_one_more(world: World) -> None:
    ann, (template, plan) = world.people.ann, signed_by_two(world)
    withdraw(plan, by=ann, reason="再加一道")
    more = replace(SECOND, key="third", label="三审")
    save_gates(template, by=ann, version=1, rules=(WHOLE, SECOND, more))
    plan = submit(Plan.objects.get(pk=plan.pk), by=ann, reason="提醒都看过")
    assert SignOff.objects.filter(gate__plan=plan, state="signed").count() == 2
