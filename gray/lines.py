"""The stages of a ramp as a table shows them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gray.rehearsal import Forecast
from gray.runs import Move
from gray.sections.stage import Stage
from gray.sight import Sight
from gray.view import Gate, State, Step
from gray.words import Lasting, When


@dataclass(frozen=True)
class StageLine:
    """One row: what it lets in, since when or when at the earliest, and how it stands.

    needs     what it depends on, as it was written
    waits     what is missing of that, in words
    machines  the names that came in with it
    """

    number: int
    stage: Stage
    amount: str
    audience: str
    hold: str
    left: str
    reached: datetime | None
    expected: str
    gate: str
    gate_tone: str
    gate_note: str
    label: str
    tone: str
    is_current: bool
    needs: list[str]
    waits: list[str]
    machines: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its share and its audience, without saying “fixed users” twice."""
        if not self.audience:
            return self.amount
        return f"{self.amount} · {self.audience}" if "%" in self.amount else self.audience


def lines_of(sight: Sight) -> list[StageLine]:
    coming = {one.index: one for one in sight.forecast}
    return [
        StageLine(
            number=at + 1,
            stage=stage,
            amount=str(step.amount),
            audience=stage.audience,
            hold=str(Lasting(step.hold)) if step.hold else "",
            left=_left(sight, at),
            reached=_reached(sight.moves, at, sight.view.index),
            expected=_expected(sight, coming.get(at)),
            gate=_gate(step),
            gate_tone=_GATE_TONES[step.gate],
            gate_note=step.gate_note if step.gate in (Gate.ASKED, Gate.REFUSED) else "",
            label=label,
            tone=tone,
            is_current=at == sight.view.index,
            needs=stage.needs,
            waits=[str(why) for why in step.needs],
            machines=_opened(sight, at),
        )
        for at, (stage, step) in enumerate(zip(sight.stages, sight.view.steps, strict=True))
        for label, tone in [_state(sight, at)]
    ]


def _expected(sight: Sight, coming: Forecast | None) -> str:
    """When it could come at the earliest, in words."""
    if coming is None:
        return ""
    if coming.at <= sight.now:
        return (
            str(_AFTER.get(coming.assumed[0].code, _("条件满足后")))
            if coming.assumed
            else _("马上")
        )
    return _("预计 %(when)s") % {"when": When(coming.at, sight.now, sight.view.zone)}


def _opened(sight: Sight, at: int) -> tuple[str, ...]:
    """The machines that a stage which was reached has added to those before it."""
    steps = sight.view.steps
    before = set(steps[at - 1].machines) if at else set()
    return tuple(name for name in steps[at].machines if name not in before)


_AFTER = {
    "need": gettext_lazy("依赖满足后"),
    "machines": gettext_lazy("有机器名单后"),
    "approval": gettext_lazy("签完就放"),
    "apps": gettext_lazy("应用验证后"),
}


def _reached(moves: list[Move], at: int, index: int) -> datetime | None:
    """When the ramp last came to this stage or past it, if it is there still."""
    if at > index:
        return None
    found = None
    for move in moves:
        if move.to_index >= at > move.from_index:
            found = move.since if move.to_index == at else move.at
    return found


def _left(sight: Sight, at: int) -> str:
    ends = sight.view.hold_ends
    if at != sight.view.index or not ends or ends <= sight.now:
        return ""
    return _("还有 %(left)s") % {"left": Lasting(ends - sight.now)}


def _state(sight: Sight, at: int) -> tuple[str, str]:
    view = sight.view
    if at < view.index or (at == view.index and view.state is State.DONE):
        return _("完成"), "ok"
    if at == view.index:
        return (_("已停住"), "stop") if view.state is State.HELD else (_("进行中"), "ramp")
    if at == view.index + 1 and view.state is State.RUNNING:
        return _next_state(sight)
    return _("未开始"), ""


def _next_state(sight: Sight) -> tuple[str, str]:
    known = {
        "window": _("等窗口"),
        "freeze": _("等解封"),
        "approval": _("等签字"),
        "refused": _("被拒绝"),
        "start": _("等时间"),
        "apps": _("等应用"),
        "need": _("等依赖"),
        "machines": _("等机器"),
        "metric": _("等指标"),
    }
    code = sight.decision.why.code
    if code in known:
        return known[code], "bad" if code == "refused" else "warn"
    return _("下一个"), ""


def _gate(step: Step) -> str:
    return {
        Gate.FREE: _("不需要"),
        Gate.UNASKED: step.gate_note,
        Gate.ASKED: _("待签"),
        Gate.GRANTED: _("已签"),
        Gate.REFUSED: _("已拒"),
    }[step.gate]


_GATE_TONES = {
    Gate.FREE: "",
    Gate.UNASKED: "",
    Gate.ASKED: "warn",
    Gate.GRANTED: "ok",
    Gate.REFUSED: "bad",
}
