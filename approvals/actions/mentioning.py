"""@name in what a signer writes: kept, told by mail, and read when the gates are seen."""

from typing import Any

from django.db import transaction

from approvals import events, letters
from approvals.mentions import spoken_to
from approvals.models import Mention, SignOff
from ground.clock import now
from ground.journal import record
from ground.policies import authorize
from ground.words import in_row
from plans.actions import lock
from plans.models import Plan


def mention(signoff: SignOff, plan: Plan) -> None:
    """Keep who is spoken to in the comment; within the transaction of the sign-off."""
    found = {pk: name for pk, name in spoken_to(signoff.comment, plan) if pk != signoff.signer_id}
    if not found:
        return
    Mention.objects.bulk_create(Mention(signoff=signoff, person_id=pk) for pk in found)
    event = record(
        events.MENTIONED, chain=plan.chain, by=signoff.signer, subject=f"gate:{signoff.gate_id}",
        at=signoff.signed_at,
        data={"gate": signoff.gate.title, "names": in_row(found.values()), "signoff": signoff.pk},
    )  # fmt: skip
    letters.mentioned(plan, signoff, event, found)


@transaction.atomic
def note_mentions_read(plan: Plan, *, by: Any) -> int:
    """This person has seen the plan's gates; how many were unread."""
    plan = lock(plan)
    authorize(by, "plan.view", plan)
    unread = Mention.objects.unread(by).filter(signoff__gate__plan=plan)
    return unread.update(read_at=now())
