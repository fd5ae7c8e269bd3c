"""Keeping people's calendars equal to the plan: who is invited, moved, uninvited."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from announcements.entries import CANCEL, REQUEST, USUAL, Address, Entry, invitation
from announcements.models import Invitation, Invitee
from announcements.standing import KEPT, is_live
from notices.actions.posting import one_line
from notices.threads import domain
from people.models import User
from plans.grants import everyone
from plans.letters import Calendar
from plans.models import Plan


def calendars(plan: Plan, now: datetime) -> dict[User, Calendar]:
    """What each person's calendar has to be told now, noted as told; the plan is locked.

    Every round has a higher SEQUENCE than the one before, and one UID. A used window stays in
    calendars as it is.
    """
    if plan.status in KEPT:
        return {}
    known, entry = Invitation.objects.filter(plan=plan).first(), _entry(plan)
    if known is None and entry is None:
        return {}
    people = {one.pk: one for one in everyone(plan) if one.email} if entry else {}
    invited = _invited(known)
    moved = entry is not None and known is not None and entry != _told(known)
    asked = [one for pk, one in people.items() if moved or one.email != invited.get(pk)]
    left = User.objects.filter(pk__in=set(invited) - set(people), is_active=True)
    gone = list(left.order_by("pk"))
    if not asked and not gone:
        return {}
    round_ = _next_round(plan, known, entry)
    requests = {one: _note(round_, one, REQUEST, now) for one in asked}
    return requests | {one: _note(round_, one, CANCEL, now, invited[one.pk]) for one in gone}


def _entry(plan: Plan) -> Entry | None:
    """What stands in calendars while the plan is approved or under way and has a window."""
    if not is_live(plan) or not plan.window_start:
        return None
    end = plan.window_end or plan.window_start + USUAL
    return Entry(one_line(f"{plan.number} {plan.title}"), plan.window_start, end, plan.timezone)


def _told(known: Invitation) -> Entry:
    return Entry(known.summary, known.start, known.end, known.timezone)


def _invited(known: Invitation | None) -> dict[int, str]:
    """{person: the address at which they were invited}"""
    found = known.invitees.filter(is_cancelled=False) if known else Invitee.objects.none()
    return dict(found.values_list("person_id", "address"))


def _next_round(plan: Plan, known: Invitation | None, entry: Entry | None) -> Invitation:
    """A cancellation tells of the entry as people know it."""
    values = vars(entry) if entry else {}
    if known is None:
        uid = f"{plan.number}.window@{domain()}"
        return Invitation.objects.create(plan=plan, uid=uid, **values)
    known.sequence += 1
    for name, value in values.items():
        setattr(known, name, value)
    known.save(update_fields=["sequence", *values])
    known.plan = plan
    return known


def _note(
    known: Invitation, person: User, method: str, now: datetime, address: str = ""
) -> Calendar:
    mailbox = address or person.email
    told = {
        "address": mailbox, "sequence": known.sequence, "is_cancelled": method == CANCEL,
    }  # fmt: skip
    known.invitees.update_or_create(person=person, defaults=told)
    with translation.override(person.language or settings.LANGUAGE_CODE):
        return invitation(
            method, _told(known), uid=known.uid, sequence=known.sequence,
            organizer=settings.DEFAULT_FROM_EMAIL, attendee=Address(person.called, mailbox), at=now,
            url=f"{settings.BASE_URL}{known.plan.get_absolute_url()}",
            description=_description(known.plan),
        )  # fmt: skip


def _description(plan: Plan) -> str:
    return _("发布窗口 · 负责人：%(owner)s\n%(url)s") % {
        "owner": plan.owner.called, "url": f"{settings.BASE_URL}{plan.get_absolute_url()}",
    }  # fmt: skip
