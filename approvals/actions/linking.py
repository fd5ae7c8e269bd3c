"""Deciding through a link in a mail: once, in person, on exactly one content."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.actions.signing import sign
from approvals.models import SignLink, SignOff
from ground.clock import now
from ground.errors import Denied, WrongState
from plans.actions import lock


@transaction.atomic
def sign_by_link(
    link: SignLink,
    *,
    by: Any,
    decision: str,
    comment: str = "",
    written: Mapping[str, Any] | None = None,
    on_behalf_of: int = 0,
) -> SignOff:
    """Decide once, on exactly the content that the link was written for.

    Raises what `sign` raises, and then the link is not used up; Denied for whom it was not
    written to, WrongState when it was used or has expired.
    """
    lock(link.gate.plan)
    if by.pk != link.person_id:
        raise Denied(_("这个签字链接不是寄给你的，只有收件人本人能用。"))
    moment = now()
    live = SignLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=moment)
    if not live.update(used_at=moment):
        raise WrongState(_("这个链接已经用过或过期了，请到关口页上签。"))
    return sign(
        link.gate, by=by, decision=decision, digest=link.digest, comment=comment,
        written=written, on_behalf_of=on_behalf_of,
    )  # fmt: skip
