"""How gates speak: names of covers, parts and seats as people say them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from approvals.rules.filters import FILTERS, filter_label
from approvals.rules.scene import GateScene, Scene
from approvals.rules.seating import seats_in
from approvals.rules.seats import Seat
from approvals.rules.shape import Rule
from approvals.rules.signing import candidates, free_seats
from approvals.rules.validity import seated
from ground.words import in_brackets, in_row
from plans.document import NOTES, PLAN
from plans.tables.registry import has_section, section


def cover_label(name: str) -> str:
    """Of a cover such as "cases:staging"."""
    key, _colon, where = name.partition(":")
    label = _section_label(key)
    suffix = filter_label(where) if where in FILTERS else where
    return in_brackets(label, suffix) if suffix else label


def covers_in_words(rule: Rule) -> str:
    """What a signature is of, in one phrase."""
    if rule.covers_everything:
        return _("整个计划的内容")
    return in_row(cover_label(cover.name) for cover in rule.covers) or _("不覆盖内容")


def seat_labels(seats: Iterable[Seat]) -> str:
    """测试 2、DBA 1: seats of one kind counted."""
    counted: dict[str, int] = {}
    for one in seats:
        counted[one.label] = counted.get(one.label, 0) + 1
    return in_row(f"{label} {count}" if count > 1 else label for label, count in counted.items())


def missing_in_words(scene: Scene, gate: GateScene) -> str:
    """还差 测试、运维; empty when nothing is missing."""
    labels = seat_labels(free_seats(scene, gate))
    return _("还差 %(seats)s") % {"seats": labels} if labels else ""


def seat_of(scene: Scene, gate: GateScene, person: int) -> str:
    """The seat that this signer fills."""
    for index, signature in seated(scene, gate).items():
        if signature.signer == person:
            return seats_in(scene, gate)[index].label
    return ""


def able_in_words(scene: Scene, gate: GateScene) -> str:
    """The names of those who can still sign."""
    return in_row(person.name for person in candidates(scene, gate))


def _section_label(key: str) -> str:
    if key == PLAN:
        return _("计划信息")
    if key == NOTES:
        return _("正文")
    return str(section(key).label) if has_section(key) else key
