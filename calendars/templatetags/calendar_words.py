"""Days of the week in words."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _

from calendars.forms import DAYS
from ground.words import in_row

register = template.Library()


@register.filter
def weekdays(days: Sequence[int]) -> str:
    """周一至周五, 周六、周日, 每天."""
    if not days or len(set(days)) == 7:
        return _("每天")
    names, wanted = dict(DAYS), sorted(set(days))
    if len(wanted) > 2 and wanted == list(range(wanted[0], wanted[-1] + 1)):
        return _("%(first)s至%(last)s") % {"first": names[wanted[0]], "last": names[wanted[-1]]}
    return in_row(str(names[day]) for day in wanted)
