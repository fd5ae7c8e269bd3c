"""The settings of when production may change: windows, freezes, workdays."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from calendars import actions, official
from calendars.days import is_official, is_written, written_days
from calendars.forms import FORMS
from calendars.models import ChangeWindow, Freeze, Workday
from ground.clock import now
from ground.errors import Hidden, Invalid
from ground.numbers import whole
from ground.policies import authorize, can
from ground.words import in_row


@require_GET
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """Everything on one page; whoever may not change it may still read it."""
    return _page(request, _year(request.GET.get("year", "")))


def _page(request: HttpRequest, year: int, *, typed: str = "", refused: str = "") -> HttpResponse:
    """`typed` is a notice that was not taken, `refused` why."""
    written = written_days({year})
    return render(
        request,
        "calendars/settings.html",
        {
            "windows": ChangeWindow.objects.all(),
            "freezes": Freeze.objects.filter(end__gte=now()),
            "past": Freeze.objects.filter(end__lt=now()).order_by("-end")[:10],
            "workdays": Workday.objects.filter(date__year=year),
            "year": year,
            "is_official": is_official(year, written),
            "is_written": is_written(year, written),
            "is_known": official.is_known(year),
            "typed": typed,
            "refused": refused,
            "may_manage": can(request.user, "calendar.manage"),
        },
        status=400 if refused else 200,
    )


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """Add one, or change one."""
    authorize(request.user, "calendar.manage")
    found: Any = _find(kind, pk)
    seen = request.POST.get("seen", "") or (actions.mark(found) if found else "")
    form = _form(kind)(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.save(form.save(commit=False), by=request.user, seen=seen)
        messages.success(request, _("已保存"))
        return redirect("calendars:settings")
    row = form.instance if pk else None
    return render(request, "calendars/edit.html", {"form": form, "kind": kind, "row": row,
                                                   "seen": seen, "label": form.instance.kind})  # fmt: skip


@require_POST
@login_required
def delete(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    authorize(request.user, "calendar.manage")
    row: Any = _find(kind, pk)
    actions.delete(row, by=request.user)
    messages.success(request, _("已删除"))
    return redirect("calendars:settings")


@require_POST
@login_required
def seed(request: HttpRequest) -> HttpResponse:
    """The official workdays of one year."""
    year = _year(request.POST.get("year", ""))
    count = actions.seed_workdays(year, by=request.user)
    messages.success(request, _("写入了 %(n)d 天") % {"n": count})
    return _to_year(year)


@require_POST
@login_required
def notice(request: HttpRequest) -> HttpResponse:
    """The yearly notice, pasted as it was published."""
    text = request.POST.get("notice", "")
    try:
        found = actions.write_notice(text, by=request.user)
    except Invalid as error:
        return _page(request, _year(request.POST.get("year", "")), typed=text, refused=error.detail)
    words = {"year": found.year, "off": len(found.off), "on": len(found.on)}
    messages.success(request, _("%(year)s 年：放假 %(off)s 天，调休上班 %(on)s 天") % words)
    if found.missing:
        said = _("通知里没有读到：%(names)s。如果粘贴时漏了，请补上再来一次。")
        messages.warning(request, said % {"names": in_row(found.missing)})
    return _to_year(found.year)


def _to_year(year: int) -> HttpResponse:
    return redirect(f"{reverse('calendars:settings')}?year={year}#workdays")


def _form(kind: str) -> type[ModelForm]:
    if kind not in FORMS:
        raise Hidden(_("没有“%(kind)s”这种设置。") % {"kind": kind})
    return FORMS[kind]


def _find(kind: str, pk: int | None) -> Model | None:
    if pk is None:
        return None
    row = _form(kind)._meta.model._default_manager.filter(pk=pk).first()
    if row is None:
        raise Hidden(_("这一条可能已被删除。"))
    return row


def _year(text: str) -> int:
    if not text:
        return now().year
    year = whole(text)
    if year is None or not 2000 <= year <= 2100:
        raise Invalid(_("年份要在 2000 到 2100 之间。"))
    return year
