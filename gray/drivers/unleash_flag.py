"""What a flag of Unleash lets in, in one environment (pure).

Strategies stand side by side: whoever one of them lets in is in. Ours are one gradual rollout
and one list of users; others may only let in people whom they name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gray.drivers.base import DriverError, Shown
from gray.formats import seen

ROLLOUT, USERS = "flexibleRollout", "userWithId"
TITLE = "ReleasePlan"
"""The title by which our list of users is known."""


@dataclass(frozen=True, slots=True)
class FlagState:
    """One flag in one environment, as its GET tells it."""

    flag: str
    is_on: bool
    strategies: tuple[Mapping[str, Any], ...]

    @classmethod
    def read(cls, flag: str, found: Any) -> "FlagState":
        """From the answer's JSON. Raises DriverError when it is something else."""
        if not isinstance(found, Mapping) or not isinstance(found.get("strategies"), list):
            raise DriverError(_("Unleash 的回答里没有策略，请核对连接里的地址。"))
        strategies = tuple(one for one in found["strategies"] if isinstance(one, Mapping))
        return cls(flag, bool(found.get("enabled")), strategies)

    @property
    def rollout(self) -> Mapping[str, Any] | None:
        """The gradual rollout that is ours. Raises DriverError when several could be."""
        found = [one for one in self.strategies if one.get("name") == ROLLOUT]
        own = [one for one in found if parameter(one, "groupId") == self.flag]
        fitting = own if len(found) > 1 else found
        if found and len(fitting) != 1:
            raise DriverError(
                _(
                    "开关“%(flag)s”有 %(n)d 个渐进放量（flexibleRollout）策略，分不清该动哪一个；"
                    "请在 Unleash 里只留一个，或只让一个的 groupId 是开关名。"
                )
                % {"flag": self.flag, "n": len(found)}
            )
        return fitting[0] if fitting else None

    @property
    def own_list(self) -> Mapping[str, Any] | None:
        """The list of users that is ours."""
        named = (one for one in self.strategies if one.get("name") == USERS)
        return next((one for one in named if one.get("title") == TITLE), None)

    @property
    def users(self) -> frozenset[str]:
        """Whom our list lets in."""
        if self.own_list is None or self.own_list.get("disabled"):
            return frozenset()
        return frozenset(
            filter(None, map(str.strip, parameter(self.own_list, "userIds").split(",")))
        )

    @property
    def foreign(self) -> str:
        """What else lets in people whom it does not name, in words; empty when nothing does."""
        ours = self.rollout
        others = [one for one in self.strategies if one is not ours and _is_open(one)]
        if others:
            return _("另有策略“%(name)s”也在放人") % {"name": seen(_name_of(others[0]))}
        if self.is_on and not self.strategies:
            return _("没有任何策略，对所有人打开")
        return ""

    def shown(self) -> Shown:
        """Raises DriverError when it cannot be told which rollout is ours."""
        if not self.is_on:
            return Shown(0, _("环境已关闭"), frozenset())
        if self.foreign:
            return Shown(None, self.foreign)
        if self.rollout is None or self.rollout.get("disabled"):
            return Shown(0, "", self.users)
        text = parameter(self.rollout, "rollout")
        return Shown(_share(text), f"{seen(text)}%", self.users)

    def rises_to(self, share: int) -> bool:
        """Would `share` be more than our rollout lets in now?"""
        rollout = self.rollout
        now = _share(parameter(rollout, "rollout")) if rollout else 0
        return share > (now or 0)


def parameter(strategy: Mapping[str, Any], name: str) -> str:
    """A parameter as text; they are all texts, but older ones were kept as numbers."""
    found = strategy.get("parameters")
    value = found.get(name, "") if isinstance(found, Mapping) else ""
    return str(value)


def _share(text: str) -> int | None:
    is_whole = text.isascii() and text.isdecimal() and len(text) <= 3
    return int(text) * 100 if is_whole and int(text) <= 100 else None


def _is_open(strategy: Mapping[str, Any]) -> bool:
    """It lets in people whom neither it nor a constraint names."""
    if strategy.get("disabled") or any(map(strategy.get, ("constraints", "segments"))):
        return False
    name = strategy.get("name")
    if name in (USERS, "remoteAddress", "applicationHostname"):
        return False
    is_gradual = str(name).casefold().startswith(("flexiblerollout", "gradualrollout"))
    shares = (parameter(strategy, "rollout"), parameter(strategy, "percentage"))
    return not (is_gradual and set(shares) <= {"", "0"})


def _name_of(strategy: Mapping[str, Any]) -> str:
    return str(strategy.get("title") or strategy.get("name") or "?")


def changes(strategy: Mapping[str, Any], name: str, value: str) -> list[dict[str, Any]]:
    """JSON Patch by which a strategy says `value` and counts; empty when it does already.

    Nothing else of the strategy is sent, so that its constraints, segments and variants stay.
    """
    found: list[dict[str, Any]] = []
    if parameter(strategy, name) != value:
        has_one = isinstance(strategy.get("parameters"), Mapping) and name in strategy["parameters"]
        operation = "replace" if has_one else "add"
        found.append({"op": operation, "path": f"/parameters/{name}", "value": value})
    if strategy.get("disabled"):
        found.append({"op": "replace", "path": "/disabled", "value": False})
    return found


def line_of(names: Iterable[str]) -> str:
    """Users as Unleash keeps them. Raises DriverError for a name that would fall apart."""
    found = list(dict.fromkeys(names))
    for name in found:
        if "," in name or name != name.strip() or not name.isprintable():
            raise DriverError(
                _("“%(name)s”里有逗号、换行或首尾空格，Unleash 的名单写不了，请改名。")
                % {"name": seen(name)}
            )
    return ",".join(found)
