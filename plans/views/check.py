"""The plan check, as a page and beside the plan."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ground.clock import now
from ground.errors import Hidden
from ground.policies import can
from plans.actions import acknowledge
from plans.checks import acknowledged, by_section, findings_of, totals
from plans.document import NOTES, PLAN
from plans.findings import Finding
from plans.heads import head_of
from plans.lookup import find_plan
from plans.models import Plan
from plans.tables.registry import has_section, section

BESIDE = 6


@require_GET
@login_required
def check(request: HttpRequest, number: str) -> HttpResponse:
    plan = find_plan(request.user, number)
    context = _context(plan)
    return render(
        request,
        "plans/check.html",
        {
            **context,
            "head": head_of(plan, request.user),
            "may_accept": can(request.user, "plan.manage", plan),
        },
    )


@require_GET
@login_required
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """The card beside the plan, with what the grids need to mark their cells."""
    plan = find_plan(request.user, number)
    context = _context(plan)
    found = [item["finding"] for item in context["findings"] if not item["accepted"]]
    marks = {"cells": _cells(found), "counts": by_section(found)}
    return render(
        request, "plans/parts/check_panel.html", {**context, "marks": marks, "most": BESIDE}
    )


@require_POST
@login_required
def accept(request: HttpRequest, number: str) -> HttpResponse:
    plan = find_plan(request.user, number)
    finding = _find(plan, request.POST.get("finding", ""))
    acknowledge(
        plan, by=request.user, finding=finding.key, message=finding.message,
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
    return redirect("plans:check", number)


def _context(plan: Plan) -> dict[str, Any]:
    found, accepted = findings_of(plan, now()), acknowledged(plan)
    listed = [
        {
            "finding": one,
            "place": _place(plan, one),
            "accepted": accepted.get(one.key),
            "fixes": list(_fixes(one)),
        }
        for one in found
    ]
    return {
        "plan": plan,
        "findings": listed,
        "totals": totals(one for one in found if one.key not in accepted),
    }


def _place(plan: Plan, finding: Finding) -> tuple[str, str] | None:
    """(label, address) of where the finding can be mended; None for the plan as a whole."""
    if has_section(finding.section):
        return str(section(finding.section).label), f"{plan.get_absolute_url()}#s-{finding.section}"
    if finding.section == NOTES:
        return _("正文"), f"{plan.get_absolute_url()}#notes"
    if finding.section == PLAN:
        return _("计划信息"), reverse("plans:info", args=[plan.number])
    return None


def _fixes(finding: Finding) -> Iterable[tuple[str, str, str]]:
    """(button, field, text to type) of each one-click mend."""
    for fix in finding.fixes:
        yield fix.label, fix.field, section(finding.section).column(fix.field).display(fix.value)


def _cells(found: list[Finding]) -> dict[str, Any]:
    """{section: {row id: {field: [level, sentence]}}}."""
    cells: dict[str, Any] = {}
    for one in found:
        if one.section and one.row is not None and one.field:
            rows = cells.setdefault(one.section, {})
            rows.setdefault(one.row, {}).setdefault(one.field, [one.level, one.message])
    return cells


def _find(plan: Plan, key: str) -> Finding:
    for finding in findings_of(plan, now()):
        if finding.key == key:
            return finding
    raise Hidden()
