"""The section `apps`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Moment, Names, Prose, Whole
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class App(PlanRow):
    """An application of this release and the batch it is deployed in."""

    LEVELS = (("高", _("高")), ("中", _("中")), ("低", _("低")))
    STATES = (
        ("pending", _("未开始")),
        ("deploying", _("发布中")),
        ("deployed", _("待验证")),
        ("verified", _("验证通过")),
        ("verify_failed", _("验证失败")),
        ("failed", _("发布失败")),
        ("rolled_back", _("已回滚")),
        ("skipped", _("已跳过")),
    )

    section = Section(
        "apps",
        _("发布应用批次"),
        order=500,
        identity=("app",),
        helpers={"version": ("snapshot",)},
        group_by="batch",
        frozen=3,
        moves=True,
        group_words=_("第 %s 批"),
        headed="app",
        links=(("plans:rollback-order", _("回滚顺序")),),
        words={"depends_on": "apps.app"},
        headings=said(
            "涉及系统 涉及应用 涉及服务 发布应用批次 发布应用列表批次 发布应用列表 发布应用 应用列表 应用清单 "
            "发布批次 发布计划表 发布顺序 应用发布顺序 发布清单 上线清单 发布系统 "
            "部署清单 部署顺序 部署计划 发布服务 服务列表 服务清单 上线应用 应用发布 "
            "上线顺序 批次 批次安排 发布列表 服务顺序 应用顺序 系统顺序 投产系统 投产系统清单 上线系统 上线系统清单 上线模块 模块清单 组件清单 升级清单 components systems modules 应用部署 部署列表 apps applications "
            "services deployment-order deployments release-order batches rollout-order deploy-order "
            "deployment-plan service-list"
        ),
        synonyms={
            "batch": said(
                "批次 发布批次 发布顺序 顺序 上线顺序 部署顺序 发布次序 部署批次 次序 "
                "上线批次 轮次 batch order sequence wave"
            ),
            "domain": said("发布域 域 业务域 所属域 业务线 领域 所属业务 domain"),
            "app": said(
                "应用 应用名称 应用名 系统名称 系统 系统名 服务名称 服务名 服务 工程名称 "
                "工程名 工程 项目名称 组件 组件名 组件名称 模块名称 模块 子系统 微服务 "
                "发布应用 发布系统 app application app-name service service-name component "
                "system module name"
            ),
            "version": said(
                "new 版本号 版本 发布版本 目标版本 新版本 上线版本 升级版本 镜像版本 版本tag "
                "发布版本号 本次版本 升级后版本 变更后版本 投产版本 旧版本新版本 原版本新版本 当前版本目标版本 版本变化 镜像tag tag to to-version version new-version target-version image-tag"
            ),
            "old_version": said(
                "old 升级前版本 变更前版本 现状版本 from 原版本 旧版本 当前版本 线上版本 回滚版本 现网版本 现有版本 生产版本 "
                "old-version current-version previous-version rollback-version from-version"
            ),
            "branch": said(
                "发布分支 分支 代码分支 分支名 分支名称 git分支 上线分支 branch git-branch"
            ),
            "depends_on": said(
                "依赖 发布依赖 依赖方 依赖应用 依赖系统 依赖服务 前置依赖 前置应用 上游依赖 "
                "依赖关系 依赖工程 依赖模块 前置系统 先后关系 前置 依赖项 deploy-after after depends-on dependencies dependency depends requires"
            ),
            "deployer": said(
                "发布人员 发布人 部署人 部署人员 发布负责人 操作人 上线人 执行人 上线负责人 "
                "发布者 投产负责人 升级负责人 运维 运维人员 deployer released-by operator"
            ),
            "developer": said(
                "开发人员 开发 开发负责人 研发 研发负责人 开发者 研发人员 负责人 owner "
                "developer dev"
            ),
            "tester": said("测试人员 测试 测试负责人 验证人 验证人员 qa tester"),
            "change": said(
                "变更内容 变更 变更说明 更新内容 发布内容 改动内容 改动点 变更点 上线内容 "
                "变更描述 change changes description"
            ),
            "risk_level": said("风险等级 风险级别 风险 变更等级 risk-level risk"),
            "risk": said("风险描述 风险点 风险说明 风险内容 risk-description"),
            "risk_control": said(
                "风险控制 风险应对 应对措施 控制措施 风险措施 规避措施 缓解措施 "
                "risk-control mitigation"
            ),
            "check_items": said(
                "检查项 检查内容 验证内容 验证点 验证项 检查点 发布检查项 checks "
                "check-items checklist verification"
            ),
        },
    )

    batch = Whole(_("批次"), width=70)
    domain = Line(_("发布域"), width=90)
    app = Line(_("应用"), code=True, width=190)
    version = Line(_("版本"), code=True, width=120)
    old_version = Line(_("原版本"), code=True, width=120)
    branch = Line(_("发布分支"), code=True, width=190)
    depends_on = Names(_("依赖"), code=True, width=180)
    deployer = Line(_("发布人"), people=True, width=110)
    developer = Line(_("开发人员"), people=True, width=110)
    tester = Line(_("测试人员"), people=True, width=110)
    change = Prose(_("变更内容"))
    risk_level = Choice(_("风险等级"), of=LEVELS, width=90)
    risk = Prose(_("风险描述"))
    risk_control = Prose(_("风险控制"))
    check_items = Prose(_("检查项"))
    state = Choice(_("状态"), of=STATES, progress=True, default="pending", width=110)
    evidence = Prose(_("执行凭据"), progress=True)
    actual_start = Moment(_("实际开始"), progress=True)
    actual_end = Moment(_("实际结束"), progress=True)
    build = Line(_("构建号"), code=True, progress=True)
    state_by = Line(_("状态操作人"), progress=True)
    state_at = Moment(_("状态时间"), progress=True)

    @property
    def is_executed(self) -> bool:
        return self.state not in ("pending", "skipped")
