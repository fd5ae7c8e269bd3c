"""The outbox: what goes out, what did not, and another try."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from ground.policies import authorize, can
from notices.actions import resend
from notices.channels.base import Undelivered, channels
from notices.curtains import Curtain
from notices.models import STATES, Message, Messages
from people.models import User

PAGE = 50
GATHERED = (
    Message.objects.filter(bundle=OuterRef("bundle"))
    .order_by().values("bundle").annotate(amount=Count("pk")).values("amount")
)  # fmt: skip
"""How many left in the same letter."""
CAGE = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


@require_GET
@login_required
def outbox(request: HttpRequest) -> HttpResponse:
    state, way = request.GET.get("state", ""), request.GET.get("channel", "")
    found = _visible(request).select_related("to", "robot")
    found = found.annotate(gathered=Subquery(GATHERED))
    if state in STATES:
        found = found.filter(state=state)
    if way in {channel.name for channel in channels()}:
        found = found.filter(channel=way)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "state": state, "way": way,
        "states": [(key, label, key == state) for key, label in STATES.items()],
        "ways": [(one.name, one.label, one.name == way) for one in channels()],
    }  # fmt: skip
    return render(request, "notices/outbox.html", context)


@require_GET
@login_required
def message(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_visible(request).select_related("to", "robot"), pk=pk)
    may = found.can_resend and can(request.user, "outbox.resend", found)
    together = _visible(request).filter(pk__in=found.companions().values("pk"))
    companions = list(together.order_by("pk"))
    context = {
        "message": found, "envelope": _envelope(found), "may_resend": may,
        "companions": companions if found.bundle_id else [],
    }  # fmt: skip
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
        letters = [message.letter() for message in found.companions()]
        return dict(found.way.envelope(found.way.gather(letters)))
    except Undelivered as error:
        return {str(_("无法寄出")): str(error)}
