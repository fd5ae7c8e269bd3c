"""The list of applications, and one application."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import actions
from applications.followers import Uses, chapters, uses
from applications.forms import FactsForm, NewForm
from applications.lookup import find, find_alias, named
from applications.models import Application, aliases_of
from applications.resolving import offered
from ground.clock import now
from ground.errors import Invalid
from ground.journal import INSTALLATION
from ground.models import Event
from ground.numbers import whole
from ground.policies import authorize, can

PAGE = 50
EVENTS = 20


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Search, narrow to a team, page by page."""
    authorize(request.user, "application.view")
    words, team = request.GET.get("search", "").strip(), request.GET.get("team", "")
    is_retired = "retired" in request.GET
    found = Application.objects.listed().matching(words).filter(retired=is_retired)
    found = found.filter(team=team) if team else found
    page = Paginator(found.select_related("account"), PAGE).get_page(request.GET.get("page"))
    return render(request, "applications/list.html", {
        "page": page, "rows": _rows(request.user, list(page)), "words": words, "team": team,
        "teams": _teams(), "is_retired": is_retired, "narrowed": bool(words or team or is_retired),
        "may_manage": can(request.user, "application.manage"),
    })  # fmt: skip


@require_GET
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, names, what is going on, and its history; a merged one leads to whom it belongs."""
    authorize(request.user, "application.view")
    application = find(pk)
    if application.merged_into:
        return redirect("applications:detail", application.merged_into_id)
    page, user = request.GET.get("page", ""), request.user
    may_manage = can(user, "application.manage")
    return render(request, "applications/detail.html", {
        "application": application, "aliases": aliases_of([application])[application.pk],
        "merged": application.merged.all(), "events": _events(application),
        "chapters": chapters(user, application, page=page, now=now()),
        "may_edit": can(user, "application.edit", application), "may_manage": may_manage,
        "others": [name for name in offered() if name != application.name] if may_manage else [],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    authorize(request.user, "application.manage")
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in Application.FACTS}
        try:
            made = actions.add(by=request.user, name=form.cleaned_data["name"], facts=facts)
            return redirect(made)
        except Invalid as fault:
            form.add_error("name", fault.detail)
    return render(request, "applications/edit.html", {"form": form, "application": None})


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    application = find(pk)
    authorize(request.user, "application.edit", application)
    version = request.POST.get("version", str(application.version))
    form = FactsForm(request.POST or None, instance=application)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in Application.FACTS}
        actions.change(application, by=request.user, version=whole(version) or 0, facts=facts)
        messages.success(request, _("已保存"))
        return redirect(application)
    return render(request, "applications/edit.html", {"form": form, "application": application,
                                                      "version": version})  # fmt: skip


@require_POST
@login_required
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    renamed = actions.rename(find(pk), by=request.user, name=request.POST.get("name", ""))
    return _back(request, renamed, _("已改名，原来的名称成了别名。"))


@require_POST
@login_required
def alias(request: HttpRequest, pk: int) -> HttpResponse:
    application = find(pk)
    actions.add_alias(application, by=request.user, name=request.POST.get("name", ""))
    return _back(request, application, _("已添加别名。"))


@require_POST
@login_required
def drop_alias(request: HttpRequest, pk: int, name: int) -> HttpResponse:
    application = find(pk)
    authorize(request.user, "application.manage")
    actions.drop_alias(find_alias(application, name), by=request.user)
    return _back(request, application, _("已去掉别名。"))


@require_POST
@login_required
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the application that the form names."""
    authorize(request.user, "application.manage")
    source = find(pk)
    into = actions.merge(source, into=named(request.POST.get("into", "")), by=request.user)
    return _back(request, into, _("%(name)s 已并入，随时可以分开。") % {"name": source.name})


@require_POST
@login_required
def separate(request: HttpRequest, pk: int) -> HttpResponse:
    source = actions.separate(find(pk), by=request.user)
    return _back(request, source, _("已分开。"))


def _back(request: HttpRequest, application: Application, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(application)


def _rows(user: Any, applications: list[Application]) -> list[dict[str, Any]]:
    """What a line of the list shows: the application, its other names, its uses."""
    aliases, used = aliases_of(applications), uses(user, applications)
    return [
        {"application": one, "aliases": aliases[one.pk], "uses": used.get(one.pk, Uses())}
        for one in applications
    ]


def _teams() -> list[str]:
    teams = Application.objects.listed().exclude(team="").order_by("team")
    return list(teams.values_list("team", flat=True).distinct())


def _events(application: Application) -> Any:
    mine = Event.objects.filter(chain=INSTALLATION, subject=f"application:{application.pk}")
    return mine.select_related("actor").order_by("-position")[:EVENTS]
