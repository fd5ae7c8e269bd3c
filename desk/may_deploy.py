"""May this application be deployed now, and by whose plan; what pipelines ask first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from applications.resolving import names_of
from ground.policies import can
from ground.verdict import ALLOWED, Verdict, denied
from plans import states
from plans.batches import may_start, nodes
from plans.models import Plan
from plans.release import may_deploy
from plans.tables.registry import section

ASKED = (*states.AMENDABLE, states.IN_REVIEW, states.DRAFT, states.REJECTED)
MOST_PLANS = 10


@dataclass(frozen=True)
class Opinion:
    """What one plan says about the application."""

    plan: Plan
    app: Any
    verdict: Verdict

    def as_json(self) -> dict[str, Any]:
        return {
            "plan": self.plan.number,
            "title": self.plan.title,
            "status": self.plan.status,
            "app_id": self.app.pk,
            "state": self.app.state,
            "allowed": self.verdict.allowed,
            "reason": self.verdict.reason,
        }


@dataclass(frozen=True)
class Answer:
    """Yes if any plan says so, else the reason of the plan that is nearest to it."""

    app: str
    verdict: Verdict
    opinions: Sequence[Opinion]

    def as_json(self) -> dict[str, Any]:
        first = self.opinions[0].plan.number if self.opinions else None
        return {
            "app": self.app,
            "allowed": self.verdict.allowed,
            "reason": self.verdict.reason,
            "plan": first,
            "plans": [one.as_json() for one in self.opinions],
        }


def ask(user: Any, name: str, now: datetime) -> Answer:
    """What the unfinished plans that `user` sees say about the application of that name."""
    opinions = [opinion(user, app, now) for app in _rows(user, name)]
    opinions.sort(key=lambda one: (not one.verdict.allowed, one.plan.status != states.RELEASING))
    if not opinions:
        return Answer(name, denied(_("没有进行中的发布计划包含应用 %(app)s。") % {"app": name}), [])
    return Answer(name, opinions[0].verdict, opinions)


def opinion(user: Any, app: Any, now: datetime) -> Opinion:
    """Permission, the plan's state, what has happened already, times, and the order."""
    plan = app.plan
    return Opinion(plan, app, _verdict(user, plan, app, now))


def _verdict(user: Any, plan: Plan, app: Any, now: datetime) -> Verdict:
    permitted = can(user, "app.deploy", app)
    if not permitted:
        return permitted
    if plan.status != states.RELEASING:
        return denied(
            _("%(plan)s 现在是“%(state)s”，开始发布之后才能部署。")
            % {"plan": plan.number, "state": plan.get_status_display()}
        )
    if app.state not in ("pending", "deploying", "failed", "verify_failed"):
        return denied(
            _("%(app)s 已经是“%(state)s”。") % {"app": app.app, "state": app.get_state_display()}
        )
    return may_deploy(plan, now) and _in_order(plan, app)


def _in_order(plan: Plan, app: Any) -> Verdict:
    """Whoever has begun already was let in."""
    if app.state == "deploying":
        return ALLOWED
    everything = nodes(section("apps").rows(plan))
    return may_start(next(node for node in everything if node.id == app.pk), everything)


def _rows(user: Any, name: str) -> list[Any]:
    seen = Plan.objects.visible_to(user).filter(status__in=ASKED)
    rows: Any = section("apps").model._default_manager
    same = Q(*[("app__iexact", one.strip()) for one in names_of(name)], _connector=Q.OR)
    rows = rows.filter(same, plan__in=seen)
    return list(rows.select_related("plan__owner").order_by("-plan_id")[:MOST_PLANS])
