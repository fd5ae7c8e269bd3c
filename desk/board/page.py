"""The whole board as one template context."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from desk.board.backwards import way_back
from desk.board.blockers import blockers
from desk.board.cards import Column, columns
from desk.board.facts import Facts
from desk.board.graph import draw
from desk.board.next_step import next_step
from desk.board.runbook import runbook
from desk.board.verbs import verbs
from desk.board.window import window_of
from ground.models import Event
from plans import states
from plans.models import Plan

ACTING = ("pm", "ops", "test", "dba")


def board(plan: Plan, user: Any, now: datetime) -> dict[str, Any]:
    """What `desk/board/live.html` draws."""
    facts = Facts(plan, user, now)
    shown = columns(facts)
    return {
        "plan": plan,
        "facts": facts,
        "now": now,
        "window": window_of(plan, now),
        "step": next_step(facts, shown),
        "blockers": blockers(facts, shown),
        "columns": shown,
        "back": way_back(facts, shown),
        "verbs": [verb for verb in verbs(facts) if verb.name not in ("start", "resume")],
        "checklists": runbook(facts),
        "picture": draw(facts.everything),
        "people": facts.rows("members"),
        "said": _last_words(plan),
        "reads_only": _reads_only(facts, shown),
        "is_live": plan.status not in states.FINISHED,
    }


def _last_words(plan: Plan) -> str:
    """The newest event as one sentence, for those who listen to the page."""
    event = Event.objects.filter(chain=plan.chain).order_by("-position").first()
    return f"{event.sentence} · {event.who}" if event else ""


def _reads_only(facts: Facts, shown: Sequence[Column]) -> bool:
    """This reader has no part that acts on the board and is named nowhere."""
    named = any(card.choice.taps for column in shown for card in column.cards)
    return not named and not facts.parts & set(ACTING)
