"""The section `impacts`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Impact(PlanRow):
    """Whom and what the release touches."""

    KINDS = (
        ("service", _("服务")),
        ("api", _("接口")),
        ("db", _("数据库")),
        ("user", _("用户")),
        ("downstream", _("下游")),
        ("client", _("客户端")),
    )

    section = Section(
        "impacts",
        _("影响范围"),
        order=210,
        identity=("object",),
        headings=said(
            "影响 影响及停机 影响范围 影响面 影响分析 影响评估 发布影响 业务影响 影响范围评估 影响说明 "
            "停机影响 impact impacts impact-analysis impact-scope affected-scope"
        ),
        lines="object",
        pair=("object", "effect"),
        synonyms={
            "object": said(
                "影响对象 对象 影响系统 受影响系统 受影响服务 影响功能 影响模块 影响业务 "
                "影响项 影响范围 受影响对象 受影响方 object affected service system"
            ),
            "kind": said("类型 影响类型 对象类型 kind type"),
            "effect": said(
                "影响 影响说明 影响描述 影响内容 影响程度 说明 描述 effect impact description"
            ),
            "downtime": said(
                "停机时间 停服时间 停机时长 中断时间 不可用时间 是否停机 downtime outage"
            ),
        },
    )

    object = Line(_("影响对象"), width=240)
    kind = Choice(_("类型"), of=KINDS)
    effect = Prose(_("影响说明"), width=300)
    downtime = Line(_("停机时间"))
