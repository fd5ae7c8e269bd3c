"""Connections to outside systems, for administrators."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gray.actions import (
    add_connection,
    change_connection,
    delete_connection,
    switch_connection,
    try_connection,
)
from gray.actions.sealing import kept_secrets
from gray.forms import OPTION, ConnectionForm
from gray.kinds import Kind, kind_of, kinds, presets_of
from gray.models import Connection
from gray.using import runs_by_connection
from ground.clock import now
from ground.errors import Hidden, Invalid, Refusal, Stale, WrongState
from ground.policies import authorize


@require_GET
@login_required
def connections(request: HttpRequest) -> HttpResponse:
    authorize(request.user, "connection.manage")
    used = runs_by_connection()
    rows = [
        {"row": row, "kind": kind_of(row.driver), "runs": len(used.get(row.pk, ()))}
        for row in Connection.objects.all()
    ]
    return render(request, "gray/connections.html", {"rows": rows, "kinds": kinds()})


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def new_connection(request: HttpRequest, kind: str) -> HttpResponse:
    """A blank form, or one that a preset has begun (?preset=…)."""
    authorize(request.user, "connection.manage")
    found = _kind(kind)
    form = ConnectionForm(found, request.POST or None, initial=_preset(found, request))

    def add() -> Connection:
        return add_connection(
            kind=kind, values=form.values, by=request.user,
            name=form.cleaned_data["name"], environment=form.cleaned_data["environment"],
        )  # fmt: skip

    return _saved(request, form, add) or _form_page(request, form, found)


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def connection(request: HttpRequest, pk: int) -> HttpResponse:
    row = _find(request, pk)
    found = _kind(row.driver)
    kept = kept_secrets(row)
    initial = {f"{OPTION}{name}": text for name, text in row.values.items()}
    initial |= {"name": row.name, "environment": row.environment}
    form = ConnectionForm(found, request.POST or None, initial=initial, kept=kept)

    def change() -> Connection:
        return change_connection(
            row, values=form.values, cleared=form.cleared, by=request.user,
            name=form.cleaned_data["name"], environment=form.cleaned_data["environment"],
            version=_version(request),
        )  # fmt: skip

    return _saved(request, form, change) or _form_page(request, form, found, row)


@require_POST
@login_required
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """On, or off."""
    row = _find(request, pk)

    def turn() -> None:
        switch_connection(row, is_on=request.POST.get("to") == "on", by=request.user)

    _done(request, turn, _("已保存。"))
    return redirect("gray:connection", pk=pk)


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = _find(request, pk)
    if _done(request, lambda: delete_connection(row, by=request.user), _("已删除")):
        return redirect("gray:connections")
    return redirect("gray:connection", pk=pk)


@require_POST
@login_required
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """One harmless question, and what the other side said to it."""
    row = try_connection(_find(request, pk), by=request.user, now=now())
    tell = messages.success if row.works else messages.error
    tell(request, row.said)
    return redirect("gray:connection", pk=pk)


def _find(request: HttpRequest, pk: int) -> Connection:
    authorize(request.user, "connection.manage")
    return get_object_or_404(Connection, pk=pk)


def _kind(name: str) -> Kind:
    found = kind_of(name)
    if found is None:
        raise Hidden(_("没有这种连接。"))
    return found


def _preset(kind: Kind, request: HttpRequest) -> dict[str, str]:
    wanted = request.GET.get("preset", "")
    values = next((one.values for one in presets_of(kind) if one.name == wanted), {})
    return {f"{OPTION}{name}": text for name, text in values.items()}


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _saved(
    request: HttpRequest, form: ConnectionForm, save: Callable[[], Connection]
) -> HttpResponse | None:
    """To the connection's page when it was saved; the form says what was wrong otherwise."""
    if not form.is_valid():
        return None
    try:
        row = save()
    except (Invalid, Stale, WrongState) as refusal:
        _show(form, refusal)
        return None
    messages.success(request, _("已保存。测试一下，看看能不能连上。"))
    return redirect("gray:connection", pk=row.pk)


def _show(form: ConnectionForm, refusal: Refusal) -> None:
    """Each sentence at its field, the rest above the form."""
    for name, sentences in refusal.fields.items():
        place = next((one for one in (name, f"{OPTION}{name}") if one in form.fields), None)
        form.add_error(place, list(sentences))
    if not refusal.fields:
        form.add_error(None, refusal.detail)
    form.status = refusal.status


def _form_page(
    request: HttpRequest, form: ConnectionForm, kind: Kind, row: Connection | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "kind": kind, "row": row}
    if row is None:
        context["presets"] = presets_of(kind)
    else:
        context["version"] = _version(request) if form.is_bound else row.version
    return render(
        request, "gray/connection.html", context, status=form.status if form.is_bound else 200
    )


def _done(request: HttpRequest, act: Callable[[], Any], words: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except WrongState as refusal:
        messages.error(request, refusal.detail)
        return False
    messages.success(request, words)
    return True
