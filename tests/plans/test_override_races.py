"""Overrides on PostgreSQL: whatever holds elsewhere, and two people in the same moment."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.processes import Processes, wait_for
from tests.servers import Postgres, holds_on

pytestmark = pytest.mark.servers
HERE = Path(__file__).parent
RACER = ("python", "-m", "tests.plans.racer")


@pytest.fixture
def house(production: Processes) -> Processes:
    """An installation in which oli has asked for an override."""
    done = production.start(*RACER, ".", "-", "prepare", name="prepare").wait(120)
    assert done == 0, production.log("prepare")
    return production


def race(house: Processes, folder: Path, *deeds: tuple[str, str]) -> dict[str, dict[str, Any]]:
    """Let them all start together; {who: answer}."""
    running = [house.start(*RACER, str(folder), *deed, name=deed[0]) for deed in deeds]
    ready = [folder / f"{name}.ready" for name, _verb in deeds]
    wait_for(lambda: all(one.exists() for one in ready), within=90)
    (folder / "start").touch()
    assert [process.wait(90) for process in running] == [0] * len(running), house.log(deeds[0][0])
    return {name: json.loads((folder / f"{name}.json").read_text()) for name, _verb in deeds}


def ask(house: Processes, question: str) -> Any:
    found = house.manage("shell", "--no-imports", "-c", f"import json; {question}")
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)


@pytest.mark.parametrize("second", ["confirm", "refuse"])
def test_one_decision_each(house: Processes, tmp_path: Path, second: str) -> None:
    answers = race(house, tmp_path, ("ann", "confirm"), ("dev", second))
    assert sorted(answer["status"] for answer in answers.values()) == [200, 409]
    loser = next(answer for answer in answers.values() if answer["status"] == 409)
    assert loser["code"] == "wrong-state" and loser["detail"].endswith("。")
    kinds, holds = ask(house, (
        "from ground.models import Event; from ground.journal import verify; "
        "from plans.models import Plan; chain = Plan.objects.get().chain; "
        "found = Event.objects.filter(chain=chain, kind__startswith='override.'); "
        "print(json.dumps([[one.kind for one in found], verify(chain) is None]))"
    ))  # fmt: skip
    assert len(kinds) == 2 and kinds[0] == "override.asked" and holds


def test_overrides_hold_on_postgresql(postgres: Postgres) -> None:
    holds_on(postgres, "overrides", HERE / "test_overrides.py")
