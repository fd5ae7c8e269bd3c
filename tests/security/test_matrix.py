"""Person × verb × state: what everybody may do with a plan, written down and held.

Columns are ann (owner), dev (development lead), rob (test lead), dan (DBA), oli (operations),
pia (product), eve (no part) and adm (administrator). A cell says in which states of the plan:
`*` in every one, `u` while it is unfinished, `o` while its content may change, `-` in none.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from applications.models import Application
from approvals.models import SignOff
from approvals.rules.scene import OPEN
from approvals.rules.signing import entitled, may_decide, unfillable
from attachments.models import Attachment
from attachments.places import find_place
from comments.models import Comment, Thread
from ground.clock import now
from ground.policies import can, policy_names
from ground.verdict import Verdict
from people.models import Delegation, Token
from plans import states
from plans.actions import add_note, add_rows
from plans.models import Override, Plan, Upload
from plans.tables.registry import section, sections
from tests.approvals.scenes import ANN, DAN, DEV, EVE, OLI, PIA, ROB, document, scene

PEOPLE = ("ann", "dev", "rob", "dan", "oli", "pia", "eve", "adm")
STATUSES = [status for status, _label in states.STATUSES if status != states.TEMPLATE]
WHEN = {
    "*": set(STATUSES),
    "u": set(STATUSES) - states.FINISHED,
    "o": set(STATUSES) - states.FINISHED - {states.ROLLING_BACK},
    "-": set(),
}
SEEN_BY_ALL, SEEN_BY_MEMBERS = "all", "members"

PLAN_VERBS = """
                    ann dev rob dan oli pia eve adm
plan.view            *   *   *   *   *   *   *   *
plan.manage          *   -   -   -   -   -   -   -
plan.edit            o   o   -   -   -   o   -   -
plan.drive           *   -   -   -   *   -   -   -
plan.comment         *   *   *   *   *   *   -   -
plan.import          o   o   o   o   o   o   -   -
override.ask         *   -   -   -   *   -   -   -
announcement.resend  *   -   -   -   -   -   -   *
announcement.robots  *   -   -   -   -   -   -   -
"""

SECTIONS = """
                    ann dev rob dan oli pia eve adm
members              o   -   -   -   -   -   -   -
changes              o   o   -   -   -   o   -   -
impacts              o   o   -   -   -   -   -   -
artifacts            o   o   -   -   -   -   -   -
packages             o   o   -   -   -   -   -   -
configs              o   o   -   -   -   -   -   -
sql_changes          o   o   -   o   -   -   -   -
caches               o   o   -   -   -   -   -   -
topics               o   o   -   -   -   -   -   -
jobs                 o   o   -   -   -   -   -   -
limits               o   o   -   -   -   -   -   -
apps                 o   o   -   -   -   -   -   -
steps                o   o   -   -   -   -   -   -
cases                o   o   o   -   -   -   -   -
checks               o   o   o   -   -   -   -   -
risks                o   o   -   -   -   -   -   -
risk_checks          o   o   -   -   -   -   -   -
ramps                o   o   -   -   -   -   -   -
stages               o   o   -   -   -   -   -   -
guards               o   o   -   -   -   -   -   -
switches             o   o   -   -   -   -   -   -
windows              o   o   -   -   -   -   -   -
metrics              o   o   -   -   -   -   -   -
monitors             o   o   -   -   -   -   -   -
triggers             o   o   -   -   -   -   -   -
comms                o   o   -   -   -   -   -   -
"""

PROGRESS = """
                    ann dev rob dan oli pia eve adm
sql_changes          u   -   -   u   -   -   -   -
configs              u   -   -   -   u   -   -   -
caches               u   -   -   -   u   -   -   -
topics               u   -   -   -   u   -   -   -
jobs                 u   -   -   -   u   -   -   -
steps                u   -   -   -   u   -   -   -
cases                u   -   u   -   -   -   -   -
checks               u   u   u   u   u   u   -   -
"""

APPS = """
                    ann dev rob dan oli pia eve adm
app.deploy           -   -   -   -   *   -   -   -
app.verify           -   -   *   -   -   -   -   -
"""

INSTALLATION = """
                    ann dev rob dan oli pia eve adm
