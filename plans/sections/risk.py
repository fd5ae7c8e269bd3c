"""The section `risks`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Risk(PlanRow):
    """A risk and what is done about it."""

    LEVELS = (("高", _("高")), ("中", _("中")), ("低", _("低")))

    section = Section("risks", _("风险"), order=620, identity=("title",))

    group = Line(_("分组"), width=120)
    title = Line(_("风险"), width=220)
    level = Choice(_("等级"), of=LEVELS, width=70)
    probability = Line(_("概率"), width=90)
    impact = Prose(_("影响"), width=220)
    mitigation = Prose(_("应对措施"), width=280)
    owner = Line(_("负责人"), people=True)
