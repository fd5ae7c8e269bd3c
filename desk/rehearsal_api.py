"""The rehearsal over REST: the same object as `manage.py rehearse --json`."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from desk.rehearsal import BATCH, END, GATE, STAGE, read_start, rehearsal, usual_start
from ground.clock import now
from plans.api.asking import PlanView
from plans.models import Plan


class RehearsedPoint(serializers.Serializer[Any]):
    """`at` is null when it can never come as things stand; `until` is set for what lasts."""

    kind = serializers.ChoiceField(choices=[GATE, BATCH, STAGE, END])
    title = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)
    held = serializers.CharField(allow_blank=True)
    assumed = serializers.ListField(child=serializers.CharField())


class Rehearsed(serializers.Serializer[Any]):
    plan = serializers.CharField()
    start = serializers.DateTimeField()
    points = RehearsedPoint(many=True)
    warnings = serializers.ListField(child=serializers.CharField())
    fits = serializers.BooleanField()


class PlanRehearsal(PlanView):
    """When every gate, batch and stage could come at the earliest, and what holds it."""

    @extend_schema(
        operation_id="plan_rehearsal",
        parameters=[
            OpenApiParameter(
                "start",
                str,
                description="ISO 8601, without an offset in the plan's time zone; by default the "
                "start of the release window, or now if that is past",
            )
        ],
        responses=Rehearsed,
    )
    def get(self, request: Request, number: str) -> Response:
        plan, asked = self.plan(), request.query_params.get("start", "")
        start = read_start(asked, plan) if asked else usual_start(plan, now())
        found = rehearsal(plan, start, among=Plan.objects.visible_to(request.user))
        return Response(found.as_json())
