"""The review of an imported document: where everything went, and what else it may be."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ground.errors import Invalid, Refusal
from ground.numbers import whole
from ground.pace import slow_down
from ground.policies import authorize
from plans.actions.importing import (
    decide,
    discard_upload,
    forget_choice,
    import_upload,
    undo_decision,
)
from plans.lookup import find_upload
from plans.models import Upload
from plans.reading.choices import NOTES
from plans.reviewing.choosing import (
    TITLE,
    alike,
    block_form,
    block_step,
    heading_targets,
    headings,
    path_of,
    trace_at,
)
from plans.reviewing.differing import shown_merge
from plans.reviewing.looking import FACTS, Look


@require_http_methods(["GET", "POST"])
@login_required
def review(request: HttpRequest, key: UUID) -> HttpResponse:
    """Both sides; POST makes the plan, or merges into the one that was chosen."""
    upload = _mine(request, key)
    if request.method == "GET":
        return render(request, "plans/review.html", _context(request, upload))
    try:
        return _done(request, upload)
    except Refusal as refusal:
        context = _context(request, upload, refusal)
        return render(request, "plans/review.html", context, status=refusal.status)


@require_POST
@login_required
def choose(request: HttpRequest, key: UUID) -> HttpResponse:
    """A block, a column or a heading goes elsewhere; everything is read again."""
    upload = _mine(request, key)
    steps = _steps(request, upload)
    return _body(request, decide(upload, by=request.user, steps=steps))


@require_POST
@login_required
def facts(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was typed about the plan stays when the page is left."""
    upload = _mine(request, key)
    typed = {name: request.POST[name][:500] for name in FACTS if name in request.POST}
    decide(upload, by=request.user, steps=[{"plan": {name: text}} for name, text in typed.items()])
    return HttpResponse(status=204)


@require_POST
@login_required
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    return _body(request, undo_decision(_mine(request, key), by=request.user))


@require_POST
@login_required
def forget(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was remembered about such a block is forgotten for everybody."""
    upload = _mine(request, key)
    forget_choice(request.POST.get("mark", ""), by=request.user)
    return _body(request, upload)


@require_POST
@login_required
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    upload = _mine(request, key)
    discard_upload(upload, by=request.user)
    messages.info(request, _("没有导入，文档已删除"))
    return redirect(upload.plan or "plans:list")


@require_GET
@login_required
def block(request: HttpRequest, key: UUID, at: int) -> HttpResponse:
    """The form of one block; `section` is what was just picked in it."""
    look = Look(_mine(request, key))
    trace = trace_at(look.draft, at)
    wanted = request.GET.get("section")
    form = block_form(look.draft, trace, look.decisions.choices.blocks.get(at), wanted)
    return render(request, "plans/parts/review_form.html", {"look": look, "form": form})


@require_GET
@login_required
def heading(request: HttpRequest, key: UUID, at: int, depth: int) -> HttpResponse:
    """The form of one heading."""
    look = Look(_mine(request, key))
    path, choices = path_of(look.draft, at, depth), look.decisions.choices
    targets = heading_targets(choices.headings.get(path), is_title=choices.title == path)
    context = {"look": look, "at": at, "depth": depth, "path": path, "targets": targets}
    return render(request, "plans/parts/review_heading.html", context)


def _mine(request: HttpRequest, key: UUID) -> Upload:
    upload = find_upload(request.user, key)
    authorize(request.user, "upload.review", upload)
    slow_down("review", request)
    return upload


def _done(request: HttpRequest, upload: Upload) -> HttpResponse:
    """The plan with a message about what came in."""
    names, accounts = request.POST.getlist("who"), request.POST.getlist("account")
    done = import_upload(
        upload,
        by=request.user,
        facts={name: request.POST[name].strip() for name in FACTS if name in request.POST},
        accounts={name: said.strip() for name, said in zip(names, accounts, strict=False)},
        base=request.POST.get("base", ""),
        flips=request.POST.get("flips", "").split(),
        reason=request.POST.get("reason", "").strip(),
    )
    messages.success(request, done.sentence)
    return redirect(done.plan)


def _context(
    request: HttpRequest, upload: Upload, refusal: Refusal | None = None
) -> dict[str, Any]:
    typed = request.POST.dict() if refusal else {}
    look = Look(upload, typed, refusal.fields if refusal else {})
    found = shown_merge(look.draft, upload.plan, request.user) if upload.plan else None
    return {"look": look, "plan": upload.plan, "merge": found, "refusal": refusal}


def _body(request: HttpRequest, upload: Upload) -> HttpResponse:
    return render(request, "plans/parts/review_body.html", _context(request, upload))


def _steps(request: HttpRequest, upload: Upload) -> list[dict[str, Any]]:
    """What the form of a block or a heading asks for."""
    look, said = Look(upload), request.POST
    at = whole(said.get("at", ""))
    if at is None:
        raise Invalid(_("文档里没有这一块，请刷新后再试。"))
    if depth := whole(said.get("depth", "")):
        path = path_of(look.draft, at, depth)
        return _heading_steps(list(path), said.get("section", ""), look)
    trace = trace_at(look.draft, at)
    if said.get("section") == NOTES and (to := whole(said.get("path", ""))) is not None:
        path = headings(look.draft)[min(to, len(headings(look.draft)) - 1)]
        if path != trace.place.path:
            mark = {"block": trace.at, "mark": trace.signature}
            return [{**mark, "section": NOTES, "path": list(path)}]
    columns = dict(zip(said.getlist("header"), said.getlist("column"), strict=False))
    chosen = alike(look.draft, trace) if said.get("alike") else [trace]
    return [block_step(one, said.dict(), columns) for one in chosen]


def _heading_steps(path: list[str], wanted: str, look: Look) -> list[dict[str, Any]]:
    if wanted == TITLE:
        return [{"title": path}]
    step: dict[str, Any] = {**block_step(look.draft.trace[0], {"section": wanted}, {})}
    was_title = list(look.decisions.choices.title) == path
    return [
        *([{"title": []}] if was_title else []),
        {"heading": path, "section": step["section"]},
    ]
