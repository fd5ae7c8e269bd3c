"""The section `apps`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Moment, Names, Prose, Whole
from plans.tables.row import PlanRow
from plans.tables.section import Section


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
        group_by="batch",
        frozen=3,
        moves=True,
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
