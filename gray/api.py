"""Ramps over REST: list, create, command."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from gray.actions import command, create_ramp
from gray.commands import Command
from gray.lookup import find_ramp
from gray.sections.ramp import Ramp
from gray.shapes import shape
from gray.sheets import ramps_of, sheet_of
from gray.situation import stages_of
from ground.clock import now
from ground.errors import Invalid
from plans.api.asking import PlanView, integer_of, mapping, reason_of
from plans.models import Plan


class Ramps(PlanView):
    """The ramps of a plan, each with its stages and why it stands where it stands."""

    @extend_schema(operation_id="ramps_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str) -> Response:
        plan, moment = self.plan(), now()
        found = [shape(sheet_of(plan, ramp, request.user, moment)) for ramp in ramps_of(plan)]
        return Response({"count": len(found), "next": None, "previous": None, "results": found})

    @extend_schema(
        operation_id="ramps_create", request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT
    )
    def post(self, request: Request, number: str) -> Response:
        plan, body = self.plan(), mapping(request.data)
        stages = body.pop("stages", None)
        body.pop("reason", None)
        ramp = create_ramp(
            plan, by=request.user, values=body, stages=_stages(stages), reason=reason_of(request)
        )
        return Response(shape(sheet_of(self.plan(), ramp, request.user, now())), status=201)


class OneRamp(PlanView):
    @extend_schema(operation_id="ramps_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str, pk: int) -> Response:
        plan = self.plan()
        return Response(shape(sheet_of(plan, find_ramp(plan, pk), request.user, now())))


class Commands(PlanView):
    """Give a ramp a command; 409 with the engine's reason when it cannot be done now."""

    scope = "ramp"

    @extend_schema(
        operation_id="ramps_command",
        request=inline_serializer(
            "RampCommand",
            {
                "command": serializers.ChoiceField(choices=[one.value for one in Command]),
                "stage": serializers.IntegerField(required=False, help_text="row id or position"),
                "reason": serializers.CharField(required=False),
                "revision": serializers.IntegerField(
                    required=False, help_text="refuse with 409 unless it is still this one"
                ),
            },
        ),
        responses=OpenApiTypes.OBJECT,
    )
    def post(self, request: Request, number: str, pk: int) -> Response:
        plan, body = self.plan(), mapping(request.data)
        ramp = find_ramp(plan, pk)
        command(
            ramp, by=request.user, command=str(body.get("command", "")),
            reason=reason_of(request), stage=_stage(plan, ramp, integer_of(body, "stage")),
            revision=integer_of(body, "revision"),
        )  # fmt: skip
        return Response(shape(sheet_of(self.plan(), ramp, request.user, now())))


def _stages(given: Any) -> list[dict[str, Any]] | None:
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        raise Invalid(_("“stages”要是阶段的列表。"), fields={"stages": [_("要一个列表。")]})
    return given


def _stage(plan: Plan, ramp: Ramp, given: int | None) -> int | None:
    """A jump's stage by row id, or by its position in the plan."""
    if given is None:
        return None
    stages = stages_of(ramp, plan)
    by_id = [row.pk for row in stages if row.pk == given]
    by_position = [row.pk for row in stages if row.position == given]
    return next(iter([*by_id, *by_position]), given)
