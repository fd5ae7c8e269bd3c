"""Emergency overrides by REST: asked for and confirmed in person, ended by whoever may."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ground.clock import now
from ground.pace import slow_down
from people.permissions import FromBrowser
from plans.actions import ask_override, confirm_override, end_override, refuse_override
from plans.api.asking import PlanView, identifiers, integer_of, mapping, reason_of
from plans.lookup import find_override
from plans.overriding.shape import override_json

MOST_SHOWN = 50


class Overrides(PlanView):
    """GET for whoever may read; asking is half of a four-eyes decision, so no token does it."""

    @extend_schema(operation_id="overrides_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str) -> Response:
        """The newest first."""
        found = self.plan().overrides.select_related("asked_by", "confirmed_by")
        shown = [override_json(one, now()) for one in found[:MOST_SHOWN]]
        return Response({"count": len(shown), "next": None, "previous": None, "results": shown})

    @extend_schema(operation_id="overrides_ask", request=OpenApiTypes.OBJECT,
                   responses={201: OpenApiTypes.OBJECT})  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        """`{"reason", "minutes"}`: ask for the closed times to be opened, 15 to 240 minutes."""
        slow_down("override", request)
        plan = self.plan()
        self._in_person(request)
        minutes = integer_of(mapping(request.data), "minutes")
        reason = reason_of(request)
        override = ask_override(plan, by=request.user, reason=reason, minutes=minutes or 0)
        return Response(override_json(override, now()), status=201)

    def _in_person(self, request: Request) -> None:
        """Only here, for a token may read the list."""
        browser = FromBrowser()
        if not browser.has_permission(request, self):
            self.permission_denied(request, message=browser.message)


class OneOverride(PlanView):
    scope = "ramp"

    @extend_schema(operation_id="overrides_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str, pk: int) -> Response:
        return Response(override_json(find_override(self.plan(), pk), now()))

    @extend_schema(operation_id="overrides_end", responses=OpenApiTypes.OBJECT)
    def delete(self, request: Request, number: str, pk: int) -> Response:
        """`?reason=`: windows and freezes bind again at once."""
        found = find_override(self.plan(), pk)
        ended = end_override(found, by=request.user, reason=reason_of(request))
        return Response(override_json(ended, now()))


class Confirmation(PlanView):
    permission_classes = [FromBrowser]

    @extend_schema(operation_id="overrides_confirm", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def post(self, request: Request, number: str, pk: int) -> Response:
        """The second person opens the times; 409 if a freeze is not among `{"freezes": [id]}`."""
        found, body = find_override(self.plan(), pk), mapping(request.data)
        seen = identifiers(body, "freezes") if "freezes" in body else None
        return Response(override_json(confirm_override(found, by=request.user, seen=seen), now()))


class Refusing(PlanView):
    permission_classes = [FromBrowser]

    @extend_schema(operation_id="overrides_refuse", request=OpenApiTypes.OBJECT,
                   responses=OpenApiTypes.OBJECT)  # fmt: skip
    def post(self, request: Request, number: str, pk: int) -> Response:
        """`{"reason"}`: no, or taken back by whoever asked."""
        found = find_override(self.plan(), pk)
        return Response(
            override_json(refuse_override(found, by=request.user, reason=reason_of(request)), now())
        )
