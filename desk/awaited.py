"""One sentence above every page of a plan: who is awaited, for what, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.models import SignOff
from approvals.waiting import Waiting, waiting_gates
from desk.board.cards import columns
from desk.board.facts import Facts
from desk.board.next_step import next_step
from ground.policies import can
from ground.words import in_row
from plans import states
from plans.checks import acknowledged, findings_of, totals
from plans.findings import ERROR, WARNING
from plans.models import Plan

MOST_NAMES = 4


@dataclass(frozen=True)
class Awaited:
    """`mine`: it waits for the reader, who gets the button in the colour of action."""

    what: str
    why: str = ""
    tone: str = ""
    url: str = ""
    button: str = ""
    until: datetime | None = None
    mine: bool = False
    is_beside: bool = False
    """The button that does it stands in the plan's head already."""

    @property
    def page(self) -> str:
        """The address without the place on the page."""
        return self.url.partition("#")[0]


def awaited(plan: Plan, user: Any, now: datetime) -> Awaited:
    """What the plan waits for in its state, as this reader should hear it."""
    if plan.status in states.OPEN_TO_EDIT:
        return _to_submit(plan, user, now)
    gates = waiting_gates(plan, user, now) if plan.status not in states.FINISHED else []
    if plan.status == states.IN_REVIEW or any(gate.mine for gate in gates):
        return _to_sign(plan, gates)
    return _on_board(plan, user, now)


def _to_submit(plan: Plan, user: Any, now: datetime) -> Awaited:
    found, accepted = findings_of(plan, now), acknowledged(plan)
    open_ones = totals(one for one in found if one.key not in accepted)
    mine = bool(can(user, "plan.manage", plan))
    words = {"who": _("你") if mine else plan.owner.called}
    refused = _refusal(plan)
    check, gates = (
        reverse(name, args=[plan.number]) for name in ("plans:check", "approvals:gates")
    )
    if open_ones[ERROR]:
        words["n"] = str(open_ones[ERROR])
        what = _("等%(who)s改好 %(n)s 个错误，然后提交评审") % words
        return Awaited(what, refused, "bad", check, _("去体检"), plan.window_start, mine)
    if open_ones[WARNING]:
        words["n"] = str(open_ones[WARNING])
        what = _("等%(who)s处理 %(n)s 个提醒，然后提交评审") % words
        return Awaited(what, refused, "warn", check, _("去体检"), plan.window_start, mine)
    what = _("体检通过，等%(who)s提交评审") % words
    return Awaited(what, refused, "", gates, _("去提交评审"), plan.window_start, mine)


def _refusal(plan: Plan) -> str:
    """Who refused it last, and why; empty for a plan that nobody refused."""
    if plan.status != states.REJECTED:
        return ""
    found = SignOff.objects.filter(gate__plan=plan, state=SignOff.REJECTED)
    last = found.select_related("signer").order_by("-signed_at").first()
    words = {"who": last.signer.called, "why": last.comment} if last else {}
    return _("%(who)s 驳回：%(why)s") % words if last else ""


def _to_sign(plan: Plan, gates: Sequence[Waiting]) -> Awaited:
    url, button = reverse("approvals:gates", args=[plan.number]), _("看审批")
    if not gates:
        return Awaited(_("评审中，现在没有等签的关口"), "", "", url, button, plan.window_start)
    first = gates[0]
    until = first.due or plan.window_start
    others = _also(gates[1:])
    if first.mine:
        what = _("等你签“%(gate)s”") % {"gate": first.title}
        return Awaited(what, others, "warn", first.url, _("去签字"), until, mine=True)
    words = {"who": _names(first.names), "gate": first.title}
    what = _("等%(who)s签“%(gate)s”") % words
    why = first.not_yet or " · ".join(filter(None, (first.missing, others)))
    return Awaited(what, why, "", first.url, button, until)


def _names(names: Sequence[str]) -> str:
    """张三、李四等 6 人; said plainly when nobody can."""
    if not names:
        return _("（没有人可以）")
    if len(names) <= MOST_NAMES:
        return in_row(names)
    return _("%(some)s等 %(n)s 人") % {"some": in_row(names[:MOST_NAMES]), "n": len(names)}


def _also(gates: Sequence[Waiting]) -> str:
    return _("另外待签：%(gates)s") % {"gates": in_row(one.title for one in gates)} if gates else ""


def _on_board(plan: Plan, user: Any, now: datetime) -> Awaited:
    """The board's next step, with the way to where it is done."""
    facts = Facts(plan, user, now)
    step = next_step(facts, columns(facts))
    mine = bool(step.tap or step.verb)
    board = reverse("desk:board", args=[plan.number])
    return Awaited(
        step.title,
        step.why,
        step.tone,
        board if step.tap or step.verb or step.card else step.url or board,
        _("去操作") if mine else step.button or _("打开看板"),
        step.until or (plan.window_end if plan.status in states.UNDER_WAY else None),
        mine,
        is_beside=step.verb is not None,
    )
