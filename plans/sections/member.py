"""The section `members`."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plans.tables.cells import Flag, Line
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Member(PlanRow):
    """A person of this release and what they answer for."""

    section = Section(
        "members",
        _("发布人员"),
        order=100,
        identity=("role", "name"),
        editors=(),
        headings=said(
            "people-on-call 值班 值守 值守安排 值守人员 保障人员 参加人员 实施人员 发布参与人 参与人 项目组成员 组织架构 组织分工 人员职责 项目团队 投产人员 owner owners owners-and-contacts 发布人员 发布涉及人员 涉及人员 参与人员 相关人员 人员 人员名单 人员安排 "
            "人员分工 角色分工 职责分工 项目成员 项目人员 团队成员 发布团队 发布小组 "
            "干系人 联系人 联系方式 应急联系方式 应急联系人 紧急联系人 值班人员 "
            "值班安排 值班表 责任人 角色与职责 人员与职责 team people members roles "
            "contacts stakeholders on-call release-team roles-and-responsibilities"
        ),
        synonyms={
            "role": said(
                "角色 岗位 人员类型 职位 职能 分工 团队 部门 小组 环节 role position team"
            ),
            "name": said(
                "人员名单 名单 人员 组员 成员 姓名 人员姓名 责任人 对接人 参与人 参与人员 联系人 "
                "花名 负责人员 负责人 接口人 值班人 值班人员 name member members people "
                "person who owner assignee"
            ),
            "is_lead": said("负责人 组长 主负责人 是否负责人 第一负责人 主责 lead leader is-lead"),
            "duty": said(
                "职责 负责内容 工作内容 负责事项 任务 职责说明 工作职责 责任 负责环境 duty "
                "responsibility responsibilities"
            ),
            "contact": said(
                "联系方式 联系电话 电话 手机 手机号 手机号码 邮箱 邮件 微信 钉钉 分机 "
                "contact phone mobile email mail tel"
            ),
            "user": said("账号 用户名 工号 域账号 user account username login"),
        },
    )

    role = Line(_("人员角色"), width=150)
    name = Line(_("姓名"), people=True, width=130)
    is_lead = Flag(pgettext_lazy("of a part", "负责人"), width=80)
    duty = Line(_("职责"))
    contact = Line(_("联系方式"))
    user = Line(_("账号"), width=120)
