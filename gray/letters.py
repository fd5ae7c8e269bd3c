"""What is mailed about ramps: a guardrail has acted, everybody of the plan hears of it at once."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gray.bucket import percent_of
from gray.runs import Run
from ground.models import Event
from plans.grants import everyone
from plans.letters import Draft, say, send
from plans.models import Plan


def guard_acted(plan: Plan, run: Run, event: Event) -> None:
    """In the transaction in which it did; the event makes sure that nobody is told twice."""

    def draft() -> Draft:
        return Draft(
            heading=event.sentence,
            lines=[_("护栏自己动的手，没有等人；要继续放量，先查清原因，再按“继续”或“开始”。")],
            facts=[
                (_("现在线上比例"), f"{percent_of(run.share)}%"),
                (_("状态"), run.label),
            ],
            quote=event.reason,
            button=_("查看灰度"),
        )

    key = f"{event.chain}#{event.position}:guard"
    url = f"{reverse('gray:plan', args=[plan.number])}?ramp={run.ramp_id}"
    send(plan, everyone(plan), draft, key=key, kind=event.kind, url=url)
    say(plan, draft, key=key, kind=event.kind, url=url)
