"""Who may sign: every bar, every part, for everybody, with its reason."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.scene import GateScene, Person, Scene
from approvals.rules.signing import candidates, entitled, has_seat, may_decide, unfillable
from approvals.rules.validity import is_complete
from tests.approvals.scenes import (
    ANN,
    DAN,
    DEV,
    EVE,
    OLI,
    PARTS,
    PIA,
    ROB,
    document,
    opened,
    person,
    scene,
    signature,
    signed,
)

SIGNERS = {
    "submission": {DEV},
    "tested": {ROB},
    "staging": {ROB},
    "go_no_go": {DEV, ROB, OLI, PIA},
    "database": {DAN},
    "verified": {ROB, PIA},
    "closed": {ANN},
}


def at(key: str, **more: object) -> tuple[Scene, GateScene]:
    return opened(scene(plan=document(sql_changes=[{"statement": "x"}]), **more), key)


@pytest.mark.parametrize("key", SIGNERS)
@pytest.mark.parametrize("who", [*PARTS, EVE])
def test_exactly_the_named_parts_may_sign(key: str, who: int) -> None:
    whole, gate = at(key)
    verdict = entitled(whole, gate, who)
    assert bool(verdict) == (who in SIGNERS[key])
    assert verdict or verdict.reason


def test_whoever_submitted_may_sign_nothing_but_the_statement() -> None:
    for key, signers in SIGNERS.items():
        for who in signers - {ANN}:
            whole, gate = at(key, submitter=who)
            verdict = entitled(whole, gate, who)
            assert not verdict and "提交" in verdict.reason, key
    whole, gate = at("closed", submitter=ANN)
    assert entitled(whole, gate, ANN)


def test_a_late_editor_may_not_sign_what_he_changed() -> None:
    whole, gate = at("go_no_go")
    whole = whole.having(gate, late=frozenset({ROB}))
    verdict = entitled(whole, whole.gate(gate.id), ROB)
    assert not verdict and "改过" in verdict.reason
    other = whole.named("staging")
    assert other and entitled(whole, other, ROB)


def test_the_last_editor_of_sql_may_not_sign_for_the_database() -> None:
    whole, gate = at("database", editors={"sql_changes": frozenset({DAN})})
    verdict = entitled(whole, gate, DAN)
    assert not verdict and "最后编辑" in verdict.reason


def test_the_last_editor_of_sql_may_sign_other_gates() -> None:
    whole, gate = at("go_no_go", editors={"sql_changes": frozenset({DEV})})
    assert entitled(whole, gate, DEV)


def test_a_part_that_the_installation_does_not_confirm_is_no_part() -> None:
    people = {DAN: Person(DAN, "单丹", frozenset(), frozenset({"dba"}))}
    whole, gate = at("database", people=people)
    verdict = entitled(whole, gate, DAN)
    assert not verdict and "安装角色" in verdict.reason


def test_one_human_signs_once_though_he_plays_two_parts() -> None:
    whole, gate = at("go_no_go")
    both = {**whole.people, ROB: person(ROB, "test", "ops")}
    whole = replace(whole, people=both)
    mine = signature(gate, ROB, "test", "ops")
    whole = whole.having(gate, signatures=(mine,))
    verdict = has_seat(whole, whole.gate(gate.id), ROB)
    assert not verdict and "已经签过" in verdict.reason
    alone = whole.having(whole.gate(gate.id), signatures=(mine, replace(mine, id=99)))
    assert not is_complete(alone, alone.gate(gate.id))


def test_two_parts_leave_the_other_seat_to_whoever_has_only_one() -> None:
    whole, gate = at("go_no_go")
    both = signature(gate, 50, "test", "ops")
    whole = whole.having(gate, signatures=(both,))
    for who in (ROB, OLI):
        assert has_seat(whole, whole.gate(gate.id), who)
    after = whole.having(whole.gate(gate.id), signatures=(both, signature(gate, ROB)))
    verdict = has_seat(after, after.gate(gate.id), OLI)
    assert not verdict and "50" in verdict.reason and "罗博" not in verdict.reason
    assert has_seat(after, after.gate(gate.id), DEV)


def test_product_or_pm_share_one_seat() -> None:
    whole, gate = at("go_no_go", submitter=None)
    whole = whole.having(gate, signatures=(signature(gate, PIA),))
    verdict = has_seat(whole, whole.gate(gate.id), ANN)
    assert not verdict and "皮雅" in verdict.reason


@pytest.mark.parametrize("bugs", ["bugs_a", "bugs_b"])
def test_open_bugs_of_level_a_or_b_hold_the_tested_gate(bugs: str) -> None:
    whole, gate = opened(signed(scene(), "submission", DEV), "tested")
    first = whole.gates[0]
    whole = whole.having(first, state="signed")
    whole = whole.having(gate, record={bugs: 1})
    verdict = may_decide(whole, whole.gate(gate.id), ROB, approves=True)
    assert not verdict and "缺陷" in verdict.reason
    assert may_decide(whole, whole.gate(gate.id), ROB, approves=False)


def test_level_c_bugs_hold_nobody() -> None:
    whole, gate = opened(scene(), "tested")
    whole = whole.having(whole.gates[0], state="signed")
    whole = whole.having(gate, record={"bugs_c": 7})
    assert may_decide(whole, whole.gate(gate.id), ROB, approves=True)


def test_nobody_left_is_said_seat_by_seat() -> None:
    whole, gate = at("go_no_go")
    without_ops = {pk: one for pk, one in whole.people.items() if pk != OLI}
    assert [s.label for s in unfillable(replace(whole, people=without_ops), gate)] == ["运维"]


parts = st.frozensets(
    st.sampled_from(["pm", "dev", "dev_lead", "test", "test_lead", "ops", "product", "dba"])
)


@given(st.dictionaries(st.integers(1, 6), parts, max_size=6), st.integers(1, 6),
       st.frozensets(st.integers(1, 6), max_size=2))  # fmt: skip
def test_candidates_can_sign_one_after_the_other_until_none_is_left(
    cast: dict[int, frozenset[str]], submitter: int, late: frozenset[int]
) -> None:
    people = {pk: Person(pk, str(pk), codes) for pk, codes in cast.items()}
    whole, gate = opened(scene(people=people, submitter=submitter), "go_no_go")
    whole = whole.having(gate, late=late)
    hopeless = unfillable(whole, whole.gate(gate.id))
    signers: list[int] = []
    while able := candidates(whole, whole.gate(gate.id)):
        one = able[0]
        assert one.id not in (submitter, *late, *signers)
        here = whole.gate(gate.id)
        mine = signature(here, one.id, *one.codes)
        whole = whole.having(here, signatures=(*here.signatures, mine))
        signers.append(one.id)
    assert is_complete(whole, whole.gate(gate.id)) == (not hopeless)
    assert len(signers) == len(set(signers)) <= 4
