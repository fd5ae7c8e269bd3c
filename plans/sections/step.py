"""The section `steps`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Flag, Line, Moment, Prose, Whole
from plans.tables.row import TickedRow
from plans.tables.section import Section
from plans.tables.words import said


class Step(TickedRow):
    """One step of the run book."""

    PHASES = (
        ("准备", _("准备")),
        ("发布", _("发布")),
        ("验证", _("验证")),
        ("回滚", _("回滚")),
        ("善后", _("善后")),
    )

    section = Section(
        "steps",
        _("执行步骤"),
        order=510,
        identity=("action",),
        ordered=True,
        group_by="phase",
        recorders=("ops",),
        headings=said(
            "verification post-deployment-verification post-release-verification smoke-test 回滚 回退 验证 割接后验证 割接步骤 切换任务 割接任务 deploy deployment 时间节点 关键节点 时间线 时间计划 时间进度 实施过程 变更步骤 变更过程 割接步骤 切换步骤 迁移步骤 执行计划 发布计划步骤 go-live-steps run-of-show implementation-steps implementation-plan backout-plan back-out-plan post-deployment post-release pre-deployment deployment-procedure go-live cutover roll-back 执行步骤 步骤 发布步骤 上线步骤 操作步骤 部署步骤 发布过程 上线过程 "
            "发布准备 上线准备 发布前准备 准备工作 前置准备 发布验证 上线验证 回退过程 "
            "回滚流程 回滚步骤 回退步骤 回滚操作 回滚过程 回退流程 回滚方案 回退方案 "
            "回滚计划 应急回滚 回滚策略 详细时间表 时间表 时间安排 发布时间安排 "
            "发布流程 上线流程 部署流程 发布执行 发布执行流程 执行流程 实施步骤 "
            "实施计划 实施方案 操作流程 上线操作 发布操作 部署过程 发布日程 日程 "
            "日程安排 里程碑 发布后操作 善后 收尾工作 收尾 steps run-book runbook "
            "schedule timeline rollback rollback-steps rollback-plan rollback-procedure "
            "deployment-steps release-steps procedure execution preparation"
        ),
        told={
            "phase": (
                ("回滚", r"回滚|回退|roll-?\s*back|back-?out"),
                ("验证", "验证|验收|回归|verif|valid"),
                ("准备", "准备|前置|prepar|pre-"),
                ("善后", "善后|收尾|发布后|上线后|post-|wrap"),
                ("发布", ""),
            )
        },
        synonyms={
            "phase": said("阶段 发布阶段 步骤类型 类型 phase stage"),
            "group": said("分组 组 任务组 阶段名称 步骤 group"),
            "group_minutes": said("分组时限 group-minutes"),
            "position": said("序号 步骤 步骤序号 步骤号 顺序 编号 no step-no step order seq"),
            "action": said(
                "操作 步骤 步骤内容 操作内容 操作步骤 执行内容 任务 事项 内容 动作 工作内容 "
                "具体操作 执行步骤 任务名称 操作说明 步骤说明 描述 活动 工作项 action task "
                "step description activity what"
            ),
            "owner": said(
                "负责 负责人 执行人 操作人 责任人 执行人员 操作人员 负责人员 owner assignee "
                "executor operator who responsible"
            ),
            "planned_start": said(
                "计划开始日期 开始日期 t 时刻 计划开始 开始时间 计划开始时间 开始 时间 时间段 计划时间 执行时间 时间点 "
                "时间节点 预计开始时间 预计时间 start start-time planned-start time when"
            ),
            "planned_end": said(
                "计划完成时间 计划完成日期 完成日期 计划结束 结束时间 计划结束时间 结束 完成时间 截止时间 预计结束时间 "
                "预计完成时间 end end-time planned-end finish"
            ),
            "actual_start": said("实际开始 实际开始时间 actual-start"),
            "actual_end": said("实际结束 实际结束时间 实际完成时间 actual-end"),
            "minutes": said(
                "预计分钟 预计耗时 耗时 时长 预计时长 用时 预估时间 预计用时 分钟 耗时分钟 "
                "duration minutes estimated-time"
            ),
            "reversible": said("可逆 是否可逆 是否可回滚 可回滚 可回退 是否可回退 reversible"),
        },
    )

    phase = Choice(_("阶段"), of=PHASES, width=80)
    group = Line(_("分组"), width=120)
    group_minutes = Whole(_("分组时限（分钟）"), width=90)
    position = Whole(_("序号"), width=60)
    action = Prose(_("操作"), width=320)
    owner = Line(_("负责人"), people=True, width=110)
    planned_start = Moment(_("计划开始"), width=140)
    planned_end = Moment(_("计划结束"), width=140)
    minutes = Whole(_("预计分钟"), width=80)
    reversible = Flag(_("可逆"), width=70)
    actual_start = Moment(_("实际开始"), progress=True)
    actual_end = Moment(_("实际结束"), progress=True)
