"""What the plan check says about switches: no such driver, and shares that it cannot show."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from gray.audience import fixed_users
from gray.bucket import share_of
from gray.choosing import find_driver
from gray.drivers.base import Driver, DriverError, Exposure, Place
from ground.ahead import reading_once
from ground.errors import WrongState
from plans.document import Document
from plans.findings import Finding, Spot, spots


def findings(document: Document) -> Iterator[Finding]:
    """Reads the connections, once, if a ramp names a driver; asks no system."""
    named = [spot for spot in spots(document, "ramps") if spot.row.get("driver")]
    with reading_once():
        drivers = [_driver(spot) for spot in named]
    for spot, driver in zip(named, drivers, strict=True):
        if driver is None:
            yield _unknown(spot)
        else:
            yield from _elsewhere(spot, driver)
            yield from _unsayable(document, spot, driver)


def _driver(spot: Spot) -> Driver | None:
    try:
        return find_driver(_said(spot, "driver"), _said(spot, "environment"))
    except WrongState:
        return None


def _unknown(spot: Spot) -> Finding:
    text = gettext_lazy(
        "灰度“%(ramp)s”的驱动“%(driver)s”用不了：没有这个驱动，或它在环境“%(environment)s”没有可用的连接。"
        "请核对“驱动”和“环境”，或请管理员在“设置 · 连接”里添加。"
    )
    words = {name: _said(spot, name) for name in ("driver", "environment")}
    return spot.warning("driver", "driver-unknown", text, ramp=_said(spot, "name"), **words)


def _elsewhere(spot: Spot, driver: Driver) -> Iterator[Finding]:
    """A connection that is named goes where it goes, whatever the ramp's environment."""
    there, here = driver.setup.environment, _said(spot, "environment")
    if there and there.casefold() != here.casefold():
        text = gettext_lazy(
            "灰度“%(ramp)s”的环境是“%(here)s”，驱动“%(driver)s”连的却是环境“%(there)s”，请核对。"
        )
        words = {"driver": _said(spot, "driver"), "here": here, "there": there}
        yield spot.warning("driver", "driver-environment", text, ramp=_said(spot, "name"), **words)


def _unsayable(document: Document, spot: Spot, driver: Driver) -> Iterator[Finding]:
    """The first stage that the switch can never show: an error where the plan's own form is why."""
    place = _place(spot)
    stages = _stages_of(document, spot)
    for stage, exposure in zip(stages, _exposures(stages), strict=True):
        if not _refusal(driver, place, exposure):
            continue
        text = gettext_lazy("灰度“%(ramp)s”第 %(n)s 阶段放不上去：%(why)s")
        words = {
            "ramp": _said(spot, "name"), "n": stage.row.get("position"),
            "why": lazy(_refusal, str)(driver, place, exposure),
        }  # fmt: skip
        if driver.says_format:
            yield spot.error("format", "driver-format", text, **words)
        else:
            yield stage.warning("percent", "driver-share", text, **words)
        return


def _refusal(driver: Driver, place: Place, exposure: Exposure) -> str:
    """Why the switch can never show this, in the reader's language; empty when it can."""
    try:
        driver.require(place, exposure)
    except DriverError as error:
        return str(error)
    return ""


def _place(spot: Spot) -> Place:
    flag = _said(spot, "flag") or _said(spot, "key")
    return Place(
        _said(spot, "environment"), flag, flag, _said(spot, "application"),
        _said(spot, "namespace"), _said(spot, "key"), _said(spot, "format"),
    )  # fmt: skip


def _stages_of(document: Document, spot: Spot) -> list[Spot]:
    """Its stages in order; those without a name belong to a plan's only ramp."""
    every = list(spots(document, "stages"))
    mine = [one for one in every if _said(one, "ramp") == _said(spot, "name")]
    if not mine and len(document.rows("ramps")) == 1:
        mine = [one for one in every if not _said(one, "ramp")]
    return sorted(mine, key=lambda one: one.row.get("position") or 0)


def _exposures(stages: Sequence[Spot]) -> list[Exposure]:
    """What each lets in together with those before it; a percentage that is none, nobody."""
    alone = [Exposure(_share(one.row.get("percent")), fixed_users(_said(one, "audience")))
             for one in stages]  # fmt: skip
    return list(accumulate(alone, _together))


def _together(before: Exposure, after: Exposure) -> Exposure:
    return Exposure(max(before.share, after.share), (*before.users, *after.users))


def _share(percent: Any) -> int:
    return share_of(percent) if percent is not None and 0 <= percent <= 100 else 0


def _said(spot: Spot, name: str) -> str:
    return str(spot.row.get(name) or "").strip()
