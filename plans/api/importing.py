"""Import over REST."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ground.errors import Invalid
from ground.pace import slow_down
from ground.policies import authorize
from people.permissions import HasScope
from plans.actions import create_plan
from plans.actions.merging import differences, merge_plan
from plans.api.asking import PlanView, reason_of
from plans.importing import read_file
from plans.models import Plan
from plans.reading.draft import ImportDraft

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}
FORM = {
    "multipart/form-data": {
        "type": "object",
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "dry_run": {"type": "boolean"},
            "title": {"type": "string"},
            "memory": {"type": "boolean", "default": True},
        },
        "required": ["file"],
    }
}


INTO = {
    "multipart/form-data": {
        "type": "object",
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "dry_run": {"type": "boolean"},
            "base": {"type": "string", "description": "of the differences that were looked at"},
            "flips": {"type": "string", "description": "tokens decided against their default"},
            "reason": {"type": "string"},
            "memory": {"type": "boolean", "default": True},
        },
        "required": ["file"],
    }
}


class Import(APIView):
    permission_classes = [HasScope]
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="plans_import", request=FORM, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        """Read `file`; with `dry_run` only tell what was recognised, else make the plan."""
        authorize(request.user, "plan.create")
        draft = _draft(request)
        whole: dict[str, Any] = draft.as_json()
        if _says(request, "dry_run", YES):
            return Response(whole)
        said: Any = request.data
        title = str(said.get("title", ""))
        plan = create_plan(by=request.user, draft=draft, title=title)
        whole["plan"] = {**whole["plan"], **_named(plan)}
        return Response(whole, status=201)


class ImportInto(PlanView):
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="plan_import", request=INTO, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, number: str) -> Response:
        """Tell what `file` adds and changes; without `dry_run` also write it.

        What only the plan has stays unless its token is among `flips`.
        """
        plan = self.plan()
        authorize(request.user, "plan.import", plan)
        draft = _draft(request, plan.zone)
        found = differences(plan, draft, request.user).as_json()
        if _says(request, "dry_run", YES):
            return Response(found)
        said: Any = request.data
        merged = merge_plan(
            plan,
            by=request.user,
            draft=draft,
            base=str(said.get("base", "")),
            flips=str(said.get("flips", "")).split(),
            reason=reason_of(request),
        )
        return Response({**found, "plan": _named(plan), "merged": vars(merged)})


def _draft(request: Request, zone: ZoneInfo | None = None) -> ImportDraft:
    slow_down("import", request)
    upload = request.FILES.get("file")
    if upload is None:
        raise Invalid(_("请用 file 字段上传文件。"), fields={"file": [_("必填。")]})
    memory = not _says(request, "memory", NO)
    return read_file(upload.read(), upload.name or "", zone, memory=memory)


def _says(request: Request, name: str, words: set[str]) -> bool:
    said: Any = request.data
    return str(said.get(name, "")).lower() in words


def _named(plan: Plan) -> dict[str, str]:
    return {"number": plan.number, "url": plan.get_absolute_url()}
