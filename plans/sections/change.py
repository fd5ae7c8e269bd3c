"""The section `changes`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Names, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Change(PlanRow):
    """What this release changes, by business line."""

    section = Section(
        "changes",
        _("发布内容"),
        order=200,
        identity=("summary",),
        editors=("dev", "product"),
        words={"apps": "apps.app"},
        headings=said(
            "发布内容 版本发布内容 变更内容 上线内容 更新内容 升级内容 需求列表 "
            "需求清单 功能列表 功能清单 发布需求 变更列表 变更清单 变更范围 变更明细 "
            "改动点 改动内容 新增功能 功能点 本次需求 迭代内容 版本内容 发布功能 "
            "changes change-log 缺陷修复 问题修复 whats-changing whats-included included-changes in-this-release 需求内容 上线需求 发布特性 特性列表 修改内容 优化内容 bug修复 修复内容 新特性 本期需求 本期内容 changelog what-changes release-content features "
            "scope-of-change whats-new what-ships 改了什么"
        ),
        lines="summary",
        synonyms={
            "line": said(
                "业务线 业务 业务域 业务模块 所属业务 模块 产品线 功能模块 业务方 line "
                "business-line module domain"
            ),
            "apps": said(
                "涉及应用 涉及系统 涉及服务 影响应用 影响系统 应用 相关应用 相关系统 "
                "改动应用 变更应用 应用列表 涉及工程 涉及模块 系统 apps services "
                "applications affected-services components systems"
            ),
            "summary": said(
                "变更内容 内容 功能 功能点 需求 需求名称 需求内容 需求描述 改动点 改动内容 "
                "功能描述 变更点 变更说明 变更描述 更新内容 发布内容 上线内容 功能名称 "
                "变更项 标题 描述 summary change description feature requirement what title"
            ),
            "developer": said(
                "开发人员 开发 开发负责人 研发 研发负责人 开发者 开发同学 研发人员 对应开发 "
                "developer dev dev-owner"
            ),
            "tester": said("测试人员 测试 测试负责人 对应测试 测试同学 qa tester"),
        },
    )

    line = Line(_("业务线"), width=120)
    apps = Names(_("涉及应用"), code=True, width=200)
    summary = Prose(_("变更内容"), width=360)
    developer = Line(_("开发人员"), people=True)
    tester = Line(_("测试人员"), people=True)
