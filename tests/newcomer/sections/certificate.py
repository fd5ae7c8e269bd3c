"""A section that the product does not ship; tests find it on every surface."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Flag, Line, Moment, Names, Number, Prose, Span, Whole
from plans.tables.row import TickedRow
from plans.tables.section import Section


class Certificate(TickedRow):
    """A certificate that the release renews."""

    section = Section(
        "certificates", _("证书"), order=955, identity=("host",), headings=("证书更新",)
    )

    host = Line(_("域名"), code=True)
    issuer = Choice(_("颁发机构"), of=(("ca1", _("一号机构")), ("ca2", _("二号机构"))))
    expires = Moment(_("到期时间"))
    days = Whole(_("有效天数"))
    price = Number(_("价格"))
    wildcard = Flag(_("泛域名"))
    aliases = Names(_("别名"))
    grace = Span(_("宽限期"))
    note = Prose(_("备注"))
