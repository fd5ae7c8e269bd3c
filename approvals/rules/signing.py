"""Who may sign a gate: barred people, parts, free seats; every no with its reason."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from approvals.rules.conditions import ask
from approvals.rules.scene import (
    LIVE,
    OPEN,
    REJECTED,
    SIGNED,
    GateScene,
    Person,
    Scene,
    Signature,
)
from approvals.rules.seats import Seat, finds_place, part_label, seat, seats_of
from approvals.rules.validity import seated, standing
from ground.verdict import ALLOWED, Verdict, denied
from ground.words import in_row
from plans.tables.registry import section

SUBMITTER, LATE, EDITOR = "submitter", "late", "editor"


def entitled(scene: Scene, gate: GateScene, person: int) -> Verdict:
    """May this person ever sign the gate of this revision? Nobody is exempt."""
    verdict = barred(scene, gate, person)
    return verdict and has_part(scene, gate, person)


def barred(scene: Scene, gate: GateScene, person: int) -> Verdict:
    """Four eyes: who submitted, who changed what is covered, who edited the rows last."""
    bar, key = bar_of(scene, gate, person)
    if not bar:
        return ALLOWED
    words = {"gate": gate.rule.title, "section": section(key).label if key else ""}
    return denied(
        {
            SUBMITTER: _("这一版是你提交的，不能由你自己签字。"),
            LATE: _("提交之后你改过“%(gate)s”覆盖的内容，要由别人来签。"),
            EDITOR: _("“%(section)s”里有你最后编辑的行，要由别人来签。"),
        }[bar]
        % words
    )


def bar_of(scene: Scene, gate: GateScene, person: int) -> tuple[str, str]:
    """(which bar, section key) that keeps this person from the gate; ("", "") for none."""
    if gate.rule.is_statement:
        return "", ""
    if person == scene.submitter:
        return SUBMITTER, ""
    if person in gate.late:
        return LATE, ""
    for key in gate.rule.bars_editors:
        if person in scene.editors.get(key, ()):
            return EDITOR, key
    return "", ""


def has_part(scene: Scene, gate: GateScene, person: int) -> Verdict:
    """Does the person play a part that the gate asks for?"""
    found = scene.people.get(person)
    wanted = {code for one in seats_of(gate.rule) for code in one.codes}
    if found and wanted & found.codes:
        return ALLOWED
    if found and wanted & found.lacks:
        return denied(
            _("账号还没有“%(part)s”的安装角色，请联系系统管理员。")
            % {"part": _parts(wanted & found.lacks)}
        )
    asked = in_row(dict.fromkeys(one.label for one in seats_of(gate.rule)))
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
    if finds_place(seats_of(gate.rule), _people(signed), (person, _codes(scene, person))):
        return ALLOWED
    seats, taken = seats_of(gate.rule), seated(scene, gate)
    mine = [index for index, one in enumerate(seats) if one.suits(_codes(scene, person))]
    names = in_row(taken[index].name for index in mine if index in taken)
    return denied(_("你能签的席位已经由 %(names)s 签了。") % {"names": names})


def is_open(scene: Scene, gate: GateScene) -> Verdict:
    """Is the gate open and may it be decided right now?"""
    if gate.state == SIGNED:
        return denied(_("“%(gate)s”已经签完。") % {"gate": gate.rule.title})
    if gate.state == REJECTED:
        return denied(_("“%(gate)s”已被拒绝，要先重新开启。") % {"gate": gate.rule.title})
    if gate.state != OPEN or scene.status not in LIVE[gate.rule.phase]:
        return ask(gate.rule.opens, scene, gate) and denied(
            _("“%(gate)s”现在不需要签字。") % {"gate": gate.rule.title}
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
    signed = standing(scene, gate)
    done = {one.signer for one in signed}
    return [
        person
        for person in scene.people.values()
        if person.id not in done
        and entitled(scene, gate, person.id)
        and finds_place(seats_of(gate.rule), _people(signed), (person.id, person.codes))
    ]


def unfillable(scene: Scene, gate: GateScene) -> list[Seat]:
    """Seats for which nobody is left; such a gate can never be signed."""
    seats = seats_of(gate.rule)
    able: list[tuple[int, Collection[str]]] = [
        (one.id, one.codes) for one in candidates(scene, gate)
    ]
    places = seat(seats, [*_people(standing(scene, gate)), *able])
    return [one for index, one in enumerate(seats) if index not in places]


def free_seats(scene: Scene, gate: GateScene) -> list[Seat]:
    """Seats that wait for a signature."""
    taken = seated(scene, gate)
    return [one for index, one in enumerate(seats_of(gate.rule)) if index not in taken]


def _codes(scene: Scene, person: int) -> frozenset[str]:
    found = scene.people.get(person)
    return found.codes if found else frozenset()


def _people(signatures: Iterable[Signature]) -> list[tuple[int, Collection[str]]]:
    return [(one.signer, one.codes) for one in signatures]


def _parts(codes: Iterable[str]) -> str:
    return in_row(part_label(code) for code in sorted(codes))
