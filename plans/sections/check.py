"""The section `checks`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Flag, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Check(PlanRow):
    """An item to be ticked before the release may go on."""

    section = Section(
        "checks",
        _("检查清单"),
        order=610,
        identity=("group", "item"),
        group_by="group",
        editors=("dev", "test"),
        recorders=("dev", "test", "ops", "dba", "product"),
    )

    group = Line(_("分组"), width=180)
    item = Prose(_("检查项"), width=360)
    owner = Line(_("负责人"), people=True)
    due = Line(_("截止"))
    blocking = Flag(_("阻断"), width=70)
    done = Flag(_("已完成"), progress=True, width=80)
    evidence = Prose(_("凭据"), progress=True)
