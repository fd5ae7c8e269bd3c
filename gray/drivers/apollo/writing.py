"""One write: the item, the release that serves it, and the branch for single machines."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from gray.drivers.apollo import branch as branches
from gray.drivers.apollo.branch import Branch
from gray.drivers.apollo.pending import Items, items_of, refuse_pending
from gray.drivers.apollo.portal import Namespace
from gray.drivers.base import DriverError, Exposure
from gray.drivers.machines import require, stand_apart, text_for_others
from gray.formats import Written


@dataclass(frozen=True, slots=True)
class Writing:
    """What is wanted of a key, and what stands there now: edited, served, and in the branch."""

    space: Namespace
    key: str
    form: Written
    exposure: Exposure
    title: str
    items: Items
    released: Mapping[str, str]
    branch: Branch | None

    def check(self, *, takes_along: bool) -> None:
        """Raises DriverError, before anything is written, when others are in the way."""
        require(self.form, self.exposure)
        if self._serves_other and not (takes_along and self.is_fall):
            refuse_pending(self.key, self.items, self.released)
        if self._by_machine and self.branch:
            branches.refuse_foreign(self.space, self.branch, self.key)

    def carry_out(self) -> None:
        """Falls begin with all, rises with the machines, so that no machine falls out."""
        if self._by_machine:
            steps = (self._write, self._let_in) if self.is_fall else (self._let_in, self._write)
        else:
            steps = (self._write, self._end_branch)
        for step in steps:
            step()

    @property
    def wanted(self) -> str:
        return text_for_others(self.form, self.exposure)

    @property
    def is_fall(self) -> bool:
        shown = self.form.shown(self.released.get(self.key)).share
        return not self.exposure.enabled or (shown is not None and self.exposure.share < shown)

    @property
    def _by_machine(self) -> bool:
        return stand_apart(self.form, self.exposure)

    @property
    def _serves_other(self) -> bool:
        return self.released.get(self.key) != self.wanted

    def _write(self) -> None:
        item = self.items.get(self.key)
        if item is None or item.get("value") != self.wanted:
            self.space.put(self.key, self.wanted, item)
        if self._serves_other:
            self._publish()

    def _publish(self) -> None:
        """A rise that cannot be published is taken back, lest somebody else's publish lets it in."""
        try:
            self.space.publish(self.title)
        except DriverError:
            if not self.is_fall:
                with suppress(DriverError):
                    self._take_back()
            raise

    def _take_back(self) -> None:
        if (self.space.released() or {}).get(self.key) != self.wanted:
            before = self.released.get(self.key, self.form.off)
            self.space.put(self.key, before, self.items.get(self.key))

    def _let_in(self) -> None:
        machines = frozenset(self.exposure.machines)
        item = self.items.get(self.key)
        branches.let_in(
            self.space, self.branch, self.key, self.form.everybody, machines, self.title, item
        )

    def _end_branch(self) -> None:
        """The machines are like all others again; a branch that leaves our key alone stays."""
        if self.branch is None:
            return
        if branches.is_ours(self.space, self.branch, self.key):
            self.space.end_branch(self.branch.name)
        elif self.key in self.branch.items:
            branches.refuse_foreign(self.space, self.branch, self.key)


def begin(space: Namespace, key: str, form: Written, exposure: Exposure, title: str) -> Writing:
    """Read what stands there now. Raises DriverError."""
    items, released = items_of(space.whole()), space.released() or {}
    return Writing(space, key, form, exposure, title, items, released, branches.find(space))
