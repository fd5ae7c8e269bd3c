"""A plan that is releasing or ramping, with one ramp of five short stages."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from gray.actions import create_ramp
from gray.asking import SILENCE
from gray.sections.ramp import Ramp
from plans.models import Plan
from tests.gray.measured import Measured, connect
from tests.gray.prometheus import START, Prometheus

STAGES = [
    {"audience": "固定用户：ann，无忌", "hold": "PT10M"},
    {"percent": 1, "hold": "PT10M"},
    {"percent": 10, "hold": "PT10M"},
    {"percent": 50, "hold": "PT10M"},
    {"percent": 100, "hold": "PT10M"},
]


@pytest.fixture
def make_ramp(plan: Plan, cast: Any) -> Callable[..., Ramp]:
    """Adds a ramp to the draft of ann's, with `stages` and other columns."""

    def make(stages: list[dict[str, Any]] | None = None, **values: Any) -> Ramp:
        given = {"name": "返希豆灰度", "flag": "coin.refund", "environment": "prod", **values}
        return create_ramp(plan, by=cast.ann, values=given, stages=stages or STAGES)

    return make


@pytest.fixture
def ramp(make_ramp: Callable[..., Ramp], plan: Plan) -> Ramp:
    """Ready to start: its plan is 灰度中."""
    made = make_ramp()
    plan.plans_app_rows.update(state="verified")
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    made.plan.refresh_from_db()
    return made


@pytest.fixture(scope="session")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    server = Prometheus(tmp_path_factory.mktemp("prometheus"))
    yield server
    server.stop()


@pytest.fixture
def measured(
    plan: Plan, cast: Any, settings: Any, prometheus: Prometheus, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Measured]:
    """A plan whose ramp is measured by a real Prometheus, which takes no time of the clock's."""
    monkeypatch.setattr("gray.measuring.monotonic", lambda: 0.0)
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    connect(prometheus.url)
    SILENCE.forget()
    with time_machine.travel(START, tick=False) as clock:
        yield Measured(plan, cast, clock, STAGES)
