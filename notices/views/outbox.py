"""The outbox: what goes out, what did not, and another try."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from ground.policies import authorize, can
from notices.actions import resend
from notices.channels.base import Undelivered
from notices.curtains import Curtain
from notices.models import STATES, Message, Messages
from people.models import User

PAGE = 50
CAGE = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


@require_GET
@login_required
def outbox(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("state", "")
    found = _visible(request).select_related("to")
    if chosen in STATES:
        found = found.filter(state=chosen)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    filters = [(state, label, state == chosen) for state, label in STATES.items()]
    context = {"page": page, "filters": filters, "chosen": chosen}
    return render(request, "notices/outbox.html", context)


@require_GET
@login_required
def message(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_visible(request).select_related("to"), pk=pk)
    may = found.can_resend and can(request.user, "outbox.resend", found)
    context = {"message": found, "envelope": _envelope(found), "may_resend": may}
    return render(request, "notices/message.html", context)


@require_GET
@login_required
@xframe_options_sameorigin
def html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML body alone, caged: no script, no request, no way into the page around it."""
    found = get_object_or_404(_visible(request), pk=pk)
    response = HttpResponse(found.html)
    response.headers["Content-Security-Policy"] = CAGE
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def resend_message(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_visible(request), pk=pk)
    resend(found, by=cast("User", request.user))
    messages.success(request, _("已放回待发送，一会儿就再投递一次。"))
    return redirect("notices:message", pk=found.pk)


def _visible(request: HttpRequest) -> Messages:
    """Everything for administrators; for others nothing of what they may not see elsewhere."""
    authorize(request.user, "outbox.read")
    found = Message.objects.all()
    if not can(request.user, "installation.administer"):
        for curtain in Curtain.all:
            found = found.exclude(thread__in=curtain.threads_hidden_from(request.user))
    return found


def _envelope(found: Message) -> dict[str, str]:
    if not found.address:
        return {str(_("无法寄出")): _("没有收件地址")}
    try:
        return dict(found.way.envelope(found.letter()))
    except Undelivered as error:
        return {str(_("无法寄出")): str(error)}
