"""Whose the beta version is, and what it adds (pure).

There is only one. It is ours when its switch holds what 100 % is.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from gray.bucket import EVERYBODY
from gray.drivers.base import DriverError, Shown
from gray.drivers.nacos.dialects import Beta
from gray.drivers.nacos.spot import Spot
from gray.formats import Written, seen


def is_ours(form: Written, spot: Spot, beta: Beta) -> bool:
    return spot.text_in(beta.content) == form.everybody


def refuse_foreign(
    form: Written, spot: Spot, beta: Beta | None, harmless: str | None = None
) -> None:
    """Raises DriverError for somebody else's, unless its switch is `harmless`."""
    if beta is None or is_ours(form, spot, beta) or spot.text_in(beta.content) == harmless:
        return
    raise DriverError(
        _(
            "这个配置已有别人的 Beta 版本（%(n)d 台机器），Nacos 只许有一个，请先在 Nacos 里发布或停掉它。"
        )
        % {"n": len(beta.machines)}
    )


def added(shown: Shown, form: Written, spot: Spot, text: str | None, beta: Beta | None) -> Shown:
    """What everybody is shown (`text` is behind it), and what the beta version's machines get."""
    served = spot.text_in(beta.content) if beta else text
    if beta and served == form.everybody:
        return replace(shown, machines=beta.machines)
    if served == text:
        return replace(shown, machines=None if shown.share == EVERYBODY else frozenset())
    return Shown(None, _("Beta 版本里是 %(text)s") % {"text": seen(served or "")})
