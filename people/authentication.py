"""Bearer tokens for the API."""

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from ground.clock import now
from people.actions import note_use
from people.models import Token, User
from people.secrets import read


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer rp_…`; afterwards `request.auth` is the Token."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        scheme, _space, text = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != self.keyword.lower():
            return None
        token = _find(text.strip())
        _refuse_dead(token)
        note_use(token, at=now())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{self.keyword} realm="api"'


def _find(text: str) -> Token:
    secret = read(text)
    token = secret and Token.objects.select_related("user").filter(prefix=secret.prefix).first()
    if not secret or not token or not secret.matches(token.digest):
        raise AuthenticationFailed(_("令牌无效，请检查是否复制完整。"))
    return token


def _refuse_dead(token: Token) -> None:
    if not token.user.is_active:
        raise AuthenticationFailed(_("令牌所属的账号已停用。"))
    if not token.is_live(now()):
        raise AuthenticationFailed(_("令牌已过期或已撤销，请在个人设置里新建一个。"))
