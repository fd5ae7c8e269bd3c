"""The section `comms`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Comm(PlanRow):
    """Who is told what, and when."""

    section = Section("comms", _("沟通计划"), order=800, identity=("moment", "content"))

    moment = Line(_("时点"), width=140)
    audience = Line(_("对象"))
    channel = Line(_("渠道"))
    content = Prose(_("内容"), width=360)
