"""The section `jobs`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Prose
from plans.tables.row import TickedRow
from plans.tables.section import Section


class Job(TickedRow):
    """A scheduled job; `cron` in the Quartz dialect."""

    section = Section(
        "jobs", _("定时任务"), order=440, identity=("group", "name"), recorders=("ops",)
    )

    group = Line(_("任务分组"), code=True, width=180)
    name = Line(_("任务名称"), code=True, width=180)
    handler = Line(_("方法逻辑"), code=True, width=260)
    cron = Line(_("cron 表达式"), code=True, width=140)
    note = Prose(_("任务描述"))
