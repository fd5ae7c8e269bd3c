"""What pipelines call: may I deploy, I am deploying, roll everything back."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.resolving import names_of
from desk.may_deploy import ask
from gray.actions import roll_back_plan
from ground.clock import now
from ground.errors import Hidden, Invalid
from ground.words import in_row
from people.permissions import HasScope
from plans.actions import move_app
from plans.api.asking import PlanView, mapping, reason_of, text_of
from plans.api.plans import shape
from plans.models import Plan
from plans.tables.registry import section

STATES = ("deploying", "deployed", "failed")
LONGEST_BUILD = 500


class MayDeploy(APIView):
    """May I deploy this application now, and if not why."""

    permission_classes = [HasScope]

    @extend_schema(
        operation_id="may_deploy",
        parameters=[OpenApiParameter("app", str, required=True)],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        name = request.query_params.get("app", "").strip()
        if not name:
            raise Invalid(_("请用 ?app= 写明应用名。"), fields={"app": [_("请写明应用名。")]})
        return Response(ask(request.user, name, now()).as_json())


class Deployment(PlanView):
    """Tell how the deployment of one application goes. Verifying is for people."""

    scope = "deploy"

    @extend_schema(
        operation_id="app_deployment",
        request=inline_serializer(
            "Deployment",
            {
                "state": serializers.ChoiceField(choices=STATES),
                "build": serializers.CharField(required=False),
                "reason": serializers.CharField(required=False),
            },
        ),
        responses=OpenApiTypes.OBJECT,
    )
    def post(self, request: Request, number: str, app: str) -> Response:
        row = find_app(self.plan(), app)
        body = mapping(request.data)
        sent = {name: text_of(body, name) or "" for name in ("state", "build", "reason")}
        if sent["state"] not in STATES:
            raise Invalid(
                _("state 只能是 %(known)s；验证由人在看板上完成。") % {"known": in_row(STATES)},
                fields={"state": [_("不能是“%(state)s”。") % {"state": sent["state"]}]},
            )
        reason = sent["reason"] or (_("流水线上报：发布失败") if sent["state"] == "failed" else "")
        moved = move_app(
            row,
            by=request.user,
            to=sent["state"],
            build=sent["build"][:LONGEST_BUILD],
            reason=reason,
        )
        return Response(moved.as_json())


class Rollback(PlanView):
    """Roll the whole plan back: its ramps go off first."""

    scope = "deploy"

    @extend_schema(
        operation_id="plan_rollback",
        request=inline_serializer("Rollback", {"reason": serializers.CharField()}),
        responses=OpenApiTypes.OBJECT,
    )
    def post(self, request: Request, number: str) -> Response:
        reason = reason_of(request)
        return Response(shape(roll_back_plan(self.plan(), by=request.user, reason=reason)))


def find_app(plan: Plan, wanted: str) -> Any:
    """By its name (as the table writes it, any case) or by its row id; a name goes first."""
    rows: Any = section("apps").rows(plan)
    found = list(rows.filter(app__iexact=wanted)[:2]) or _by_other_names(rows, wanted)
    if len(found) > 1:
        raise Invalid(_("有多个应用叫 %(app)s，请用行号。") % {"app": wanted})
    if not found and wanted.isdecimal() and len(wanted) < 19:
        found = list(rows.filter(pk=int(wanted)))
    if not found:
        raise Hidden(_("%(plan)s 里没有应用 %(app)s。") % {"plan": plan.number, "app": wanted})
    return found[0]


def _by_other_names(rows: Any, wanted: str) -> list[Any]:
    """The rows that call the same application differently."""
    same = Q(*[("app__iexact", name) for name in names_of(wanted)], _connector=Q.OR)
    return list(rows.filter(same)[:2])
