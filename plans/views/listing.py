"""The list of plans, the views that people keep of it, and the search that Ctrl+K opens."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ground.pace import slow_down
from plans import states
from plans.listing.browsing import Browsing
from plans.listing.palette import Palette
from plans.models import Plan
from search.actions import delete_view, save_view
from search.models import SavedView


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    visible = Plan.objects.visible_to(request.user)
    browsing = Browsing(request.GET, visible, request.user)
    if browsing.words:
        slow_down("search", request)
    views = SavedView.objects.filter(user=request.user.pk)
    context = {"browsing": browsing, "views": views, "kinds": states.KINDS}
    return render(request, "plans/list.html", context)


@require_GET
@login_required
def find(request: HttpRequest) -> HttpResponse:
    """What the search dialog shows for the words typed so far."""
    slow_down("search", request)
    visible = Plan.objects.visible_to(request.user)
    palette = Palette(request.GET.get("search", ""), visible, request.user)
    return render(request, "plans/parts/hits.html", {"palette": palette})


@require_POST
@login_required
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the list as it is shown under a name."""
    query = QueryDict(request.POST.get("query", "")).urlencode()
    save_view(by=request.user, name=request.POST.get("name", ""), query=query)
    return redirect(f"{reverse('plans:list')}?{query}")


@require_POST
@login_required
def drop_view(request: HttpRequest, pk: int) -> HttpResponse:
    delete_view(pk, by=request.user)
    return redirect("plans:list")
