"""What is told about a plan, for machines."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from announcements.reading import announcements_of, messages_of
from announcements.shapes import announcement_json, message_json
from ground.policies import can
from plans.api.asking import PlanView


class MessagePages(PageNumberPagination):
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500


class Messages(PlanView):
    @extend_schema(operation_id="messages_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str) -> Response:
        """`announcements` in order of their times; `results` are what went out, newest first."""
        plan, pages = self.plan(), MessagePages()
        found = pages.paginate_queryset(messages_of(plan), request, view=self) or []
        may = bool(can(request.user, "announcement.resend", plan))
        answer = pages.get_paginated_response([message_json(one, with_error=may) for one in found])
        told = [announcement_json(one, plan) for one in announcements_of(plan)]
        return Response({"announcements": told, **answer.data})
