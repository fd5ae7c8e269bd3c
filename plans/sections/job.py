"""The section `jobs`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Prose
from plans.tables.row import TickedRow
from plans.tables.section import Section
from plans.tables.words import said


class Job(TickedRow):
    """A scheduled job; `cron` in the Quartz dialect."""

    section = Section(
        "jobs",
        _("定时任务"),
        order=440,
        identity=("group", "name"),
        recorders=("ops",),
        helpers={"cron": ("next_runs",)},
        headings=said(
            "定时任务 调度调整 调度变更 任务 任务调度 调度任务 job jobs 定时job xxl-job xxljob "
            "定时任务变更 定时任务配置 计划任务 批处理任务 跑批任务 scheduled-jobs cron "
            "cron-jobs scheduled-tasks"
        ),
        synonyms={
            "group": said("任务分组 分组 执行器 任务组 job-group jobgroup 应用 group executor app"),
            "name": said("任务名称 任务 任务名 job job名称 jobname job-name name"),
            "handler": said(
                "方法逻辑 方法 执行方法 handler jobhandler job-handler 执行类 任务处理器 "
                "处理器 逻辑 类名 执行逻辑 bean method class"
            ),
            "cron": said(
                "cron cron表达式 表达式 执行周期 执行时间 调度周期 触发规则 调度时间 "
                "执行频率 频率 schedule expression"
            ),
            "note": said("任务描述 描述 说明 备注 任务说明 用途 note description remark"),
        },
    )

    group = Line(_("任务分组"), code=True, width=180)
    name = Line(_("任务名称"), code=True, width=180)
    handler = Line(_("方法逻辑"), code=True, width=260)
    cron = Line(_("cron 表达式"), code=True, width=140)
    note = Prose(_("任务描述"))
