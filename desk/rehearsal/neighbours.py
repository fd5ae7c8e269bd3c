"""Other plans that change the same applications while this one goes on."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from calendars.spans import DAY, Span
from desk.calendar.conflicts import Conflict
from desk.calendar.reading import apps_of, meant
from plans import states
from plans.models import Plan, PlanQuerySet

MOST_PLANS = 100
CLOSED = (*states.FINISHED, states.TEMPLATE)


def neighbours(
    plan: Plan, apps: Iterable[str], span: Span, among: PlanQuerySet
) -> Sequence[Conflict]:
    """Open plans whose release window meets `span` and that share applications, in order."""
    others = list(_open_in(span, among.exclude(pk=plan.pk)))
    mine = {app.casefold() for app in apps if app}
    if not others or not mine:
        return ()
    known = meant({plan.pk: mine, **apps_of(others)})
    return [
        Conflict(plan, other, sorted(shared))
        for other in others
        if (shared := known[plan.pk] & known.get(other.pk, set()))
    ]


def _open_in(span: Span, plans: PlanQuerySet) -> Iterable[Plan]:
    """A window without an end counts for a day."""
    ends = Q(window_end__gt=span.start)
    open_end = Q(window_end=None, window_start__gt=span.start - DAY)
    meeting = plans.filter(ends | open_end, window_start__lt=span.end).exclude(status__in=CLOSED)
    return meeting.order_by("window_start", "pk").select_related("owner")[:MOST_PLANS]
