"""Nacos: a configuration, or one value in it, published with the MD5 of what was read.

Machines are let in by the beta version, of which there is one: it is ours when its switch holds
what 100 % is. A formal publish does not end it.
"""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import md5

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gray.bucket import EVERYBODY
from gray.connecting import Option
from gray.drivers.asking import TIMEOUT
from gray.drivers.base import Driver, DriverError, Exposure, Place, Shown
from gray.drivers.nacos.dialects import Beta, Dialect
from gray.drivers.nacos.refusals import DENIED, GONE, NacosRefused
from gray.drivers.nacos.spot import Spot, spot_of
from gray.formats import Written, seen


class Nacos(Driver):
    """The ramp's 配置键 is dataId, dataId#key or dataId#/pointer; its 命名空间 is the group."""

    name = "nacos"
    label = "Nacos"
    options = (
        Option("address", _("地址"), _("带上下文路径，例如 https://nacos.example.com:8848/nacos。")),
        Option(
            "version", _("接口版本"), default="v2",
            choices=tuple((kind.version, kind.label) for kind in Dialect.all.values()),
        ),
        Option("username", _("用户名"), _("没有开鉴权时留空。"), required=False),
        Option("password", _("密码"), secret=True, required=False),
        Option("namespace", _("命名空间 ID"), _("public 留空。"), required=False),
        Option("group", _("分组"), _("灰度的“命名空间”没写时用它。"), default="DEFAULT_GROUP"),
        TIMEOUT,
    )  # fmt: skip

    def write(self, place: Place, exposure: Exposure) -> None:
        form, spot, nacos = Written(place), self._spot(place), self._dialect()
        by_machine = _by_machine(form, exposure)
        wanted = form.text_of(replace(exposure, machines=()) if by_machine else exposure)
        content, beta = nacos.content(spot), nacos.beta(spot)
        if content is None and spot.inside and not exposure.enabled:
            return
        formal = spot.content_with(content, wanted)
        is_fall = _is_fall(form.shown(spot.text_in(content)), exposure)
        if beta and (by_machine or not is_fall):
            _refuse_foreign(form, spot, beta, None if by_machine else wanted)
        if by_machine and not is_fall and content is not None:
            beta = _let_in(nacos, spot, beta, spot.content_with(formal, form.everybody), exposure)
        if content != formal:
            nacos.publish(spot, formal, _guard(content))
        if by_machine:
            _let_in(nacos, spot, beta, spot.content_with(formal, form.everybody), exposure)
        elif beta and _is_ours(form, spot, beta):
            nacos.end_beta(spot)
        elif beta:
            _refuse_foreign(form, spot, beta, wanted)

    def read(self, place: Place) -> Shown:
        form, spot, nacos = Written(place), self._spot(place), self._dialect()
        text = spot.text_in(nacos.content(spot))
        shown = form.shown(text)
        if form.says("machines"):
            return shown
        return _with_machines(shown, form, spot, text, nacos.beta(spot))

    def live(self, place: Place) -> str | None:
        """The value, empty when the configuration is there and the key inside it is not."""
        spot = self._spot(place)
        content = self._dialect().content(spot)
        return None if content is None else spot.text_in(content) or ""

    def nodes(self, place: Place) -> Sequence[str] | None:
        """The addresses that listen to the configuration; None where Nacos does not tell us."""
        try:
            return self._dialect().listeners(self._spot(place))
        except NacosRefused as refusal:
            if refusal.code in (DENIED, *GONE):
                return None
            raise

    def test(self) -> str:
        """Reads a configuration that nobody has: that takes address, version, user and rights."""
        self._dialect().content(Spot("releaseplan.connection.test", self._group))
        if self.setup["username"]:
            return gettext("登录成功，配置接口可用。")
        return gettext("配置接口可用；没有写用户名，所以没有登录。")

    def _spot(self, place: Place) -> Spot:
        return spot_of(place, self._group)

    @property
    def _group(self) -> str:
        return self.setup["group"] or "DEFAULT_GROUP"

    def _dialect(self) -> Dialect:
        return Dialect.all.get(self.setup["version"], Dialect.all["v2"])(self.setup)


def _guard(content: str | None) -> dict[str, str]:
    """Nacos publishes only while the configuration is still what was read."""
    if content is None:
        return {}
    return {"casMd5": md5(content.encode(), usedforsecurity=False).hexdigest()}


def _by_machine(form: Written, exposure: Exposure) -> bool:
    """Whether the beta version is needed to let in those machines."""
    is_partial = exposure.enabled and exposure.share < EVERYBODY
    return bool(exposure.machines) and is_partial and not form.says("machines")


def _is_fall(shown: Shown, exposure: Exposure) -> bool:
    return not exposure.enabled or (shown.share is not None and exposure.share < shown.share)


def _is_ours(form: Written, spot: Spot, beta: Beta) -> bool:
    return spot.text_in(beta.content) == form.everybody


def _let_in(
    nacos: Dialect, spot: Spot, beta: Beta | None, content: str, exposure: Exposure
) -> Beta:
    """Those machines get `content`, and no others; the beta version that is there then."""
    wanted = Beta(content, frozenset(exposure.machines))
    if beta != wanted:
        nacos.publish(spot, content, {"betaIps": ",".join(exposure.machines)})
    return wanted


def _refuse_foreign(form: Written, spot: Spot, beta: Beta, harmless: str | None) -> None:
    """Somebody else's beta version, unless its switch is `harmless`. Raises DriverError."""
    if _is_ours(form, spot, beta) or spot.text_in(beta.content) == harmless:
        return
    raise DriverError(
        gettext(
            "这个配置已有别人的 Beta 版本（%(n)d 台机器），Nacos 只许有一个，请先在 Nacos 里发布或停掉它。"
        )
        % {"n": len(beta.machines)}
    )


def _with_machines(
    shown: Shown, form: Written, spot: Spot, text: str | None, beta: Beta | None
) -> Shown:
    """What the beta version adds to what all others are shown."""
    served = spot.text_in(beta.content) if beta else text
    if beta and served == form.everybody:
        return replace(shown, machines=beta.machines)
    if served == text:
        return replace(shown, machines=None if shown.share == EVERYBODY else frozenset())
    return Shown(None, gettext("Beta 版本里是 %(text)s") % {"text": seen(served or "")})
