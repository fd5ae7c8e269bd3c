"""Nacos: a configuration, or one value in it, published with the MD5 of what was read.

Machines are let in by the beta version, of which there is one: it is ours when its switch holds
what 100 % is. A formal publish does not end it.
"""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gray.connecting import Option
from gray.drivers.addresses import root_of
from gray.drivers.asking import CA, TIMEOUT
from gray.drivers.base import Driver, Exposure, Place, Shown
from gray.drivers.candour import LIVE, tells
from gray.drivers.machines import require
from gray.drivers.nacos import betas
from gray.drivers.nacos.dialects import Dialect
from gray.drivers.nacos.refusals import DENIED, GONE, NacosRefused
from gray.drivers.nacos.spot import Spot, spot_of
from gray.drivers.nacos.writing import Writing
from gray.formats import Written


class Nacos(Driver):
    """The ramp's 配置键 is dataId, dataId#key or dataId#/pointer; its 命名空间 is the group."""

    name = "nacos"
    label = "Nacos"
    says_format = True
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
        LIVE,
        CA,
        TIMEOUT,
    )  # fmt: skip

    def names(self, place: Place) -> tuple[str, ...]:
        group = place.namespace or self._group
        return (root_of(self.setup), self.setup["namespace"], group, place.key or place.flag)

    def require(self, place: Place, exposure: Exposure) -> None:
        require(Written(place), exposure)

    def write(self, place: Place, exposure: Exposure) -> None:
        spot, nacos = self._spot(place), self._dialect()
        there = nacos.content(spot), nacos.beta(spot)
        Writing(nacos, spot, Written(place), exposure, *there).carry_out()

    def read(self, place: Place) -> Shown:
        form, spot, nacos = Written(place), self._spot(place), self._dialect()
        text = spot.text_in(nacos.content(spot))
        shown = form.shown(text)
        if form.says("machines"):
            return shown
        return betas.added(shown, form, spot, text, nacos.beta(spot))

    def live(self, place: Place) -> str | None:
        """The value, empty when the configuration is there and the key inside it is not."""
        if not tells(self.setup):
            return None
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
