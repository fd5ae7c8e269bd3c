"""Breaking the glass by REST: in person only, like a signature."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.actions import ask_waiver, confirm_waiver, refuse_waiver, review_waiver
from approvals.api import shown_gate
from approvals.lookup import find_gate, find_waiver
from approvals.models import Waiver
from approvals.shapes import waiver_json
from ground.pace import slow_down
from people.permissions import FromBrowser
from plans.api.asking import PlanView, mapping, reason_of, text_of


class _InPerson(PlanView):
    permission_classes = [FromBrowser]

    def answer(self, waiver: Waiver, status: int = 200) -> Response:
        """The waiver, with its gate as it is now."""
        gate = shown_gate(self.plan(), waiver.gate_id, self.request.user)
        return Response({**waiver_json(waiver), "gate": gate}, status=status)


class Waivers(_InPerson):
    @extend_schema(operation_id="waiver_ask", request=OpenApiTypes.OBJECT,
                   responses={201: OpenApiTypes.OBJECT})  # fmt: skip
    def post(self, request: Request, number: str, pk: int) -> Response:
        """`{"reason", "digest"}`: ask for the open gate to be passed unsigned."""
        slow_down("gate", request)
        gate, digest = find_gate(self.plan(), pk), text_of(mapping(request.data), "digest")
        reason = reason_of(request)
        return self.answer(
            ask_waiver(gate, by=request.user, reason=reason, digest=digest or ""), 201
        )


class Confirmation(_InPerson):
    @extend_schema(operation_id="waiver_confirm", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def post(self, request: Request, number: str, pk: int, waiver: int) -> Response:
        """`{"digest"}`: the second person lets the plan pass."""
        found, digest = (
            find_waiver(self.plan(), pk, waiver),
            text_of(mapping(request.data), "digest"),
        )
        return self.answer(confirm_waiver(found, by=request.user, digest=digest or ""))


class Refusing(_InPerson):
    @extend_schema(operation_id="waiver_refuse", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def post(self, request: Request, number: str, pk: int, waiver: int) -> Response:
        """`{"reason"}`: no, or taken back by whoever asked."""
        found = find_waiver(self.plan(), pk, waiver)
        return self.answer(refuse_waiver(found, by=request.user, reason=reason_of(request)))


class Review(_InPerson):
    @extend_schema(operation_id="waiver_review", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def post(self, request: Request, number: str, pk: int, waiver: int) -> Response:
        """`{"comment"}`: somebody who could have signed has looked at it."""
        found = find_waiver(self.plan(), pk, waiver)
        comment = text_of(mapping(request.data), "comment")
        return self.answer(review_waiver(found, by=request.user, comment=comment or ""))
