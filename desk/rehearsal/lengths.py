"""How long a batch takes, from the steps of the run book that belong to it (pure)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ground.texts import fold
from plans.batches import AppNode
from plans.reading.numerals import SIGNS, read_numeral

_BATCH = re.compile(
    rf"第\s*(?P<n>[\d{SIGNS}]+)\s*批|批次\s*[:：]?\s*(?P<m>\d+)|\bbatch\s*#?\s*(?P<k>\d+)", re.I
)
LONGEST = timedelta(days=31)
"""Nothing that is deployed takes longer; a greater number is no length."""


@dataclass(frozen=True)
class Work:
    """One step of the run book that is still to be done; `row` is its id."""

    row: int
    group: str
    action: str
    minutes: int | None = None
    group_minutes: int | None = None
    planned_start: datetime | None = None
    planned_end: datetime | None = None

    @property
    def length(self) -> timedelta | None:
        """Its minutes, else from its planned start to its planned end."""
        if found := _minutes(self.minutes):
            return found
        if self.planned_start and self.planned_end:
            return _sane(self.planned_end - self.planned_start)
        return None


@dataclass(frozen=True)
class Length:
    """How long a batch takes as far as steps say it, and when it is planned to begin."""

    time: timedelta | None = None
    planned: datetime | None = None


@dataclass(frozen=True)
class Lengths:
    """`homeless` are the steps with a length that belong to no batch that can be told."""

    by_batch: Mapping[int, Length] = field(default_factory=dict)
    homeless: Sequence[Work] = ()

    def of(self, batch: int) -> Length:
        return self.by_batch.get(batch, Length())


def lengths(works: Iterable[Work], apps: Sequence[AppNode]) -> Lengths:
    """Each step belongs to the batch that it names, else to that of the applications it names."""
    find = _Homes(apps)
    mine: dict[int, list[Work]] = defaultdict(list)
    homeless = []
    for work in works:
        batch = find.batch_of(work)
        if batch is not None:
            mine[batch].append(work)
        elif work.length or _minutes(work.group_minutes):
            homeless.append(work)
    return Lengths({batch: _length(found) for batch, found in mine.items()}, homeless)


class _Homes:
    """Which batch a text speaks of."""

    def __init__(self, apps: Sequence[AppNode]) -> None:
        self.batches = {node.batch for node in apps}
        self.home = {fold(node.app): node.batch for node in apps if node.app}
        longest_first = sorted(map(re.escape, self.home), key=len, reverse=True)
        self.names = re.compile(rf"(?<![\w.-])(?:{'|'.join(longest_first)})(?![\w-])")

    def batch_of(self, work: Work) -> int | None:
        for text in (work.group, work.action):
            found = self._named(text)
            if found is not None:
                return found
        return next(iter(self.batches)) if len(self.batches) == 1 else None

    def _named(self, text: str) -> int | None:
        """By number, else the only batch whose applications are named."""
        for match in _BATCH.finditer(text):
            number = read_numeral(next(filter(None, match.groups())))
            if number in self.batches:
                return number
        known = {self.home[name] for name in self.names.findall(fold(text))} if self.home else set()
        return known.pop() if len(known) == 1 else None


def _length(works: Sequence[Work]) -> Length:
    groups: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        groups[work.group or f"#{work.row}"].append(work)
    known = [found for found in map(_group_length, groups.values()) if found]
    starts = [work.planned_start for work in works if work.planned_start]
    time = _sane(sum(known, timedelta())) if known else None
    return Length(time, min(starts, default=None))


def _group_length(works: Sequence[Work]) -> timedelta | None:
    """The limit of the group where it has one, else its steps one after the other."""
    limits = [limit for work in works if (limit := _minutes(work.group_minutes))]
    if limits:
        return max(limits)
    known = [work.length for work in works if work.length]
    return sum(known, timedelta()) if known else None


def _minutes(number: int | None) -> timedelta | None:
    return _sane(timedelta(minutes=number)) if number else None


def _sane(time: timedelta) -> timedelta | None:
    return time if timedelta() < time <= LONGEST else None
