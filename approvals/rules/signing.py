"""Who may sign a gate: barred people, parts, free seats; every no with its reason."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from approvals.rules.bars import barred
from approvals.rules.conditions import ask
from approvals.rules.scene import LIVE, OPEN, REJECTED, SIGNED, GateScene, Person, Scene
from approvals.rules.seating import hands, hands_of, seats_in
from approvals.rules.seats import Hand, Seat, finds_place, part_label, seat
from approvals.rules.shape import CLOSE
from approvals.rules.validity import seated, standing
from ground.verdict import ALLOWED, Verdict, denied
from ground.words import in_row


def entitled(scene: Scene, gate: GateScene, person: int) -> Verdict:
    """May this person ever sign the gate of this revision? Nobody is exempt."""
    verdict = barred(scene, gate, person) and has_part(scene, gate, person)
    if not verdict or fitting_hands(scene, gate, person):
        return verdict
    names = in_row(_name(scene, pk) for pk in scene.people[person].stands_in)
    return denied(
        _("%(names)s 把签字委托给了你，但自己不能签这个关口，所以你也不能代签。") % {"names": names}
    )


def has_part(scene: Scene, gate: GateScene, person: int) -> Verdict:
    """Does the person play a part that the gate asks for, or stand in for somebody who does?"""
    found, wanted = scene.people.get(person), _wanted(gate)
    if found and any(wanted & codes for codes in (found.codes, *found.stands_in.values())):
        return ALLOWED
    if found and wanted & found.lacks:
        return denied(
            _("账号还没有“%(part)s”的安装角色，请联系系统管理员。")
            % {"part": _parts(wanted & found.lacks)}
        )
    asked = in_row(dict.fromkeys(one.label for one in seats_in(scene, gate)))
    return denied(
        _("“%(gate)s”要由本计划的%(parts)s签字，你在“发布人员”里不是这些角色。")
        % {"gate": gate.rule.title, "parts": asked}
    )


def may_decide(scene: Scene, gate: GateScene, person: int, *, approves: bool) -> Verdict:
    """Is this the moment? The gate is open and, to approve, a seat is free."""
    verdict = is_open(scene, gate)
    if not verdict or not approves:
        return verdict
    return has_seat(scene, gate, person) and record_allows(gate)


def has_seat(scene: Scene, gate: GateScene, person: int) -> Verdict:
    """Would this person's signature fill one more seat?"""
    signed = standing(scene, gate)
    if any(one.signer == person for one in signed):
        return denied(_("你已经签过“%(gate)s”。") % {"gate": gate.rule.title})
    if hand_for(scene, gate, person):
        return ALLOWED
    if delegate := next((one for one in signed if one.principal == person), None):
        return denied(
            _("%(name)s 已经代你签过“%(gate)s”。")
            % {"name": delegate.name, "gate": gate.rule.title}
        )
    seats, taken = seats_in(scene, gate), seated(scene, gate)
    mine = hands_of(scene, gate, person)
    fits = [index for index, one in enumerate(seats) if any(one.suits(hand) for hand in mine)]
    if any(index not in taken for index in fits):
        first = next(one for index, one in enumerate(seats) if index not in taken)
        return denied(_("这个关口要依次签，现在轮到 %(seat)s。") % {"seat": first.label})
    names = in_row(taken[index].name for index in fits if index in taken)
    return denied(_("你能签的席位已经由 %(names)s 签了。") % {"names": names})


def hand_for(scene: Scene, gate: GateScene, person: int) -> Hand | None:
    """With which part the person would sign now: as oneself where that fills a seat."""
    signed, seats = hands(standing(scene, gate)), seats_in(scene, gate)
    if any(one.person == person for one in signed):
        return None
    return next(
        (
            hand
            for hand in hands_of(scene, gate, person)
            if finds_place(seats, signed, hand, gate.rule.order)
        ),
        None,
    )


def acting_hand(scene: Scene, gate: GateScene, person: int) -> Hand:
    """As whom an entitled person decides: with the hand that fills a seat, else the first one."""
    return hand_for(scene, gate, person) or fitting_hands(scene, gate, person)[0]


