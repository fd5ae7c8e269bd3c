"""The list of plans, and the search that Ctrl+K opens."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plans import states
from plans.filters import PlanFilter
from plans.meters import meters_of
from plans.models import Plan
from plans.search import matching

PAGE = 50
HITS = 8
SHORTEST = 2


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    visible = Plan.objects.visible_to(request.user)
    mine = _mine(request, visible)
    counts = dict(mine.order_by().values_list("status").annotate(Count("pk")))
    found = PlanFilter(request.GET, mine).found().select_related("owner")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    meters = meters_of(list(page))
    return render(
        request,
        "plans/list.html",
        {
            "page": page,
            "rows": [(plan, meters[plan.pk]) for plan in page],
            "statuses": [(value, label, counts.get(value, 0)) for value, label in states.STATUSES],
            "total": sum(counts.values()),
            "chosen": request.GET.get("status", ""),
            "scope": request.GET.get("scope", ""),
            "words": request.GET.get("search", ""),
        },
    )


@require_GET
@login_required
def find(request: HttpRequest) -> HttpResponse:
    """The first hits, as a fragment for the search dialog."""
    words = request.GET.get("search", "").strip()
    visible = Plan.objects.visible_to(request.user).select_related("owner")
    hits = list(matching(visible, words)[:HITS]) if len(words) >= SHORTEST else None
    return render(request, "plans/parts/hits.html", {"hits": hits, "words": words})


def _mine(request: HttpRequest, plans: QuerySet[Plan]) -> QuerySet[Plan]:
    scope = request.GET.get("scope", "")
    if scope == "owned":
        return plans.filter(owner=request.user.pk)
    if scope == "joined":
        joined = plans.filter(grants__user=request.user.pk).values("pk")
        return plans.filter(Q(pk__in=joined))
    return plans
