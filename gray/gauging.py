"""Which gauge measures in which environment."""

from django.utils.translation import gettext as _

from gray.connections import Connection
from gray.gauges import base, prometheus  # noqa: F401 - every kind registers itself
from gray.gauges.base import Gauge, GaugeError
from ground.ahead import once
from ground.sealing import Unsealable
from ground.words import in_row


def find_gauge(environment: str) -> Gauge | None:
    """The gauge of this environment, else the one for every environment; None without any.

    One that was set up and cannot be used is not the same as none: raises GaugeError.
    """
    rows = fitting(environment)
    if not rows:
        return None
    alive = [row for row in rows if row.is_on]
    words = {"environment": environment.strip() or _("默认"), "names": in_row(rows)}
    if not alive:
        raise GaugeError(_("环境“%(environment)s”的指标连接停用了：%(names)s。") % words)
    if len(alive) > 1:
        raise GaugeError(
            _("环境“%(environment)s”有几个指标连接，请只启用一个：%(names)s。") % words
        )
    try:
        return Gauge.all[alive[0].driver](alive[0].as_setup())
    except Unsealable:
        raise GaugeError(_("指标连接“%(names)s”的密码打不开，请重新填写。") % words) from None


def fitting(environment: str) -> list[Connection]:
    """The connections that are meant for this environment, on or off."""
    rows, wanted = gauge_connections(), environment.strip().casefold()
    own = [row for row in rows if row.environment.strip().casefold() == wanted]
    return own or [row for row in rows if not row.environment.strip()]


@once
def gauge_connections() -> list[Connection]:
    """Of the installation; none is the usual case, and one small question."""
    return list(Connection.objects.filter(driver__in=Gauge.all))
