"""What the gates of a plan hear of its metrics: the latest looks of its ramps."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from gray.gauging import gauge_connections
from gray.judging import Role, Rule
from gray.runs import Run
from gray.tallying import Look, said_of
from gray.watching import Watch, interval, watch_of
from gray.words import Lasting
from plans.contribute import Reading
from plans.models import Plan


def readings_of(plan: Plan, now: datetime) -> Iterator[Reading]:
    """One for each metric that is measured now; of several ramps all have to be content."""
    if not gauge_connections():
        return
    found: dict[int, Reading] = {}
    for watch in _watches(plan):
        for rule, looks in watch.paired():
            if rule.role is Role.GUARD or rule.shadow:
                continue
            one = _reading(watch, rule, looks[-1] if looks else None, now)
            known = found.get(rule.metric)
            if known is None or known.passed:
                found[rule.metric] = one
    yield from found.values()


def _watches(plan: Plan) -> Iterator[Watch]:
    """The ramps that are measured now."""
    for run in Run.objects.filter(plan=plan).select_related("ramp", "stage"):
        watch = watch_of(plan, run.ramp, run)
        if watch and watch.is_on:
            yield watch


def _reading(watch: Watch, rule: Rule, look: Look | None, now: datetime) -> Reading:
    words = {"ramp": watch.ramp.name, "name": rule.name}
    if look is None:
        return Reading(rule.metric, False, _("灰度“%(ramp)s”还没有测到“%(name)s”。") % words)
    age = now - look.at
    if age > 4 * interval():
        text = _("灰度“%(ramp)s”的“%(name)s”是 %(age)s前测的，等新的读数。")
        return Reading(rule.metric, False, text % {**words, "age": Lasting(age)})
    if rule.is_passing(look.verdict):
        return Reading(rule.metric, True)
    text = _("灰度“%(ramp)s”的“%(name)s”：%(said)s。")
    return Reading(rule.metric, False, text % {**words, "said": said_of(rule, look)})
