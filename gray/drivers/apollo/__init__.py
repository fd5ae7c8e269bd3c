"""Apollo: a key of a namespace, changed by the Portal's OpenAPI and published at once.

What counts is the latest release, not the items: an edit that nobody published serves nobody.
Publishing takes the whole namespace along, so other people's unpublished edits stop us first.
"""

from collections.abc import Sequence

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from gray.connecting import Option
from gray.drivers.addresses import root_of
from gray.drivers.apollo import branch as branches
from gray.drivers.apollo import serving, writing
from gray.drivers.apollo.portal import Namespace, Portal
from gray.drivers.asking import CA, TIMEOUT, Refused
from gray.drivers.base import Driver, DriverError, Exposure, Place, Shown
from gray.drivers.candour import LIVE, tells
from gray.drivers.machines import require
from gray.formats import Written
from gray.words import Amount
from ground.words import in_row

SAME = {"PROD": "PRO", "FWS": "FAT"}
"""Environments that Apollo takes for one another."""
FILES = (".json", ".xml", ".yml", ".yaml", ".txt")
"""Endings of namespaces that hold one file instead of keys."""


class Apollo(Driver):
    """Writes one item, and publishes; machines are let in by the namespace's gray branch."""

    name = "apollo"
    label = "Apollo"
    words = ("阿波罗",)
    says_format = True
    options = (
        Option(
            "address", _("Portal 地址"), _("例如 https://apollo-portal.example.com，不是配置服务的地址。")
        ),
        Option("token", _("开放平台令牌"), secret=True),
        Option("env", _("Apollo 环境"), _("Portal 里的环境名，例如 PRO。"), default="PRO"),
        Option("cluster", _("集群"), default="default"),
        Option("operator", _("操作人"), _("已有的 Portal 用户，改动记在他名下。")),
        Option(
            "publisher", _("发布人"),
            _("另一个 Portal 用户；开着命名空间锁时，改的人不能自己发布。"), required=False,
        ),
        Option(
            "pending", _("降流量时遇到别人没发布的改动"), default="refuse",
            choices=(("refuse", _("不发布，先报错")), ("publish", _("一起发布出去"))),
        ),
        Option(
            "config_address", _("配置服务地址"),
            _("写了就再问它一遍客户端实际拿到的值；Portal 的实例列表里会出现我们的地址。"), required=False,
        ),
        Option("access_key", _("应用的访问密钥"), _("应用开了访问密钥才要。"), secret=True, required=False),
        LIVE,
        CA,
        TIMEOUT,
    )  # fmt: skip

    def names(self, place: Place) -> tuple[str, ...]:
        env, space = self.setup["env"].upper(), place.namespace or "application"
        where = (place.application.casefold(), space.casefold(), _key(place))
        return (root_of(self.setup), SAME.get(env, env), self._cluster, *where)

    def require(self, place: Place, exposure: Exposure) -> None:
        require(Written(place), exposure)

    def write(self, place: Place, exposure: Exposure) -> None:
        space, key = self._space(place), _key(place)
        one = writing.begin(space, key, Written(place), exposure, _title(place, exposure))
        one.check(takes_along=self.setup["pending"] == "publish")
        one.carry_out()

    def read(self, place: Place) -> Shown:
        space, key, form = self._space(place), _key(place), Written(place)
        shown = form.shown(self._served(space, key, (space.released() or {}).get(key)))
        if form.says("machines"):
            return shown
        return branches.added(shown, form, key, branches.find(space))

    def live(self, place: Place) -> str | None:
        """The released value, empty when the namespace does not have the key."""
        if not tells(self.setup):
            return None
        try:
            space = self._space(place)
        except DriverError:
            return None
        try:
            return (space.released() or {}).get(_key(place), "")
        except Refused as refusal:
            if refusal.status == 404:
                return None
            raise

    def nodes(self, place: Place) -> Sequence[str] | None:
        """The instances that asked for the namespace lately; Apollo tells since 3.0."""
        return self._space(place).instances()

    def test(self) -> str:
        portal = Portal(self.setup)
        apps = portal.applications()
        if not apps:
            raise DriverError(gettext("Apollo 认得这个令牌，但没有授权给它任何应用。"))
        known = portal.environments(apps[0])
        env = self.setup["env"].upper()
        if SAME.get(env, env) not in (SAME.get(one.upper(), one.upper()) for one in known):
            raise DriverError(
                gettext("Apollo 里没有环境“%(env)s”，有的是：%(known)s。")
                % {"env": self.setup["env"], "known": in_row(known)}
            )
        return gettext("令牌有效，授权了 %(n)d 个应用：%(apps)s。") % {
            "n": len(apps), "apps": in_row(apps[:5]),
        }  # fmt: skip

    def _served(self, space: Namespace, key: str, released: str | None) -> str | None:
        """What clients get, where the connection knows whom to ask; else what was released."""
        if not self.setup["config_address"]:
            return released
        where = (space.application, space.cluster, space.name)
        return serving.wait_for(self.setup, *where, key=key, expected=released)

    def _space(self, place: Place) -> Namespace:
        """The namespace of `place`. Raises DriverError when it holds no keys."""
        name = place.namespace or "application"
        if name.casefold().endswith(FILES):
            raise DriverError(
                gettext(
                    "命名空间“%(name)s”是一个文件，改不了里面的单个键，请把开关放进 properties 格式的命名空间。"
                )
                % {"name": name}
            )
        if not place.application:
            raise DriverError(gettext("灰度的“应用”没有写，Apollo 要知道是哪个应用的配置。"))
        return Namespace(Portal(self.setup), place.application, name, self._cluster)

    @property
    def _cluster(self) -> str:
        return self.setup["cluster"] or "default"


def _key(place: Place) -> str:
    return place.key or place.flag


def _title(place: Place, exposure: Exposure) -> str:
    amount = Amount(exposure.share) if exposure.enabled else pgettext("ramp", "关闭")
    return gettext("灰度 %(flag)s：%(amount)s") % {"flag": place.flag[:40], "amount": amount}
