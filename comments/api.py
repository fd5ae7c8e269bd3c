"""Comments of a plan."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from comments.actions import add_comment, delete_comment, edit_comment, reopen, resolve
from comments.lookup import find_comment, find_thread
from comments.models import Comment
from comments.shapes import comment_json
from ground.errors import Invalid
from ground.numbers import whole
from ground.pace import slow_down
from plans.api.asking import PlanView, integer_of, mapping, text_of
from plans.document import PLAN

SECTION = OpenApiParameter("section", str, description='a section\'s key, "notes" or "plan"')
ROW = OpenApiParameter("row", int, description="the id of a row or note; 0: the section itself")


class CommentPages(PageNumberPagination):
    page_size = 200
    page_size_query_param = "page_size"
    max_page_size = 1000


class Comments(PlanView):
    @extend_schema(operation_id="comments_list", parameters=[SECTION, ROW],
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def get(self, request: Request, number: str) -> Response:
        """The comments, oldest first; deleted ones without their words."""
        pages = CommentPages()
        found = pages.paginate_queryset(self._wanted(request), request, view=self) or []
        return pages.get_paginated_response([comment_json(one) for one in found])

    @extend_schema(operation_id="comments_add", request=OpenApiTypes.OBJECT,
                   responses={201: OpenApiTypes.OBJECT})  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        """`{"text": Markdown, "section"?: key, "row"?: id}`; without a section on the plan."""
        plan, given = self.plan(), mapping(request.data)
        slow_down("comment", request)
        comment = add_comment(
            plan, by=request.user, section=text_of(given, "section") or PLAN,
            row=_row(given), text=text_of(given, "text") or "",
        )  # fmt: skip
        return Response(comment_json(comment), status=201)

    def _wanted(self, request: Request) -> QuerySet[Comment]:
        found = Comment.objects.filter(thread__plan=self.plan()).order_by("pk")
        key, row = (request.query_params.get(name, "") for name in ("section", "row"))
        if key:
            found = found.filter(thread__section=key)
        if row:
            wanted = whole(row)
            found = found.none() if wanted is None else found.filter(thread__row=wanted)
        return found.select_related("thread", "author").prefetch_related("mentions")


class OneComment(PlanView):
    @extend_schema(operation_id="comment_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str, pk: int) -> Response:
        return Response(comment_json(find_comment(self.plan(), pk)))

    @extend_schema(operation_id="comment_edit", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def patch(self, request: Request, number: str, pk: int) -> Response:
        """`{"text": Markdown}`; one's own, within fifteen minutes."""
        text = text_of(mapping(request.data), "text") or ""
        slow_down("comment", request)
        comment = edit_comment(find_comment(self.plan(), pk), by=request.user, text=text)
        return Response(comment_json(comment))

    @extend_schema(operation_id="comment_delete", responses={204: None})
    def delete(self, request: Request, number: str, pk: int) -> Response:
        """One's own; its place in the thread stays."""
        delete_comment(find_comment(self.plan(), pk), by=request.user)
        return Response(status=204)


class OneThread(PlanView):
    @extend_schema(operation_id="comment_thread_save", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def patch(self, request: Request, number: str, pk: int) -> Response:
        """`{"resolved": true}` or false."""
        thread, wanted = find_thread(self.plan(), pk), mapping(request.data).get("resolved")
        if not isinstance(wanted, bool):
            raise Invalid(_("请写明 resolved 是 true 还是 false。"))
        thread = (resolve if wanted else reopen)(thread, by=request.user)
        return Response({"id": thread.pk, "resolved": thread.is_resolved})


def _row(given: dict[str, Any]) -> int:
    row = integer_of(given, "row") or 0
    if row < 0:
        raise Invalid(_("行号要是整数。"), fields={"row": [_("行号要是整数。")]})
    return row
