"""How gates speak: names of covers, parts and seats as people say them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from approvals.rules.filters import FILTERS, filter_label
from approvals.rules.scene import GateScene, Person, Scene
from approvals.rules.seating import seats_in
from approvals.rules.seats import Hand, Seat
from approvals.rules.shape import Rule
from approvals.rules.signing import candidates, free_seats, hand_for, sitters
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
    return in_row(able_names(scene, gate))


def able_names(scene: Scene, gate: GateScene, one: Seat | None = None) -> list[str]:
    """Who can still sign, or sit on that seat; a delegate is told as 李四（代张三，至 12-03）."""
    if one is not None:
        return [_called(scene, person, hand) for person, hand in sitters(scene, gate, one)]
    return [
        _called(scene, person, hand)
        for person in candidates(scene, gate)
        if (hand := hand_for(scene, gate, person.id))
    ]


def _called(scene: Scene, person: Person, hand: Hand) -> str:
    if not hand.principal:
        return person.name
    giver, day = scene.people.get(hand.principal), person.until.get(hand.principal)
    words = {
        "who": person.name,
        "whom": giver.name if giver else "…",
        "day": f"{day:%m-%d}" if day else "…",
    }
    return _("%(who)s（代%(whom)s，至 %(day)s）") % words


def _section_label(key: str) -> str:
    if key == PLAN:
        return _("计划信息")
    if key == NOTES:
        return _("正文")
    return str(section(key).label) if has_section(key) else key
