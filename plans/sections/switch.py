"""The section `switches`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Switch(PlanRow):
    """The configuration key that turns new behaviour off again."""

    section = Section(
        "switches",
        _("回滚开关"),
        order=740,
        identity=("application", "namespace", "key"),
        helpers={"key": ("live_value",)},
        words={"application": "apps.app"},
        headings=said(
            "回滚开关 开关配置 开关 功能开关 灰度开关 开关列表 回滚开关配置 降级开关 "
            "开关清单 特性开关 feature-flags feature-toggles switches kill-switches "
            "toggles"
        ),
        headed="application",
        synonyms={
            "application": said(
                "application 应用 应用名 应用名称 appid 系统 服务 服务名 app service"
            ),
            "namespace": said("namespace 命名空间"),
            "key": said(
                "key 配置键 开关 开关key 开关名 开关名称 配置key 键 配置项 开关标识 switch "
                "flag name toggle"
            ),
            "value": said(
                "value 回滚值 default 关闭值 值 回退值 默认值 关闭 回滚时的值 off-value "
                "rollback-value off"
            ),
            "on_value": said("on-value 开启值 打开值 开启 生效值 on"),
            "note": said("回滚说明 说明 备注 描述 作用 用途 开关说明 note description remark"),
        },
    )

    application = Line(_("应用"), code=True, width=160)
    namespace = Line(_("命名空间"), code=True, width=140)
    key = Line(_("配置键"), code=True, width=220)
    value = Line(_("回滚值"), code=True, width=120)
    on_value = Line(_("开启值"), code=True, width=120)
    note = Prose(_("回滚说明"))
