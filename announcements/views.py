"""The messages of a plan: what will be told, what was told to whom, and which groups hear."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from announcements.actions import resend, set_hearing
from announcements.models import PLANNED
from announcements.reading import announcements_of, ears_of, gathered, messages_of
from ground.numbers import whole
from ground.policies import can
from notices.models import STATES
from plans.heads import head_of
from plans.lookup import find_release

PAGE = 100
IN_THE_CARD = 4


@require_GET
@never_cache
@login_required
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Announcements and messages; `?state=` narrows the messages."""
    plan = find_release(request.user, number)
    chosen = request.GET.get("state", "")
    found = messages_of(plan)
    shown = found.filter(state=chosen) if chosen in STATES else found
    sheet = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "head": head_of(plan, request.user),
        "announcements": announcements_of(plan),
        "page": sheet,
        "sent": gathered(sheet),
        "states": [(state, label, state == chosen) for state, label in STATES.items()],
        "chosen": chosen,
        "may_resend": can(request.user, "announcement.resend", plan),
        "may_choose": can(request.user, "announcement.robots", plan),
        "ears": ears_of(plan),
    }
    return render(request, "announcements/page.html", context)


@require_GET
@never_cache
@login_required
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """The card beside the plan: what is told next, and what did not arrive."""
    plan = find_release(request.user, number)
    ahead = [one for one in announcements_of(plan) if one.state == PLANNED and one.due_at]
    dead = messages_of(plan).filter(state="dead").count()
    context = {"plan": plan, "ahead": ahead[:IN_THE_CARD], "dead": dead}
    return render(request, "announcements/panel.html", context)


@require_POST
@login_required
def resend_message(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    plan = find_release(request.user, number)
    resend(plan, pk, by=request.user)
    messages.success(request, _("已放回待发送，一会儿就再投递一次。"))
    return redirect("announcements:list", plan.number)


@require_POST
@login_required
def robots(request: HttpRequest, number: str) -> HttpResponse:
    """Let a robot (`robot` is its id) hear of this plan (`hears` is "1"), or no more."""
    plan = find_release(request.user, number)
    chosen = whole(request.POST.get("robot", "")) or 0
    set_hearing(plan, chosen, by=request.user, hears=request.POST.get("hears") == "1")
    return redirect("announcements:list", plan.number)
