"""The machines that a ramp may open: what its driver tells, else what its column 人群 lists."""

from collections.abc import Sequence

from gray.audience import machine_wish
from gray.choosing import find_driver
from gray.drivers.base import Driver, DriverError, Exposure, Place
from gray.exposing import own_share
from gray.machines import Machine, Pool, read_machines
from gray.rosters import Rosters, rosters_of, wishes_of, without
from gray.runs import Run
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from ground.errors import WrongState


def rosters_for(
    ramp: Ramp,
    run: Run,
    stages: Sequence[Stage],
    exposed: Sequence[Exposure],
    index: int,
    pool: Pool | None,
) -> Rosters:
    """The machines of every stage of a ramp at `index`; no stage names any, nothing is read.

    `exposed` is what each stage lets in beside machines, `pool` what its driver told.
    """
    wishes = wishes_of(stages, [one.share for one in exposed])
    if not any(wishes):
        return without(run.machines, len(stages))
    bare = [not own_share(stage) for stage in stages]
    listed = read_machines(ramp.population)
    return rosters_of(wishes, bare, index, run.machines, pool or pool_at_hand(ramp), listed)


def tells(driver: Driver) -> bool:
    """Does this kind of driver know which machines are alive?"""
    return type(driver).nodes is not Driver.nodes


def ask_pool(driver: Driver, run: Run, place: Place) -> Pool | None:
    """The living machines as the driver tells them; None when nobody has to be asked."""
    if not tells(driver) or not _is_wanted(run):
        return None
    listed = read_machines(run.ramp.population)
    try:
        names = driver.nodes(place)
    except DriverError as error:
        return Pool(tuple(listed), error=str(error))
    if names is None:
        return Pool(tuple(listed))
    regions = {machine.name: machine.region for machine in listed}
    return Pool(tuple(_placed(name, regions) for name in names))


def pool_at_hand(ramp: Ramp) -> Pool:
    """The listed machines, without asking outside, where the driver may know better."""
    return Pool(tuple(read_machines(ramp.population)), is_whole=not _may_tell(ramp))


def _placed(name: str, regions: dict[str, str]) -> Machine:
    """A node may say its region itself, as name@region."""
    plain, _at, region = name.partition("@")
    return Machine(plain, region or regions.get(plain, ""))


def _is_wanted(run: Run) -> bool:
    rows = Stage.objects.filter(plan=run.plan_id).only("audience", "machines")
    return any(machine_wish(row) for row in rows)


def _may_tell(ramp: Ramp) -> bool:
    try:
        return tells(find_driver(ramp.driver, ramp.environment))
    except WrongState:
        return False
