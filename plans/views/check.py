"""The plan check, as a page and beside the plan."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ground.clock import now
from ground.errors import WrongState
from ground.pace import slow_down
from ground.policies import can
from plans import states
from plans.actions.findings import acknowledge, withdraw_acknowledgement
from plans.actions.mending import mend as do_mend
from plans.checking.mends import Mender, pick
from plans.checks import acknowledged, by_section, find_finding, findings_of, totals
from plans.document import NOTES, PLAN, load
from plans.findings import HINT, LEVELS, WARNING, Finding
from plans.heads import head_of
from plans.lookup import find_release
from plans.models import Plan
from plans.tables.registry import has_section, section

BESIDE = 6
"""So many findings stand beside the plan, and so many of them of one kind."""

MOST_ALIKE = 2


@require_GET
@login_required
def check(request: HttpRequest, number: str) -> HttpResponse:
    slow_down("check", request)
    plan = find_release(request.user, number)
    context = _context(plan, request.user)
    return render(
        request,
        "plans/check.html",
        {
            **context,
            "head": head_of(plan, request.user),
            "levels": _levels(context["findings"]),
            "settled": [one for one in context["findings"] if one["accepted"]],
            "may_accept": can(request.user, "plan.manage", plan),
            "needs_reason": plan.status in states.AMENDABLE,
        },
    )


@require_GET
@login_required
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """The card beside the plan, with what the grids need to mark their cells."""
    slow_down("check", request)
    plan = find_release(request.user, number)
    context = _context(plan, request.user)
    open_ones = [item for item in context["findings"] if not item["accepted"]]
    found = [item["finding"] for item in open_ones]
    marks = {"cells": _cells(found), "counts": by_section(found)}
    context |= {"marks": marks, "shown": _brief(open_ones)}
    return render(request, "plans/parts/check_panel.html", context)


@require_POST
@login_required
def accept(request: HttpRequest, number: str) -> HttpResponse:
    slow_down("check", request)
    plan = find_release(request.user, number)
    finding = find_finding(plan, request.POST.get("finding", ""), now())
    if finding.level != WARNING:
        raise WrongState(_("只有提醒可以接受：错误要改好，提示不用处理。"))
    acknowledge(
        plan, by=request.user, finding=finding.key, message=finding.message,
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
    return redirect("plans:check", number)


@require_POST
@login_required
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take an acceptance back."""
    slow_down("check", request)
    plan = find_release(request.user, number)
    finding = find_finding(plan, request.POST.get("finding", ""), now())
    withdraw_acknowledgement(plan, by=request.user, finding=finding.key, message=finding.message)
    return redirect("plans:check", number)


@require_POST
@login_required
def mend(request: HttpRequest, number: str) -> HttpResponse:
    """Do what a finding proposes."""
    slow_down("check", request)
    plan = find_release(request.user, number)
    finding, fix, version = pick(request.POST.get("fix", ""), findings_of(plan, now()))
    do_mend(
        plan, by=request.user, finding=finding, fix=fix, version=version,
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
    messages.success(request, _("已改好：%(what)s") % {"what": fix.label})
    return redirect("plans:check", number)


def _brief(open_ones: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The worst first, few of each kind; the last of a kind counts those that are left out."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for item in sorted(open_ones, key=lambda item: LEVELS.index(item["finding"].level)):
        kinds.setdefault(item["finding"].code, []).append(item)
    shown: list[dict[str, Any]] = []
    for alike in kinds.values():
        first = alike[:MOST_ALIKE]
        shown += [*first[:-1], {**first[-1], "more": len(alike) - len(first)}]
    return shown[:BESIDE]


def _context(plan: Plan, user: Any) -> dict[str, Any]:
    document = load(plan)
    found, accepted = findings_of(plan, now(), document), acknowledged(plan)
    mender = Mender(plan, user, document)
    listed = [
        {
            "finding": one,
            "place": _place(plan, one),
            "accepted": accepted.get(one.key),
            "mends": list(mender.mends(one)),
        }
        for one in found
    ]
    return {
        "plan": plan,
        "findings": listed,
        "totals": totals(one for one in found if one.key not in accepted),
    }


def _levels(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is still open, by level, the worst first."""
    labels = {"error": _("错误"), WARNING: _("提醒"), HINT: _("提示")}
    found = [
        (level, [one for one in listed if one["finding"].level == level and not one["accepted"]])
        for level in LEVELS
    ]
    return [
        {"level": level, "label": labels[level], "findings": ones} for level, ones in found if ones
    ]


def _place(plan: Plan, finding: Finding) -> tuple[str, str] | None:
    """(label, address) of where the finding can be mended; None for the plan as a whole."""
    if has_section(finding.section):
        mark = f"s-{finding.section}"
        if finding.row is not None:
            mark = f"row-{finding.section}-{finding.row}-{finding.field}".rstrip("-")
        return str(section(finding.section).label), f"{plan.get_absolute_url()}#{mark}"
    if finding.section == NOTES:
        return _("正文"), f"{plan.get_absolute_url()}#notes"
    if finding.section == PLAN:
        return _("计划信息"), reverse("plans:info", args=[plan.number])
    return None


def _cells(found: list[Finding]) -> dict[str, Any]:
    """{section: {row id: {field: [level, sentence]}}}."""
    cells: dict[str, Any] = {}
    for one in found:
        if one.section and one.row is not None and one.field:
            rows = cells.setdefault(one.section, {})
            for name in (one.field, *one.beside):
                rows.setdefault(one.row, {}).setdefault(name, [one.level, one.message])
    return cells
