"""Secrets of sign links: made, hashed, found."""

import secrets
from hashlib import sha256

from django.utils.translation import gettext as _

from approvals.models import SignLink
from ground.errors import Hidden

BYTES = 32


def new_secret() -> str:
    """256 random bits, as an address can carry them."""
    return secrets.token_urlsafe(BYTES)


def hashed(secret: str) -> str:
    """What is kept of it; a secret of that length needs neither salt nor a slow hash."""
    return sha256(secret.encode()).hexdigest()


def find_link(secret: str) -> SignLink:
    """The link of that secret, or Hidden."""
    found = SignLink.objects.select_related("gate__plan", "gate__clearance", "person")
    if (link := found.filter(token=hashed(secret)).first()) is None:
        raise Hidden(_("没有这个链接，请从邮件里重新打开，或到计划的审批页上签。"))
    return link