plan.create          *   *   *   *   *   *   *   *
template.create      *   *   *   *   *   *   *   *
installation.administer -  -   -   -   -   -   -   *
people.manage        -   -   -   -   -   -   -   *
calendar.manage      -   -   -   -   -   -   -   *
ofrep_key.manage     -   -   -   -   -   -   -   *
connection.manage    -   -   -   -   -   -   -   *
application.view     *   *   *   *   *   *   *   *
application.manage   -   -   -   -   -   -   -   *
outbox.read          -   -   -   -   -   -   -   *
outbox.resend        -   -   -   -   -   -   -   *
"""

ATTACHMENTS = """
                    ann dev rob dan oli pia eve adm
plan                 *   *   *   *   *   *   -   -
notes                *   *   *   *   *   *   -   -
apps                 *   *   *   *   *   *   -   -
checks               u   u   u   u   u   u   -   -
sql_changes          u   -   -   u   -   -   -   -
steps                u   -   -   -   u   -   -   -
cases                u   -   u   -   -   -   -   -
topics               u   -   -   -   u   -   -   -
"""
"""Who hangs a file there: evidence by whoever records on the row, all else by every member."""

OWN = """
                    ann dev rob dan oli pia eve adm
people.edit          -   -   -   -   -   -   *   *
people.deactivate    -   -   -   -   -   -   -   *
token.create         -   -   -   -   -   -   *   -
token.revoke         -   -   -   -   -   -   *   *
delegation.give      -   -   -   -   -   -   *   -
"""
"""What people may do to eve and to what is hers."""

AT_A_GATE = """
                    ann dev rob dan oli pia eve adm
