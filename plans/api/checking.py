"""The plan check: findings, their one-click fixes, and warnings that somebody accepts."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ground.clock import now
from ground.errors import WrongState
from ground.pace import slow_down
from plans.actions.findings import acknowledge, withdraw_acknowledgement
from plans.actions.mending import mend
from plans.api.asking import PlanView, integer_of, mapping, reason_of, text_of
from plans.checking.mends import pick
from plans.checks import acknowledged, find_finding, findings_of, totals
from plans.findings import WARNING, Finding
from plans.models import Acknowledgement


class Check(PlanView):
    @extend_schema(operation_id="plan_check", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str) -> Response:
        """The plan check: counts by level, and every finding with its place and fixes."""
        slow_down("check", request)
        plan = self.plan()
        found, accepted = findings_of(plan, now()), acknowledged(plan)
        shown = [_shown(one, accepted.get(one.key)) for one in found]
        return Response({"counts": totals(found), "findings": shown})


class Fixes(PlanView):
    @extend_schema(operation_id="plan_check_fix", request=OpenApiTypes.OBJECT,
                   responses={204: None})  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        """Do a fix: `{"finding": key, "fix": its index, "version": the row's, "reason": …}`.

        `version` is the `row_version` of the finding's row; for the plan's own fields the
        `version` of the plan.
        """
        slow_down("check", request)
        plan, data = self.plan(), mapping(request.data)
        key, index, version = (
            text_of(data, "finding"),
            integer_of(data, "fix"),
            integer_of(data, "version"),
        )
        finding, fix, version = pick(f"{key}:{index}:{version}", findings_of(plan, now()))
        mend(
            plan, by=request.user, finding=finding, fix=fix, version=version,
            reason=reason_of(request),
        )  # fmt: skip
        return Response(status=204)


class Acknowledgements(PlanView):
    @extend_schema(operation_id="plan_check_accept", request=OpenApiTypes.OBJECT,
                   responses={201: OpenApiTypes.OBJECT})  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        """Accept a warning: `{"finding": key, "reason": …}`."""
        slow_down("check", request)
        plan = self.plan()
        finding = find_finding(plan, text_of(mapping(request.data), "finding") or "", now())
        if finding.level != WARNING:
            raise WrongState(_("只有提醒可以接受：错误要改好，提示不用处理。"))
        acknowledge(
            plan, by=request.user, finding=finding.key, message=finding.message,
            reason=reason_of(request),
        )  # fmt: skip
        return Response(_shown(finding, acknowledged(plan).get(finding.key)), status=201)

    @extend_schema(operation_id="plan_check_withdraw", request=OpenApiTypes.OBJECT,
                   responses={204: None})  # fmt: skip
    def delete(self, request: Request, number: str) -> Response:
        """`{"finding": key}`: the warning stands again."""
        slow_down("check", request)
        plan = self.plan()
        finding = find_finding(plan, text_of(mapping(request.data), "finding") or "", now())
        withdraw_acknowledgement(
            plan, by=request.user, finding=finding.key, message=finding.message
        )
        return Response(status=204)


def _shown(finding: Finding, accepted: Acknowledgement | None) -> dict[str, Any]:
    """The finding, whether somebody accepted it, and then who, when and why."""
    told = {**finding.as_json(), "acknowledged": accepted is not None}
    if accepted is None:
        return told
    by, at = accepted.by.called, accepted.at.isoformat()
    return {**told, "acknowledgement": {"by": by, "at": at, "reason": accepted.reason}}
