"""Gates, sign-offs and the steps of a plan's life that gates decide."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.actions import (
    complete,
    remind,
    reopen,
    sign,
    submit,
    take_back,
    withdraw,
    write_record,
)
from approvals.lookup import find_gate, find_signoff
from approvals.page import sheets_of
from approvals.shapes import gate_json, signoff_json
from approvals.showing import one_sheet
from ground.numbers import whole
from ground.pace import slow_down
from people.permissions import FromBrowser
from plans.api.asking import PlanView, mapping, reason_of, text_of, version_of
from plans.api.steps import Step
from plans.models import Plan


class Gates(PlanView):
    @extend_schema(operation_id="gates_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str) -> Response:
        """The plan's gates in order: who signed what, who can, and the digest to sign."""
        plan = self.plan()
        found = [gate_json(one) for one in sheets_of(plan, request.user)]
        return Response({"count": len(found), "next": None, "previous": None, "results": found})


class OneGate(PlanView):
    @extend_schema(operation_id="gate_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str, pk: int) -> Response:
        return Response(shown_gate(self.plan(), pk, request.user))


class SignOffs(PlanView):
    """Signatures come from a person in a browser; a bearer token is refused."""

    permission_classes = [FromBrowser]

    @extend_schema(operation_id="gate_sign", request=OpenApiTypes.OBJECT,
                   responses={201: OpenApiTypes.OBJECT})  # fmt: skip
    def post(self, request: Request, number: str, pk: int) -> Response:
        """`{"decision": "approve|reject", "comment", "digest", "record"?, "on_behalf_of"?}`."""
        slow_down("gate", request)
        plan, given = self.plan(), mapping(request.data)
        signoff = sign(
            find_gate(plan, pk),
            by=request.user,
            decision=text_of(given, "decision") or "",
            digest=text_of(given, "digest") or "",
            comment=text_of(given, "comment") or "",
            written=mapping(given.get("record") or {}),
            on_behalf_of=whole(str(given.get("on_behalf_of") or "")) or 0,
        )
        shown = shown_gate(self.plan(), pk, request.user)
        return Response({**signoff_json(signoff), "gate": shown}, status=201)


class TakingBack(PlanView):
    """In person, like the signature."""

    permission_classes = [FromBrowser]

    @extend_schema(operation_id="signoff_withdraw", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def post(self, request: Request, number: str, pk: int, signoff: int) -> Response:
        """`{"reason"}`: take one's own signature back while that can be undone."""
        slow_down("gate", request)
        found = find_signoff(self.plan(), pk, signoff)
        take_back(found, by=request.user, reason=reason_of(request))
        return Response(shown_gate(self.plan(), pk, request.user))


class Record(PlanView):
    @extend_schema(operation_id="gate_record", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def patch(self, request: Request, number: str, pk: int) -> Response:
        """`{"record_version", blank: value, …}`: write down what the gate asks for."""
        plan, given = self.plan(), mapping(request.data)
        version = version_of(given, "record_version")
        del given["record_version"]
        write_record(find_gate(plan, pk), by=request.user, version=version, values=given)
        return Response(shown_gate(self.plan(), pk, request.user))


class Reminders(PlanView):
    @extend_schema(operation_id="gate_remind", request=None, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request, number: str, pk: int) -> Response:
        """Mail those who can sign once more; each of them at most once an hour."""
        return Response({"reminded": remind(find_gate(self.plan(), pk), by=request.user)}, 201)


class Reopening(PlanView):
    @extend_schema(operation_id="gate_reopen", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def post(self, request: Request, number: str, pk: int) -> Response:
        """Let people sign a gate again that was rejected after the start."""
        reopen(find_gate(self.plan(), pk), by=request.user, reason=reason_of(request))
        return Response(shown_gate(self.plan(), pk, request.user))


class Submission(Step):
    act = staticmethod(submit)


class Withdrawal(Step):
    act = staticmethod(withdraw)


class Completion(Step):
    act = staticmethod(complete)


def shown_gate(plan: Plan, pk: int, user: Any) -> dict[str, Any]:
    gate = find_gate(plan, pk)
    return gate_json(one_sheet(sheets_of(plan, user), gate))
