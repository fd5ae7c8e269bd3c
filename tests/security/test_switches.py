"""A switch belongs to the ramp that drives it: no other plan touches what it serves."""

from types import SimpleNamespace
from typing import Any

import pytest

from gray.actions import command, create_ramp
from gray.models import Flag
from gray.runs import Run
from gray.sections.ramp import Ramp
from ground.clock import now
from ground.errors import Refusal
from plans.actions import create_plan
from plans.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SWITCH = {"flag": "checkout", "environment": "prod"}
VERBS = ["start", "off", "restore", "adopt", "roll_back", "jump", "advance", "hold", "resume"]


def ramp_of(by: Any, title: str, **more: Any) -> Ramp:
    """A ramp for `checkout` in a draft of that person's own."""
    plan = create_plan(by=by, title=title)
    return create_ramp(plan, by=by, values={"name": title, **SWITCH, **more})


def served() -> dict[str, Any]:
    return Flag.objects.values("share", "enabled", "on_value", "off_value").get()


def press_everything(ramp: Ramp, by: Any) -> None:
    for verb in VERBS:
        for _twice in range(2):
            try:
                command(ramp, by=by, command=verb, reason="恶意")
            except Refusal:
                continue


@pytest.fixture
def driven(cast: SimpleNamespace) -> Ramp:
    """Ann's ramp, under way at half of the users."""
    ramp = ramp_of(cast.ann, "结账灰度")
    ramp.plan.plans_app_rows.all().delete()
    Plan.objects.filter(pk=ramp.plan_id).update(status="ramping")
    ramp.plan.refresh_from_db()
    command(ramp, by=cast.ann, command="start")
    stage = ramp.plan.gray_stage_rows.get(percent=50)
    command(ramp, by=cast.ann, command="jump", stage=stage.pk, reason="演练过")
    assert served()["share"] == 5_000
    return ramp


@pytest.mark.parametrize("state", ["running", "held", "done"])
def test_a_stranger_s_draft_changes_nothing_that_is_served(
    driven: Ramp, cast: SimpleNamespace, state: str
) -> None:
    Run.objects.filter(ramp=driven).update(state=state)
    before = served()
    mine = ramp_of(cast.eve, "假灰度", format='{"on": "evil", "off": "evil"}')
    press_everything(mine, cast.eve)
    assert served() == before


def test_naming_a_switch_early_gives_no_hold_over_it(cast: SimpleNamespace, driven: Ramp) -> None:
    mine = ramp_of(cast.eve, "先占着")
    Run.objects.filter(ramp=driven).update(state="off")
    press_everything(mine, cast.eve)
    command(driven, by=cast.ann, command="start")
    before = served()
    press_everything(mine, cast.eve)
    assert served() == before


def test_a_former_ramp_leaves_its_successor_alone(cast: SimpleNamespace, driven: Ramp) -> None:
    old = ramp_of(cast.eve, "上一次灰度")
    Run.objects.create(
        plan=old.plan, ramp=old, state="done", share=10_000, started_at=now().replace(year=2020),
        flag="checkout", environment="prod", salt="checkout",
    )  # fmt: skip
    before = served()
    press_everything(old, cast.eve)
    assert served() == before


def test_a_switch_that_is_taken_does_not_tell_of_a_hidden_plan(
    cast: SimpleNamespace, driven: Ramp
) -> None:
    Plan.objects.filter(pk=driven.plan_id).update(visibility="members")
    mine = ramp_of(cast.eve, "假灰度")
    with pytest.raises(Refusal) as refusal:
        command(mine, by=cast.eve, command="start")
    assert driven.plan.number not in refusal.value.detail


def test_the_driving_ramp_still_falls(cast: SimpleNamespace, driven: Ramp) -> None:
    command(driven, by=cast.ann, command="off")
    assert (served()["share"], served()["enabled"]) == (0, False)


@pytest.mark.parametrize(
    "written", ['{"on": NaN, "off": 1}', '{"on": "\\u0000", "off": 1}', '{"on": "\\ud800", "off": 1}',
                '{"on": ' + "[" * 400, "[1]", '"on"', ""],
)  # fmt: skip
def test_values_that_nobody_could_read_are_served_as_yes_and_no(
    cast: SimpleNamespace, written: str
) -> None:
    ramp = ramp_of(cast.ann, "结账灰度", format=written)
    Plan.objects.filter(pk=ramp.plan_id).update(status="ramping")
    command(ramp, by=cast.ann, command="start")
    assert (served()["on_value"], served()["off_value"]) == (True, False)
