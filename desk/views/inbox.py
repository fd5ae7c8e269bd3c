"""待办, and the two small fragments that the page frame asks for."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from desk.awaited import awaited
from desk.inbox.mine import due_items
from desk.inbox.plans import Share
from desk.inbox.today import today as read_today
from ground.clock import now
from notices.models import Message
from plans.checks import acknowledged, findings_of, totals
from plans.contribute import Meter
from plans.lookup import find_release
from plans.meters import meters_of
from plans.models import Plan

MOST_COPIES = 50


@require_GET
@never_cache
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    share, moment = Share(user), now()
    copies = list(Message.objects.filter(to=user).order_by("-pk")[:MOST_COPIES])
    shown = request.GET.get("show", "mine")
    lists: dict[str, list[Any]] = {"mine": due_items(share, moment), "started": share.started,
             "joined": share.joined, "copies": [*share.copied, *copies]}  # fmt: skip
    labels = {
        "mine": _("待我处理"),
        "started": _("我发起的"),
        "joined": _("我参与的"),
        "copies": _("抄送我的"),
    }
    shown = shown if shown in lists else "mine"
    context = {
        "tabs": [(key, labels[key], len(lists[key]), key == shown) for key in lists],
        "shown": shown,
        "label": labels[shown],
        "lines": _with_meters(lists[shown]) if shown in ("started", "joined") else lists[shown],
        "said": share.copied,
        "copies": copies,
        "today": read_today(request.user, moment),
        "now": moment,
    }
    return render(request, "desk/inbox.html", context)


@require_GET
@never_cache
@login_required
def count(request: HttpRequest) -> HttpResponse:
    """The figure beside 待办, as text; empty for none."""
    waiting = len(due_items(Share(request.user), now()))
    return HttpResponse(str(waiting) if waiting else "", content_type="text/plain; charset=utf-8")


@require_GET
@never_cache
@login_required
def today(request: HttpRequest) -> HttpResponse:
    """Pills for the top bar."""
    return render(request, "desk/parts/today.html", {"today": read_today(request.user, now())})


@require_GET
@never_cache
@login_required
def strip(request: HttpRequest, number: str) -> HttpResponse:
    """Who is awaited for what, for the head of every page of a plan."""
    plan, moment = find_release(request.user, number), now()
    context = {
        "awaited": awaited(plan, request.user, moment), "plan": plan, "now": moment,
        "here": _path(request.headers.get("HX-Current-URL", "")),
    }  # fmt: skip
    return render(request, "desk/parts/awaited.html", context)


@require_GET
@never_cache
@login_required
def findings(request: HttpRequest, number: str) -> HttpResponse:
    """What a draft still has to answer for; asked for by the line once the page is there."""
    plan = find_release(request.user, number)
    accepted = acknowledged(plan)
    left = totals(one for one in findings_of(plan, now()) if one.key not in accepted)
    context: dict[str, Any] = {"plan": plan, "counts": left}
    return render(request, "desk/parts/findings.html", context)


def _path(address: str) -> str:
    """The path of the page that asks, empty for what is no address."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _with_meters(plans: list[Plan]) -> list[tuple[Plan, list[Meter]]]:
    meters = meters_of(plans)
    return [(plan, meters[plan.pk]) for plan in plans]
