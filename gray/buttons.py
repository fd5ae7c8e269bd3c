"""The commands of a ramp as buttons: which there are, and why one cannot be pressed."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gray.commands import Command, No, answer
from gray.sections.ramp import Ramp
from gray.sight import Sight
from gray.view import State, View
from ground.policies import can
from ground.verdict import ALLOWED, Verdict, denied


@dataclass(frozen=True)
class Words:
    """`label` on the button, `text` in the dialog; `reason` is required or optional."""

    label: Any
    text: Any
    reason: str = "required"
    tone: str = ""


WORDS = {
    Command.START: Words(
        _("开始"), _("从第一阶段开始放量；不在变更窗口内会等到窗口开放。"), "optional", "pri"
    ),
    Command.HOLD: Words(_("停止推进"), _("保持现在的比例，不再自动放量。"), "optional"),
    Command.RESUME: Words(_("继续"), _("按计划继续推进。"), "optional", "pri"),
    Command.ADVANCE: Words(_("下一阶段"), _("不等观察期满，现在就放到下一阶段。")),
    Command.JUMP: Words(_("跳到"), _("直接到选中的阶段；往上要通过中间的每一个签字。")),
    Command.ROLL_BACK: Words(
        pgettext_lazy("verb", "回滚"), _("退回上一个阶段并停住，等人按“继续”。"), tone="danger"
    ),
    Command.OFF: Words(
        _("关闭流量"), _("所有人立即退出灰度，开关回到回滚值。"), "optional", "danger"
    ),
    Command.ADOPT: Words(_("采纳"), _("以线上的实际比例为准，停在那里。")),
    Command.RESTORE: Words(_("恢复"), _("把线上改回记录的比例。")),
}
SHOWN = {
    State.READY: (Command.START,),
    State.RUNNING: (Command.HOLD, Command.ADVANCE, Command.JUMP, Command.ROLL_BACK, Command.OFF),
    State.HELD: (Command.RESUME, Command.JUMP, Command.ROLL_BACK, Command.OFF),
    State.DONE: (Command.ROLL_BACK, Command.OFF),
    State.OFF: (Command.START,),
}


@dataclass(frozen=True)
class Button:
    command: str
    words: Words
    verdict: Verdict


def buttons_of(sight: Sight) -> list[Button]:
    """What may be pressed in this state, and what a drift adds."""
    shown = SHOWN[sight.view.state]
    if sight.view.is_drifted:
        shown = (Command.ADOPT, Command.RESTORE, *shown)
    return [
        Button(one.value, WORDS[one], verdict(one, sight.ramp, sight.view, sight.user, sight.now))
        for one in shown
    ]


def verdict(command: Command, ramp: Ramp, view: View, user: Any, now: Any) -> Verdict:
    """May this person press it now; else the reason."""
    may = can(user, "ramp.command", ramp)
    if not may or command is Command.JUMP:
        return may
    said = answer(command, now, view)
    return denied(said.why) if isinstance(said, No) and said.ask is None else ALLOWED
