"""One's own wishes: how to hear of what. A link in every mail leads here; looking changes nothing."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from notices.actions import ways_of, wish
from notices.forms import WishForm
from people.models import User


@require_http_methods(["GET", "POST"])
@login_required
def wishes(request: HttpRequest) -> HttpResponse:
    me = cast("User", request.user)
    form = WishForm(ways_of(me), request.POST or None)
    if form.is_bound and form.is_valid():
        wish(me, form.cleaned_data, by=me)
        messages.success(request, _("已保存。"))
        return redirect("notices:wishes")
    context = {"form": form, "mailbox": me.email}
    return render(request, "notices/wishes.html", context, status=400 if form.is_bound else 200)
