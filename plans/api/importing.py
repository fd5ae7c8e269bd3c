"""Import over REST."""

from typing import Any

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
from plans.importing import read_file

YES = {"1", "true", "yes", "on"}
FORM = {
    "multipart/form-data": {
        "type": "object",
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "dry_run": {"type": "boolean"},
            "title": {"type": "string"},
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
        slow_down("import", request)
        upload = request.FILES.get("file")
        if upload is None:
            raise Invalid(_("请用 file 字段上传文件。"), fields={"file": [_("必填。")]})
        draft = read_file(upload.read(), upload.name or "")
        whole: dict[str, Any] = draft.as_json()
        said: Any = request.data
        if str(said.get("dry_run", "")).lower() in YES:
            return Response(whole)
        title = str(said.get("title", ""))
        plan = create_plan(by=request.user, draft=draft, title=title)
        whole["plan"] = {**whole["plan"], "number": plan.number, "url": plan.get_absolute_url()}
        return Response(whole, status=201)