def fitting_hands(scene: Scene, gate: GateScene, person: int) -> list[Hand]:
    """The hands of the person with a part that the gate asks for, free seat or not."""
    return [hand for hand in hands_of(scene, gate, person) if hand.codes & _wanted(gate)]


def suits(scene: Scene, gate: GateScene, person: Person, one: Seat) -> bool:
    """Could the person sit there, as oneself or for somebody else?"""
    return any(one.suits(hand) for hand in hands_of(scene, gate, person.id))


def is_open(scene: Scene, gate: GateScene) -> Verdict:
    """Is the gate open and may it be decided right now?"""
    if gate.state == SIGNED and gate.waived is not None:
        return denied(_("“%(gate)s”已豁免，不用再签。") % {"gate": gate.rule.title})
    if gate.state == SIGNED:
        return denied(_("“%(gate)s”已经签完。") % {"gate": gate.rule.title})
    if gate.state == REJECTED:
        return denied(_("“%(gate)s”已被拒绝，要先重新开启。") % {"gate": gate.rule.title})
    if gate.state != OPEN or scene.status not in LIVE[gate.rule.phase]:
        return ask(gate.rule.opens, scene, gate) and denied(
            _("“%(gate)s”现在不需要签字。") % {"gate": gate.rule.title}
        )
    if gate.rule.phase == CLOSE and scene.open_waivers:
        return denied(
            _("还有 %(n)s 个豁免没有复核，复核之后才能收尾。") % {"n": scene.open_waivers}
        )
    return ask((*gate.rule.opens, *gate.rule.signs), scene, gate)


def record_allows(gate: GateScene) -> Verdict:
    """Numbers that the record bounds, such as no open A-level bug."""
    for blank in gate.rule.record:
        value = gate.record.get(blank.key)
        if blank.most is not None and value is not None and value > blank.most:
            return denied(
                _("%(what)s是 %(value)s，最多 %(most)s 才能签。")
                % {"what": blank.title, "value": value, "most": blank.most}
            )
    return ALLOWED


def candidates(scene: Scene, gate: GateScene) -> list[Person]:
    """Who can still sign: entitled, not signed yet, and a seat is free for them."""
    return [
        person
        for person in scene.people.values()
        if entitled(scene, gate, person.id) and hand_for(scene, gate, person.id)
    ]


def sitters(scene: Scene, gate: GateScene, one: Seat) -> list[tuple[Person, Hand]]:
    """Who could take that free seat, in turn also later, each with the hand to do it."""
    done = {pk for each in standing(scene, gate) for pk in (each.signer, each.principal)}
    return [
        (person, hand)
        for person in scene.people.values()
        if person.id not in done and entitled(scene, gate, person.id)
        if (hand := _fitting(scene, gate, person.id, one, done))
    ]


def unfillable(scene: Scene, gate: GateScene) -> list[Seat]:
    """Seats for which nobody is left; such a gate can never be signed.

    Delegates do not count: they bring no more signatures than the people they stand in for.
    """
    seats, signed = seats_in(scene, gate), standing(scene, gate)
    done = {one.signer for one in signed}
    able = [
        hand
        for person in scene.people
        if person not in done
        for hand in hands_of(scene, gate, person)
        if not hand.principal
    ]
    places = seat(seats, [*hands(signed), *able])
    return [one for index, one in enumerate(seats) if index not in places]


def free_seats(scene: Scene, gate: GateScene) -> list[Seat]:
    """Seats that wait for a signature."""
    taken = seated(scene, gate)
    return [one for index, one in enumerate(seats_in(scene, gate)) if index not in taken]


def _fitting(scene: Scene, gate: GateScene, person: int, one: Seat, done: set[int]) -> Hand | None:
    """The first hand of the person that suits the seat and has not signed through another."""
    found = (hand for hand in hands_of(scene, gate, person) if one.suits(hand))
    return next((hand for hand in found if hand.authority not in done), None)


def _wanted(gate: GateScene) -> set[str]:
    return {code for need in gate.rule.needs for code in need.codes}


def _name(scene: Scene, person: int) -> str:
    found = scene.people.get(person)
    return found.name if found else "…"


def _parts(codes: Iterable[str]) -> str:
    return in_row(part_label(code) for code in sorted(codes))
