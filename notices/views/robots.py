"""Robots of chat groups and machines that listen, for administrators."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ground.clock import now
from ground.errors import Hidden, Invalid
from ground.policies import authorize
from notices.actions import (
    add_robot,
    change_robot,
    delete_robot,
    pause_robot,
    resume_robot,
    try_robot,
)
from notices.channels.robot import RobotChannel, robot_channels
from notices.forms import RobotForm
from notices.models import Robot
from people.models import User

SHOWN = ("name", "keyword", "hears", "is_default")


@require_GET
@login_required
def robots(request: HttpRequest) -> HttpResponse:
    authorize(request.user, "installation.administer")
    context = {"robots": Robot.objects.all(), "kinds": robot_channels()}
    return render(request, "notices/robots.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new_robot(request: HttpRequest, kind: str) -> HttpResponse:
    authorize(request.user, "installation.administer")
    way = _way(kind)
    form = RobotForm(way, request.POST or None, initial={"is_default": True})
    if form.is_valid():
        try:
            robot = add_robot(kind=kind, by=_me(request), **form.cleaned_data)
        except Invalid as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("机器人已添加。发一条测试消息，看看能不能送到。"))
            return redirect("notices:robot", pk=robot.pk)
    return _form_page(request, form, way)


@require_http_methods(["GET", "POST"])
@login_required
def robot(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    way = _way(found.kind)
    initial = {name: getattr(found, name) for name in SHOWN}
    form = RobotForm(way, request.POST or None, robot=found, initial=initial)
    if form.is_valid():
        try:
            change_robot(found, by=_me(request), **form.cleaned_data)
        except Invalid as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("notices:robot", pk=found.pk)
    return _form_page(request, form, way, robot=found)


@require_POST
@login_required
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause, or go on."""
    act = resume_robot if request.POST.get("to") == "active" else pause_robot
    act(_find(request, pk), by=_me(request))
    messages.success(request, _("已保存。"))
    return redirect("notices:robot", pk=pk)


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    delete_robot(_find(request, pk), by=_me(request))
    messages.success(request, _("已删除"))
    return redirect("notices:robots")


@require_POST
@login_required
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """A test message, and what the other side said to it."""
    found = _find(request, pk)
    words = try_robot(found, by=_me(request), now=now())
    if words:
        messages.error(request, _("没有送达：%(words)s") % {"words": words})
    else:
        messages.success(request, _("已送达：对方收下了测试消息。"))
    return redirect("notices:robot", pk=pk)


def _find(request: HttpRequest, pk: int) -> Robot:
    authorize(request.user, "installation.administer")
    return get_object_or_404(Robot, pk=pk)


def _way(kind: str) -> RobotChannel:
    way = next((one for one in robot_channels() if one.name == kind), None)
    if way is None:
        raise Hidden(_("没有这种机器人。"))
    return way


def _show(form: Form, refusal: Invalid) -> None:
    """Each sentence at its field, the rest above the form."""
    for name, sentences in refusal.fields.items():
        form.add_error(name if name in form.fields else None, list(sentences))
    if not refusal.fields:
        form.add_error(None, refusal.detail)


def _form_page(
    request: HttpRequest, form: Form, way: RobotChannel, robot: Robot | None = None
) -> HttpResponse:
    context = {"form": form, "way": way, "robot": robot}
    return render(request, "notices/robot.html", context, status=400 if form.is_bound else 200)


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)
