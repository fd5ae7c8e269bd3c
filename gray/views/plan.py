"""The ramps of one plan: the page, its live part, and the commands."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gray.actions import command, create_ramp
from gray.buttons import WORDS, verdict
from gray.commands import Command
from gray.lookup import find_ramp
from gray.returning import leaning_on
from gray.runs import UNFINISHED, Run
from gray.sections.ramp import Ramp
from gray.sheets import mark_of, ramps_of, sheet_of
from ground.clock import now
from ground.errors import Hidden, WrongState
from ground.numbers import whole
from ground.policies import can
from plans.heads import head_of
from plans.lookup import find_release
from plans.models import Plan
from plans.tables.registry import section

LOWERING = frozenset({Command.OFF, Command.ROLL_BACK, Command.JUMP})


@require_GET
@never_cache
@login_required
def page(request: HttpRequest, number: str) -> HttpResponse:
    plan = find_release(request.user, number)
    context = _live(request, plan, request.GET.get("ramp", ""))
    may_edit = can(request.user, "section.edit", (plan, Ramp.section))
    return render(
        request,
        "gray/plan.html",
        {
            **context,
            "head": head_of(plan, request.user),
            "may_edit": may_edit,
            "switches": section("switches").rows(plan),
        },
    )


@require_GET
@never_cache
@login_required
def live(request: HttpRequest, number: str) -> HttpResponse:
    """The part that stays fresh; 204 while it looks as the mark says."""
    plan = find_release(request.user, number)
    if request.GET.get("mark") == mark_of(plan, now()):
        return HttpResponse(status=204)
    context = _live(request, plan, request.GET.get("ramp", ""))
    return render(request, "gray/parts/live.html", context)


@require_GET
@never_cache
@login_required
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """The card beside the plan: every ramp with its share and its sentence."""
    plan, moment = find_release(request.user, number), now()
    sheets = [sheet_of(plan, ramp, request.user, moment) for ramp in ramps_of(plan)]
    return render(request, "gray/parts/panel.html", {"plan": plan, "sheets": sheets})


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def give(request: HttpRequest, number: str, pk: int, verb: str) -> HttpResponse:
    """GET asks first, POST gives the command and answers the fresh part."""
    plan = find_release(request.user, number)
    ramp = find_ramp(plan, pk)
    if verb not in set(Command):
        raise Hidden(_("没有“%(verb)s”这个指令。") % {"verb": verb})
    if request.method == "GET":
        return _ask(request, plan, ramp, Command(verb))
    command(
        ramp, by=request.user, command=verb, reason=request.POST.get("reason", "")[:2000],
        stage=whole(request.POST.get("stage", "")),
        revision=whole(request.POST.get("revision", "")),
    )  # fmt: skip
    if not request.headers.get("HX-Request"):
        return redirect("gray:plan", number)
    return render(request, "gray/parts/live.html", _live(request, plan, str(pk)))


@require_POST
@login_required
def new(request: HttpRequest, number: str) -> HttpResponse:
    """A ramp with the default stages, from the few words of the form."""
    plan = find_release(request.user, number)
    given = {name: request.POST.get(name, "") for name in ("name", "flag", "environment")}
    ramp = create_ramp(
        plan, by=request.user, values=given, reason=request.POST.get("reason", ""),
        stages=[] if _has_stages(plan) else None,
    )  # fmt: skip
    messages.success(request, _("已建立灰度“%(name)s”") % {"name": ramp.name})
    return redirect("gray:plan", number)


def _live(request: HttpRequest, plan: Plan, chosen: str) -> dict[str, Any]:
    moment, ramps = now(), ramps_of(plan)
    mark = mark_of(plan, moment)
    ramp = _chosen(plan, ramps, chosen)
    sheet = sheet_of(plan, ramp, request.user, moment) if ramp else None
    runs = {run.ramp_id: run for run in Run.objects.filter(plan=plan)}
    return {
        "plan": plan, "ramps": [(one, runs.get(one.pk)) for one in ramps], "ramp": ramp,
        "sheet": sheet, "mark": mark, "now": moment,
    }  # fmt: skip


def _chosen(plan: Plan, ramps: list[Ramp], chosen: str) -> Ramp | None:
    """The one asked for, else the first that is under way, else the first."""
    asked = [ramp for ramp in ramps if str(ramp.pk) == chosen]
    busy = set(Run.objects.filter(plan=plan, state__in=UNFINISHED).values_list("ramp", flat=True))
    under_way = [ramp for ramp in ramps if ramp.pk in busy]
    return next(iter([*asked, *under_way, *ramps]), None)


def _ask(request: HttpRequest, plan: Plan, ramp: Ramp, verb: Command) -> HttpResponse:
    """The dialog of a command; a refusal that is certain is said at once."""
    sheet = sheet_of(plan, ramp, request.user, now())
    may = verdict(verb, ramp, sheet.view, request.user, sheet.now)
    if not may:
        raise WrongState(may.reason)
    leaning = leaning_on(ramp, request.user) if verb in LOWERING else []
    context = {
        "plan": plan, "ramp": ramp, "sheet": sheet, "verb": verb.value, "words": WORDS[verb],
        "leaning": leaning,
    }  # fmt: skip
    return render(request, "gray/parts/command.html", context)


def _has_stages(plan: Plan) -> bool:
    """Stages that wait for their ramp, as an imported document brings them."""
    rows: Any = section("stages").rows(plan)
    return rows.filter(ramp="").exists() and not ramps_of(plan)
