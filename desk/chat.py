"""How a plan stands, as plain text for a chat group."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from desk.awaited import awaited
from ground.words import in_brackets, in_row, labelled
from plans import states
from plans.contribute import gather
from plans.meters import meters_of
from plans.models import Plan
from plans.source import source_of
from plans.tables.registry import section
from plans.tables.section import Section
from plans.templatetags.plan_words import window
from plans.writing.chat import headline, message, plain, section_text

TOLD_STATES = ("deploying", "deployed", "failed", "verify_failed", "rolled_back")
MOST_APPS = 8


def text_of_section(plan: Plan, part: Section) -> str:
    return section_text(source_of(plan), part, f"{_address(plan)}#s-{part.key}")


def text_of_state(plan: Plan, now: datetime) -> str:
    """State, window, how far it is, what is under way and what comes next."""
    lines = [headline(source_of(plan)), *_facts(plan), *_doing(plan, now)]
    return message(lines, _address(plan))


def _facts(plan: Plan) -> Iterator[str]:
    yield labelled(_("状态"), plan.get_status_display())
    yield labelled(_("窗口"), window(plan) or _("还没有定窗口"))
    yield labelled(_("负责人"), plan.owner.called)
    meters = [*meters_of([plan])[plan.pk], *gather("meters", plan)]
    if meters:
        told = in_row(f"{one.label} {one.done}/{one.total}" for one in meters)
        yield labelled(_("进度"), told)


def _doing(plan: Plan, now: datetime) -> Iterator[str]:
    """A group reads it: whoever is awaited is named, and nobody is called "you"."""
    apps = list(section("apps").rows(plan))
    steps = [step for step in gather("flow", plan) if step.state == "now"]
    if steps:
        told = (in_brackets(one.label, one.hint) if one.hint else str(one.label) for one in steps)
        yield labelled(_("正在"), in_row(told))
    for state, label in section("apps").column("state").options:
        names = [app.app for app in apps if app.state == state]
        if state in TOLD_STATES and names:
            more = " …" if len(names) > MOST_APPS else ""
            yield labelled(label, in_row(map(plain, names[:MOST_APPS])) + more)
    if plan.status not in states.FINISHED:
        yield labelled(_("下一步"), plain(awaited(plan, AnonymousUser(), now).what))


def _address(plan: Plan) -> str:
    return f"{settings.BASE_URL}{plan.get_absolute_url()}"
