"""What every command of a ramp does in every state. Pure: a Move, or the reason why not.

Falling is possible in every state. Rising needs the same as for the clock, except that
a person may cut the hold short: times, dependencies and sign-offs hold for people too.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from gray.engine import closed, obstacles, standstill
from gray.view import BEFORE, Block, State, View
from gray.words import Sentence, sentence


class Command(StrEnum):
    """The verbs of a ramp; the words are those of the API."""

    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    ADVANCE = "advance"
    JUMP = "jump"
    ROLL_BACK = "roll_back"
    OFF = "off"
    ADOPT = "adopt"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Move:
    """Go to this state at this stage; `share` is what the switch must then show.

    `writes` is False when the switch is left as it is.
    """

    state: State
    index: int
    share: int
    writes: bool = True


@dataclass(frozen=True, slots=True)
class No:
    """Why not; `ask` names the stage whose sign-off is missing and can be asked for."""

    why: Sentence
    ask: int | None = None


Answer = Move | No


def answer(command: Command, now: datetime, view: View, to: int | None = None) -> Answer:
    """What `command` does to this ramp now; `to` is the stage index of a jump."""
    return _ANSWERS[command](now, view, to)


def _start(now: datetime, view: View, _to: int | None) -> Answer:
    if view.state not in (State.READY, State.OFF):
        return No(sentence("started", _("已经开始了；停住的用“继续”。")))
    if not view.steps:
        return No(sentence("empty", _("还没有阶段，先在计划里填写灰度阶段。")))
    stops = [*map(Block, view.stops), *standstill(now, view)]
    if stops:
        return No(stops[0].why)
    return Move(State.RUNNING, BEFORE, 0, writes=False)


def _hold(_now: datetime, view: View, _to: int | None) -> Answer:
    if view.state is not State.RUNNING:
        return No(_not_running(view))
    return Move(State.HELD, view.index, view.share, writes=False)


def _resume(_now: datetime, view: View, _to: int | None) -> Answer:
    if view.state is not State.HELD:
        return No(sentence("not-held", _("没有停住，不需要继续。")))
    return Move(State.RUNNING, view.index, view.share, writes=False)


def _advance(now: datetime, view: View, _to: int | None) -> Answer:
    if view.state is not State.RUNNING:
        return No(_not_running(view))
    if view.index >= view.last:
        return No(sentence("last", _("已经是最后一个阶段。")))
    return _up(now, view, view.index + 1)


def _jump(now: datetime, view: View, to: int | None) -> Answer:
    if to is None or not 0 <= to <= view.last:
        return No(sentence("no-stage", _("没有这个阶段，请从阶段表里选一个。")))
    if view.index == BEFORE or view.state in (State.READY, State.OFF):
        return No(sentence("not-started", _("还没有开始，不能跳阶段；请按“开始”。")))
    if to < view.index:
        return _down(view, to)
    if to == view.index:
        return No(sentence("there", _("现在就在这个阶段。")))
    if view.state is not State.RUNNING:
        return No(_not_running(view))
    return _up(now, view, to)


def _roll_back(_now: datetime, view: View, _to: int | None) -> Answer:
    if view.index == BEFORE or view.state in (State.READY, State.OFF):
        return No(sentence("nothing-up", _("还没有放量，没有可以回退的阶段。")))
    return _down(view, view.index - 1)


def _off(_now: datetime, _view: View, _to: int | None) -> Answer:
    return Move(State.OFF, BEFORE, 0)


def _adopt(now: datetime, view: View, _to: int | None) -> Answer:
    """Take the switch as it is; never past a stage that nobody has let in."""
    if not view.is_drifted:
        return No(_NO_DRIFT)
    if view.foreign or view.actual is None:
        return No(_NOT_OURS)
    reached = [at for at, step in enumerate(view.steps) if step.share <= view.actual]
    index = max(reached, default=BEFORE)
    if view.actual > view.share:
        shut = next(_in_the_way(view, range(view.index + 1, index + 1)), None)
        if shut:
            return No(shut.why)
    if view.actual == 0:
        return Move(State.OFF, BEFORE, 0, writes=False)
    return Move(State.HELD, index, view.actual, writes=False)


def _restore(now: datetime, view: View, _to: int | None) -> Answer:
    """Write again what should be there; upwards only when traffic may rise now."""
    if not view.is_drifted:
        return No(_NO_DRIFT)
    if (view.actual or 0) < view.share:
        shut = next(iter((*(Block(words) for words in view.stops), *closed(now, view, now))), None)
        if shut:
            return No(shut.why)
    return Move(view.state, view.index, view.share)


def _up(now: datetime, view: View, to: int) -> Answer:
    """Through every gate on the way, at a moment when traffic may rise."""
    for block in (*standstill(now, view), *closed(now, view, now)):
        return No(block.why)
    for index in range(view.index + 1, to + 1):
        for block in obstacles(view, index):
            return No(block.why, ask=index if index == view.index + 1 else None)
    return Move(State.RUNNING, to, view.steps[to].share)


def _down(view: View, to: int) -> Move:
    """Fallen traffic stays down until somebody says “resume”."""
    if to == BEFORE:
        return Move(State.OFF, BEFORE, 0)
    return Move(State.HELD, to, view.steps[to].share)


def _in_the_way(view: View, indexes: Iterable[int]) -> Iterator[Block]:
    return (block for index in indexes for block in obstacles(view, index))


def _not_running(view: View) -> Sentence:
    texts = {
        State.READY: _("还没有开始。"),
        State.HELD: _("已停止推进，先按“继续”。"),
        State.DONE: _("全部阶段已走完。"),
        State.OFF: _("流量已关闭；要重新放量请按“开始”。"),
    }
    return sentence("not-running", texts[view.state])


_NOT_OURS = sentence("not-ours", _("线上的内容不是灰度能写出来的样子，不能采纳，只能恢复。"))
_NO_DRIFT = sentence("no-drift", _("线上和记录一致，没有漂移。"))

_ANSWERS: dict[Command, Callable[[datetime, View, int | None], Answer]] = {
    Command.START: _start,
    Command.HOLD: _hold,
    Command.RESUME: _resume,
    Command.ADVANCE: _advance,
    Command.JUMP: _jump,
    Command.ROLL_BACK: _roll_back,
    Command.OFF: _off,
    Command.ADOPT: _adopt,
    Command.RESTORE: _restore,
}


def rises(view: View, move: Move) -> bool:
    """Does this move let more people in than the switch shows now?"""
    return move.share > (view.share if view.actual is None else view.actual)
