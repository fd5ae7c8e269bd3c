"""What API views ask of the one who calls: a scope, or a browser."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request

from people.models import Token


class HasScope(IsAuthenticated):
    """Signed in; a token also needs the scope.

    That is `read` for reading and `write` for the rest, unless the view says
    `scope = "deploy"`, which then is asked for everything but reading.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if not isinstance(request.auth, Token):
            return True
        scope = self._asked(request, view)
        self.message = _("这个令牌没有 %(scope)s 权限。") % {"scope": scope}
        return scope in request.auth.scopes

    def _asked(self, request: Request, view: Any) -> str:
        return "read" if request.method in SAFE_METHODS else getattr(view, "scope", "write")


class FromBrowser(IsAuthenticated):
    """Signed in with a browser: what a person does in person, such as signing a gate."""

    def has_permission(self, request: Request, view: Any) -> bool:
        self.message = _("令牌不能代替本人：请在浏览器里登录后操作。")
        return super().has_permission(request, view) and not isinstance(request.auth, Token)
