"""Two people at the same moment: one winner, the other one hears why. Real processes."""

from pathlib import Path

import pytest

from tests.processes import Processes
from tests.racing import ask, prepare, race

pytestmark = pytest.mark.servers
RACER = "tests.approvals.racer"


EVERYWHERE = pytest.mark.parametrize("house", ["embedded", "production"], indirect=True)
POSTGRESQL = pytest.mark.parametrize("house", ["production"], indirect=True)


@pytest.fixture
def house(request: pytest.FixtureRequest) -> Processes:
    """An installation with a plan whose go/no-go is open."""
    processes: Processes = request.getfixturevalue(request.param)
    if request.param == "embedded":
        assert processes.manage("migrate").returncode == 0
    prepare(processes, RACER)
    return processes


@EVERYWHERE
def test_two_signers_of_one_seat(house: Processes, tmp_path: Path) -> None:
    answers = race(house, RACER, tmp_path, ("rob", "sign", "go_no_go"), ("eve", "sign", "go_no_go"))
    statuses = sorted(answer["status"] for answer in answers.values())
    assert statuses == [200, 409]
    loser = next(answer for answer in answers.values() if answer["status"] == 409)
    assert loser["code"] == "wrong-state" and "已经由" in loser["detail"]
    assert ask(house, (
        "from approvals.models import SignOff; "
        "print(json.dumps(SignOff.objects.filter(gate__key='go_no_go', state='signed').count()))"
    )) == 1  # fmt: skip


@POSTGRESQL
def test_signer_against_editor(house: Processes, tmp_path: Path) -> None:
    """Whoever comes first: no signature stands on content that its signer did not see."""
    answers = race(house, RACER, tmp_path, ("oli", "sign", "go_no_go"), ("ann", "edit"))
    assert answers["ann"]["status"] == 200
    assert answers["oli"]["status"] in (200, 409)
    assert ask(house, (
        "from approvals.models import SignOff; "
        "print(json.dumps(SignOff.objects.filter(gate__key='go_no_go', state='signed').count()))"
    )) == 0  # fmt: skip


@POSTGRESQL
def test_signer_against_withdrawer(house: Processes, tmp_path: Path) -> None:
    answers = race(house, RACER, tmp_path, ("pia", "sign", "go_no_go"), ("ann", "withdraw"))
    assert answers["ann"]["status"] == 200
    assert answers["pia"]["status"] in (200, 409)
    assert ask(house, (
        "from plans.models import Plan; from ground.journal import verify; "
        "plan = Plan.objects.get(); print(json.dumps([plan.status, verify(plan.chain) is None]))"
    )) == ["draft", True]  # fmt: skip


def one_after_the_other(house: Processes, folder: Path, *deeds: tuple[str, ...]) -> None:
    """Each deed by itself, as what a race begins with."""
    for place, deed in enumerate(deeds):
        alone = folder / f"before-{place}"
        alone.mkdir()
        assert race(house, RACER, alone, deed)[deed[0]]["status"] == 200, house.log(deed[0])


@POSTGRESQL
def test_two_confirmers_of_one_waiver(house: Processes, tmp_path: Path) -> None:
    one_after_the_other(house, tmp_path, ("oli", "ask", "go_no_go"))
    answers = race(
        house, RACER, tmp_path, ("dev", "confirm", "go_no_go"), ("rob", "confirm", "go_no_go")
    )
    assert sorted(answer["status"] for answer in answers.values()) == [200, 409]
    winner = next(name for name, answer in answers.items() if answer["status"] == 200)
    assert ask(house, (
        "from approvals.models import Waiver; from ground.models import Event; "
        "found = Waiver.objects.get(); print(json.dumps([found.state, found.confirmed_by.username,"
        " Event.objects.filter(kind='gate.waived').count()]))"
    )) == ["confirmed", winner, 1]  # fmt: skip


@POSTGRESQL
def test_last_signer_against_one_who_takes_back(house: Processes, tmp_path: Path) -> None:
    """In either order the gate waits again, and nothing is deployed meanwhile."""
    before = [(name, "sign", "go_no_go") for name in ("dev", "rob", "pia")]
    one_after_the_other(house, tmp_path, *before)
    answers = race(
        house, RACER, tmp_path, ("oli", "sign", "go_no_go"), ("pia", "take_back", "go_no_go")
    )
    assert [answer["status"] for answer in answers.values()] == [200, 200]
    state, signed, holds, whole = ask(house, (
        "from approvals.models import Gate, SignOff; from plans.models import Plan; "
        "from plans.release import amendment_is_open; from ground.journal import verify; "
        "plan = Plan.objects.get(); gate = Gate.objects.get(key='go_no_go'); "
        "signed = SignOff.objects.filter(gate=gate, state='signed').count(); "
        "holds = plan.status == 'in_review' or amendment_is_open(plan); "
        "print(json.dumps([gate.state, signed, holds, verify(plan.chain) is None]))"
    ))  # fmt: skip
    assert (state, signed, holds, whole) == ("open", 3, True, True)
