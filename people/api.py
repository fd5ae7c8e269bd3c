"""Who is calling, for clients that want to check their token."""

from typing import cast

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from people.models import Token, User
from people.permissions import HasScope


class TokenShape(serializers.ModelSerializer[Token]):
    class Meta:
        model = Token
        fields = ("name", "prefix", "scopes", "expires_at")


class MeShape(serializers.ModelSerializer[User]):
    token = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = (
            "id",
            "username",
            "display_name",
            "email",
            "language",
            "roles",
            "is_administrator",
            "token",
        )

    @extend_schema_field(TokenShape(allow_null=True))
    def get_token(self, _person: User) -> dict[str, object] | None:
        token = self.context["request"].auth
        return dict(TokenShape(token).data) if isinstance(token, Token) else None


class Me(APIView):
    """The account behind the session or token, and what the token may do."""

    permission_classes = [HasScope]

    @extend_schema(responses=MeShape)
    def get(self, request: Request) -> Response:
        return Response(MeShape(cast("User", request.user), context={"request": request}).data)
