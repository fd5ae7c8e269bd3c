"""The list of plans, and one plan."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ground.errors import Invalid
from ground.pace import slow_down
from people.permissions import HasScope
from plans.actions import cancel, change_plan, copy_plan, create_plan
from plans.api.asking import PlanView, mapping, reason_of, text_of
from plans.document import plan_json
from plans.listing.filters import PlanFilter
from plans.listing.search import hits_of
from plans.lookup import find_plan
from plans.models import Plan


class Pages(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


def shape(plan: Plan) -> dict[str, Any]:
    """The plan as REST gives it."""
    return {
        **plan_json(plan, plan.zone),
        "version_lock": plan.version_lock,
        "status_label": plan.get_status_display(),
        "created_at": plan.created_at.isoformat(),
        "changed_at": plan.changed_at.isoformat(),
        "url": plan.get_absolute_url(),
    }


def _own_fields(given: dict[str, Any]) -> dict[str, Any]:
    """What may be said of a new plan; no other word of the body becomes an argument."""
    if unknown := [name for name in given if name not in Plan.EDITABLE]:
        raise Invalid(
            _("计划信息没有通过检查。"),
            fields={name: [_("没有这个字段，或它不能直接修改。")] for name in unknown},
        )
    return given


def _begun(request: Request, given: dict[str, Any]) -> Plan:
    number, shifts = text_of(given, "from"), given.pop("shift_versions", False)
    given.pop("from", None)
    if number is None:
        return create_plan(by=request.user, **_own_fields(given))
    source = find_plan(request.user, number)
    return copy_plan(source, by=request.user, shifts_versions=shifts is True, **_own_fields(given))


class Plans(APIView):
    permission_classes = [HasScope]

    @extend_schema(operation_id="plans_list", filters=True, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """Plans, newest first; `search`, `status`, `kind`, `owner`, `app`, `from`, `to`, page by
        page. A search finds the newest thousand at most; with `hits=1` each plan has `hits`, the
        cells that say it."""
        visible = Plan.objects.visible_to(request.user).select_related("owner")
        asked = PlanFilter(request.query_params, visible)
        if asked.words:
            slow_down("search", request)
        pages = Pages()
        page = pages.paginate_queryset(asked.found(), request, view=self) or []
        shapes = [shape(plan) for plan in page]
        if asked.words and request.query_params.get("hits") == "1":
            hits = hits_of(page, asked.words)
            for plan, said in zip(page, shapes, strict=True):
                said["hits"] = [hit.as_json() for hit in hits[plan.pk]]
        return pages.get_paginated_response(shapes)

    @extend_schema(operation_id="plans_create", request=OpenApiTypes.OBJECT,
                   responses={201: OpenApiTypes.OBJECT})  # fmt: skip
    def post(self, request: Request) -> Response:
        """A new draft; the caller owns it.

        With `from`, the number of a plan or a template, it begins as a copy without its
        past; `shift_versions` makes the version of each application its old one.
        """
        plan = _begun(request, mapping(request.data))
        answer = Response(shape(plan), status=201)
        answer.headers["Location"] = f"/api/v1/plans/{plan.number}/"
        return answer


class OnePlan(PlanView):
    knows_templates = True

    @extend_schema(operation_id="plan_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str) -> Response:
        return Response(shape(self.plan()))

    @extend_schema(operation_id="plan_change", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def patch(self, request: Request, number: str) -> Response:
        """Change the plan's own fields; with `version_lock` a stale one is refused."""
        plan, given = self.plan(), mapping(request.data)
        given.pop("reason", None)
        version = given.pop("version_lock", plan.version_lock)
        plan = change_plan(
            plan, by=request.user, version=version, values=given, reason=reason_of(request)
        )
        return Response(shape(plan))

    @extend_schema(operation_id="plan_cancel", responses={204: None})
    def delete(self, request: Request, number: str) -> Response:
        """Cancel, with a reason; its number is never used again."""
        cancel(self.plan(), by=request.user, reason=reason_of(request))
        return Response(status=204)
