"""Delegations by REST: anybody reads their own; giving and revoking is done in person."""

from typing import Any, cast

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ground.clock import now
from ground.errors import Invalid
from ground.pace import slow_down
from people.actions import delegate, revoke_delegation
from people.delegating import delegation_of, delegations_of
from people.forms import DelegationForm
from people.models import Delegation, User
from people.permissions import FromBrowser, HasScope


class Delegations(APIView):
    """One's own, given and taken."""

    def get_permissions(self) -> list[Any]:
        return [HasScope() if self.request.method in SAFE_METHODS else FromBrowser()]

    @extend_schema(operation_id="delegations_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        found = [delegation_json(one) for one in delegations_of(_person(request))]
        return Response({"count": len(found), "next": None, "previous": None, "results": found})

    @extend_schema(operation_id="delegation_give", request=OpenApiTypes.OBJECT,
                   responses={201: OpenApiTypes.OBJECT})  # fmt: skip
    def post(self, request: Request) -> Response:
        """`{"taker": user name, "first": day, "last": day, "reason"?}`, days as YYYY-MM-DD."""
        slow_down("delegate", request)
        form = DelegationForm(_texts(request.data))
        if not form.is_valid():
            fields = {name: [str(one) for one in said] for name, said in form.errors.items()}
            raise Invalid(next(iter(fields.values()))[0], fields=fields)
        me = _person(request)
        return Response(delegation_json(delegate(me, by=me, **form.cleaned_data)), status=201)


class Revocation(APIView):
    permission_classes = [FromBrowser]

    @extend_schema(operation_id="delegation_revoke", request=None, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, pk: int) -> Response:
        """End it at once; what was signed under it stands."""
        slow_down("delegate", request)
        found = delegation_of(_person(request), pk)
        revoke_delegation(found, by=_person(request))
        return Response(delegation_json(found))


def delegation_json(one: Delegation) -> dict[str, Any]:
    return {
        "id": one.pk,
        "giver": one.giver.username,
        "taker": one.taker.username,
        "first": str(one.first_day),
        "last": str(one.last_day),
        "reason": one.reason,
        "state": one.stands(now()),
        "revoked_at": one.revoked_at.isoformat() if one.revoked_at else None,
    }


def _texts(given: Any) -> dict[str, str]:
    """What is no text was not said."""
    said = given.items() if isinstance(given, dict) else ()
    return {name: value for name, value in said if isinstance(value, str)}


def _person(request: Request) -> User:
    return cast("User", request.user)
