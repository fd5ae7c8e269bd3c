"""Attachments of a plan."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from attachments.actions import attach, remove
from attachments.lookup import find_attachment, find_standing
from attachments.models import Attachment
from attachments.reading import marked
from attachments.serving import serve
from attachments.shapes import attachment_json
from ground.errors import Invalid
from ground.numbers import whole
from ground.pace import slow_down
from plans.api.asking import PlanView, reason_of
from plans.document import PLAN
from plans.models import Plan

SECTION = OpenApiParameter("section", str, description='a section\'s key, "notes" or "plan"')
ROW = OpenApiParameter("row", int, description="the id of a row or note; 0: the section itself")
REMOVED = OpenApiParameter("removed", bool, description="true: those that were removed, too")
REASON = OpenApiParameter("reason", str, required=True)
SENT = {
    "multipart/form-data": {
        "type": "object",
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "section": {"type": "string"},
            "row": {"type": "integer"},
            "note": {"type": "string"},
        },
        "required": ["file"],
    }
}


class Attachments(PlanView):
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="attachments_list", parameters=[SECTION, ROW, REMOVED],
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def get(self, request: Request, number: str) -> Response:
        """`{"results": [attachment …]}` in the order in which they came; what was removed on request."""
        plan = self.plan()
        return Response({"results": _told(plan, _wanted(plan, request))})

    @extend_schema(operation_id="attachments_add", request=SENT,
                   responses={201: OpenApiTypes.OBJECT})  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        """A form with `file`, and `section`, `row`, `note`; without a section it hangs on the plan."""
        plan = self.plan()
        slow_down("attach", request)
        attachment = attach(
            plan, by=request.user, section=request.POST.get("section") or PLAN,
            row=_row(request.POST.get("row", "")), file=_file(request),
            note=request.POST.get("note", ""),
        )  # fmt: skip
        return Response(_told(plan, [attachment])[0], status=201)


class OneAttachment(PlanView):
    @extend_schema(operation_id="attachment_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str, pk: int) -> Response:
        plan = self.plan()
        return Response(_told(plan, [find_attachment(plan, pk)])[0])

    @extend_schema(operation_id="attachment_remove", parameters=[REASON], responses={204: None})
    def delete(self, request: Request, number: str, pk: int) -> Response:
        """With a `reason`, in the address or the body."""
        remove(find_attachment(self.plan(), pk), by=request.user, reason=reason_of(request))
        return Response(status=204)


class FileOfAttachment(PlanView):
    @extend_schema(operation_id="attachment_file", responses=OpenApiTypes.BINARY)
    def get(self, request: Request, number: str, pk: int) -> HttpResponseBase:
        """The bytes; their SHA-256 is the ETag."""
        return serve(request, find_standing(self.plan(), pk))


def _told(plan: Plan, attachments: list[Attachment]) -> list[dict[str, Any]]:
    compared = marked(plan, [one for one in attachments if not one.removed_at])
    return [attachment_json(one, compared.get(one.pk, "")) for one in attachments]


def _wanted(plan: Plan, request: Request) -> list[Attachment]:
    asked = request.query_params
    found = plan.attachments.select_related("added_by", "removed_by")
    found = found if asked.get("removed") == "true" else found.standing()
    if asked.get("section"):
        found = found.filter(section=asked["section"])
    if asked.get("row"):
        row = whole(asked["row"])
        found = found.none() if row is None else found.filter(row=row)
    listed = list(found)
    for one in listed:
        one.plan = plan
    return listed


def _row(given: str) -> int:
    row = whole(str(given)) if given else 0
    if row is None or row < 0:
        raise Invalid(_("行号要是整数。"), fields={"row": [_("行号要是整数。")]})
    return row


def _file(request: Request) -> Any:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(_("请用“file”上传一个文件。"), fields={"file": [_("必填。")]})
    return file
