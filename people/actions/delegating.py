"""Standing in: for some days somebody else signs in one's place."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Invalid, WrongState
from ground.journal import INSTALLATION, record
from ground.kinds import EventKind
from ground.policies import authorize
from people.events import DELEGATED, DELEGATION_REVOKED
from people.following import tell_of_delegation
from people.models import Delegation, User

LONGEST = 60
"""Days; whoever is away for longer hands the part over in the plan."""
LONGEST_REASON = 200


@transaction.atomic
def delegate(
    giver: User, *, by: User, taker: User, first: date, last: date, reason: str = ""
) -> Delegation:
    """`taker` signs for `giver` from the first to the last day, both included.

    Days are those of the installation's zone. Raises Denied, or Invalid with a sentence for
    the field that is wrong.
    """
    authorize(by, "delegation.give", giver)
    User.objects.select_for_update().get(pk=giver.pk)
    moment = now()
    _refuse_nonsense(giver, taker, first, last, reason, moment)
    begins_at, ends_at = _start_of(first), _start_of(last + timedelta(days=1))
    _refuse_overlap(giver, begins_at, ends_at)
    made = Delegation.objects.create(
        giver=giver, taker=taker, reason=reason.strip(), begins_at=begins_at, ends_at=ends_at,
        created_at=moment,
    )  # fmt: skip
    _tell(DELEGATED, made, by=by, at=moment)
    return made


@transaction.atomic
def revoke_delegation(delegation: Delegation, *, by: User) -> None:
    """End it at once; what was signed under it stands. WrongState when it is over already."""
    authorize(by, "delegation.revoke", delegation)
    moment = now()
    live = Delegation.objects.filter(pk=delegation.pk, revoked_at=None, ends_at__gt=moment)
    if not live.update(revoked_at=moment):
        raise WrongState(_("这个委托已经结束了。"))
    delegation.revoked_at = moment
    _tell(DELEGATION_REVOKED, delegation, by=by, at=moment)


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def _refuse_nonsense(
    giver: User, taker: User, first: date, last: date, reason: str, moment: datetime
) -> None:
    today = timezone.localtime(moment, timezone.get_default_timezone()).date()
    if taker.pk == giver.pk:
        raise _wrong("taker", _("不能委托给自己，请选另一个人。"))
    if not taker.is_active:
        raise _wrong("taker", _("%(name)s 的账号已停用，请选别人。") % {"name": taker.called})
    if first < today:
        raise _wrong("first", _("委托不能从过去开始，请从今天或以后的一天开始。"))
    if last < first:
        raise _wrong("last", _("最后一天不能早于第一天。"))
    if (last - first).days >= LONGEST:
        said = _("一次最多委托 %(n)s 天；更久请在计划里换人。")
        raise _wrong("last", said % {"n": LONGEST})
    if len(reason) > LONGEST_REASON or "\x00" in reason:
        raise _wrong("reason", _("原因最多 200 字。"))


def _refuse_overlap(giver: User, begins_at: datetime, ends_at: datetime) -> None:
    others = Delegation.objects.filter(giver=giver, revoked_at=None).select_related("taker")
    found = others.filter(begins_at__lt=ends_at, ends_at__gt=begins_at).first()
    if found:
        words = {"name": found.taker.called, "first": found.first_day, "last": found.last_day}
        said = _("%(first)s 到 %(last)s 已经委托给 %(name)s，请先撤销，或换不重叠的日子。")
        raise _wrong("first", said % words)


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: [sentence]})


def _tell(kind: EventKind, delegation: Delegation, *, by: User, at: datetime) -> None:
    data = {
        "giver": delegation.giver.called, "taker": delegation.taker.called,
        "first": str(delegation.first_day), "last": str(delegation.last_day),
        "delegation": delegation.pk,
    }  # fmt: skip
    event = record(
        kind, chain=INSTALLATION, by=by, subject=f"delegation:{delegation.pk}", at=at,
        reason=delegation.reason, data=data,
    )  # fmt: skip
    tell_of_delegation(delegation, event)
