"""The prose of a plan."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ground.errors import Invalid
from plans.actions import add_note, delete_note, save_note
from plans.api.asking import PlanView, mapping, reason_of, text_of, version_of
from plans.lookup import find_note


class Notes(PlanView):
    knows_templates = True

    @extend_schema(operation_id="notes_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str) -> Response:
        return Response([note.as_json() for note in self.plan().notes.all()])

    @extend_schema(operation_id="notes_add", request=OpenApiTypes.OBJECT,
                   responses={201: OpenApiTypes.OBJECT})  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        """`{"heading": [path], "text": Markdown}`."""
        given = mapping(request.data)
        note = add_note(
            self.plan(), by=request.user, heading=_heading(given.get("heading")) or [],
            text=text_of(given, "text") or "", reason=reason_of(request),
        )  # fmt: skip
        return Response(note.as_json(), status=201)


class OneNote(PlanView):
    knows_templates = True

    @extend_schema(operation_id="note_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str, pk: int) -> Response:
        return Response(find_note(self.plan(), pk).as_json())

    @extend_schema(operation_id="note_save", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def patch(self, request: Request, number: str, pk: int) -> Response:
        """Needs the note's `version`."""
        given = mapping(request.data)
        note = save_note(
            find_note(self.plan(), pk), by=request.user, version=version_of(given),
            text=text_of(given, "text"), heading=_heading(given.get("heading")), reason=reason_of(request),
        )  # fmt: skip
        return Response(note.as_json())

    @extend_schema(operation_id="note_delete", responses={204: None})
    def delete(self, request: Request, number: str, pk: int) -> Response:
        delete_note(find_note(self.plan(), pk), by=request.user, reason=reason_of(request))
        return Response(status=204)


def _heading(given: Any) -> Any:
    if given is None or (isinstance(given, list) and all(isinstance(part, str) for part in given)):
        return given
    raise Invalid(_("标题要是文字的列表。"), fields={"heading": [_("要一个列表。")]})
