"""Random people doing random things: what must hold after every step (pure)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from approvals.rules.conditions import ask
from approvals.rules.covering import changed, touches
from approvals.rules.keeping import stays
from approvals.rules.scene import OPEN, REJECTED, SIGNED, Person
from approvals.rules.seats import seats_of
from approvals.rules.settling import is_passed, settle
from approvals.rules.signing import candidates, entitled, may_decide
from plans.document import Document
from tests.approvals.scenes import document, edited, scene, signature

pytestmark = pytest.mark.long

PARTS = st.frozensets(
    st.sampled_from(["pm", "dev_lead", "test", "test_lead", "ops", "product", "dba"]),
    min_size=1, max_size=2,
)  # fmt: skip
EVERY_PART = [
    frozenset(codes)
    for codes in (
        {"pm"},
        {"dev_lead"},
        {"test", "test_lead"},
        {"ops", "test"},
        {"product"},
        {"dba"},
    )
]
PEOPLE = range(1, 11)
GATES = ["submission", "tested", "staging", "go_no_go", "database"]
WORDS = st.sampled_from(["a", "b", "c"])


class Review(RuleBasedStateMachine):
    """A plan in review, from submission to approval and through amendments."""

    @initialize(parts=st.lists(PARTS, min_size=4, max_size=4), submitter=st.sampled_from(PEOPLE))
    def submit(self, parts: list[frozenset[str]], submitter: int) -> None:
        cast = [*EVERY_PART, *parts]
        people = {pk: Person(pk, str(pk), codes) for pk, codes in zip(PEOPLE, cast, strict=True)}
        self.plan = document(
            cases=[{"title": "a", "phase": "预发"}, {"title": "b", "phase": "生产"}],
            sql_changes=[{"statement": "a"}],
            apps=[{"app": "a", "state": "pending"}],
            risks=[{"title": "a"}],
        )
        self.scene = settle(scene(plan=self.plan, people=people, submitter=submitter)).scene
        self.next_id = 100

    @rule(turn=st.integers(0, 1_000))
    def sign(self, turn: int) -> None:
        able = [
            (gate, person)
            for gate in self.scene.gates
            for person in candidates(self.scene, gate)
            if may_decide(self.scene, gate, person.id, approves=True)
        ]
        if not able:
            return
        gate, person = able[turn % len(able)]
        assert entitled(self.scene, gate, person.id)
        self.next_id += 1
        mine = signature(gate, person.id, *sorted(person.codes), pk=self.next_id)
        self._settle(self.scene.having(gate, signatures=(*gate.signatures, mine)))

    @rule(turns=st.lists(st.integers(0, 1_000), min_size=4, max_size=8))
    def sign_several(self, turns: list[int]) -> None:
        for turn in turns:
            self.sign(turn)

    @rule(who=st.sampled_from(PEOPLE), key=st.sampled_from(["cases", "sql_changes", "apps", "risks"]),
          word=WORDS)  # fmt: skip
    def edit(self, who: int, key: str, word: str) -> None:
        field = {"cases": "title", "sql_changes": "statement", "apps": "app", "risks": "title"}[key]
        self._change(key, {field: word}, who)

    @rule(result=st.sampled_from(["passed", "failed", ""]))
    def run_case(self, result: str) -> None:
        self._change("cases", {"result_staging": result}, None)

    @rule(key=st.sampled_from(GATES))
    def reject_and_open_anew(self, key: str) -> None:
        gate = self.scene.named(key)
        assert gate
        if gate.state == OPEN:
            self._settle(self.scene.having(gate, state=REJECTED, signatures=()))
            rejected = self.scene.named(key)
            assert rejected and rejected.state == REJECTED
            self._settle(self.scene.having(rejected, state="waiting"))

    def _change(self, key: str, cells: dict[str, Any], who: int | None) -> None:
        first, *others = self.plan.rows(key)
        rows = [{**first, **cells}, *others]
        self.plan = Document(self.plan.plan, {**self.plan.sections, key: rows})
        before = {gate.id: gate.covered for gate in self.scene.gates}
        after = edited(self.scene, self.plan)
        for gate in after.gates:
            touched = changed(before[gate.id], gate.covered)
            assert not touched or touches(gate.rule, [key])
            if who is not None and touched:
                after = after.having(gate, late=gate.late | {who})
        if who is not None and key == "sql_changes":
            after = replace(after, editors={"sql_changes": frozenset({who})})
        self._settle(after)

    def _settle(self, whole: Any) -> None:
        self.scene = settle(whole).scene
        if self.scene.status == "in_review" and is_passed(self.scene):
            self.scene = settle(replace(self.scene, status="approved")).scene

    @invariant()
    def settling_again_changes_nothing(self) -> None:
        outcome = settle(self.scene)
        assert outcome.scene == self.scene
        assert not outcome.voids and not outcome.moved

    @invariant()
    def every_signature_is_of_what_stands_there_now(self) -> None:
        for gate in self.scene.gates:
            if not stays(self.scene, gate):
                assert all(dict(one.digests) == dict(gate.covered) for one in gate.signatures)

    @invariant()
    def a_signed_gate_has_a_different_entitled_human_on_every_seat(self) -> None:
        for gate in self.scene.gates:
            signers = {one.signer for one in gate.signatures}
            assert len(signers) == len(gate.signatures)
            assert self.scene.submitter not in signers
            if gate.state == SIGNED:
                assert len(signers) >= len(seats_of(gate.rule)) > 0

    @invariant()
    def nobody_signs_what_he_changed(self) -> None:
        for gate in self.scene.gates:
            if not stays(self.scene, gate):
                assert not gate.late & {one.signer for one in gate.signatures}

    @invariant()
    def an_open_gate_has_its_conditions(self) -> None:
        for gate in self.scene.gates:
            assert gate.state != OPEN or ask(gate.rule.opens, self.scene, gate)


Review.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestReview = Review.TestCase
