"""Overrides on PostgreSQL: whatever holds elsewhere, and two people in the same moment."""

from pathlib import Path

import pytest

from tests.processes import Processes
from tests.racing import ask, prepare, race
from tests.servers import Postgres, holds_on

pytestmark = pytest.mark.servers
HERE = Path(__file__).parent
RACER = "tests.plans.racer"


@pytest.fixture
def house(production: Processes) -> Processes:
    """An installation in which oli has asked for an override."""
    prepare(production, RACER)
    return production


@pytest.mark.parametrize("second", ["confirm", "refuse"])
def test_one_decision_each(house: Processes, tmp_path: Path, second: str) -> None:
    answers = race(house, RACER, tmp_path, ("ann", "confirm"), ("dev", second))
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
