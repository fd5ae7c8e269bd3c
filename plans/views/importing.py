"""Import: a file or pasted text, what was recognised of it, a plan."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ground.errors import Invalid, Refusal
from ground.pace import slow_down
from ground.policies import authorize
from plans.actions import create_plan
from plans.importing import read_file
from plans.preview import preview_of
from plans.reading.draft import ImportDraft


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    authorize(request.user, "plan.create")
    if request.method == "GET":
        return render(request, "plans/import.html", {})
    try:
        title = request.POST.get("title", "").strip()
        plan = create_plan(by=request.user, draft=_read(request), title=title)
    except Refusal as refusal:
        text = request.POST.get("text", "")
        context = {"refusal": refusal, "text": text}
        return render(request, "plans/import.html", context, status=refusal.status)
    messages.success(request, _("已导入为 %(number)s，请核对") % {"number": plan.number})
    return redirect(plan)


@require_POST
@login_required
def preview(request: HttpRequest) -> HttpResponse:
    """What would become of it; nothing is written."""
    authorize(request.user, "plan.create")
    try:
        shown = preview_of(_read(request), ZoneInfo(settings.TIME_ZONE))
    except Refusal as refusal:
        return render(request, "plans/parts/refused.html", {"refusal": refusal})
    return render(request, "plans/parts/preview.html", {"preview": shown})


def _read(request: HttpRequest) -> ImportDraft:
    """The uploaded file, else the pasted text; Invalid when there is neither."""
    slow_down("import", request)
    upload = request.FILES.get("file")
    if upload:
        return read_file(upload.read(), upload.name or "")
    text = request.POST.get("text", "")
    if not text.strip():
        raise Invalid(_("请选一个文件，或粘贴文档内容。"))
    return read_file(text.encode(), "")
