"""The section `guards`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Flag, Line, Prose, Whole
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Guard(PlanRow):
    """How a metric of the plan is looked at by a ramp, where the usual way is not wanted.

    A metric without a guard is looked at in the usual way of its purpose (gray.judging).
    """

    ACTIONS = (("停住", _("停住")), ("回退", _("回退一级")), ("关闭", _("关闭流量")))
    MISSING = (("等待", _("等待")), ("放行", _("放行")), ("算失败", _("算失败")))

    section = Section(
        "guards",
        _("门禁与护栏"),
        order=722,
        identity=("metric", "ramp"),
        words={"metric": "metrics.name", "ramp": "ramps.name"},
        usual=("metric", "failures", "action"),
        enough=("metric",),
        headings=said("门禁与护栏 灰度门禁 护栏 门禁规则 护栏规则 guards guardrails gate-rules"),
        synonyms={
            "metric": said("指标 指标名称 metric"),
            "ramp": said("灰度 灰度名称 ramp"),
            "failures": said("失败次数 连续失败 次数 failures failure-limit"),
            "action": said("动作 处理 失败动作 action on-failure"),
            "minimum": said("最少样本 最小样本 样本数 minimum samples min-samples"),
            "no_data": said("无数据时 没有数据 no-data"),
            "unsure": said("不确定时 说不准 inconclusive"),
            "shadow": said("只看不动 影子 影子模式 shadow dry-run"),
            "samples": said("样本查询 样本数查询 sample-query"),
            "note": said("说明 备注 note remark"),
        },
    )

    metric = Line(_("指标"), width=180)
    ramp = Line(_("灰度名称"), width=150)
    failures = Whole(_("第几次失败起"), width=110)
    action = Choice(_("动作"), of=ACTIONS, width=100)
    minimum = Whole(_("最少样本"), width=90)
    samples = Prose(_("样本数查询 (PromQL)"), code=True, width=220)
    no_data = Choice(_("没有数据时"), of=MISSING, width=100)
    unsure = Choice(_("样本不够时"), of=MISSING, width=100)
    shadow = Flag(_("只看不动"), width=90)
    note = Prose(_("说明"))
