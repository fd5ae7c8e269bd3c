"""Unleash: a gradual rollout of one flag in one environment, moved by JSON Patch.

Everything is read just before it is written, and only what differs is sent. A strategy is never
replaced as a whole: what such a request leaves out, Unleash clears, or sets to 100 %.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gray.connecting import Option
from gray.drivers.addresses import root_of, segment
from gray.drivers.asking import CA, TIMEOUT, Refused, Reply, ask, seconds_in, with_words
from gray.drivers.base import Driver, DriverError, Exposure, Place, Shown
from gray.drivers.unleash_flag import ROLLOUT, TITLE, USERS, FlagState, changes, line_of


class Unleash(Driver):
    """`place.flag` is the name of the flag there; fixed users and machines are listed by name."""

    name = "unleash"
    label = "Unleash"
    options = (
        Option("address", gettext_lazy("地址"), gettext_lazy("例如 https://unleash.example.com。")),
        Option(
            "token", gettext_lazy("令牌"), secret=True,
            help=gettext_lazy("个人令牌、服务账号令牌或管理令牌；客户端令牌不能改开关。"),
        ),
        Option("project", gettext_lazy("项目"), default="default"),
        Option(
            "place", gettext_lazy("Unleash 里的环境"),
            gettext_lazy("Unleash 自己的叫法，例如 production。"),
        ),
        CA,
        TIMEOUT,
    )  # fmt: skip

    def names(self, place: Place) -> tuple[str, ...]:
        return (root_of(self.setup), self.setup["project"], self.setup["place"], place.flag)

    def require(self, place: Place, exposure: Exposure) -> None:
        _whole(exposure)
        line_of((*exposure.users, *exposure.machines))

    def write(self, place: Place, exposure: Exposure) -> Shown | None:
        state = self._state(place)
        if not exposure.enabled:
            self._off(place, state)
            return None
        rollout, users = _whole(exposure), line_of((*exposure.users, *exposure.machines))
        if state.foreign and (users or state.rises_to(exposure.share)):
            raise DriverError(
                _("开关“%(flag)s”%(foreign)s，放量不起作用；请先在 Unleash 里停掉它。")
                % {"flag": place.flag, "foreign": state.foreign}
            )
        self._roll(place, state, rollout)
        self._name(place, state, users)
        if not state.is_on and (exposure.share or users):
            self._ask("POST", f"{_at(place, self)}/on")
        return None

    def read(self, place: Place) -> Shown:
        return self._state(place).shown()

    def test(self) -> str:
        """The environments of the project, ours among them. Raises DriverError."""
        found = self._ask(
            "GET", f"/api/admin/environments/project/{segment(self.setup['project'])}"
        )
        said = found.json()
        rows = said.get("environments") if isinstance(said, dict) else None
        rows = rows if isinstance(rows, list) else []
        names = [str(row.get("name")) for row in rows if isinstance(row, dict)]
        if self.setup["place"] not in names:
            raise DriverError(
                _("项目“%(project)s”里没有环境“%(place)s”，请核对连接里的项目和环境。")
                % {"project": self.setup["project"], "place": self.setup["place"]}
            )
        return _("连上了：项目“%(project)s”里有环境“%(place)s”。") % {
            "project": self.setup["project"], "place": self.setup["place"],
        }  # fmt: skip

    def _state(self, place: Place) -> FlagState:
        try:
            return FlagState.read(place.flag, self._ask("GET", _at(place, self)).json())
        except Refused as refusal:
            if refusal.status != 404:
                raise
            raise DriverError(
                _(
                    "Unleash 的项目“%(project)s”、环境“%(place)s”里没有开关“%(flag)s”，"
                    "请先在那边建好。"
                )
                % {
                    "project": self.setup["project"],
                    "place": self.setup["place"],
                    "flag": place.flag,
                }
            ) from None

    def _roll(self, place: Place, state: FlagState, rollout: str) -> None:
        """The gradual rollout stands at `rollout`; the first time it is made."""
        if state.rollout is None:
            parameters = {"rollout": rollout, "stickiness": "default", "groupId": place.flag}
            self._add(place, ROLLOUT, parameters)
        else:
            self._patch(place, state.rollout, changes(state.rollout, "rollout", rollout))

    def _name(self, place: Place, state: FlagState, users: str) -> None:
        """Our list holds `users`; without any it is not made."""
        if state.own_list is not None:
            self._patch(place, state.own_list, changes(state.own_list, "userIds", users))
        elif users:
            self._add(place, USERS, {"userIds": users})

    def _off(self, place: Place, state: FlagState) -> None:
        """One request shuts the whole flag; the rest is for when somebody opens it again.

        What is refused does not keep the others from being done.
        """
        first = None
        for step in (self._shut, self._empty, self._unname):
            try:
                step(place, state)
            except DriverError as error:
                first = first or error
        if first:
            raise first

    def _shut(self, place: Place, state: FlagState) -> None:
        if state.is_on:
            self._ask("POST", f"{_at(place, self)}/off")

    def _empty(self, place: Place, state: FlagState) -> None:
        if state.rollout is not None:
            self._roll(place, state, "0")

    def _unname(self, place: Place, state: FlagState) -> None:
        if state.own_list is not None:
            self._name(place, state, "")

    def _add(self, place: Place, name: str, parameters: dict[str, str]) -> None:
        strategy = {"name": name, "title": TITLE, "parameters": parameters, "constraints": []}
        self._ask("POST", f"{_at(place, self)}/strategies", strategy)

    def _patch(self, place: Place, strategy: Any, operations: list[dict[str, Any]]) -> None:
        if operations:
            at = f"{_at(place, self)}/strategies/{segment(str(strategy.get('id')))}"
            self._ask("PATCH", at, operations)

    def _ask(self, method: str, path: str, body: Any = None) -> Reply:
        token = self.setup["token"]
        try:
            return ask(
                method, f"{self.setup['address'].rstrip('/')}{path}", body=body,
                headers={"Authorization": token, "Accept": "application/json"},
                seconds=seconds_in(self.setup), secrets=[token], ca=self.setup[CA.name],
            )  # fmt: skip
        except Refused as refusal:
            if refusal.status == 403 and "CHANGE_REQUEST" in refusal.said:
                raise DriverError(with_words(_needs_review(), refusal.said)) from None
            raise


def _whole(exposure: Exposure) -> str:
    """The share as whole percents, which is all that Unleash knows."""
    if exposure.share % 100:
        raise DriverError(
            _("Unleash 只能放整数百分比，放不了 %(percent)s%%，请改这一阶段的比例。")
            % {"percent": exposure.share / 100}
        )
    return str(exposure.share // 100)


def _needs_review() -> str:
    return _(
        "这个环境开了变更审批（change requests），令牌不能直接改；"
        "请在 Unleash 里给它的账号 SKIP_CHANGE_REQUEST 权限。"
    )


def _at(place: Place, driver: Unleash) -> str:
    project, where = map(segment, (driver.setup["project"], driver.setup["place"]))
    return f"/api/admin/projects/{project}/features/{segment(place.flag)}/environments/{where}"
