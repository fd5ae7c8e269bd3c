"""Import: a file or pasted text is kept for its review."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ground.errors import Invalid, Refusal
from ground.pace import slow_down
from ground.policies import authorize
from plans.actions.importing import keep_upload
from plans.importing import read_file
from plans.lookup import find_plan
from plans.models import Plan, Upload


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a document; what can be read goes on to its review."""
    plan = _target(request)
    authorize(request.user, "plan.import", plan)
    if request.method == "GET":
        return render(request, "plans/import.html", {"plan": plan})
    try:
        return redirect("plans:review", _kept(request, plan).key)
    except Refusal as refusal:
        context = {"plan": plan, "refusal": refusal, "text": request.POST.get("text", "")}
        return render(request, "plans/import.html", context, status=refusal.status)


def _target(request: HttpRequest) -> Plan | None:
    """The plan that takes the document in; None for a new one."""
    number = request.POST.get("plan") or request.GET.get("plan", "")
    return find_plan(request.user, number) if number else None


def _kept(request: HttpRequest, plan: Plan | None) -> Upload:
    """The uploaded file, else the pasted text; Invalid when there is neither."""
    slow_down("import", request)
    data, name = _given(request)
    read_file(data, name)
    return keep_upload(by=request.user, name=name, data=data, plan=plan)


def _given(request: HttpRequest) -> tuple[bytes, str]:
    upload = request.FILES.get("file")
    if upload:
        return upload.read(), upload.name or ""
    text = request.POST.get("text", "")
    if not text.strip():
        raise Invalid(_("请选一个文件，或粘贴文档内容。"))
    return text.encode("utf-8", "replace"), ""
