"""All ramps of the installation that the reader may see."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gray.runs import LABELS, Run
from gray.view import State
from plans.models import Plan

ORDER = (State.RUNNING, State.HELD, State.OFF, State.DONE, State.READY)
PAGE = 50


@require_GET
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """What moves first; three queries whatever there is."""
    wanted = request.GET.get("state", "")
    places = [When(state=state, then=Value(at)) for at, state in enumerate(ORDER)]
    runs = (
        Run.objects.filter(plan__in=Plan.objects.visible_to(request.user))
        .select_related("plan", "ramp", "stage")
        .annotate(place=Case(*places, default=Value(9), output_field=IntegerField()))
        .order_by("place", "next_at", "-started_at", "-pk")
    )
    if wanted in set(State):
        runs = runs.filter(state=wanted)
    page = Paginator(runs, PAGE).get_page(request.GET.get("page"))
    states = [(state.value, LABELS[state]) for state in ORDER]
    return render(request, "gray/overview.html", {"page": page, "states": states, "wanted": wanted})
