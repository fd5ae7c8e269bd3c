"""What ramps add to the plan's other surfaces."""

import pytest
from django.template.loader import render_to_string

from gray.actions import command
from gray.models import Flag
from ground.clock import now
from plans.contribute import gather

pytestmark = pytest.mark.django_db


def test_the_flow_has_one_dot_for_all_ramps(cast, ramp, plan):
    [step] = [one for one in gather("flow", plan) if one.order == 300]
    assert (step.state, step.hint) == ("later", "")
    command(ramp, by=cast.oli, command="start")
    [step] = [one for one in gather("flow", plan) if one.order == 300]
    assert (step.state, step.hint) == ("now", "0%")


def test_a_held_or_drifted_ramp_waits_in_the_inbox_of_who_may_command_it(cast, ramp):
    command(ramp, by=cast.oli, command="start")
    assert [item.what for item in gather("due", cast.oli) if "灰度" in item.what] == []
    command(ramp, by=cast.oli, command="hold")
    for person in (cast.oli, cast.ann):
        assert any("停在 0%" in item.what for item in gather("due", person))
    for person in (cast.rob, cast.eve):
        assert not any("停在" in item.what for item in gather("due", person))


def test_the_printed_chapter_draws_the_staircase(cast, ramp, plan):
    command(ramp, by=cast.oli, command="start")
    [chapter] = [one for one in gather("chapters", plan, now()) if one.template.startswith("gray/")]
    html = render_to_string(chapter.template, chapter.context)
    assert '<svg class="stairs print"' in html and "返希豆灰度" in html
    assert "var(--" not in html


def test_the_panel_beside_the_plan_says_share_and_reason(cast, ramp, signed_in):
    command(ramp, by=cast.oli, command="start")
    Flag.objects.update(share=1_500)
    text = signed_in(cast.eve).get(f"/plans/{ramp.plan.number}/gray/panel/").content.decode()
    assert "漂移" not in text and "线上实际是 15%" in text
