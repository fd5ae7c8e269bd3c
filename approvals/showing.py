"""Making the sheets of a plan's gates for one reader."""

from typing import Any

from django.utils.translation import gettext as _

from approvals.glass import glass_sheet
from approvals.models import Gate, SignOff, Waiver
from approvals.rules.bars import EDITOR, LATE, SUBMITTER, bar_of
from approvals.rules.conditions import ask
from approvals.rules.covering import covers_of, signed_digest
from approvals.rules.scene import LIVE, OPEN, REJECTED, SIGNED, SPARE, WAITING, GateScene, Scene
from approvals.rules.seating import seats_in
from approvals.rules.signing import (
    acting_hand,
    candidates,
    entitled,
    has_part,
    is_open,
    may_decide,
)
from approvals.rules.undoing import may_take_back
from approvals.rules.validity import seated
from approvals.sheet import GateSheet, RecordSheet, SeatSheet
from approvals.words import able_names, cover_label, covers_in_words, missing_in_words
from ground.policies import can
from ground.verdict import Verdict
from plans import states
from plans.models import Plan


def gates_of(plan: Plan, scene: Scene, user: Any = None) -> list[GateSheet]:
    """Every gate of the plan in order, as this reader sees it."""
    rows = {gate.pk: gate for gate in Gate.objects.filter(plan=plan)}
    signoffs: dict[int, list[SignOff]] = {pk: [] for pk in rows}
    found = SignOff.objects.filter(gate__plan=plan).select_related(
        "signer", "on_behalf_of", "revision"
    )
    for one in found.defer("revision__snapshot"):
        signoffs[one.gate_id].append(one)
    waivers: dict[int, list[Waiver]] = {pk: [] for pk in rows}
    broken = Waiver.objects.filter(gate__plan=plan)
    for each in broken.select_related("asked_by", "confirmed_by", "reviewed_by"):
        waivers[each.gate_id].append(each)
    return [
        _sheet(plan, scene, here, rows[here.id], signoffs[here.id], waivers[here.id], user)
        for here in scene.gates
    ]


def one_sheet(sheets: list[GateSheet], gate: Gate) -> GateSheet:
    """That of one gate."""
    return next(sheet for sheet in sheets if sheet.row.pk == gate.pk)


def _sheet(
    plan: Plan,
    scene: Scene,
    here: GateScene,
    row: Gate,
    signoffs: list[SignOff],
    waivers: list[Waiver],
    user: Any,
) -> GateSheet:
    row.plan, row.state = plan, here.state
    standing = {one.pk: one for one in signoffs}
    reader = user.pk if user is not None else 0
    behalf = acting_hand(scene, here, reader).principal if entitled(scene, here, reader) else 0
    void = _latest_void(signoffs, scene, here)
    return GateSheet(
        row=row,
        title=here.rule.title,
        is_late=here.state == OPEN and row.due_at is not None and row.due_at <= scene.now,
        covers=covers_in_words(here.rule),
        cover_names=[cover_label(cover.name) for cover in covers_of(here.rule)],
        digest=signed_digest(here.key, here.covered),
        seats=_seats(scene, here, standing),
        missing=missing_in_words(scene, here),
        why=_why(scene, here),
        mine=_mine(scene, here, user, reader, approves=True),
        behalf=behalf,
        behalf_name=scene.people[behalf].name if behalf else "",
        may_reject=_mine(scene, here, user, reader, approves=False),
        may_record=can(user, "gate.record", (scene, here)),
        record=[RecordSheet(blank, here.record.get(blank.key)) for blank in here.blanks],
        void=void,
        resigns=not behalf and any(one.signer_id == reader for one in void),
        refused=next(
            (
                one
                for one in reversed(signoffs)
                if one.state == SignOff.REJECTED and not one.ended_at
            ),
            None,
        ),
        signoffs=signoffs,
        barred=_shut_out(scene, here),
        is_stage=row.clearance_id is not None,
        may_remind=_may_remind(plan, scene, here, user),
        glass=glass_sheet(scene, here, waivers, reader),
        mine_signed=_mine_signed(scene, here, signoffs, reader),
        may_reopen=here.state == REJECTED
        and scene.status in LIVE[here.rule.phase]
        and bool(can(user, "gate.reopen", (scene, here))),
    )


def _mine(scene: Scene, here: GateScene, user: Any, reader: int, *, approves: bool) -> Verdict:
    """The same words in the same order as the action would say them."""
    verdict = can(user, "gate.sign", (scene, here))
    return verdict and may_decide(scene, here, reader, approves=approves)


def _mine_signed(
    scene: Scene, here: GateScene, signoffs: list[SignOff], reader: int
) -> SignOff | None:
    counting = {one.id for one in here.signatures}
    own = (one for one in signoffs if one.signer_id == reader and one.pk in counting)
    return next(own, None) if may_take_back(scene, here) else None


def _may_remind(plan: Plan, scene: Scene, here: GateScene, user: Any) -> bool:
    """The gate waits for somebody else, and the reader belongs to the plan."""
    if user is None or not is_open(scene, here) or not can(user, "plan.comment", plan):
        return False
    return any(person.id != user.pk for person in candidates(scene, here))


def _seats(scene: Scene, here: GateScene, signoffs: dict[int, SignOff]) -> list[SeatSheet]:
    filled = seated(scene, here)
    return [
        SeatSheet(
            seat.label,
            signoffs.get(filled[index].id) if index in filled else None,
            able_names(scene, here, seat),
        )
        for index, seat in enumerate(seats_in(scene, here))
    ]


def _why(scene: Scene, here: GateScene) -> str:
    if here.state == WAITING and scene.status in states.FINISHED:
        return _("计划已经结束。")
    if here.state == WAITING and scene.status not in LIVE[here.rule.phase]:
        return _("还没有走到这一步。")
    if here.state == WAITING:
        return ask(here.rule.opens, scene, here).reason
    if here.state == OPEN:
        return ask(here.rule.signs, scene, here).reason
    if here.state == SPARE:
        return ask(here.rule.applies, scene, here).reason
    return ""


def _latest_void(signoffs: list[SignOff], scene: Scene, here: GateScene) -> list[SignOff]:
    """The last former signature of everybody who has not signed anew."""
    signed = {one.signer_id for one in signoffs if one.state == SignOff.SIGNED}
    last = {one.signer_id: one for one in signoffs if one.state == SignOff.VOID}
    return [one for signer, one in last.items() if signer not in signed and here.state != SIGNED]


def _shut_out(scene: Scene, here: GateScene) -> list[tuple[str, str]]:
    """(name, why) of people with the part who are barred, so that nobody wonders."""
    words = {
        SUBMITTER: _("提交了这一版"),
        LATE: _("提交后改过内容"),
        EDITOR: _("最后编辑过其中的行"),
    }
    return [
        (person.name, words[bar_of(scene, here, person.id)[0]])
        for person in scene.people.values()
        if bar_of(scene, here, person.id)[0] and has_part(scene, here, person.id)
    ]
