"""What letters about a plan tell: when, what, and what still misses. In the active language."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ground.words import in_brackets, in_row
from plans.contribute import gather
from plans.counts import row_counts
from plans.meters import DONE
from plans.models import Plan
from plans.release import amendment_is_open
from plans.tables.registry import section
from plans.templatetags.plan_words import window

Facts = list[tuple[str, str]]


def about(plan: Plan) -> Facts:
    """When and what."""
    return [(_("发布窗口"), window_in_words(plan)), *_contents(plan)]


def missing(plan: Plan) -> Facts:
    """Open gates, unfinished checks, an amendment; nothing when all is done."""
    parts = [*_gates(plan), *_checks(plan)]
    if amendment_is_open(plan):
        parts.append(_("变更待签"))
    return [(_("还差"), in_row(parts) or _("都齐了"))]


def window_in_words(plan: Plan) -> str:
    """With the day of the week, in the plan's zone, which is named."""
    return in_brackets(window(plan), plan.timezone) if plan.window_start else _("还没有定窗口")


def time_left(left: timedelta) -> str:
    """How long until the window, as people say it; empty when it has begun."""
    minutes = round(left.total_seconds() / 60)
    if minutes <= 0:
        return ""
    if minutes < 90:
        return ngettext("距发布还有 %(n)s 分钟", "距发布还有 %(n)s 分钟", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    if hours < 24:
        return ngettext("距发布还有 %(n)s 小时", "距发布还有 %(n)s 小时", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("距发布还有 %(n)s 天", "距发布还有 %(n)s 天", days) % {"n": days}


def _contents(plan: Plan) -> Facts:
    apps = row_counts(plan).get("apps", 0)
    told: Facts = [(_("版本"), plan.version)] if plan.version else []
    if apps:
        names = section("apps").rows(plan).values_list("app", flat=True)[:MOST]
        more = _("等 %(n)s 个") % {"n": apps} if apps > MOST else ""
        told.append((_("发布应用"), f"{in_row(names)} {more}".strip()))
    return told


def _gates(plan: Plan) -> list[str]:
    """The steps of the line that wait for somebody, as the page names them."""
    waiting = (step for step in gather("flow", plan) if step.state in ("now", "bad"))
    return [in_brackets(step.label, step.hint) if step.hint else step.label for step in waiting]


def _checks(plan: Plan) -> list[str]:
    undone = section("checks").rows(plan).exclude(DONE["checks"]).count()
    if not undone:
        return []
    return [ngettext("%(n)s 项检查没有勾完", "%(n)s 项检查没有勾完", undone) % {"n": undone}]


MOST = 8
"""Applications that a letter names."""
