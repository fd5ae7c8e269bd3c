"""Random days of a ramp that opens machines: looks, people, dying machines, a failing switch."""

from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import time_machine

from gray.actions import command, look
from gray.models import Run
from ground.clock import now
from ground.errors import WrongState
from ground.journal import verify
from plans.models import Plan
from tests.gray.test_opening import ROOMS, STAGES, START, Cluster

pytestmark = [pytest.mark.django_db, pytest.mark.long]
VERBS = ("hold", "resume", "advance", "roll_back", "off", "start", "restore", "adopt")


class Walk:
    """One ramp over the cluster, and what the dice do to it."""

    def __init__(self, run: Run, oli: Any, dice: Random, traveller: Any) -> None:
        self.run, self.oli, self.dice, self.traveller = run, oli, dice, traveller

    def step(self) -> str:
        """Something happens; its name."""
        happening = self.dice.choice(("wait", "wait", "wait", "press", "die", "revive", "trouble"))
        getattr(self, happening)()
        self.run.refresh_from_db()
        return happening

    def wait(self) -> None:
        self.traveller.shift(timedelta(minutes=self.dice.choice((1, 20, 61))))
        look(self.run.pk, now=now())

    def press(self) -> None:
        with suppress(WrongState):
            command(self.run.ramp, by=self.oli, command=self.dice.choice(VERBS), reason="掷骰子")

    def die(self) -> None:
        if len(Cluster.alive) > 2:
            Cluster.alive.remove(self.dice.choice(Cluster.alive))

    def revive(self) -> None:
        dead = [name for name in (f"app-{n}" for n in range(9)) if name not in Cluster.alive]
        Cluster.alive += dead[:1]

    def trouble(self) -> None:
        Cluster.refuses = not Cluster.refuses and self.dice.random() < 0.5
        Cluster.error = "没有回答。" if self.dice.random() < 0.2 else ""


@pytest.mark.parametrize("seed", range(6))
def test_the_switch_shows_what_is_recorded_and_nobody_falls_out_unlowered(make_ramp, cast, seed):
    Cluster.alive = [f"app-{n}" for n in range(9)]
    Cluster.shown, Cluster.error, Cluster.refuses = type(Cluster.shown)(0), "", False
    with time_machine.travel(START, tick=False) as traveller:
        ramp = make_ramp(STAGES, driver="cluster", population="，".join(ROOMS))
        Plan.objects.filter(pk=ramp.plan_id).update(status="ramping")
        ramp.plan.refresh_from_db()
        walk = Walk(command(ramp, by=cast.oli, command="start"), cast.oli, Random(seed), traveller)
        for _n in range(60):
            before = walk.run.index, list(walk.run.machines)
            walk.step()
            check(walk.run, *before)
        Cluster.refuses, Cluster.error = False, ""
        for _n in range(3):
            walk.wait()
        walk.run.refresh_from_db()
        assert Cluster.shown.machines in (None, frozenset(walk.run.machines))
    assert verify(ramp.plan.chain) is None


def check(run: Run, index: int, machines: list[str]) -> None:
    """What must hold after anything that happened."""
    assert len(set(run.machines)) == len(run.machines)
    if run.index >= index:
        assert len(run.machines) >= len(machines), "who was in is in, or has an heir"
    gone = set(machines) - set(run.machines)
    if run.index >= index:
        assert not gone & set(Cluster.alive), "no living machine gave its place away"
    if run.pending is None and not run.error and run.drift_since is None and run.flag:
        shown = Cluster.shown.machines or frozenset()
        assert shown == frozenset(run.machines) or Cluster.refuses
