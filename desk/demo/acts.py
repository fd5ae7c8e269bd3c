"""What the demo's people do, each at a moment of the past."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from approvals.actions import APPROVE, sign, submit
from approvals.reading import look
from approvals.rules.covering import signed_digest
from approvals.rules.settling import settle
from desk.demo.people import People
from ground.clock import now, told
from people.models import User
from plans.actions import create_plan, move_app, record_progress
from plans.models import Plan
from plans.reading.reader import read_document
from plans.tables.registry import section

FOLDER = Path(__file__).parent


def import_plan(
    name: str, *, by: User, at: datetime, zone: ZoneInfo, start: datetime, end: datetime
) -> Plan:
    """The demo document of that name as a draft, with its release window."""
    source = f"{name}.md"
    draft = read_document((FOLDER / source).read_bytes(), zone, source)
    with told(at):
        made = create_plan(
            by=by, draft=draft, window_start=start.isoformat(), window_end=end.isoformat()
        )
    return Plan.objects.get(pk=made.pk)


def submit_plan(plan: Plan, *, by: User, at: datetime, reason: str) -> Plan:
    with told(at):
        return submit(plan, by=by, reason=reason)


def sign_gate(plan: Plan, key: str, *, by: User, at: datetime, comment: str = "") -> None:
    """Sign what the gate covers as it stands."""
    with told(at):
        gate = plan.gates.get(key=key)
        here = settle(look(plan, now())).scene.gate(gate.pk)
        digest = signed_digest(here.key, here.covered)
        sign(gate, by=by, decision=APPROVE, digest=digest, comment=comment)


def record_results(plan: Plan, *, by: User, at: datetime) -> None:
    """Every case passed in staging, with that person's name on it."""
    with told(at):
        for row in section("cases").rows(plan):
            if row.phase != "生产":
                record_progress(row, by=by, values={"result_staging": "passed"})


def approve(plan: Plan, people: People, moments: Iterable[datetime]) -> Plan:
    """All signatures before the start, in the order of the gates, one after another."""
    steps = [
        ("submission", "zhouye", ""),
        ("tested", "suqing", "全量回归通过，遗留 2 个 C 级"),
        ("staging", "suqing", "预发用例全部通过"),
        ("go_no_go", "zhouye", ""),
        ("go_no_go", "suqing", ""),
        ("go_no_go", "muchuan", "值班已排好"),
        ("go_no_go", "shenxi", ""),
    ]
    if section("sql_changes").rows(plan).exists():
        steps.append(("database", "guchen", "大表走 INPLACE，已在影子库演练"))
    for (key, name, comment), at in zip(steps, moments, strict=False):
        if key == "staging":
            record_results(plan, by=people["suqing"], at=at)
        sign_gate(plan, key, by=people[name], at=at, comment=comment)
    plan.refresh_from_db()
    return plan


def tap(
    plan: Plan, app: str, to: str, *, by: User, at: datetime, reason: str = "", build: str = ""
) -> None:
    """Move one application."""
    with told(at):
        rows: Any = section("apps").rows(plan)
        row = rows.get(app=app)
        move_app(row, by=by, to=to, reason=reason, build=build)


def deploy(plan: Plan, app: str, people: People, moments: Iterable[datetime], tester: str) -> None:
    """Deploying, deployed, verified at the three moments."""
    ways = (("deploying", "muchuan"), ("deployed", "muchuan"), ("verified", tester))
    for (to, name), at in zip(ways, moments, strict=True):
        tap(plan, app, to, by=people[name], at=at)


def tick(plan: Plan, key: str, *, by: User, at: datetime, evidence: str, **more: Any) -> None:
    """Mark every row of a checklist as done, with evidence."""
    with told(at):
        for row in section(key).rows(plan):
            record_progress(row, by=by, values={"state": "done", "evidence": evidence, **more})
