"""The section `triggers`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Trigger(PlanRow):
    """A condition upon which the release is rolled back."""

    KINDS = (("必须", _("必须")), ("考虑", _("考虑")))

    section = Section(
        "triggers",
        _("回滚触发条件"),
        order=750,
        identity=("condition",),
        headings=said(
            "abort-when abort-if abort-criteria abort-conditions stop-conditions no-go-criteria roll-back-when rollback-when 中止条件 终止条件 止损条件 回滚时机 roll-back-if rollback-if 回滚触发条件 回退触发条件 回退决策点 回滚决策点 kill-criteria 触发条件 回滚条件 回退条件 回滚标准 回滚判断标准 "
            "回滚决策条件 必须回滚 考虑回滚 回滚触发 回滚阈值 rollback-triggers "
            "rollback-criteria rollback-conditions triggers when-to-roll-back"
        ),
        lines="condition",
        spoken=r"(?:满足|出现|达到|发生|遇到|存在|触发).{0,20}(?:条件|情况|情形|场景|之一|任一|任意).{0,20}(?:回滚|回退|终止|中止)"
        r"|(?:什么时候|什么情况下?|何时|出现以下情况)(?:需要|要|应)?(?:回滚|回退)|roll(?:ed)?backif|rollbackwhen",
        told={"kind": (("必须", "必须|立即|强制|must"), ("考虑", "考虑|评估|建议|consider"))},
        synonyms={
            "condition": said(
                "条件 触发条件 回滚条件 触发场景 回滚触发条件 场景 指标 情形 情况 现象 "
                "condition trigger when"
            ),
            "kind": said("类型 级别 动作 处理方式 是否必须 kind type action"),
            "deadline": said("时限 期限 决策时限 响应时间 持续时间 时间 deadline within"),
            "decider": said("决策人 负责人 决策者 审批人 责任人 decider decision-maker owner"),
        },
    )

    condition = Prose(_("条件"), width=360)
    kind = Choice(_("类型"), of=KINDS, width=80)
    deadline = Line(_("时限"))
    decider = Line(_("决策人"), people=True)
