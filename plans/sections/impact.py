"""The section `impacts`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Impact(PlanRow):
    """Whom and what the release touches."""

    KINDS = (
        ("service", _("服务")),
        ("api", _("接口")),
        ("db", _("数据库")),
        ("user", _("用户")),
        ("downstream", _("下游")),
        ("client", _("客户端")),
    )

    section = Section("impacts", _("影响范围"), order=210, identity=("object",))

    object = Line(_("影响对象"), width=240)
    kind = Choice(_("类型"), of=KINDS)
    effect = Prose(_("影响说明"), width=300)
    downtime = Line(_("停机时间"))
