"""A ramp whose plan names metrics, measured by the Prometheus of tests."""

from datetime import datetime, timedelta
from typing import Any

from gray.actions import command, create_ramp, look
from gray.models import Connection, Run
from gray.sections.ramp import Ramp
from plans.actions import add_rows
from plans.models import Plan
from tests.gray.prometheus import START

LIMITS = {"门禁": ("<", "1%"), "目标": ("<", "1%"), "回滚": (">", "5%")}


class Measured:
    """The plan and what is done with it, at a clock that only moves when told."""

    def __init__(self, plan: Plan, cast: Any, clock: Any, stages: list[dict[str, Any]]) -> None:
        self.plan, self.cast, self.clock, self.stages = plan, cast, clock, stages

    def metric(
        self, query: str, purpose: str = "回滚", name: str = "错误率", **values: Any
    ) -> None:
        sign, threshold = LIMITS[purpose]
        row = {"name": name, "operator": sign, "threshold": threshold, "purpose": purpose}
        self.add("metrics", {**row, "query": query, **values})

    def guard(self, metric: str = "错误率", **values: Any) -> None:
        self.add("guards", {"metric": metric, **values})

    def add(self, key: str, row: dict[str, Any]) -> None:
        add_rows(self.plan, key, by=self.cast.ann, rows=[row])

    def start(self, *, stage: int = 0) -> Run:
        """Begin the ramp; `stage` is the index that it goes on to at once."""
        given = {"name": "返希豆灰度", "flag": "coin.refund", "environment": "prod"}
        self.ramp: Ramp = create_ramp(self.plan, by=self.cast.ann, values=given, stages=self.stages)
        self.plan.plans_app_rows.update(state="verified")
        self.status("ramping")
        command(self.ramp, by=self.cast.oli, command="start")
        for _ in range(stage):
            command(self.ramp, by=self.cast.oli, command="advance", reason="数据正常")
        return self.run

    def status(self, status: str) -> None:
        Plan.objects.filter(pk=self.plan.pk).update(status=status)
        self.ramp.plan.refresh_from_db()

    @property
    def now(self) -> datetime:
        return _now()

    @property
    def run(self) -> Run:
        return Run.objects.select_related("ramp__plan", "stage").get(ramp=self.ramp)

    def at(self, minute: float) -> Run:
        """One look at that minute after START."""
        moment = START + timedelta(minutes=minute)
        self.clock.move_to(moment)
        look(self.run.pk, now=moment)
        return self.run

    def until(self, minute: float) -> Run:
        """Look whenever a look is due, up to that minute."""
        end = START + timedelta(minutes=minute)
        while (run := self.run).due_at and run.due_at <= end:
            moment = max(run.due_at, _now())
            self.clock.move_to(moment)
            look(run.pk, now=moment)
            if self.run.due_at == run.due_at:
                self.clock.shift(timedelta(seconds=1))
        self.clock.move_to(max(end, _now()))
        return self.run

    def verdicts(self, name: str = "错误率") -> list[str]:
        rows = self.run.measurements.filter(name=name).order_by("at")
        return list(rows.values_list("verdict", flat=True))


def _now() -> datetime:
    return datetime.now(START.tzinfo)


def connect(address: str, **values: Any) -> Connection:
    """A connection to a Prometheus, as an administrator would set it up."""
    given = {"name": "监控", "driver": "prometheus", "changed_at": START, **values}
    return Connection.objects.create(values={"address": address}, **given)
