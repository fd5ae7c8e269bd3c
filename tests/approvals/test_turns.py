"""依次 on a real plan: one is asked after the other, and everybody can see who comes when."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from approvals.actions import remind, save_gates, submit
from approvals.inbox import due_for
from approvals.page import sheets_of
from approvals.rules.norm import CLOSED, GO_NO_GO
from approvals.rules.shape import ANY, TURN, Rule
from ground.clock import now
from ground.errors import WrongState
from plans.actions import copy_plan, save_as_template
from plans.models import Plan
from tests.approvals.hands import approve, gate, state

pytestmark = pytest.mark.long


def following(plan: Plan, cast: SimpleNamespace, *rules: Rule) -> Plan:
    made = save_as_template(plan, by=cast.ann, title="有先后", has_people=True)
    save_gates(made, by=cast.ann, version=0, rules=rules)
    return submit(copy_plan(made, by=cast.ann, title="有先后的计划"), by=cast.ann, reason="都看过")


@pytest.fixture
def in_turn(plan: Plan, cast: SimpleNamespace) -> Plan:
    return following(plan, cast, replace(GO_NO_GO, opens=(), record=(), order=TURN), CLOSED)


def asked(plan: Plan, cast: SimpleNamespace) -> list[str]:
    people = vars(cast).items()
    return sorted(
        name for name, user in people if any(one.plan == plan for one in due_for(user, now()))
    )


def test_one_is_asked_after_the_other(in_turn: Plan, cast: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="现在轮到 开发负责人"):
        approve(in_turn, "go_no_go", cast.rob)
    for name in ("dev", "rob", "oli", "pia"):
        assert asked(in_turn, cast) == [name]
        assert len(remind(gate(in_turn, "go_no_go"), by=cast.ann)) == 1
        approve(in_turn, "go_no_go", getattr(cast, name))
    assert state(in_turn, "go_no_go") == "signed"
    assert asked(in_turn, cast) == []


def test_the_page_names_those_whose_turn_comes_later(
    in_turn: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    [sheet, _closing] = sheets_of(in_turn, cast.rob)
    assert [seat.able for seat in sheet.seats] == [["戴维"], ["罗博"], ["欧力"], ["皮雅"]]
    assert "轮到 开发负责人" in sheet.mine.reason
    page = signed_in(cast.rob).get(f"/plans/{in_turn.number}/gates/").content.decode()
    assert "没有人能签，请在" not in page


def test_any_of_them_is_enough(plan: Plan, cast: SimpleNamespace) -> None:
    first = replace(GO_NO_GO, opens=(), record=())
    second = replace(first, key="second", label="任一", order=ANY, opens=("signed:go_no_go",))
    made = following(plan, cast, first, second, CLOSED)
    for name in ("dev", "rob", "oli", "pia"):
        approve(made, "go_no_go", getattr(cast, name))
    assert asked(made, cast) == ["dev", "oli", "pia", "rob"]
    approve(made, "second", cast.oli)
    assert state(made, "second") == "signed"
    assert asked(made, cast) == []
