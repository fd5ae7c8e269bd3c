"""Which ramp holds a switch: the one under way, else the one that began last.

Several plans may name one switch, one after the other. Only its holder moves it; a ramp
that never began, or that was followed by another, leaves it alone.
"""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gray.runs import UNFINISHED, Run
from gray.view import State
from plans.models import Plan


def successor(run: Run) -> Run | None:
    """The run that has taken over the switch of one that began; None while it holds it still."""
    others = Run.objects.filter(_same(run)).exclude(pk=run.pk)
    later = Q(state__in=UNFINISHED)
    if run.started_at:
        later |= Q(started_at__gt=run.started_at)
    return others.exclude(state=State.READY).filter(later).select_related("plan").first()


def busy(run: Run) -> Run | None:
    """The ramp under way of another plan that holds the switch which this run names."""
    others = Run.objects.filter(_same(run), state__in=UNFINISHED)
    return others.exclude(pk=run.pk).select_related("plan").first()


def _same(run: Run) -> Q:
    """Runs of the switch of that name, and of the same switch under another."""
    named = Q(environment=run.environment, flag=run.flag)
    return named | Q(switch=run.switch) if run.switch else named


def in_use(flag: str, other: Run | None, user: Any) -> str:
    """Why a ramp cannot begin; a plan that the reader may not see is not named."""
    return _("开关 %(flag)s 正被 %(number)s 的灰度使用，等它结束再开始。") % {
        "flag": flag,
        "number": _named(other, user),
    }


def taken_over(run: Run, other: Run, user: Any) -> str:
    return _("开关 %(flag)s 已由 %(number)s 的灰度接管，这里不再动它。") % {
        "flag": run.flag,
        "number": _named(other, user),
    }


def _named(other: Run | None, user: Any) -> str:
    seen = other and Plan.objects.visible_to(user).filter(pk=other.plan_id).exists()
    return other.plan.number if other and seen else _("另一个计划")
