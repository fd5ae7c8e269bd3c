"""The attachments of a plan: their page, their card, one place's in the drawer, and the bytes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from attachments.actions import attach, remove
from attachments.limits import largest
from attachments.lookup import find_attachment, find_standing
from attachments.reading import counts, hanging_at, listed, shown
from attachments.serving import serve
from ground.errors import Invalid
from ground.pace import slow_down
from plans.heads import head_of
from plans.lookup import find_plan
from plans.models import Plan

IN_THE_CARD = 5


@require_GET
@never_cache
@login_required
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that hangs on the plan, and what was removed."""
    plan = find_plan(request.user, number)
    gone = plan.attachments.exclude(removed_at=None).select_related("added_by", "removed_by")
    context = {
        "plan": plan,
        "head": head_of(plan, request.user),
        "standing": shown(plan, listed(plan), request.user),
        "gone": gone,
    }
    return render(request, "attachments/page.html", context)


@require_GET
@never_cache
@login_required
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """The card beside the plan, with the counts for its rows."""
    plan = find_plan(request.user, number)
    newest, told = listed(plan)[: -IN_THE_CARD - 1 : -1], counts(plan)
    context = {"plan": plan, "newest": shown(plan, newest), "counts": told}
    return render(request, "attachments/panel.html", {**context, "total": sum(told.values())})


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def place(request: HttpRequest, number: str, key: str, row: int) -> HttpResponse:
    """What hangs at one place; a posted `file` is hung there."""
    plan = find_plan(request.user, number)
    if request.method == "GET":
        return _place(request, plan, key, row)
    slow_down("attach", request)
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(_("请先选一个文件。"), fields={"file": [_("必填。")]})
    attach(
        plan, by=request.user, section=key, row=row, file=file, note=request.POST.get("note", "")
    )
    return _changed(_place(request, plan, key, row))


@require_GET
@login_required
def file(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """The bytes, to be saved."""
    return serve(request, find_standing(find_plan(request.user, number), pk))


@require_GET
@login_required
def picture(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """A picture to look at; anything else is saved."""
    return serve(request, find_standing(find_plan(request.user, number), pk), inline=True)


@require_POST
@login_required
def removal(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    plan = find_plan(request.user, number)
    gone = remove(find_attachment(plan, pk), by=request.user, reason=request.POST.get("reason", ""))
    return _changed(_place(request, plan, gone.section, gone.row))


def _place(request: HttpRequest, plan: Plan, key: str, row: int) -> HttpResponse:
    context = {"plan": plan, "here": hanging_at(plan, key, row, request.user), "largest": largest()}
    return render(request, "attachments/place.html", context)


def _changed(response: HttpResponse) -> HttpResponse:
    """The card and the rows count anew."""
    response.headers["HX-Trigger"] = "attachments-changed"
    return response
