"""From rows to a scene: what the pure rules look at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet

from approvals.choosing import rules_of
from approvals.delegates import with_delegates
from approvals.models import Gate, SignOff, Waiver
from approvals.outside import outside_of
from approvals.rules.covering import digests_of
from approvals.rules.outside import Outside
from approvals.rules.readings import CONDITION, blanks_for
from approvals.rules.scene import GateScene, Person, Scene, Signature
from approvals.rules.shape import Blank, Rule
from approvals.rules.witness import witness
from people.models import Delegation, User
from plans import states
from plans.contribute import contributions
from plans.document import Document, load
from plans.grants import grants_of
from plans.models import Clearance, Plan, PlanUserObjectPermission
from plans.tables.registry import section

People = Mapping[int, Person]
COUNTING = Waiver.objects.filter(state__in=Waiver.COUNTING).select_related(
    "asked_by", "confirmed_by"
)
INSTALLATION_PARTS = ("dba",)
"""Parts that also need the account's installation role, where any account has it."""


def gates_of(plan: Plan) -> QuerySet[Gate]:
    """The plan's gates with what a scene needs of them."""
    signed = SignOff.objects.filter(state=SignOff.SIGNED).select_related("signer")
    return (
        Gate.objects.filter(plan=plan)
        .order_by("rank", "id")
        .select_related("clearance")
        .prefetch_related(
            Prefetch("signoffs", signed, to_attr="live"),
            Prefetch("waivers", COUNTING, to_attr="counting"),
            "late_edits",
        )
    )


def look(plan: Plan, now: datetime, document: Document | None = None) -> Scene:
    """The scene of a plan as it stands; `document` saves loading it again."""
    document = document or load(plan)
    known: dict[str, str] = {}
    outside = outside_of(plan, now, document)
    gates = [_gate(gate, document, known, outside) for gate in gates_of(plan)]
    return scene_of(plan, now, gates, document, outside=outside)


def glance(plan: Plan, gates: Iterable[Gate], now: datetime, people: People | None = None) -> Scene:
    """A scene for lists: without the document, so signatures count as they are stored.

    `people` limits it to those who matter to the reader.
    """
    found = [_gate(gate, None, {}, Outside()) for gate in gates]
    return scene_of(plan, now, found, Document({}, {}), people=people, is_glance=True)


def imagine(
    plan: Plan,
    now: datetime,
    document: Document,
    submitter: int | None,
    rules: Sequence[Rule] | None = None,
    people: People | None = None,
) -> Scene:
    """The scene as if the plan were submitted now by that person: nobody has signed yet.

    With `rules` as if these were the plan's, with `people` as if these were its cast.
    """
    rules = rules_of(plan) if rules is None else rules
    gates = [GateScene(id=-place, rule=rule) for place, rule in enumerate(rules, start=1)]
    outside = outside_of(plan, now, document)
    return scene_of(plan, now, gates, document, submitter=submitter, people=people, outside=outside)


def scene_of(
    plan: Plan,
    now: datetime,
    gates: Iterable[GateScene],
    document: Document,
    *,
    submitter: int | None = None,
    people: People | None = None,
    outside: Outside | None = None,
    is_glance: bool = False,
) -> Scene:
    gates = tuple(gates)
    keys = {key for gate in gates for key in gate.rule.bars_editors}
    return Scene(
        status=plan.status_before_pause if plan.status == states.PAUSED else plan.status,
        now=now,
        gates=gates,
        people=people_of(plan, now) if people is None else people,
        submitter=submitter if submitter is not None else plan.submitted_by_id,
        editors={key: _editors(plan, key) for key in keys},
        document=document,
        observed_until=_observed_until(plan),
        open_waivers=_open_waivers(plan, gates),
        outside=outside or Outside(),
        is_glance=is_glance,
    )


def people_of(plan: Plan, now: datetime) -> dict[int, Person]:
    """The cast of the plan, and whoever stands in for somebody of it now."""
    people = cast_of(plan)
    delegations = _delegations(people, now)
    in_use = _roles_in_use() if delegations else set()
    return with_delegates(people, delegations, plan, in_use)


def cast_of(plan: Plan) -> dict[int, Person]:
    """Everyone with a part in the plan, the owner among them; only active accounts."""
    grants = grants_of(plan)
    found = User.objects.filter(pk__in={*grants, plan.owner_id}, is_active=True).order_by("pk")
    in_use = _roles_in_use()
    return {user.pk: _person(user, _codes(plan, grants, user), in_use) for user in found}


def delegated_to(user: User, now: datetime) -> list[Delegation]:
    """The delegations by which this person signs for others now."""
    return list(Delegation.objects.live(now).filter(taker=user).select_related("giver", "taker"))


