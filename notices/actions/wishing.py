"""How people want to hear of what: their wishes, and what follows for one message."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.errors import Invalid
from ground.policies import authorize
from notices.groups import GROUPS, group_of
from notices.models import Wish
from notices.models.wishes import AT_ONCE, DAILY, NEVER, WAYS, next_digest
from people.models import User


@transaction.atomic
def wish(person: User, ways: Mapping[str, str], *, by: User) -> None:
    """Keep a way for each group named; raises Denied, or Invalid for what cannot be chosen."""
    authorize(by, "people.edit", person)
    for key, way in ways.items():
        _refuse_odd(key, way)
        Wish.objects.update_or_create(person=person, group=key, defaults={"way": way})


def ways_of(person: User) -> dict[str, str]:
    """The way for every group, wished for or not."""
    wished = dict(Wish.objects.filter(person=person).values_list("group", "way"))
    return {
        group.key: AT_ONCE if group.is_fixed else wished.get(group.key, AT_ONCE) for group in GROUPS
    }


def manner_of(person: User, kind: str, due: datetime, *, may_wait: bool) -> dict[str, Any]:
    """The values of a message of `kind` to `person` that differ from a mail at `due`.

    What may not wait (an invitation) is in no digest.
    """
    group = group_of(kind)
    if not kind or group.is_fixed:
        return {}
    way = Wish.objects.filter(person=person, group=group.key).values_list("way", flat=True).first()
    if way == DAILY and may_wait:
        return {"channel": "digest", "due_at": next_digest(due)}
    return {"state": "spared"} if way == NEVER else {}


def _refuse_odd(key: str, way: str) -> None:
    group = next((one for one in GROUPS if one.key == key), None)
    if group is None or way not in WAYS:
        raise Invalid(_("没有这种通知或收法，请刷新页面重选。"))
    if group.is_fixed and way != AT_ONCE:
        raise Invalid(_("“%(group)s”总是立即发送，不能改。") % {"group": group.label})
