"""What of traffic waits for one person: drifts, failures, ramps that were stopped."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gray.bucket import percent_of
from gray.runs import UNFINISHED, Run
from gray.view import State
from plans.contribute import DueItem

COMMANDERS = ("part_pm", "part_ops")


def due_for(user: Any) -> Iterator[DueItem]:
    """The ramps that this person may command and that do not go on by themselves."""
    mine = Q(plan__owner=user) | Q(
        plan__grants__user=user, plan__grants__permission__codename__in=COMMANDERS
    )
    runs = Run.objects.filter(mine, state__in=UNFINISHED).select_related("plan__owner", "ramp")
    for run in runs.distinct():
        words = _words(run)
        if words:
            url = f"{reverse('gray:plan', args=[run.plan.number])}?ramp={run.ramp_id}"
            since = run.drift_since or run.free_since or run.since
            yield DueItem(what=words, plan=run.plan, since=since, url=url, button=_("去处理"))


def _words(run: Run) -> str:
    """Why somebody has to look at it; empty when it goes on by itself."""
    name = run.ramp.name or run.flag
    if run.drift_since:
        actual = run.shown or f"{percent_of(run.actual or 0)}%"
        words = {"name": name, "actual": actual, "expected": run.percent}
        return _("灰度“%(name)s”漂移：线上 %(actual)s，应为 %(expected)s%%") % words
    if run.error:
        return _("灰度“%(name)s”写开关失败：%(error)s") % {"name": name, "error": run.error}
    if run.state == State.HELD:
        percents = {"name": name, "percent": run.percent}
        return _("灰度“%(name)s”停在 %(percent)s%%，继续、回滚或关闭") % percents
    return ""
