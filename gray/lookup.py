"""Finding the ramp that a request names."""

from django.utils.translation import gettext as _

from gray.sections.ramp import Ramp
from ground.errors import Hidden
from plans.models import Plan


def find_ramp(plan: Plan, pk: int) -> Ramp:
    """The plan's ramp of that row id, or Hidden."""
    ramp = Ramp.objects.filter(plan=plan, pk=pk).first()
    if ramp is None:
        raise Hidden(_("没有这个灰度，可能已被删除。"))
    ramp.plan = plan
    return ramp
