"""The section `switches`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Switch(PlanRow):
    """The configuration key that turns new behaviour off again."""

    section = Section(
        "switches", _("回滚开关"), order=740, identity=("application", "namespace", "key")
    )

    application = Line(_("应用"), code=True, width=160)
    namespace = Line(_("命名空间"), code=True, width=140)
    key = Line(_("配置键"), code=True, width=220)
    value = Line(_("回滚值"), code=True, width=120)
    on_value = Line(_("开启值"), code=True, width=120)
    note = Prose(_("回滚说明"))
