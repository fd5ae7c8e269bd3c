"""What one tap on an application does, and what it asks before."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.board.facts import Facts
from ground.policies import can
from ground.verdict import Verdict
from plans import states
from plans.batches import STARTED, may_go_back, may_start


@dataclass(frozen=True)
class Tap:
    """A button that moves an application to `to`.

    asks  a reason is needed, so a sheet opens first
    why   what the sheet says above the reason: usually why this is out of order
    """

    to: str
    label: str
    tone: str = ""
    asks: bool = False
    why: str = ""
    explicit: bool = False

    @property
    def title(self) -> str:
        """The heading of its sheet."""
        return self.label.rstrip("…")


@dataclass(frozen=True)
class Choice:
    """The buttons of a card, and in words why there is none (or why not the usual one)."""

    taps: tuple[Tap, ...] = ()
    why: str = ""


LABELS = {
    "deploying": gettext_lazy("开始发布"),
    "deployed": gettext_lazy("发布完成"),
    "verified": gettext_lazy("验证通过"),
    "verify_failed": gettext_lazy("验证失败…"),
    "failed": gettext_lazy("发布失败…"),
    "skipped": gettext_lazy("跳过…"),
    "rolled_back": gettext_lazy("已回滚"),
}


def choose(facts: Facts, app: Any) -> Choice:
    """What this reader may do with the application now."""
    if facts.plan.status == states.ROLLING_BACK:
        return _back(facts, app)
    if facts.plan.status not in (states.RELEASING, states.PAUSED):
        return Choice()
    offer = _OFFERS.get(app.state)
    return offer(facts, app) if offer else Choice()


def _pending(facts: Facts, app: Any) -> Choice:
    if facts.plan.status == states.PAUSED:
        return Choice(why=_("计划已暂停，继续之后才能开始。"))
    order = may_start(facts.node(app), facts.everything)
    if not can(facts.user, "app.deploy", app):
        return Choice(why=(facts.times and order).reason)
    skip = Tap("skipped", str(LABELS["skipped"]), asks=True)
    if not facts.times:
        return Choice((skip,), facts.times.reason)
    if order:
        return Choice((Tap("deploying", str(LABELS["deploying"]), "pri"), skip))
    return Choice((_ahead(order), skip), order.reason)


def _ahead(order: Verdict) -> Tap:
    return Tap("deploying", _("不按顺序开始…"), asks=True, why=order.reason, explicit=True)


def _deploying(facts: Facts, app: Any) -> Choice:
    if not can(facts.user, "app.deploy", app):
        return Choice()
    return Choice((
        Tap("deployed", str(LABELS["deployed"]), "pri"),
        Tap("failed", str(LABELS["failed"]), "danger", asks=True),
    ))  # fmt: skip


def _deployed(facts: Facts, app: Any) -> Choice:
    verdict = can(facts.user, "app.verify", app)
    if not verdict:
        return Choice(why=verdict.reason if "test" in facts.parts else "")
    return Choice((
        Tap("verified", str(LABELS["verified"]), "pri"),
        Tap("verify_failed", str(LABELS["verify_failed"]), "danger", asks=True),
    ))  # fmt: skip


def _failed(facts: Facts, app: Any) -> Choice:
    taps = []
    if facts.plan.status == states.RELEASING and facts.times and can(facts.user, "app.deploy", app):
        order = may_start(facts.node(app), facts.everything)
        taps.append(Tap("deploying", _("重新发布"), "pri") if order else _ahead(order))
    if can(facts.user, "plan.drive", facts.plan):
        taps.append(_undone(facts, app))
    return Choice(tuple(taps), "" if facts.times else facts.times.reason)


def _back(facts: Facts, app: Any) -> Choice:
    if app.state not in STARTED or not can(facts.user, "plan.drive", facts.plan):
        return Choice()
    tap = _undone(facts, app)
    return Choice((tap,), tap.why)


def _undone(facts: Facts, app: Any) -> Tap:
    """Mark as rolled back; before its dependants only with a reason."""
    order = may_go_back(facts.node(app), facts.everything)
    if order:
        return Tap("rolled_back", str(LABELS["rolled_back"]), "danger")
    return Tap("rolled_back", _("先回滚它…"), asks=True, why=order.reason, explicit=True)


_OFFERS = {
    "pending": _pending,
    "deploying": _deploying,
    "deployed": _deployed,
    "failed": _failed,
    "verify_failed": _failed,
}


def find_tap(facts: Facts, app: Any, to: str) -> Tap:
    """The tap that the sheet explains; one that is not offered asks for a reason too."""
    for tap in choose(facts, app).taps:
        if tap.to == to:
            return tap
    return Tap(to, str(LABELS.get(to, to)), asks=True)
