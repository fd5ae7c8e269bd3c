"""Which machines a stage opens: grown stage by stage, spread over regions (pure).

Whoever is in stays in; the list is in the order in which machines came in, so a fall
takes the last ones out. A machine that died gives its place to one that lives.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext_lazy as _

from gray.words import Sentence, sentence

_LEAD = re.compile(r"(?:机器|服务器|实例|节点|machines?|servers?|nodes?|hosts?)\s*[:：]", re.I)
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*")
_CUT = re.compile(r"[，、,;；\s]+")


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine by its name or address, and the region or room in which it stands."""

    name: str
    region: str = ""

    def is_in(self, region: str) -> bool:
        return self.region.casefold() == region.casefold()


@dataclass(frozen=True, slots=True)
class Pool:
    """The machines to choose from, in a stable order.

    error     why they could not be asked for just now
    is_whole  there are no others that somebody else may know
    """

    machines: tuple[Machine, ...] = ()
    error: str = ""
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """What a stage says of machines; the numbers are of all that are in, not of new ones.

    count     how many
    percent   or how many of a hundred that there are
    region    new ones only from here; with neither number all that stand there
    one_room  new ones from a single region, whichever has enough
    """

    count: int | None = None
    percent: Decimal | None = None
    region: str = ""
    one_room: bool = False

    @property
    def words(self) -> Sentence:
        if self.count is not None:
            return sentence("machines", _("%(n)d 台机器"), n=self.count)
        if self.percent is not None:
            return sentence("machines", _("%(percent)s%% 的机器"), percent=self.percent)
        if self.region:
            return sentence("machines", _("%(region)s的机器"), region=self.region)
        return sentence("machines", _("一个机房的机器"))


def read_machines(population: str) -> list[Machine]:
    """The machines that the column 人群 lists: names or addresses, each with an optional @region.

    After “机器：” every name counts; without it only those that hold a digit, so that a
    description of people lists no machines.
    """
    lead = _LEAD.search(population)
    found: dict[str, Machine] = {}
    for word in _CUT.split(population[lead.end() :] if lead else population):
        name, _at, region = word.partition("@")
        if _HOST.fullmatch(name) and (lead or re.search(r"\d", name)):
            found.setdefault(name, Machine(name, region.strip()))
    return list(found.values())


def roster(
    wishes: Sequence[Wish | None],
    index: int,
    reached: int,
    inside: Sequence[str],
    pool: Sequence[Machine],
) -> tuple[str, ...]:
    """The names that are in at stage `index` of a ramp that has reached stage `reached`.

    Upwards nobody of `inside` is left out; downwards nobody comes in.
    """  # fmt: skip
    known = {machine.name: machine for machine in pool}
    there = [known.get(name, Machine(name)) for name in inside]
    if index >= reached:
        return _grown(wishes[reached + 1 : index + 1], there, pool, len(pool))
    lowered = _grown(wishes[: index + 1], [], there, len(pool) or len(there))
    return tuple(name for name in inside if name in set(lowered))


def _grown(
    wishes: Iterable[Wish | None], inside: Sequence[Machine], pool: Sequence[Machine], size: int
) -> tuple[str, ...]:
    chosen = list(inside)
    for wish in wishes:
        if wish is not None:
            chosen += _more(wish, chosen, pool, size)
    return tuple(machine.name for machine in chosen)


def _more(
    wish: Wish, inside: Sequence[Machine], pool: Sequence[Machine], size: int
) -> list[Machine]:
    """Who comes in with this stage."""
    names = {machine.name for machine in inside}
    free = [machine for machine in pool if machine.name not in names]
    here = [one for one in free if not wish.region or one.is_in(wish.region)]
    wanted = _count(wish, size)
    missing = len(here) if wanted is None else max(0, wanted - len(inside))
    if wish.one_room:
        here = _one_room(here, missing if wanted is not None else 0)
        missing = len(here) if wanted is None else missing
    return _spread(here, missing, inside)


def _count(wish: Wish, size: int) -> int | None:
    if wish.count is not None:
        return wish.count
    if wish.percent is None:
        return None
    return int((wish.percent * size / 100).to_integral_value(ROUND_CEILING))


def _one_room(free: Sequence[Machine], wanted: int) -> list[Machine]:
    """Those of the first region that has enough, else of the largest."""
    rooms: dict[str, list[Machine]] = {}
    for machine in free:
        rooms.setdefault(machine.region, []).append(machine)
    enough = [room for room in rooms.values() if wanted and len(room) >= wanted]
    return next(iter(enough), max(rooms.values(), key=len, default=[]))


def _spread(free: Sequence[Machine], wanted: int, inside: Sequence[Machine]) -> list[Machine]:
    """`wanted` of them, each from the region that has the fewest so far, else the next one."""
    left: dict[str, list[Machine]] = {}
    for machine in free:
        left.setdefault(machine.region, []).append(machine)
    taken = {region: sum(one.region == region for one in inside) for region in left}
    place = {machine.name: at for at, machine in enumerate(free)}
    chosen: list[Machine] = []
    while len(chosen) < wanted and any(left.values()):
        region = min(filter(left.get, left), key=lambda one: (taken[one], place[left[one][0].name]))
        chosen.append(left[region].pop(0))
        taken[region] += 1
    return chosen


def renewed(
    inside: Sequence[str], regions: Sequence[Machine], pool: Sequence[Machine]
) -> list[str]:
    """`inside` with every machine that is not in `pool` changed for a living one, place by place.

    One of the same region goes first; where nobody is left the dead one keeps its place.
    `regions` says where the dead ones stood.
    """
    alive = {machine.name for machine in pool}
    known = {machine.name: machine.region for machine in regions}
    spare = [machine for machine in pool if machine.name not in set(inside)]
    found = []
    for name in inside:
        if name not in alive and spare:
            near = [one for one in spare if one.region == known.get(name, "")]
            heir = (near or spare)[0]
            spare.remove(heir)
            found.append(heir.name)
        else:
            found.append(name)
    return found
