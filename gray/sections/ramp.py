"""The section `ramps`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Moment, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Ramp(PlanRow):
    """The staged growth of the share of users that one switch lets in."""

    section = Section("ramps", _("灰度"), order=704, identity=("name",))

    name = Line(_("灰度名称"), width=160)
    flag = Line(_("开关标识"), code=True, width=160)
    environment = Line(_("环境"), width=90)
    driver = Line(_("驱动"), width=100)
    application = Line(_("应用"), code=True, width=150)
    namespace = Line(_("命名空间"), code=True, width=130)
    key = Line(_("配置键"), code=True, width=180)
    format = Line(_("写入格式"), width=110)
    start = Moment(_("计划开始"), width=140)
    population = Prose(_("人群"))
    note = Prose(_("说明"))
