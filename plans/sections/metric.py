"""The section `metrics`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Metric(PlanRow):
    """A figure that shows whether the release goes well."""

    OPERATORS = tuple((sign, sign) for sign in ("<", "<=", ">", ">=", "=", "!="))
    PURPOSES = (("目标", _("目标")), ("门禁", _("门禁")), ("回滚", _("回滚")))

    section = Section(
        "metrics",
        _("关键指标"),
        order=720,
        identity=("name", "purpose"),
        group_by="category",
        enough=("name",),
        headings=said(
            "看什么 看哪些指标 观察什么 验收标准 验收指标 监控阈值 告警阈值 阈值 关键监控指标 观测指标 关键指标 关键指标监控 监控指标 指标 核心指标 观察指标 灰度指标 门禁指标 "
            "指标阈值 指标监控 sla slo 成功指标 metrics key-metrics kpis kpi "
            "performance-metrics success-metrics"
        ),
        grouped="category",
        told={
            "purpose": (
                ("回滚", "回滚|回退|rollback"),
                ("门禁", "门禁|灰度|准入|gate"),
                ("目标", ""),
            )
        },
        synonyms={
            "category": said("类别 分类 指标类型 指标类别 指标分类 类型 category type group"),
            "name": said(
                "指标 指标名称 指标名 监控指标 关键指标 名称 监控项 指标项 metric name indicator"
            ),
            "operator": said("比较 比较符 条件 运算符 operator comparison"),
            "threshold": said(
                "阈值 目标值 目标 标准 告警阈值 期望值 指标值 门限 正常范围 标准值 预警阈值 "
                "要求 threshold target value expected limit"
            ),
            "unit": said("单位 unit"),
            "query": said("查询 promql 查询语句 监控语句 采集方式 表达式 query expression"),
            "purpose": said("用途 目的 purpose use"),
        },
    )

    category = Line(_("类别"), width=140)
    name = Line(_("指标"), width=180)
    operator = Choice(_("比较"), of=OPERATORS, width=70)
    threshold = Line(_("阈值"), width=100)
    unit = Line(_("单位"), width=80)
    query = Prose(_("查询 (PromQL)"), code=True, width=260)
    purpose = Choice(_("用途"), of=PURPOSES, width=80)
