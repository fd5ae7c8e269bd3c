"""催办: asking those who can sign once more, each of them at most once an hour."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import events, letters
from approvals.actions.issuing import link_people
from approvals.lookup import find_gate
from approvals.models import Gate
from approvals.reading import look
from approvals.rules.covering import signed_digest
from approvals.rules.settling import settle
from approvals.rules.signing import candidates, is_open
from ground.clock import now
from ground.errors import WrongState
from ground.journal import record
from ground.models import Event
from ground.policies import authorize
from ground.words import in_row
from plans.actions import lock

PEACE = timedelta(hours=1)


@transaction.atomic
def remind(gate: Gate, *, by: Any) -> list[str]:
    """Mail those who can sign an open gate; their names.

    Raises WrongState when nobody is left to ask, or all were asked within the hour.
    """
    plan = lock(gate.plan)
    authorize(by, "plan.view", plan)
    authorize(by, "plan.comment", plan)
    gate, moment = find_gate(plan, gate.pk), now()
    scene = settle(look(plan, moment)).scene
    here = scene.gate(gate.pk)
    if not (verdict := is_open(scene, here)):
        raise WrongState(verdict.reason)
    asked = _asked_lately(gate, moment)
    people = [one for one in candidates(scene, here) if one.id not in asked and one.id != by.pk]
    if not people:
        raise WrongState(_("能签的人一小时内都催过了，或者没有别人能签。"))
    names = [one.name for one in people]
    event = record(
        events.REMINDED, chain=plan.chain, by=by, subject=f"gate:{gate.pk}", at=moment,
        data={"gate": gate.title, "names": in_row(names), "to": [one.id for one in people]},
    )  # fmt: skip
    digest = signed_digest(here.key, here.covered)
    links = link_people(gate, [one.id for one in people], digest=digest, at=moment)
    letters.reminded(plan, gate, scene, event, links)
    return names


def _asked_lately(gate: Gate, moment: datetime) -> set[int]:
    lately = Event.objects.filter(
        chain=gate.plan.chain, kind=events.REMINDED.key, subject=f"gate:{gate.pk}",
        at__gt=moment - PEACE,
    )  # fmt: skip
    return {pk for event in lately for pk in event.data["to"]}
