"""The prose of a plan, one fragment per note."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from ground.errors import Invalid, Stale
from ground.numbers import whole
from ground.policies import authorize, can
from plans.actions import add_note, delete_note, save_note
from plans.folding import ShownNote
from plans.grid.places import place_links
from plans.lookup import find_note, find_plan
from plans.models import Note, Plan
from plans.states import AMENDABLE

SEPARATOR = "/"


@require_GET
@login_required
def show(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    plan = find_plan(request.user, number)
    return _shown(request, plan, find_note(plan, pk))


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest, number: str) -> HttpResponse:
    plan = find_plan(request.user, number)
    authorize(request.user, "plan.edit", plan)
    if request.method == "GET":
        return _form(request, plan, Note(plan=plan, version=0))
    note = add_note(plan, by=request.user, heading=_heading(request), text=_text(request),
                    reason=request.POST.get("reason", ""))  # fmt: skip
    return _shown(request, plan, note)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    plan = find_plan(request.user, number)
    authorize(request.user, "plan.edit", plan)
    note = find_note(plan, pk)
    if request.method == "GET":
        return _form(request, plan, note)
    try:
        return _shown(request, plan, _save(request, note))
    except (Invalid, Stale) as refusal:
        return _form(request, plan, note, refusal)


@require_http_methods(["POST"])
@login_required
def delete(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    plan = find_plan(request.user, number)
    delete_note(find_note(plan, pk), by=request.user, reason=request.POST.get("reason", ""))
    return HttpResponse("")


def _save(request: HttpRequest, note: Note) -> Note:
    version = request.POST.get("version", "")
    return save_note(
        note, by=request.user, version=whole(version) or 0,
        text=_text(request), heading=_heading(request), reason=request.POST.get("reason", ""),
    )  # fmt: skip


def _shown(request: HttpRequest, plan: Plan, note: Note) -> HttpResponse:
    may = can(request.user, "plan.edit", plan)
    shown = ShownNote(note, note.heading)
    context = {"plan": plan, "shown": shown, "may_edit": may, "places": place_links(plan)}
    return render(request, "plans/parts/note.html", context)


def _form(
    request: HttpRequest, plan: Plan, note: Note, refusal: Invalid | Stale | None = None
) -> HttpResponse:
    """The form, with what was typed when it was refused."""
    typed = {"text": _text(request), "heading": request.POST.get("heading", "")} if refusal else {}
    context = {
        "plan": plan, "note": note, "refusal": refusal, "wants_reason": plan.status in AMENDABLE,
        "text": typed.get("text", note.text),
        "heading": typed.get("heading", f" {SEPARATOR} ".join(note.heading)),
    }  # fmt: skip
    return render(request, "plans/parts/note_form.html", context)


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "")


def _heading(request: HttpRequest) -> list[str]:
    parts = request.POST.get("heading", "").split(SEPARATOR)
    return [part.strip() for part in parts if part.strip()]
