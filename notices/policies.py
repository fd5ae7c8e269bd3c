"""Who may see and move the outbox."""

from django.conf import settings
from django.utils.translation import gettext as _

from ground.policies import can, policy
from ground.verdict import ALLOWED, Verdict, denied
from people.models import User


@policy("outbox.read")
def read(user: User, _target: object) -> Verdict:
    """Administrators; in the embedded demonstration everybody who is signed in."""
    if settings.EMBEDDED or can(user, "installation.administer"):
        return ALLOWED
    return denied(_("发件箱里有所有人的通知，只有系统管理员可以查看。"))


@policy("outbox.resend")
def resend(user: User, _target: object) -> Verdict:
    return can(user, "installation.administer")
