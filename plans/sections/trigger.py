"""The section `triggers`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Trigger(PlanRow):
    """A condition upon which the release is rolled back."""

    KINDS = (("必须", _("必须")), ("考虑", _("考虑")))

    section = Section("triggers", _("回滚触发条件"), order=750, identity=("condition",))

    condition = Prose(_("条件"), width=360)
    kind = Choice(_("类型"), of=KINDS, width=80)
    deadline = Line(_("时限"))
    decider = Line(_("决策人"), people=True)
