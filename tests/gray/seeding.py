"""A plan in 灰度中 with one ramp of short stages, for tests of real processes.

`manage.py shell -c "from tests.gray.seeding import seed; seed(2)"` prints what was made.
"""

import json
import sys

from gray.actions import add_connection, command, create_key, create_ramp
from gray.models import Run
from people.models import User
from plans.actions import add_rows, create_plan
from plans.models import Plan

SHARES = (1, 10, 50, 100)


def seed(hold: int, *, ramps: int = 1) -> None:
    """Start `ramps` ramps of fixed users → 1 → 10 → 50 → 100 %, each stage held `hold` seconds."""
    people = {
        name: User.objects.create_user(name, display_name=name, is_superuser=name == "adm")
        for name in ("ann", "oli", "adm")
    }
    plan = create_plan(by=people["ann"], title="真机灰度")
    add_rows(plan, "members", by=people["ann"], rows=[{"role": "运维", "name": "oli"}])
    stages = [{"audience": "固定用户：无忌", "hold": f"PT{hold}S"}]
    stages += [{"percent": share, "hold": f"PT{hold}S"} for share in SHARES]
    made = [
        create_ramp(
            plan, by=people["ann"], stages=stages,
            values={"name": f"g{n}", "flag": f"flag.{n}", "environment": "prod"},
        )
        for n in range(ramps)
    ]  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    _key, text = create_key(by=people["adm"], environment="prod", name="tests")
    for ramp in made:
        command(ramp, by=people["oli"], command="start")
    sys.stdout.write(json.dumps({"number": plan.number, "key": text}))


def seed_outside(hold: int, address: str) -> None:
    """Start a ramp of 1 → 10 → 50 → 100 % whose switch lies behind HTTP at `address`."""
    adm = User.objects.create_user("adm", display_name="adm", is_superuser=True)
    add_connection(
        kind="http", name="网关", by=adm,
        values={
            "method": "PUT", "address": address, "body": '{"gray": {{percent}}}',
            "content_type": "application/json", "read_method": "GET", "read_address": address,
            "read_pointer": "/gray", "read_form": "percent", "ok_status": "200-299",
            "precision": "hundredths", "moves": "set", "timeout": "1",
        },
    )  # fmt: skip
    ann = User.objects.create_user("ann", display_name="ann")
    plan = create_plan(by=ann, title="外部开关灰度")
    stages = [{"percent": share, "hold": f"PT{hold}S"} for share in SHARES]
    values = {"name": "外部", "flag": "far", "environment": "prod", "driver": "网关"}
    ramp = create_ramp(plan, by=ann, stages=stages, values=values)
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    command(ramp, by=ann, command="start")


def tell() -> None:
    """Print what has happened to every ramp, in order."""

    told = [
        {
            "state": run.state,
            "shares": [move.to_share for move in run.moves.all()],
            "folded": any(move.folded for move in run.moves.all()),
        }
        for run in Run.objects.order_by("pk")
    ]
    sys.stdout.write(json.dumps(told))