gate.record          *   *   *   -   *   *   -   -
gate.reopen          *   -   -   -   -   -   -   -
gate.waive           *   *   *   -   *   -   -   -
"""
"""At the go/no-go, whatever the state; who signs is said by GATES."""


def cells(table: str) -> Iterator[tuple[str, str, str]]:
    """(verb, person, when) of every cell."""
    head, *lines = [line.split() for line in table.strip().splitlines()]
    assert tuple(head) == PEOPLE
    for verb, *found in lines:
        assert len(found) == len(head), verb
        yield from ((verb, person, when) for person, when in zip(head, found, strict=True))


def rows(table: str) -> list[str]:
    return [line.split()[0] for line in table.strip().splitlines()[1:]]


def hold(verdict: Verdict, expected: bool, where: str) -> None:
    """The answer is the written one, and a no gives its reason in a sentence."""
    assert bool(verdict) == expected, f"{where}: {verdict.reason or 'allowed'}"
    if not expected:
        assert verdict.reason.rstrip().endswith(("。", "！", "？")), where


def test_verbs_of_a_plan(cast: SimpleNamespace, plan: Plan) -> None:
    for verb, person, when in cells(PLAN_VERBS):
        for status in STATUSES:
            plan.status = status
            verdict = can(getattr(cast, person), verb, plan)
            hold(verdict, status in WHEN[when], f"{verb} {person} {status}")


def test_a_plan_for_members_only_does_not_open_for_others(
    cast: SimpleNamespace, plan: Plan
) -> None:
    plan.visibility = SEEN_BY_MEMBERS
    for person in PEOPLE:
        seen = person not in ("eve", "adm")
        hold(can(getattr(cast, person), "plan.view", plan), seen, person)
    Plan.objects.filter(pk=plan.pk).update(visibility=SEEN_BY_MEMBERS)
    for person in PEOPLE:
        found = Plan.objects.visible_to(getattr(cast, person)).filter(pk=plan.pk).exists()
        assert found == (person not in ("eve", "adm")), person


def test_content_of_every_section(cast: SimpleNamespace, plan: Plan) -> None:
    ours = {part.key for part in sections() if part.model._meta.app_label != "newcomer"}
    assert set(rows(SECTIONS)) == ours
    for key, person, when in cells(SECTIONS):
        for status in STATUSES:
            plan.status = status
            verdict = can(getattr(cast, person), "section.edit", (plan, section(key)))
            hold(verdict, status in WHEN[when], f"{key} {person} {status}")


def test_progress_of_every_section_that_has_some(cast: SimpleNamespace, plan: Plan) -> None:
    for key, person, when in cells(PROGRESS):
        row = section(key).model(plan=plan)
        for status in STATUSES:
            plan.status = status
            verdict = can(getattr(cast, person), "row.progress", row)
            hold(verdict, status in WHEN[when], f"{key} {person} {status}")


def test_no_row_that_was_executed_is_edited(cast: SimpleNamespace, plan: Plan) -> None:
    row = section("sql_changes").model(plan=plan, statement="ALTER TABLE a ADD b INT", state="done")
    for person in PEOPLE:
        hold(can(getattr(cast, person), "row.edit", row), False, person)


def test_applications(cast: SimpleNamespace, plan: Plan) -> None:
    app: Any = section("apps").rows(plan).get(app="promotion-platform")
    app.plan = plan
    for verb, person, when in cells(APPS):
        for status in STATUSES:
            plan.status = status
            verdict = can(getattr(cast, person), verb, app)
            hold(verdict, status in WHEN[when], f"{verb} {person} {status}")


def test_the_deployer_that_a_row_names_deploys_it(cast: SimpleNamespace, plan: Plan) -> None:
    app: Any = section("apps").rows(plan).get(app="promotion-platform")
    app.plan, app.deployer = plan, "戴维"
    for person in PEOPLE:
        hold(can(getattr(cast, person), "app.deploy", app), person in ("dev", "oli"), person)
    app.deployer = "伊芙"
    hold(can(cast.eve, "app.deploy", app), False, "a name alone makes nobody a member")


def test_ramps(cast: SimpleNamespace, plan: Plan) -> None:
    ramp = section("ramps").model(plan=plan, name="灰度")
    for person in PEOPLE:
        for status in STATUSES:
            plan.status = status
            verdict = can(getattr(cast, person), "ramp.command", ramp)
            hold(verdict, person in ("ann", "oli"), f"{person} {status}")


def test_verbs_of_the_installation(cast: SimpleNamespace, settings: Any) -> None:
    settings.EMBEDDED = False  # in the demonstration everybody reads the outbox
    for verb, person, when in cells(INSTALLATION):
        hold(can(getattr(cast, person), verb), when == "*", f"{verb} {person}")


def test_installation_roles_open_what_they_name(cast: SimpleNamespace) -> None:
    cast.oli.roles = ["ops"]
    for verb in ("calendar.manage", "ofrep_key.manage", "application.manage"):
        hold(can(cast.oli, verb), True, verb)
    for verb in ("installation.administer", "people.manage", "outbox.resend"):
        hold(can(cast.oli, verb), False, verb)


def test_what_hangs_on_a_plan(cast: SimpleNamespace, plan: Plan) -> None:
    ids = {"plan": 0, "notes": add_note(plan, by=cast.ann, heading=["背景"], text="…").pk}
    for key in set(rows(ATTACHMENTS)) - set(ids):
        ids[key] = _a_row(plan, cast.ann, key)
    for key, person, when in cells(ATTACHMENTS):
        place = find_place(plan, key, ids[key])
        for status in STATUSES:
            Plan.objects.filter(pk=plan.pk).update(status=status)
            plan.status = status
            verdict = can(getattr(cast, person), "attachment.add", (plan, place))
            hold(verdict, status in WHEN[when], f"{key} {person} {status}")


def _a_row(plan: Plan, by: Any, key: str) -> int:
    kept = section(key).rows(plan).first()
    return int((kept or add_rows(plan, key, by=by, rows=[ROWS[key]])[0]).pk)


ROWS = {
    "checks": {"group": "发布前", "item": "备份"},
    "sql_changes": {"statement": "ALTER TABLE a ADD b INT"},
    "steps": {"phase": "发布", "action": "发布"},
    "cases": {"group": "下单", "title": "下单"},
    "topics": {"topic": "order", "group": "GID_order"},
}


def test_files_are_removed_by_their_sender_and_the_owners_side(
    cast: SimpleNamespace, plan: Plan
) -> None:
    file = Attachment(plan=plan, section="plan", added_by=cast.rob)
    left = Attachment(plan=plan, section="plan", added_by=cast.eve)
    gone = Attachment(plan=plan, section="plan", added_by=cast.rob, removed_at=now())
    for status in STATUSES:
        plan.status = status
        for person in PEOPLE:
            where, may = f"{person} {status}", status in WHEN["u"]
            who = getattr(cast, person)
            hold(can(who, "attachment.remove", file), may and person in ("ann", "rob"), where)
            hold(can(who, "attachment.remove", left), may and person == "ann", where)
            hold(can(who, "attachment.remove", gone), False, where)


def test_times_are_opened_by_a_second_person_and_closed_by_either(
    cast: SimpleNamespace, plan: Plan
) -> None:
    """Confirmed by who leads or drives, never by whoever asked; closing is the safe side."""
    override = Override(plan=plan, asked_by=cast.oli)
    for status in STATUSES:
        plan.status = status
        for person in PEOPLE:
            who, where = getattr(cast, person), f"{person} {status}"
            hold(can(who, "override.decide", override), person in ("ann", "dev", "rob"), where)
            may_end = person in ("ann", "dev", "rob", "oli")
            hold(can(who, "override.end", override), may_end, where)


def test_what_is_ones_own(cast: SimpleNamespace) -> None:
    token = Token(user=cast.eve)
    targets = {"token.revoke": token}
    for verb, person, when in cells(OWN):
        if (verb, person) == ("people.deactivate", "eve"):
            continue
        hold(can(getattr(cast, person), verb, targets.get(verb, cast.eve)), when == "*", verb)
    hold(can(cast.adm, "people.deactivate", cast.adm), False, "nobody locks oneself out")


def test_a_delegation_is_ended_by_either_side_and_administrators(cast: SimpleNamespace) -> None:
    given = Delegation(giver=cast.rob, taker=cast.eve)
    for person in PEOPLE:
        may = person in ("rob", "eve", "adm")
        hold(can(getattr(cast, person), "delegation.revoke", given), may, person)


def test_a_signature_is_taken_back_by_the_hand_that_gave_it(cast: SimpleNamespace) -> None:
    """Neither by whom it was for nor by anybody who administers or owns."""
    signoff = SignOff(signer=cast.eve, on_behalf_of=cast.oli)
    for person in PEOPLE:
        hold(can(getattr(cast, person), "signoff.withdraw", signoff), person == "eve", person)


def test_what_else_is_done_at_a_gate(cast: SimpleNamespace) -> None:
    ids = dict(zip(PEOPLE, (ANN, DEV, ROB, DAN, OLI, PIA, EVE, ADM), strict=True))
    for status in STATUSES:
        whole = scene(status=status)
        gate = whole.named("go_no_go")
        for verb, person, _when in cells(AT_A_GATE):
            who = SimpleNamespace(pk=ids[person], is_authenticated=True, is_active=True)
            hold(can(who, verb, (whole, gate)), _when == "*", f"{verb} {person} {status}")


ADM = 99


def test_words_are_changed_by_whoever_said_them(cast: SimpleNamespace, plan: Plan) -> None:
    said = Comment(author=cast.rob, written_at=now(), thread=Thread(plan=plan))
    gone = Comment(author=cast.rob, written_at=now(), deleted_at=now())
    for person in PEOPLE:
        who, own = getattr(cast, person), person == "rob"
        hold(can(who, "comment.edit", (said, now())), own, person)
        hold(can(who, "comment.edit", (said, now() + timedelta(hours=1))), False, person)
        hold(can(who, "comment.delete", said), own, person)
        hold(can(who, "comment.delete", gone), False, person)
        hold(can(who, "thread.resolve", said.thread), person not in ("eve", "adm"), person)


def test_facts_of_an_application_are_its_owners_too(cast: SimpleNamespace) -> None:
    application = Application(name="order-service", account=cast.eve)
    for person in PEOPLE:
        may = person in ("eve", "adm")
        hold(can(getattr(cast, person), "application.edit", application), may, person)


def test_a_document_is_reviewed_by_whoever_brought_it(cast: SimpleNamespace, plan: Plan) -> None:
    plan.visibility = SEEN_BY_MEMBERS
    for person in PEOPLE:
        who = getattr(cast, person)
        hold(can(who, "upload.review", Upload(owner=cast.eve)), person == "eve", person)
        hold(can(who, "upload.review", Upload(owner=cast.eve, plan=plan)), False, person)


def test_a_template_is_its_owners_and_the_administrators(cast: SimpleNamespace, plan: Plan) -> None:
    plan.status = states.TEMPLATE
    for person in PEOPLE:
        for verb in ("template.edit", "plan.edit", "plan.manage", "plan.comment"):
            hold(can(getattr(cast, person), verb, plan), person in ("ann", "adm"), person)


ELSEWHERE = {
    "section.edit", "row.progress", "row.edit", "app.deploy", "app.verify", "ramp.command",
    "template.edit", "upload.review", "attachment.add", "attachment.remove", "delegation.revoke",
    "signoff.withdraw", "gate.sign", "comment.edit", "comment.delete", "thread.resolve",
    "application.edit", "override.decide", "override.end",
}  # fmt: skip
"""Policies that a test of their own holds here, for their targets are of many kinds."""


def test_every_policy_is_written_down_here() -> None:
    """A new verb gets its line in a table, or a test and its name in ELSEWHERE."""
    tables = (PLAN_VERBS, INSTALLATION, OWN, AT_A_GATE)
    written = ELSEWHERE | {verb for table in tables for verb in rows(table)}
    assert written == set(policy_names())


def test_whoever_left_and_whoever_is_nobody_may_nothing(cast: SimpleNamespace, plan: Plan) -> None:
    cast.ann.is_active = False
    verbs = [*rows(PLAN_VERBS), *rows(INSTALLATION)]
    for person in (cast.ann, AnonymousUser()):
        for verb in verbs:
            hold(can(person, verb, plan), False, f"{verb} {person}")


GATES = {
    "submission": {DEV},
    "tested": {ROB},
    "staging": {ROB},
    "go_no_go": {DEV, ROB, OLI, PIA},
    "database": {DAN},
    "verified": {ROB, PIA},
    "closed": {ANN},
}
"""Who signs what of the norm, when ann has submitted it."""

LIVE_IN = {
    "review": {"in_review", "approved", "releasing", "ramping", "observing"},
    "release": {"releasing", "ramping", "observing"},
    "close": {"releasing", "ramping", "observing"},
}
"""Phase of a gate: the states of its plan in which it can be signed."""


@pytest.mark.parametrize("key", list(GATES))
def test_every_gate_in_every_state(key: str) -> None:
    tables = {"sql_changes": [{"statement": "ALTER TABLE a ADD b INT"}], "cases": []}
    for status in (one for one in STATUSES if one != states.PAUSED):
        whole = scene(status=status, plan=document(**tables))
        found = whole.named(key)
        assert found
        rule = replace(found.rule, opens=(), signs=())
        here = whole.having(found, rule=rule, state=OPEN)
        for person in (ANN, DEV, ROB, DAN, OLI, PIA, EVE):
            gate = here.gate(found.id)
            verdict = entitled(here, gate, person)
            hold(verdict, person in GATES[key], f"{key} {person} {status}")
            live = verdict and may_decide(here, gate, person, approves=True)
            if status not in LIVE_IN[rule.phase]:
                hold(live, False, f"{key} {person} {status} is not live")
            elif person in GATES[key]:
                hold(live, True, f"{key} {person} {status}")


@pytest.mark.parametrize("key", list(GATES))
def test_whoever_submitted_signs_nothing_but_the_statement(key: str) -> None:
    for submitter in (DEV, ROB, OLI, PIA, DAN, ANN):
        whole = scene(submitter=submitter)
        found = whole.named(key)
        assert found
        if not found.rule.is_statement:
            hold(entitled(whole, found, submitter), False, f"{key} {submitter}")


def test_two_parts_of_one_human_fill_one_seat() -> None:
    whole = scene()
    both = replace(whole.people[OLI], codes=frozenset({"ops", "test"}))
    here = replace(whole, people={**whole.people, OLI: both})
    gate = here.named("go_no_go")
    assert gate
    assert not unfillable(here, gate)
    alone = replace(here, people={pk: one for pk, one in here.people.items() if pk != ROB})
    assert len(unfillable(alone, gate)) == 1
