"""What stands in the way, the worst on top."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.board.cards import BAD, Card, Column
from desk.board.facts import Facts
from ground.words import in_row, labelled
from plans import states

MINUTES = re.compile(r"(\d+)\s*(?:分钟|分|min|m\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Blocker:
    """A red (or gold) line on top: what, who and when, who decides until when."""

    words: str
    facts: Sequence[str] = ()
    tone: str = "bad"
    card: Card | None = None
    until: datetime | None = None
    url: str = ""
    button: str = ""


def blockers(facts: Facts, shown: Sequence[Column]) -> list[Blocker]:
    """Failures first, then what holds the whole plan, then what is merely not ticked."""
    if facts.plan.status not in (*states.UNDER_WAY, states.PAUSED):
        return [*_amended(facts)]
    return [
        *_failures(facts, shown),
        *_amended(facts),
        *_times(facts),
        *_ramps(facts),
        *_unticked(facts),
    ]


def _failures(facts: Facts, shown: Sequence[Column]) -> Iterator[Blocker]:
    for card in (card for column in shown for card in column.cards if card.app.state in BAD):
        event = facts.last_move(card.app)
        decider, deadline = _decision(facts)
        zone = facts.plan.zone
        told = [event.who, event.at.astimezone(zone).strftime("%H:%M")] if event else []
        yield Blocker(
            _("%(app)s %(state)s：%(why)s")
            % {"app": card.app.app, "state": card.label, "why": card.app.evidence or _("未写原因")},
            [" ".join(told), _("决策人 %(who)s") % {"who": decider}],
            card=card,
            until=event.at + deadline if event and deadline else None,
        )


def _decision(facts: Facts) -> tuple[str, timedelta | None]:
    """Who decides on going back and within what time: the plan's triggers, else its owner."""
    rows = [row for row in facts.rows("triggers") if row.decider or row.deadline]
    decider = next((row.decider for row in rows if row.decider), facts.plan.owner.called)
    minutes = next((found for row in rows if (found := MINUTES.search(row.deadline))), None)
    return decider, timedelta(minutes=int(minutes[1])) if minutes else None


def _amended(facts: Facts) -> Iterator[Blocker]:
    if facts.amended and not facts.plan.is_finished:
        yield Blocker(
            facts.times.reason,
            url=reverse("approvals:gates", args=[facts.plan.number]),
            button=_("去签字"),
        )


def _times(facts: Facts) -> Iterator[Blocker]:
    waiting = any(app.state == "pending" for app in facts.apps)
    if facts.plan.status == states.RELEASING and waiting and not facts.amended and not facts.times:
        yield Blocker(facts.times.reason)


def _ramps(facts: Facts) -> Iterator[Blocker]:
    for run in facts.runs:
        if run.error or run.drift_since:
            words = run.error or _("线上开关和记录不一致，请先采纳或恢复。")
            yield Blocker(
                labelled(run.ramp.name or run.flag, words),
                url=reverse("gray:plan", args=[facts.plan.number]),
                button=_("看灰度"),
            )


def _unticked(facts: Facts) -> Iterator[Blocker]:
    rows: list[Any] = [row for row in facts.rows("checks") if row.blocking and not row.done]
    if rows and facts.plan.status == states.RELEASING:
        names = in_row(row.item.splitlines()[0][:24] for row in rows[:3] if row.item)
        yield Blocker(
            _("阻断检查还有 %(n)s 项没有完成：%(names)s") % {"n": len(rows), "names": names},
            tone="warn",
        )
