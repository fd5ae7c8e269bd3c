"""The section `limits`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Limit(PlanRow):
    """A limit, degradation or circuit breaker."""

    POLICIES = (("限流", _("限流")), ("降级", _("降级")), ("熔断", _("熔断")))

    section = Section("limits", _("限流降级"), order=450, identity=("resource",))

    resource = Line(_("资源"), code=True, width=240)
    policy = Choice(_("策略"), of=POLICIES)
    threshold = Line(_("阈值"))
    fallback = Prose(_("降级方案"))
    note = Prose(_("说明"))