def _delegations(givers: Iterable[int], now: datetime) -> list[Delegation]:
    live = Delegation.objects.live(now).filter(giver__in=list(givers))
    return list(live.select_related("taker").order_by("pk"))


def roles_in(plans: Iterable[Plan], user: User, given: Sequence[Delegation]) -> dict[int, People]:
    """{plan id: this person with the parts played there, and those of `given` to this one}.

    In two queries for all plans.
    """
    several = list(plans)
    known = {user.pk: user, **{one.giver_id: one.giver for one in given}}
    codes: dict[int, dict[int, set[str]]] = {plan.pk: {} for plan in several}
    for plan in several:
        if plan.owner_id in known:
            codes[plan.pk].setdefault(plan.owner_id, set()).add("pm")
    grants = PlanUserObjectPermission.objects.filter(user__in=known, content_object__in=several)
    rows = grants.values_list("content_object_id", "user_id", "permission__codename")
    for plan_id, pk, code in rows:
        codes[plan_id].setdefault(pk, set()).add(code.removeprefix("part_"))
    in_use = _roles_in_use()
    return {
        plan.pk: with_delegates(
            {pk: _person(known[pk], found, in_use) for pk, found in codes[plan.pk].items()},
            given,
            plan,
            in_use,
        )
        for plan in several
    }


def _person(user: User, codes: set[str], in_use: set[str]) -> Person:
    lacks = {part for part in codes & in_use if part not in user.roles}
    return Person(user.pk, user.called, frozenset(codes - lacks), frozenset(lacks))


def _codes(plan: Plan, grants: Mapping[int, set[str]], user: User) -> set[str]:
    owner = {"pm"} if user.pk == plan.owner_id else set()
    return set(grants.get(user.pk, ())) | owner


def _roles_in_use() -> set[str]:
    """Which of the installation's roles any active account has."""
    roles = User.objects.filter(is_active=True).exclude(roles=[]).values_list("roles", flat=True)
    used = {role for found in roles for role in found}
    return used & set(INSTALLATION_PARTS)


def _gate(
    gate: Gate, document: Document | None, known: dict[str, str], outside: Outside
) -> GateScene:
    rule = Rule.from_json(gate.rule)
    signed = [signature_of(one) for one in gate.live]  # type: ignore[attr-defined]
    if document is None:
        signed = [_trusting(one) for one in signed]
    return GateScene(
        id=gate.pk,
        rule=rule,
        state=gate.state,
        signatures=tuple(signed),
        covered=digests_of(rule, document, known) if document is not None else {},
        witnessed=witness(rule, document, gate.record) if document is not None else {},
        late=frozenset(edit.by_id for edit in gate.late_edits.all()),
        record=gate.record,
        clearance=gate.clearance.state if gate.clearance else "",
        is_spent=_is_spent(gate.clearance),
        waived=_waived(gate, document),
        readings=_readings(rule, document, outside),
        is_asked=gate.asked_at is not None,
    )


def _readings(rule: Rule, document: Document | None, outside: Outside) -> tuple[Blank, ...]:
    if document is None or CONDITION not in rule.signs:
        return ()
    return blanks_for(rule, document, outside.measured())


def signature_of(row: SignOff) -> Signature:
    """The row as the rules see it."""
    return Signature(
        id=row.pk, signer=row.signer_id, name=row.signer.called, codes=tuple(row.codes),
        digests=row.digests, witnessed=row.witnessed, at=row.signed_at,
        principal=row.on_behalf_of_id or 0,
    )  # fmt: skip


def _trusting(one: Signature) -> Signature:
    return replace(one, digests={}, witnessed={})


def _waived(gate: Any, document: Document | None) -> Mapping[str, str] | None:
    """The digests for which the glass was broken; without a document it is trusted, too."""
    found = next(iter(gate.counting), None)
    if found is None:
        return None
    return found.digests if document is not None else {}


def _is_spent(clearance: Clearance | None) -> bool:
    return clearance is not None and any(wing.is_spent(clearance) for wing in contributions())


def _editors(plan: Plan, key: str) -> frozenset[int]:
    """Who last edited each of the section's rows."""
    rows: Any = section(key).rows(plan).exclude(changed_by=None)
    return frozenset(rows.values_list("changed_by_id", flat=True))


def _open_waivers(plan: Plan, gates: Iterable[GateScene]) -> int:
    """Broken glasses that nobody has followed up; asked only where one was broken."""
    if all(gate.waived is None for gate in gates):
        return 0
    return Waiver.objects.filter(gate__plan=plan, state=Waiver.CONFIRMED).count()


def _observed_until(plan: Plan) -> datetime | None:
    if plan.observing_since is None:
        return None
    return plan.observing_since + (plan.observe or timedelta())
