"""The commands of a ramp, as people and machines with the scope give them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gray.actions.applying import carry_out, keep
from gray.actions.intents import Intent, from_move
from gray.actions.locking import Locked, lock_ramp
from gray.actions.looking import ask, look
from gray.actions.measuring import keep_measured
from gray.actions.waking import wake_followers
from gray.choosing import find_driver
from gray.commands import Command, No, answer
from gray.drivers.base import Driver
from gray.holding import busy, in_use, successor, taken_over
from gray.measuring import measure
from gray.runs import Run
from gray.sections.ramp import Ramp
from gray.seeing import glance, seen_by
from gray.situation import view_of
from gray.switches import is_elsewhere, require_driven, switch_of
from gray.view import State
from ground.clock import now
from ground.errors import Invalid, Stale, WrongState
from ground.policies import authorize
from ground.words import in_row
from plans.actions.lifecycle import require

LONGEST_FLAG, LONGEST_ENVIRONMENT = 200, 100
NAMED = ("environment", "flag", "salt", "switch", "started_at")
"""What a start says of the run's switch."""
UPWARDS = frozenset({Command.ADVANCE, Command.JUMP})
"""Metrics are asked before these; what stops or lowers traffic waits for nothing."""
NEEDS_REASON = frozenset(
    {Command.ADVANCE, Command.JUMP, Command.ROLL_BACK, Command.ADOPT, Command.RESTORE}
)


def command(
    ramp: Ramp,
    *,
    by: Any,
    command: str,
    reason: str = "",
    stage: int | None = None,
    revision: int | None = None,
) -> Run:
    """Give a ramp one of its commands; `stage` is the row id that a jump goes to.

    `revision` is the run's version that the person saw: of two who press “advance” at
    once, one gets Stale. Raises Denied, Invalid, or WrongState with the engine's reason.
    """
    verb = _parse(command, reason)
    driver = find_driver(ramp.driver, ramp.environment)
    with transaction.atomic():
        locked = lock_ramp(ramp)
        authorize(by, "ramp.command", locked.ramp)
        if verb is Command.START:
            _name_switch(locked, driver, by)
    try:
        refusal = _act(locked, driver, verb, by=by, reason=reason, stage=stage, revision=revision)
    except IntegrityError:  # two ramps of one switch were started at the same moment
        other = busy(locked.run)
        if other is None:
            raise
        refusal = in_use(locked.ramp.flag, other, by)
    if refusal:
        raise WrongState(refusal)
    look(locked.run.pk, now=now())
    wake_followers([locked.plan.number], now=now())
    return Run.objects.select_related("ramp__plan", "stage").get(pk=locked.run.pk)


def _act(
    locked: Locked,
    driver: Driver,
    verb: Command,
    *,
    by: Any,
    reason: str,
    stage: int | None,
    revision: int | None,
) -> str:
    """Do it, or say why not; a missing sign-off has been asked for by then."""
    turn = measure([locked.run.pk] if verb in UPWARDS else [], now())
    moment = now()
    with driver.together():
        shown = glance(driver, locked.run)
        with transaction.atomic():
            locked = lock_ramp(locked.ramp)
            _refuse_stale(locked.run, verb, revision)
            keep_measured(locked, turn.of(locked.run.pk))
            if verb is Command.START:
                _name_switch(locked, driver, by)
            else:
                _refuse_former(locked.run, by)
            if verb in (Command.ADOPT, Command.RESTORE):
                require_driven(driver, locked.run)
            seen = seen_by(shown, locked.run)
            view = view_of(
                locked.plan, locked.ramp, locked.run, moment, **seen._asdict(),
                stages=locked.stages,
            )  # fmt: skip
            said = answer(verb, moment, view, _index_of(locked.stages, stage))
            if isinstance(said, No):
                if said.ask is not None and view.steps[said.ask].gate == "unasked":
                    ask(locked, said.ask, view, moment)
                return str(said.why)
            intent = from_move(said, view, locked.stages, verb, actor=by.pk, reason=reason)
            # a switch that it never drove is not its own, whatever it is called
            if not locked.run.flag or is_elsewhere(driver, locked.run):
                intent = replace(intent, writes=False)
            locked.run.save(update_fields=NAMED)
            keep(locked, driver, intent, moment)
        done = carry_out(locked, driver, intent, moment)
    return "" if done else _why_failed(locked, intent)


def _parse(command: str, reason: str) -> Command:
    try:
        verb = Command(command)
    except ValueError:
        known = in_row(Command)
        raise Invalid(
            _("没有“%(command)s”这个指令，可用的是：%(known)s。")
            % {"command": command, "known": known},
            fields={"command": [_("没有这个指令。")]},
        ) from None
    if verb in NEEDS_REASON:
        require(reason)
    return verb


def _refuse_stale(run: Run, verb: Command, revision: int | None) -> None:
    """Stopping and switching off need no look at what somebody else just did."""
    if revision is None or revision == run.version or verb in (Command.HOLD, Command.OFF):
        return
    raise Stale(
        _("灰度刚有变化，现在是 %(percent)s%%（%(state)s）；请看清后再操作。")
        % {"percent": run.percent, "state": run.label},
        extra={"current": {"revision": run.version, "state": run.state}},
    )


def _name_switch(locked: Locked, driver: Driver, by: Any) -> None:
    """The start says which switch the run drives; it is kept only if the run does start."""
    ramp, run = locked.ramp, locked.run
    flag = ramp.flag.strip() or ramp.key.strip()
    if not flag:
        raise WrongState(_("灰度没有写开关标识，不知道要动哪个开关。"))
    if "/" in flag:
        raise WrongState(_("开关标识不能含“/”。"))
    environment = ramp.environment.strip()
    if len(flag) > LONGEST_FLAG or len(environment) > LONGEST_ENVIRONMENT:
        raise WrongState(_("开关标识最多 200 字，环境最多 100 字。"))
    if run.state in (State.READY, State.OFF):
        run.environment, run.flag, run.salt, run.started_at = environment, flag, flag, now()
        run.switch = switch_of(driver, run)
    if other := busy(run):
        raise WrongState(in_use(flag, other, by))


def _refuse_former(run: Run, by: Any) -> None:
    """Whoever drove the switch before leaves it to the ramp that drives it now."""
    if run.flag and (other := successor(run)):
        raise WrongState(taken_over(run, other, by))


def _index_of(stages: Sequence[Any], stage: int | None) -> int | None:
    found = [index for index, row in enumerate(stages) if row.pk == stage]
    return found[0] if found else None


def _why_failed(locked: Locked, intent: Intent) -> str:
    run = Run.objects.get(pk=locked.run.pk)
    return _("开关没有写成功：%(error)s 系统会继续重试。") % {
        "error": run.error or _("同时有人发了别的指令。")
    }
