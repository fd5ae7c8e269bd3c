"""The section `members`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Flag, Line
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Member(PlanRow):
    """A person of this release and what they answer for."""

    section = Section("members", _("发布人员"), order=100, identity=("role", "name"), editors=())

    role = Line(_("人员角色"), width=150)
    name = Line(_("姓名"), people=True, width=130)
    is_lead = Flag(_("负责人"), width=80)
    duty = Line(_("职责"))
    contact = Line(_("联系方式"))
    user = Line(_("账号"), width=120)
