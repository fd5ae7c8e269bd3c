"""Applications as cards, batches as columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from desk.board.facts import Facts
from desk.board.taps import Choice, choose
from plans import states
from plans.batches import OUTSIDE, PASSED, batches, may_start

BAD = frozenset({"failed", "verify_failed"})


@dataclass(frozen=True)
class Need:
    """A dependency: its name, and whether it stands in the way no more."""

    name: str
    is_met: bool


@dataclass(frozen=True)
class Card:
    """One application as the board shows it."""

    app: Any
    label: str
    tone: str
    choice: Choice
    needs: Sequence[Need]
    is_ready: bool
    started: datetime | None
    deployed: datetime | None
    verified: datetime | None
    verifier: str
    planned: datetime | None
    undo_until: datetime | None

    @property
    def look(self) -> str:
        """CSS class of the card."""
        if self.app.state in BAD:
            return "failed"
        return "now" if self.is_ready or self.app.state in ("deploying", "deployed") else ""

    @property
    def is_running(self) -> bool:
        return self.app.state == "deploying"

    @property
    def story(self) -> str:
        """Why it stands where it stands, as the last person wrote it."""
        return self.app.evidence if self.app.state not in ("pending", "deploying") else ""


@dataclass(frozen=True)
class Column:
    """A batch: its cards and how far it is."""

    batch: int
    cards: Sequence[Card]
    label: str
    tone: str


def columns(facts: Facts) -> list[Column]:
    """The batches in order."""
    found = {app.pk: card(facts, app) for app in facts.apps}
    grouped = batches(facts.everything)
    return [
        _column(batch, [found[node.id] for node in members], list(grouped))
        for batch, members in grouped.items()
    ]


def card(facts: Facts, app: Any) -> Card:
    is_ready = _is_ready(facts, app)
    verified = facts.last_move(app, "verified") if app.state == "verified" else None
    deployed = facts.last_move(app, "deployed")
    return Card(
        app=app,
        label=_("可开始") if is_ready else app.get_state_display(),
        tone=states.APP_TONES[app.state],
        choice=choose(facts, app),
        needs=[_need(facts, name) for name in app.depends_on],
        is_ready=is_ready,
        started=app.actual_start,
        deployed=deployed.at if deployed and app.state not in ("pending", "deploying") else None,
        verified=verified.at if verified else None,
        verifier=verified.who if verified else "",
        planned=planned_for(app.app, facts.rows("steps")),
        undo_until=facts.undo_until(app),
    )


def _is_ready(facts: Facts, app: Any) -> bool:
    if app.state != "pending" or facts.plan.status != states.RELEASING:
        return False
    return bool(facts.times and may_start(facts.node(app), facts.everything))


def _need(facts: Facts, name: str) -> Need:
    found = [node for node in facts.everything if node.app.casefold() == name.casefold()]
    outside = name.startswith(OUTSIDE)
    return Need(name, bool(found) and not outside and all(n.state == "verified" for n in found))


def planned_for(name: str, steps: Sequence[Any]) -> datetime | None:
    """When the run book means to deploy the application: the first timed step that names it."""
    pattern = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", re.IGNORECASE)
    timed = (step for step in steps if step.planned_start and step.phase != "回滚")
    return next((step.planned_start for step in timed if pattern.search(step.action)), None)


def _column(batch: int, cards: Sequence[Card], order: Sequence[int]) -> Column:
    passed = sum(one.app.state in PASSED for one in cards)
    begun = any(one.app.state != "pending" or one.is_ready for one in cards)
    label, tone = f"{passed}/{len(cards)}", "run"
    if any(one.app.state in BAD for one in cards):
        return Column(batch, cards, _("有失败 %(n)s") % {"n": label}, "bad")
    if passed == len(cards):
        return Column(batch, cards, _("%(n)s 验证通过") % {"n": label}, "ok")
    if all(one.app.state == "rolled_back" for one in cards):
        return Column(batch, cards, _("已回滚"), "bad")
    if begun:
        return Column(batch, cards, _("进行中 %(n)s") % {"n": label}, tone)
    place = order.index(batch)
    words = _("等待第 %(n)s 批") % {"n": order[place - 1]} if place else _("未开始")
    return Column(batch, cards, words, "idle")
