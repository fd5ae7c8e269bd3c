"""The machines of every stage of a ramp, and what keeps a stage from having any."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gray.audience import machine_wish
from gray.bucket import EVERYBODY
from gray.machines import Machine, Pool, Wish, renewed, roster
from gray.words import Sentence, sentence


@dataclass(frozen=True)
class Rosters:
    """For each stage: the names that are in, what it says of machines, and what is missing.

    renewed  those that are in now with living machines for dead ones; empty when all live
    """

    names: Sequence[tuple[str, ...]]
    among: Sequence[Sentence | None]
    lacks: Sequence[tuple[Sentence, ...]]
    renewed: tuple[str, ...] = ()


def wishes_of(stages: Sequence[Any], shares: Sequence[int]) -> list[Wish | None]:
    """What each stage says of machines; where everybody is in, none has to be named."""
    return [
        None if share >= EVERYBODY else machine_wish(stage)
        for stage, share in zip(stages, shares, strict=True)
    ]


def without(inside: Sequence[str], count: int) -> Rosters:
    """The rosters of a ramp whose stages name no machines."""
    return Rosters([tuple(inside)] * count, [None] * count, [()] * count)


def rosters_of(
    wishes: Sequence[Wish | None],
    bare: Sequence[bool],
    index: int,
    inside: Sequence[str],
    pool: Pool,
    listed: Sequence[Machine],
) -> Rosters:
    """Who is in at which stage of a ramp that has reached stage `index`.

    bare  the stages that let in nobody but machines
    """
    fresh = tuple(inside)
    if pool.is_whole and not pool.error:
        fresh = tuple(renewed(inside, listed, pool.machines))
    names = [
        roster(wishes, at, index, fresh if at > index else inside, pool.machines)
        for at in range(len(wishes))
    ]
    lacks = [
        _lacks(wish, pool, is_bare=is_bare) if wish and at > index else ()
        for at, (wish, is_bare) in enumerate(zip(wishes, bare, strict=True))
    ]
    among = [wish.words if wish else None for wish in wishes]
    return Rosters(names, among, lacks, fresh if fresh != tuple(inside) else ())


def _lacks(wish: Wish, pool: Pool, *, is_bare: bool) -> tuple[Sentence, ...]:
    """A stage that lets in a share as well does without names when there are none at all."""
    if pool.error:
        text = _("读不到机器列表：%(error)s 读到之前不放量。")
        return (sentence("machines", text, error=pool.error),)
    if not pool.machines:
        if not is_bare or not pool.is_whole:
            return ()
        text = _("要打开%(wish)s，但没有机器名单：请在灰度的“人群”里列出机器。")
        return (sentence("machines", text, wish=wish.words),)
    if wish.region and not any(one.is_in(wish.region) for one in pool.machines):
        text = _("机器名单里没有“%(region)s”的机器，请写成 机器名@%(region)s。")
        return (sentence("machines", text, region=wish.region),)
    return ()
