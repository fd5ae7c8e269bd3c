"""Snapshots, differences and the log of a plan."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from ground.models import Event
from ground.pace import slow_down
from plans.actions import revert, seal
from plans.api.asking import PlanView, reason_of
from plans.history.changes import compare
from plans.history.versions import find_version
from plans.lookup import find_revision
from plans.models import Revision


class Revisions(PlanView):
    knows_templates = True

    @extend_schema(operation_id="revisions_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str) -> Response:
        revisions = self.plan().revisions.select_related("created_by").defer("snapshot")
        return Response([_revision(one) for one in revisions])

    @extend_schema(operation_id="revision_seal", request=OpenApiTypes.OBJECT,
                   responses={201: OpenApiTypes.OBJECT})  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        """Seal a snapshot of the plan as it stands."""
        return Response(
            _revision(seal(self.plan(), by=request.user, reason=reason_of(request))), 201
        )


class OneRevision(PlanView):
    knows_templates = True

    @extend_schema(operation_id="revision_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str, revision: int) -> Response:
        found = find_revision(self.plan(), revision)
        return Response({**_revision(found), "snapshot": found.snapshot})


class Diff(PlanView):
    knows_templates = True

    @extend_schema(operation_id="revisions_diff", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str, before: str, after: str) -> Response:
        """What turns `before` into `after`, cell by cell: revision numbers, or `current`."""
        slow_down("compare", request)
        plan = self.plan()
        changes = compare(find_version(plan, before), find_version(plan, after))
        return Response(changes.as_json())


class Restoration(PlanView):
    knows_templates = True

    @extend_schema(operation_id="revision_restore", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def post(self, request: Request, number: str, revision: int) -> Response:
        """Make the content what the revision says; what is replaced is sealed first.

        `kept` names executed rows, which stay as they are.
        """
        done = revert(self.plan(), by=request.user, number=revision, reason=reason_of(request))
        kept = [{"section": key, "title": title} for key, title in done.kept]
        return Response({"sealed": _revision(done.sealed), "kept": kept})


class EventPages(PageNumberPagination):
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 1000


class Events(PlanView):
    knows_templates = True

    @extend_schema(operation_id="plan_events", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str) -> Response:
        """The log, newest first."""
        events = Event.objects.filter(chain=self.plan().chain).order_by("-position")
        pages = EventPages()
        page = pages.paginate_queryset(events, request, view=self)
        return pages.get_paginated_response([_event(event) for event in page or []])


def _revision(revision: Revision) -> dict[str, object]:
    return {
        "number": revision.number,
        "digest": revision.digest,
        "reason": revision.reason,
        "created_by": revision.created_by.called,
        "created_at": revision.created_at.isoformat(),
    }


def _event(event: Event) -> dict[str, object]:
    return {
        "position": event.position, "kind": event.kind, "at": event.at.isoformat(),
        "actor": event.who, "sentence": event.sentence, "subject": event.subject,
        "reason": event.reason, "data": event.data, "previous": event.previous, "hash": event.hash,
    }  # fmt: skip
