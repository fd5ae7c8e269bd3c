"""Bearer tokens: made once, used, revoked."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Invalid, WrongState
from ground.journal import INSTALLATION, record
from ground.policies import authorize
from ground.words import in_row
from people.events import TOKEN_CREATED, TOKEN_REVOKED
from people.models import Token, User
from people.scopes import SCOPES
from people.secrets import issue

USE_NOTED_EVERY = timedelta(minutes=1)


def create_token(
    owner: User, *, by: User, name: str, scopes: Sequence[str], expires_at: datetime | None
) -> tuple[Token, str]:
    """The token and its text, which nobody will see again. Raises Denied or Invalid."""
    authorize(by, "token.create", owner)
    _refuse_nonsense(name, scopes, expires_at)
    secret = issue()
    token = Token(user=owner, name=name.strip(), prefix=secret.prefix, digest=secret.digest)
    token.scopes, token.expires_at = [scope for scope in SCOPES if scope in scopes], expires_at
    with transaction.atomic():
        token.save(force_insert=True)
        record(TOKEN_CREATED, chain=INSTALLATION, by=by, data=_what(token))
    return token, secret.text


def revoke_token(token: Token, *, by: User) -> None:
    """End a token at once. Raises Denied, or WrongState when it is revoked already."""
    authorize(by, "token.revoke", token)
    with transaction.atomic():
        if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now()):
            raise WrongState(_("这个令牌已经撤销了。"))
        record(TOKEN_REVOKED, chain=INSTALLATION, by=by, data=_what(token))


def note_use(token: Token, *, at: datetime) -> None:
    """Remember that the token was used, at most once a minute."""
    stale = Q(last_used_at=None) | Q(last_used_at__lte=at - USE_NOTED_EVERY)
    if token.last_used_at is None or token.last_used_at <= at - USE_NOTED_EVERY:
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=at)


def _refuse_nonsense(name: str, scopes: Sequence[str], expires_at: datetime | None) -> None:
    wrong: dict[str, list[str]] = {}
    if not name.strip():
        wrong["name"] = [_("写上这个令牌的用途，例如“CI 上报发布”。")]
    if not scopes or set(scopes) - set(SCOPES):
        wrong["scopes"] = [_("至少选择一项权限。")]
    if expires_at and expires_at <= now():
        wrong["expires_at"] = [_("到期时间要在将来。")]
    if wrong:
        raise Invalid(_("令牌没有建立，请按提示修改。"), fields=wrong)


def _what(token: Token) -> dict[str, str]:
    return {"token": str(token), "scopes": in_row(token.scopes), "owner": token.user.username}
