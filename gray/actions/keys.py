"""API keys of environments: made once, shown once, kept as a digest."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gray import events
from gray.feed import CHANNEL
from gray.flags import EnvironmentKey
from ground.clock import now
from ground.errors import Invalid, WrongState
from ground.journal import INSTALLATION, record
from ground.notify import notify
from ground.policies import authorize
from people.secrets import issue


@transaction.atomic
def create_key(*, by: Any, environment: str, name: str) -> tuple[EnvironmentKey, str]:
    """(the key, its text): the text is told this once. Raises Denied, Invalid."""
    authorize(by, "ofrep_key.manage")
    if not name.strip():
        raise Invalid(_("请写明密钥的用途。"), fields={"name": [_("请写明密钥的用途。")]})
    secret = issue()
    key = EnvironmentKey.objects.create(
        environment=environment.strip(),
        name=name.strip()[:100],
        prefix=secret.prefix,
        digest=secret.digest,
        created_by=by,
        created_at=now(),
    )
    _record(events.KEY_MADE, key, by)
    return key, secret.text


@transaction.atomic
def revoke_key(key: EnvironmentKey, *, by: Any) -> EnvironmentKey:
    """The key stops working on every web process within a moment."""
    authorize(by, "ofrep_key.manage")
    gone = EnvironmentKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now())
    if not gone:
        raise WrongState(_("这个密钥已经撤销了。"))
    _record(events.KEY_REVOKED, key, by)
    key.refresh_from_db()
    return key


def _record(kind: Any, key: EnvironmentKey, by: Any) -> None:
    data = {"environment": key.environment or _("默认"), "name": key.name, "prefix": key.prefix}
    record(kind, chain=INSTALLATION, by=by, subject=f"ofrep_key:{key.pk}", data=data)
    notify(CHANNEL)
