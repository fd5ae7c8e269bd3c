"""The section `ramps`."""

from django.utils.translation import gettext_lazy as _

from gray.begun import begun_runs
from plans.tables.cells import Line, Moment, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Ramp(PlanRow):
    """The staged growth of the share of users that one switch lets in."""

    section = Section(
        "ramps",
        _("灰度"),
        order=704,
        identity=("name",),
        words={"application": "apps.app"},
        usual=("flag", "environment", "key"),
        headings=said(
            "放量 切流 灰度放量 灰度切流 灰度方案设计 灰度 可灰度 灰度计划 灰度方案 灰度发布 灰度策略 灰度发布计划 灰度发布方案 "
            "切流计划 切流方案 放量计划 放量方案 切流灰度计划 本次切流灰度计划 "
            "灰度发布策略 流量切换 金丝雀发布 ramps ramp canary rollout canary-release "
            "gray-release gradual-rollout"
        ),
        synonyms={
            "name": said("灰度名称 名称 灰度 灰度项 ramp name"),
            "flag": said("开关标识 标识 特性开关 灰度标识 flag flag-key feature-flag"),
            "environment": said("环境 environment env"),
            "driver": said("驱动 平台 灰度平台 配置中心 driver platform"),
            "application": said("应用 应用名 应用名称 application app service"),
            "namespace": said("命名空间 namespace"),
            "key": said("配置键 开关 灰度开关 key switch"),
            "format": said("写入格式 格式 format"),
            "start": said("计划开始 开始时间 灰度开始时间 start start-time"),
            "population": said("人群 灰度人群 灰度对象 population audience"),
            "note": said("说明 备注 描述 note remark description"),
        },
    )

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

    @property
    def is_executed(self) -> bool:
        """A ramp that has begun and is not off."""
        return any(run.ramp_id == self.pk for run in begun_runs(self.plan))
