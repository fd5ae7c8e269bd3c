"""The rows of a section."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from ground.errors import Invalid, Stale
from ground.numbers import whole
from plans.actions import (
    add_rows,
    delete_rows,
    order_rows,
    record_progress,
    restore_rows,
    save_block,
    save_row,
)
from plans.api.asking import PlanView, identifiers, listing, mapping, reason_of, version_of
from plans.grid.surface import row_json, rows_for_grid, warning
from plans.lookup import find_row, find_section
from plans.models import Plan
from plans.tables.row import PlanRow
from plans.tables.section import Section

NOT_VALUES = frozenset({"id", "row_version", "reason"})
TEXT = OpenApiParameter(
    "text", bool, description="also the texts of the cells, as people read them"
)
IDS = OpenApiParameter("ids", str, description="only the rows of these ids: 7,8,9")
REASON = OpenApiParameter("reason", str, description="why an approved plan is changed")


class RowPages(PageNumberPagination):
    page_size = 200
    page_size_query_param = "page_size"
    max_page_size = 5000


class RowsView(PlanView):
    """A view below /plans/{number}/sections/{key}/."""

    knows_templates = True

    def section(self) -> Section:
        return find_section(self.kwargs["key"])

    def show(self, plan: Plan, row: PlanRow) -> dict[str, Any]:
        [shown] = self.show_all(plan, [row])
        return shown

    def show_all(self, plan: Plan, rows: Sequence[PlanRow]) -> list[dict[str, Any]]:
        if self.request.query_params.get("text") == "1":
            return rows_for_grid(plan, self.section(), rows, self.request.user)
        return [row_json(row, plan) for row in rows]

    def handle_exception(self, exc: Exception) -> Response:
        """A stale row is answered in the form that the client asked for."""
        current = exc.extra.get("current") if isinstance(exc, Stale) else None
        if isinstance(exc, Stale) and current and "row_version" in current:
            plan = self.plan()
            exc.extra["current"] = self.show(
                plan, find_row(plan, self.kwargs["key"], current["id"])
            )
        return super().handle_exception(exc)


class Rows(RowsView):
    @extend_schema(operation_id="rows_list", parameters=[TEXT, IDS], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str, key: str) -> Response:
        """The rows in order, page by page (`page`, `page_size` up to 5000), or those of `ids`."""
        plan, pages = self.plan(), RowPages()
        found = self.section().rows(plan)
        if "ids" in request.query_params:
            found = found.filter(pk__in=_ids(request.query_params["ids"]))
        rows = pages.paginate_queryset(found, request, view=self)
        return pages.get_paginated_response(self.show_all(plan, rows or []))

    @extend_schema(operation_id="rows_add", parameters=[TEXT, REASON],
                   request=OpenApiTypes.OBJECT, responses={201: OpenApiTypes.OBJECT})  # fmt: skip
    def post(self, request: Request, number: str, key: str) -> Response:
        """Append one row or a list of rows: all or nothing."""
        plan = self.plan()
        many = isinstance(request.data, list)
        given = [mapping(row) for row in (request.data if many else [request.data])]
        rows = [{name: value for name, value in row.items() if name != "reason"} for row in given]
        try:
            made = add_rows(plan, key, by=request.user, rows=rows, reason=reason_of(request))
        except Invalid as refusal:
            raise refusal if many else _alone(refusal) from None
        shown = self.show_all(plan, made)
        return Response(shown if many else shown[0], status=201)

    @extend_schema(operation_id="rows_save_block", parameters=[TEXT, REASON],
                   request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT)  # fmt: skip
    def patch(self, request: Request, number: str, key: str) -> Response:
        """`{"rows": […]}`: those with an `id` are changed, the others appended; all or nothing."""
        plan = self.plan()
        given = [mapping(row) for row in listing(request.data, "rows")]
        rows = save_block(plan, key, by=request.user, rows=given, reason=reason_of(request))
        return Response({"rows": self.show_all(plan, rows)})

    @extend_schema(operation_id="rows_delete", parameters=[REASON],
                   request=OpenApiTypes.OBJECT, responses={204: None})  # fmt: skip
    def delete(self, request: Request, number: str, key: str) -> Response:
        """`{"ids": […]}`: delete these rows, all or nothing."""
        plan, ids = self.plan(), identifiers(request.data)
        delete_rows(plan, key, by=request.user, ids=ids, reason=reason_of(request))
        return Response(status=204)


class Warnings(RowsView):
    @extend_schema(operation_id="rows_warning", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str, key: str) -> Response:
        """`{"warning": …}`: what an edit of this section would undo, empty when nothing."""
        return Response({"warning": warning(self.plan(), self.section())})


class Row(RowsView):
    @extend_schema(operation_id="row_read", parameters=[TEXT], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str, key: str, pk: int) -> Response:
        plan = self.plan()
        return Response(self.show(plan, find_row(plan, key, pk)))

    @extend_schema(operation_id="row_save", parameters=[TEXT, REASON],
                   request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT)  # fmt: skip
    def patch(self, request: Request, number: str, key: str, pk: int) -> Response:
        """Change cells; needs the row's `version` (`row_version` where a column has that name)."""
        plan = self.plan()
        row = find_row(plan, key, pk)
        version, values = _split(self.section(), mapping(request.data))
        row = save_row(
            row, by=request.user, version=version, values=values, reason=reason_of(request)
        )
        return Response(self.show(plan, row))

    @extend_schema(operation_id="row_delete", parameters=[REASON], responses={204: None})
    def delete(self, request: Request, number: str, key: str, pk: int) -> Response:
        delete_rows(self.plan(), key, by=request.user, ids=[pk], reason=reason_of(request))
        return Response(status=204)


