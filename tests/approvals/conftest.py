"""A template of ann's with gates of its own."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from approvals.actions import save_gates
from approvals.rules.norm import CLOSED, GO_NO_GO
from approvals.rules.shape import Need
from plans.actions import save_as_template
from plans.models import Plan

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
