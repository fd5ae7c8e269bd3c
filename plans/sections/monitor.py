"""The section `monitors`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Monitor(PlanRow):
    """What is watched, and where."""

    section = Section("monitors", _("监控"), order=730, identity=("item",))

    item = Line(_("监控项"), width=260)
    kind = Line(_("类型"))
    owner = Line(_("负责人"), people=True)
    link = Line(_("链接"), width=260)
