"""Bringing a revision back, or one row of it: first what it would change, then the step."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ground.errors import Hidden, Invalid, Stale, WrongState
from ground.numbers import whole
from ground.pace import slow_down
from ground.policies import can
from plans.actions import revert, revert_row
from plans.actions.reverting import executed_rows, kept_in_words
from plans.contribute import contributions
from plans.document import Document, load, whole_digest
from plans.heads import head_of
from plans.history.changes import compare
from plans.history.restoring import Restoration, one_row, outcome, restoration
from plans.history.showing import shown_changes
from plans.lookup import find_plan, find_revision
from plans.models import Plan
from plans.states import AMENDABLE
from plans.tables.registry import has_section


@require_http_methods(["GET", "POST"])
@login_required
def restore(request: HttpRequest, number: str, revision: int) -> HttpResponse:
    """The preview and its form; `row=section:id` narrows it to one row."""
    slow_down("compare", request)
    plan = find_plan(request.user, number)
    wanted, refusal = _row(request.GET.get("row", "")), None
    if request.method == "POST":
        try:
            _bring_back(request, plan, revision, wanted)
            return redirect("plans:history", number)
        except (Invalid, Stale, WrongState) as error:
            refusal = error
    found = find_revision(plan, revision)
    now, then = load(plan), Document.from_json(found.snapshot)
    steps = _steps(plan, now, then, wanted)
    return render(
        request,
        "plans/restore.html",
        {
            "plan": plan,
            "head": head_of(plan, request.user),
            "revision": found,
            "is_row": bool(wanted),
            "changes": shown_changes(compare(now, outcome(now, steps)), plan.zone),
            "kept": kept_in_words(steps.kept),
            "warning": _warning(plan, steps),
            "seen": whole_digest(now),
            "may": can(request.user, "plan.manage", plan) and can(request.user, "plan.edit", plan),
            "wants_reason": plan.status in AMENDABLE,
            "refusal": refusal,
        },
    )


def _bring_back(
    request: HttpRequest, plan: Plan, revision: int, wanted: tuple[str, int] | None
) -> None:
    reason, by = request.POST.get("reason", ""), request.user
    if wanted:
        revert_row(plan, *wanted, by=by, number=revision, reason=reason)
        messages.success(request, _("这一行已恢复成第 %(n)s 版的样子。") % {"n": revision})
        return
    seen = request.POST.get("seen", "")
    done = revert(plan, by=by, number=revision, reason=reason, seen=seen)
    said = _("已恢复到第 %(n)s 版，之前的内容封存为第 %(sealed)s 版。") % {
        "n": revision,
        "sealed": done.sealed.number,
    }
    messages.success(request, said + kept_in_words(done.kept))


def _steps(
    plan: Plan, now: Document, then: Document, wanted: tuple[str, int] | None
) -> Restoration:
    executed = executed_rows(plan)
    return one_row(now, then, executed, *wanted) if wanted else restoration(now, then, executed)


def _warning(plan: Plan, steps: Restoration) -> str:
    """What the wings say that this would undo."""
    said: list[Any] = [wing.warning_before_edit(plan, steps.keys) for wing in contributions()]
    return " ".join(filter(None, said)) if steps else ""


def _row(asked: str) -> tuple[str, int] | None:
    """(section, id) of "apps:7"; None when nothing is asked, Hidden for nonsense."""
    key, _colon, pk = asked.partition(":")
    if not asked:
        return None
    number = whole(pk)
    if not has_section(key) or number is None:
        raise Hidden(_("没有这一行，可能已被删除。"))
    return key, number
