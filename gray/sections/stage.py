"""The section `stages`."""

from django.utils.translation import gettext_lazy as _

from gray.begun import begun_runs
from plans.tables.cells import Line, Names, Number, Prose, Span, Whole
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Stage(PlanRow):
    """One step of a ramp, held for a time."""

    section = Section(
        "stages",
        _("灰度阶段"),
        order=708,
        identity=("ramp", "position"),
        ordered=True,
        group_by="ramp",
        words={"ramp": "ramps.name"},
        usual=("audience", "percent", "hold", "approval"),
        headings=said(
            "流量切换 流量切换计划 progressive-rollout 放量 切流 灰度放量 灰度切流 灰度安排 canary-plan canary rollout ramp gradual-rollout canary-release gray-release 灰度阶段 灰度 灰度步骤 灰度批次 放量步骤 切流步骤 灰度比例 灰度节奏 "
            "放量节奏 灰度计划 灰度方案 灰度发布 可灰度 切流计划 切流灰度计划 "
            "本次切流灰度计划 灰度发布计划 灰度策略 渐进式发布 放量计划 stages "
            "gray-stages rollout-stages canary-stages rollout-plan ramp-stages"
        ),
        enough=("percent",),
        helpers={"needs": ("stage_needs",)},
        synonyms={
            "ramp": said("灰度名称 灰度 ramp"),
            "position": said(
                "序号 阶段 步骤 批次 灰度阶段 步骤序号 轮次 position step stage no phase"
            ),
            "audience": said(
                "对象 灰度对象 人群 用户 灰度人群 范围 灰度范围 用户范围 放量对象 目标用户 "
                "阶段名称 阶段 灰度阶段 audience users who target scope stage"
            ),
            "percent": said(
                "比例 流量 流量比例 灰度比例 百分比 放量比例 切流比例 用户比例 灰度流量 "
                "占比 % percent percentage traffic share ratio"
            ),
            "machines": said(
                "机器数 机器 机器台数 机器数量 台数 实例数 节点数 服务器数 machines "
                "instances nodes pods hosts"
            ),
            "hold": said(
                "观察时长 观察时间 持续时间 灰度时间 停留时间 观察期 时长 灰度时长 持续时长 "
                "预计时间 观察 hold duration soak soak-time wait observation bake-time"
            ),
            "approval": said(
                "签字 gate 审批 审批人 确认人 放行人 决策人 approval approver approved-by"
            ),
            "needs": said("依赖 前置 前置条件 依赖条件 needs requires depends-on prerequisites"),
            "note": said(
                "说明 备注 描述 观察指标 观察内容 通过标准 通过条件 准出条件 验证内容 "
                "观察项 推进条件 成功标准 note remark criteria description exit-criteria"
            ),
        },
    )

    ramp = Line(_("灰度名称"), width=150)
    position = Whole(_("序号"), width=60)
    audience = Line(_("对象"), width=200)
    percent = Number(_("比例 %"), width=80)
    machines = Whole(_("机器数"), width=80)
    hold = Span(_("观察时长"), width=100)
    approval = Line(_("签字"), width=120)
    needs = Names(_("依赖"), width=200)
    note = Prose(_("说明"), width=260)

    @property
    def place(self) -> tuple[bool, int, int]:
        """Where it stands among the stages of its ramp."""
        return self.position is None, self.position or 0, self.rank

    @property
    def is_executed(self) -> bool:
        """A stage that its ramp has reached."""
        return any(
            run.stage is not None
            and self.ramp.strip() in ("", run.ramp.name.strip())
            and self.place <= run.stage.place
            for run in begun_runs(self.plan)
        )
