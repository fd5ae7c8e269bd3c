"""The people and the steps of a plan that runs the release norm, from its document to its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from approvals.actions import complete, sign, submit
from approvals.models import Gate
from approvals.page import sheets_of
from approvals.showing import one_sheet
from gray import clock
from ground.clock import now
from people.models import User
from plans.actions import add_rows, change_plan, create_plan, move_app, record_progress, start
from plans.importing import read_file
from plans.models import Plan
from plans.tables.registry import section

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = ROOT.parent / "shared" / "seeds" / "001_b2b2b507b499d544.txt"
OWN = ROOT / "tests" / "documents" / "library.md"
SHANGHAI = ZoneInfo("Asia/Shanghai")
WINDOW = datetime(2026, 12, 16, 20, 0, tzinfo=SHANGHAI)
SUBMITTED = WINDOW - timedelta(days=10, hours=9)
PRODUCT = "许言"
"""Neither document names anybody of the product's side."""


@dataclass(frozen=True)
class Cast:
    """Who does what, by the names of the document."""

    document: Path
    pm: str
    lead: str
    tester: str
    ops: str
    dba: str


CASTS = [
    *([Cast(SEED, "石稼晟", "陈晓雯", "付诚", "李翠琪", "方浩")] if SEED.exists() else []),
    Cast(OWN, "秦川", "郑宏", "蒋薇", "苏雅", "郑宏"),
]


@dataclass
class Norm:
    """One plan on its way, with the clock of the house."""

    cast: Cast
    plan: Plan = field(init=False)
    people: dict[str, User] = field(init=False)
    moment: datetime = SUBMITTED

    def prepare(self) -> None:
        """The plan as it comes from the document, with what the document leaves out."""
        with self._at(SUBMITTED - timedelta(days=1)):
            draft = read_file(self.cast.document.read_bytes(), self.cast.document.name)
            names = [row["name"] for row in draft.sections["members"]]
            self.people = {
                name: User.objects.create_user(
                    f"p{place}", email=f"p{place}@example.test", display_name=name
                )
                for place, name in enumerate(dict.fromkeys([*names, PRODUCT]))
            }
            self.plan = create_plan(by=self.of("pm"), draft=draft)
            self._complete()

    def of(self, part: str) -> User:
        name = PRODUCT if part == "product" else getattr(self.cast, part)
        return self.people[name]

    @contextmanager
    def _at(self, moment: datetime) -> Iterator[None]:
        with time_machine.travel(moment, tick=False):
            yield

    def _complete(self) -> None:
        pm, cast = self.of("pm"), self.cast
        change_plan(
            self.plan, by=pm, version=self.plan.version_lock,
            values={"window_start": WINDOW.isoformat(), "kind": "常规", "observe": "P1D",
                    "window_end": (WINDOW + timedelta(hours=4)).isoformat()},
        )  # fmt: skip
        self._add("members", *(
            {"role": role, "name": name, "is_lead": lead}
            for role, name, lead in (("开发负责人", cast.lead, True), ("测试", cast.tester, True),
                                     ("产品", PRODUCT, False))
        ))  # fmt: skip
        self._add("sql_changes", {
            "database": "main", "kind": "DDL", "statement": "ALTER TABLE loan ADD note varchar(20)",
            "rollback": "ALTER TABLE loan DROP COLUMN note",
        })  # fmt: skip
        self._add("cases", {"group": "借阅", "title": "预发借一本", "phase": "预发"},
                  {"group": "借阅", "title": "生产还一本", "phase": "生产"})  # fmt: skip

    def _add(self, key: str, *rows: dict[str, Any]) -> None:
        add_rows(self.plan, key, by=self.of("pm"), rows=rows)

    def later(self, **span: float) -> None:
        """Time passes, and the clock does what is due on the way, moment by moment."""
        self.until(self.moment + timedelta(**span))

    def until(self, end: datetime) -> None:
        while self.moment < end:
            self.moment = min(end, self.moment + timedelta(minutes=30))
            self.tick()

    def tick(self) -> None:
        with self._at(self.moment):
            clock.tick(now())

    def submit(self) -> None:
        with self._at(self.moment):
            submit(self.plan, by=self.of("pm"), reason="提醒逐条看过，可以接受")
        self.tick()

    def sign(self, key: str, part: str, **more: Any) -> None:
        with self._at(self.moment):
            plan, who = Plan.objects.get(pk=self.plan.pk), self.of(part)
            gate = Gate.objects.get(plan=plan, key=key)
            sheet = one_sheet(sheets_of(plan, who), gate)
            sign(gate, by=who, decision="approve", digest=sheet.digest, **more)
        self.later(minutes=30)

    def results(self, field: str, phase: str) -> None:
        with self._at(self.moment):
            for row in section("cases").rows(self.plan):
                row.plan = Plan.objects.get(pk=self.plan.pk)
                if row.phase == phase:
                    record_progress(row, by=self.of("tester"), values={field: "passed"})

    def execute_sql(self) -> None:
        with self._at(self.moment):
            for row in section("sql_changes").rows(self.plan):
                row.plan = Plan.objects.get(pk=self.plan.pk)
                record_progress(
                    row, by=self.of("dba"), values={"state": "done", "evidence": "工单 4711"}
                )

    def release(self) -> None:
        """Start, then every application in its order, verified by the tester."""
        with self._at(self.moment):
            start(Plan.objects.get(pk=self.plan.pk), by=self.of("ops"))
        for app in section("apps").rows(self.plan).order_by("batch", "rank"):
            for part, to in (("ops", "deploying"), ("ops", "deployed"), ("tester", "verified")):
                with self._at(self.moment):
                    row: Any = section("apps").rows(self.plan).get(pk=app.pk)
                    row.plan = Plan.objects.get(pk=self.plan.pk)
                    move_app(row, by=self.of(part), to=to)
                self.later(minutes=5)

    def complete(self) -> None:
        with self._at(self.moment):
            complete(Plan.objects.get(pk=self.plan.pk), by=self.of("pm"), reason="全部完成")
        self.tick()

    @property
    def status(self) -> str:
        return Plan.objects.get(pk=self.plan.pk).status
