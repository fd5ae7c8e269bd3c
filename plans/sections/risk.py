"""The section `risks`."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Risk(PlanRow):
    """A risk and what is done about it."""

    LEVELS = (("高", _("高")), ("中", _("中")), ("低", _("低")))

    section = Section(
        "risks",
        pgettext_lazy("plural", "风险"),
        order=620,
        identity=("title",),
        headings=said(
            "风险 风险评估 风险评估与应对 风险点 风险识别 风险分析 风险清单 风险项 "
            "风险及应对 风险及应对措施 风险与应对 风险应对 发布风险 风险预案 风险管理 "
            "风险控制 应急预案 risks risk risk-assessment risk-register "
            "risks-and-mitigations risk-analysis"
        ),
        lines="title",
        grouped="group",
        marked=(
            "level",
            r"(?:【|\[)?(?P<value>[高中低])(?:风险|危|级)?(?:】|\]|\s*[:：])\s*(?=\S)",
        ),
        told={"level": (("高", "高风险|high"), ("中", "中风险|medium"), ("低", "低风险|low"))},
        synonyms={
            "group": said("分组 分类 类别 风险类别 风险分类 风险类型 类型 group category type"),
            "title": said(
                "场景 情况 异常情况 异常场景 故障场景 突发情况 问题描述 风险 风险点 风险项 风险名称 风险描述 风险内容 描述 风险场景 可能的问题 "
                "问题 风险说明 title risk description risk-description"
            ),
            "level": said(
                "等级 风险等级 级别 风险级别 严重程度 严重性 优先级 level severity "
                "risk-level priority"
            ),
            "probability": said("概率 可能性 发生概率 发生可能性 probability likelihood"),
            "impact": said("影响 影响范围 影响程度 后果 影响描述 影响面 impact effect consequence"),
            "mitigation": said(
                "应对 应对措施 措施 应对方案 缓解措施 规避措施 预案 解决方案 应对策略 "
                "动作 处置 处置措施 控制措施 风险控制 处理方案 风险应对 处理措施 预防措施 应急预案 应急措施 "
                "对策 mitigation countermeasure response action plan"
            ),
            "owner": said("负责人 责任人 跟进人 owner assignee responsible"),
        },
    )

    group = Line(_("分组"), width=120)
    title = Line(_("风险"), width=220)
    level = Choice(_("等级"), of=LEVELS, width=70)
    probability = Line(_("概率"), width=90)
    impact = Prose(_("影响"), width=220)
    mitigation = Prose(_("应对措施"), width=280)
    owner = Line(_("负责人"), people=True)