class Order(RowsView):
    @extend_schema(operation_id="rows_order", parameters=[REASON],
                   request=OpenApiTypes.OBJECT, responses={204: None})  # fmt: skip
    def put(self, request: Request, number: str, key: str) -> Response:
        """`{"ids": […]}`: every row of the section once, in its new order."""
        plan, ids = self.plan(), identifiers(request.data)
        order_rows(plan, key, by=request.user, ids=ids, reason=reason_of(request))
        return Response(status=204)


class Restoration(RowsView):
    @extend_schema(operation_id="rows_restore", parameters=[TEXT, REASON],
                   request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT)  # fmt: skip
    def post(self, request: Request, number: str, key: str) -> Response:
        """`{"ids": […]}`: bring deleted rows back with their progress, all or nothing."""
        plan, ids = self.plan(), identifiers(request.data)
        rows = restore_rows(plan, key, by=request.user, ids=ids, reason=reason_of(request))
        return Response({"rows": self.show_all(plan, rows)})


class Progress(RowsView):
    @extend_schema(operation_id="row_progress", parameters=[TEXT],
                   request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT)  # fmt: skip
    def post(self, request: Request, number: str, key: str, pk: int) -> Response:
        """Write what execution reports: results, ticks, actual times, evidence."""
        plan = self.plan()
        row = find_row(plan, key, pk)
        row = record_progress(row, by=request.user, values=mapping(request.data))
        return Response(self.show(plan, row))


def _ids(text: str) -> list[int]:
    found = [whole(word) for word in text.split(",")]
    return [pk for pk in found if pk is not None and 0 < pk < 2**63]


def _split(part: Section, data: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """(version, values): `version` is a value where the section has a column of that name."""
    has_column = any(cell.name == "version" for cell in part.columns)
    name = "row_version" if has_column or "row_version" in data else "version"
    version = version_of(data, name)
    aside = NOT_VALUES if has_column else NOT_VALUES | {"version"}
    return version, {name: value for name, value in data.items() if name not in aside}


def _alone(refusal: Invalid) -> Invalid:
    """The refusal of a single row names its fields, not its index."""
    rows = refusal.fields.get("rows", {})
    return Invalid(_("有单元格没有通过检查。"), fields=rows["0"]) if "0" in rows else refusal
