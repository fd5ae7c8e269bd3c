"""The section `configs`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Prose
from plans.tables.row import TickedRow
from plans.tables.section import Section
from plans.tables.words import said


class Config(TickedRow):
    """A key in the configuration centre that this release sets."""

    section = Section(
        "configs",
        _("配置项"),
        order=400,
        identity=("application", "environment", "namespace", "key"),
        helpers={"key": ("live_value",)},
        recorders=("ops",),
        words={"application": "apps.app"},
        headings=said(
            "配置项 apollo动态配置项 动态配置项 配置变更 配置变更项 apollo配置 apollo "
            "nacos nacos配置 配置中心 配置中心变更 配置清单 配置更新 配置修改 环境变量 "
            "动态配置 应用配置 参数配置 配置 configs config configuration "
            "configuration-changes config-changes environment-variables env-vars env settings 配置变更清单 配置参数 apollo变更 nacos变更 系统参数 参数变更"
        ),
        headed="application",
        spread=(
            "environment",
            "value",
            said(
                "dev test sit uat fat pre stage staging beta gray prod pro production dr 开发 测试 预发 预发布 灰度 生产 线上 开发环境 测试环境 预发环境 生产环境 正式环境 线上环境"
            ),
        ),
        synonyms={
            "application": said(
                "application 应用 应用名 应用名称 appid app-id 系统 服务 服务名 项目 工程 "
                "dataid data-id app service"
            ),
            "environment": said("environment env 环境 生效环境 所属环境 cluster 集群"),
            "namespace": said("namespace 命名空间 group 文件 配置文件 文件名"),
            "key": said(
                "key 配置键 配置项 配置key 参数 参数名 配置名 键 配置名称 变量名 参数名称 "
                "配置项名称 name property"
            ),
            "value": said(
                "新 "
                "new value 配置值 新值 发布值 值 修改后 变更后 变更后的值 目标值 新配置 生产值 "
                "线上值 参数值 修改后值 变更后值 new-value after to"
            ),
            "old_value": said(
                "旧 "
                "old old-value 原值 旧值 修改前 变更前 变更前的值 当前值 原配置 修改前值 "
                "变更前值 before from current-value"
            ),
            "note": said(
                "描述 说明 备注 配置描述 用途 含义 作用 变更说明 note description comment remark"
            ),
        },
    )

    application = Line(_("应用"), code=True, width=150)
    environment = Line(_("环境"), width=80)
    namespace = Line(_("命名空间"), code=True, width=130)
    key = Line(_("配置键"), code=True, width=200)
    value = Prose(_("发布值"), code=True, width=160)
    old_value = Prose(_("原值"), code=True, width=160)
    note = Prose(_("描述"))
