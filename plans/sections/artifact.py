"""The section `artifacts`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Artifact(PlanRow):
    """A file that the release ships."""

    KINDS = (
        ("sql", _("SQL 脚本")),
        ("package", _("安装包")),
        ("image", _("镜像")),
        ("report", _("报告")),
    )

    section = Section("artifacts", _("制品与附件"), order=300, identity=("name",))

    name = Line(_("名称"), width=240)
    kind = Choice(_("类型"), of=KINDS)
    version = Line(_("版本"), code=True)
    checksum = Line(_("校验值"), code=True, width=200)
    location = Line(_("位置"), width=240)
