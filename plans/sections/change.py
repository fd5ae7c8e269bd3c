"""The section `changes`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Names, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Change(PlanRow):
    """What this release changes, by business line."""

    section = Section(
        "changes", _("发布内容"), order=200, identity=("summary",), editors=("dev", "product")
    )

    line = Line(_("业务线"), width=120)
    apps = Names(_("涉及应用"), code=True, width=200)
    summary = Prose(_("变更内容"), width=360)
    developer = Line(_("开发人员"), people=True)
    tester = Line(_("测试人员"), people=True)
