"""Two people at the same moment: one winner, the other one hears why. Real processes."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.processes import Processes, wait_for

pytestmark = pytest.mark.servers
RACER = ("python", "-m", "tests.approvals.racer")


EVERYWHERE = pytest.mark.parametrize("house", ["embedded", "production"], indirect=True)
POSTGRESQL = pytest.mark.parametrize("house", ["production"], indirect=True)


@pytest.fixture
def house(request: pytest.FixtureRequest) -> Processes:
    """An installation with a plan whose go/no-go is open."""
    processes: Processes = request.getfixturevalue(request.param)
    if request.param == "embedded":
        assert processes.manage("migrate").returncode == 0
    done = processes.start(*RACER, ".", "-", "prepare", name="prepare").wait(120)
    assert done == 0, processes.log("prepare")
    return processes


def race(house: Processes, folder: Path, *deeds: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Let them all start together; {who: answer}."""
    names = [deed[0] for deed in deeds]
    running = [house.start(*RACER, str(folder), *deed, name=deed[0]) for deed in deeds]
    wait_for(lambda: all((folder / f"{name}.ready").exists() for name in names), within=90)
    (folder / "start").touch()
    assert [process.wait(90) for process in running] == [0] * len(running), [
        house.log(name) for name in names
    ]
    return {name: json.loads((folder / f"{name}.json").read_text()) for name in names}


def ask(house: Processes, question: str) -> Any:
    """The value of a Python expression in the installation."""
    found = house.manage("shell", "--no-imports", "-c", f"import json; {question}")
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)


@EVERYWHERE
def test_two_signers_of_one_seat(house: Processes, tmp_path: Path) -> None:
    answers = race(house, tmp_path, ("rob", "sign", "go_no_go"), ("eve", "sign", "go_no_go"))
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
    answers = race(house, tmp_path, ("oli", "sign", "go_no_go"), ("ann", "edit"))
    assert answers["ann"]["status"] == 200
    assert answers["oli"]["status"] in (200, 409)
    assert ask(house, (
        "from approvals.models import SignOff; "
        "print(json.dumps(SignOff.objects.filter(gate__key='go_no_go', state='signed').count()))"
    )) == 0  # fmt: skip


@POSTGRESQL
def test_signer_against_withdrawer(house: Processes, tmp_path: Path) -> None:
    answers = race(house, tmp_path, ("pia", "sign", "go_no_go"), ("ann", "withdraw"))
    assert answers["ann"]["status"] == 200
    assert answers["pia"]["status"] in (200, 409)
    assert ask(house, (
        "from plans.models import Plan; from ground.journal import verify; "
        "plan = Plan.objects.get(); print(json.dumps([plan.status, verify(plan.chain) is None]))"
    )) == ["draft", True]  # fmt: skip
