"""The section `checks`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Flag, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Check(PlanRow):
    """An item to be ticked before the release may go on."""

    section = Section(
        "checks",
        _("检查清单"),
        order=610,
        identity=("group", "item"),
        group_by="group",
        editors=("dev", "test"),
        recorders=("dev", "test", "ops", "dba", "product"),
        headings=said(
            "检查清单 发布前检查清单 发布检查清单 上线检查清单 上线前检查 发布前检查 "
            "发布检查checklist 发布检查 检查项 检查列表 自查清单 准入标准 准出标准 "
            "成功标准 验收标准 go-no-go go-no-go标准 go-no-go检查 go-no-go-criteria 决策标准 准备清单 上线前检查清单 checklist checklists check-list "
            "release-checklist pre-release-checklist success-criteria"
        ),
        lines="item",
        grouped="group",
        synonyms={
            "group": said("分组 类别 分类 检查类别 阶段 类型 检查分类 环节 group category phase"),
            "item": said(
                "检查项 检查内容 事项 检查点 内容 检查事项 任务 项目 检查项目 待办 待办事项 "
                "确认项 准备事项 item check task todo what description"
            ),
            "owner": said(
                "负责人 责任人 检查人 执行人 确认人 检查人员 owner assignee checked-by responsible"
            ),
            "due": said(
                "截止 截止时间 完成时间 期限 截止日期 计划完成时间 时间 due deadline "
                "due-date by-when"
            ),
            "blocking": said(
                "阻断 是否阻断 是否必须 必须 必选 是否必检 blocking mandatory required"
            ),
            "done": said(
                "已完成 是否完成 完成 状态 结果 检查结果 是否通过 完成情况 完成状态 "
                "是否确认 确认 通过 done status completed checked result"
            ),
            "evidence": said("凭据 证据 备注 说明 evidence remark note"),
        },
    )

    group = Line(_("分组"), width=180)
    item = Prose(_("检查项"), width=360)
    owner = Line(_("负责人"), people=True)
    due = Line(_("截止"))
    blocking = Flag(_("阻断"), width=70)
    done = Flag(_("已完成"), progress=True, width=80)
    evidence = Prose(_("凭据"), progress=True)
