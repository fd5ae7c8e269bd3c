"""What the wings (approvals, gray) add to a plan without the plan knowing them.

A wing declares one subclass in its contribute.py and imports it in its
AppConfig.ready(); everything here has a harmless default.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from plans.models import Clearance, Plan


@dataclass(frozen=True)
class FlowStep:
    """One dot of the line on the plan's head: state is done, now or later."""

    label: str
    state: str
    hint: str = ""
    url: str = ""
    order: int = 0


@dataclass(frozen=True)
class DueItem:
    """One line of the inbox: what waits for whom, since when, and the one button."""

    what: str
    plan: Plan
    since: datetime | None
    url: str
    button: str
    due: datetime | None = None
    mine: bool = True


@dataclass(frozen=True)
class Chapter:
    """A chapter of the printed document: the template draws it from the context."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 900


@dataclass(frozen=True)
class Panel:
    """A card beside the plan, loaded from the URL name with the plan's number."""

    title: Any
    url_name: str


@dataclass(frozen=True)
class PlaceLink:
    """A button on every section, row and note that opens a fragment in the drawer.

    The URL name takes the plan's number, a key (a section's, "notes" or "plan") and the id of
    a row or note, 0 for the whole. What the buttons count is {place such as "apps:7": figure},
    which the wing's card carries as JSON under "place-counts-" and the icon's name.
    """

    label: Any
    url_name: str
    icon: str


@dataclass(frozen=True)
class Meter:
    """A small bar on the plan's head, for example signatures 3/7."""

    label: str
    done: int
    total: int


class Reading(NamedTuple):
    """What a wing has measured of one metric: the id of its row, and why it does not pass."""

    metric: int
    passed: bool
    words: str = ""


class Contribution:
    """Subclass once per wing; the subclass registers itself."""

    all: ClassVar[list["Contribution"]] = []
    panels: ClassVar[tuple[Panel, ...]] = ()
    place_links: ClassVar[tuple[PlaceLink, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Contribution.all.append(cls())

    def content_changed(self, plan: Plan, keys: Iterable[str], by: Any) -> None:
        """Called in the transaction in which content of `keys` changed."""

    def progress_changed(self, plan: Plan, keys: Iterable[str], by: Any) -> None:
        """Called in the transaction in which progress of `keys` changed."""

    def state_changed(self, plan: Plan, by: Any) -> None:
        """Called in the transaction in which the plan's status changed."""

    def times_changed(self, plan: Plan, by: Any) -> None:
        """Called in the transaction in which the plan's times were opened or closed again."""

    def copied(self, source: Plan, made: Plan, by: Any) -> None:
        """Called in the transaction in which `made` was made with the content of `source`."""

    def clearance_asked(self, clearance: Clearance) -> None:
        """Called in the transaction in which a wing asked for a permission."""

    def clearance_answered(self, clearance: Clearance) -> None:
        """Called in the transaction in which it was granted, refused, or asked anew."""

    def is_spent(self, clearance: Clearance) -> bool:
        """Whether what it let in has happened, so that a later edit asks for it no more."""
        return False

    def chapters(self, plan: Plan, at: datetime) -> Iterable[Chapter]:
        """Chapters of the printed document, as of `at`."""
        return ()

    def due(self, user: Any) -> Iterable[DueItem]:
        return ()

    def flow(self, plan: Plan) -> Iterable[FlowStep]:
        return ()

    def meters(self, plan: Plan) -> Iterable[Meter]:
        return ()

    def counts(self, plans: list[int]) -> Iterable[tuple[str, Any]]:
        """Meters for many plans: a label and a query made by `plans.meters.count`."""
        return ()

    def readings(self, plan: Plan) -> Iterable[Reading]:
        """Of the metrics that the wing measures by itself; people read off the others."""
        return ()

    def applications(self, plan: Plan) -> Iterable[str]:
        """Names of applications that the wing changes: a freeze of one of them binds the plan."""
        return ()

    def findings(self, plan: Plan, document: Any) -> Iterable[Any]:
        """Findings that need what only the wing knows, for example who can sign."""
        return ()

    def warning_before_edit(self, plan: Plan, keys: Iterable[str]) -> str:
        """What an edit of `keys` would undo, as a sentence; empty when nothing."""
        return ""


def contributions() -> list[Contribution]:
    return Contribution.all


def gather(name: str, *args: Any) -> list[Any]:
    """All that the wings answer to `name`, flattened."""
    return [item for wing in contributions() for item in getattr(wing, name)(*args)]


def announce(name: str, *args: Any) -> None:
    """Tell every wing what happened, in the transaction in which it did."""
    for wing in contributions():
        getattr(wing, name)(*args)
