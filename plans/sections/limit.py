"""The section `limits`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Limit(PlanRow):
    """A limit, degradation or circuit breaker."""

    POLICIES = (("限流", _("限流")), ("降级", _("降级")), ("熔断", _("熔断")))

    section = Section(
        "limits",
        _("限流降级"),
        order=450,
        identity=("resource",),
        headings=said(
            "限流降级 限流 降级 熔断 限流熔断 限流配置 降级预案 限流策略 熔断降级 "
            "限流降级熔断 降级方案 流控 流控配置 sentinel rate-limits limits throttling "
            "circuit-breakers degradation"
        ),
        told={
            "policy": (
                ("熔断", "^[^限降]*熔断[^限降]*$"),
                ("降级", "^[^限熔]*降级[^限熔]*$"),
                ("限流", "^[^降熔]*(?:限流|流控)[^降熔]*$"),
            )
        },
        synonyms={
            "resource": said(
                "资源 资源名 资源名称 接口 接口名 接口名称 接口地址 api uri url 方法 服务 "
                "resource endpoint"
            ),
            "policy": said("策略 类型 限流方式 规则 措施 policy type rule strategy"),
            "threshold": said("阈值 限流阈值 限流值 qps 限额 单机阈值 threshold limit"),
            "fallback": said(
                "降级 降级方案 降级策略 降级措施 降级逻辑 兜底 兜底方案 处理方式 fallback"
            ),
            "note": said("说明 备注 描述 note description remark"),
        },
    )

    resource = Line(_("资源"), code=True, width=240)
    policy = Choice(_("策略"), of=POLICIES)
    threshold = Line(_("阈值"))
    fallback = Prose(_("降级方案"))
    note = Prose(_("说明"))
