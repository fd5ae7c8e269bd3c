"""export_plan, check_plan and verify_log, as scripts call them."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from ground.journal import head_of
from ground.models import Chain, Event
from plans.models import Plan
from plans.tables.registry import section

pytestmark = pytest.mark.long


@pytest.mark.parametrize("fmt", ["md", "xlsx", "json", "ics", "pdf"])
@time_machine.travel("2026-11-20T08:10:00Z", tick=False)
def test_export_plan_writes_the_same_bytes_as_the_page(
    fmt: str, plan: Plan, cast: SimpleNamespace, signed_in: Any, tmp_path: Path
) -> None:
    Plan.objects.filter(pk=plan.pk).update(window_start="2026-12-01T14:00:00Z")
    output = tmp_path / f"plan.{fmt}"
    call_command("export_plan", plan.number, format=fmt, output=output)
    page = signed_in(cast.ann).get(f"/plans/{plan.number}/export/{fmt}/")
    assert output.read_bytes() == page.content


@pytest.mark.parametrize(
    "wrong",
    [{"format": "docx", "output": "x"}, {"format": "md", "output": "/nowhere/at/all"}],
)
def test_export_plan_refuses_in_one_line(wrong: dict[str, str], rich: Plan) -> None:
    with pytest.raises(CommandError):
        call_command(
            "export_plan", rich.number, f"--format={wrong['format']}", f"--output={wrong['output']}"
        )


def test_commands_name_the_plan_that_is_not_there(db: None, tmp_path: Path) -> None:
    for command, options in (
        ("export_plan", {"format": "md", "output": tmp_path / "x"}), ("check_plan", {}), ("verify_log", {}),
    ):  # fmt: skip
        with pytest.raises(CommandError, match="RP-1999-0001"):
            call_command(command, "RP-1999-0001", **options)


def told(capsys: Any) -> Any:
    return json.loads(capsys.readouterr().out)


def test_check_plan_ends_with_one_when_there_are_errors(rich: Plan, capsys: Any) -> None:
    section("apps").rows(rich).filter(app="Item-detail").update(depends_on=["promotion-platfom"])
    with pytest.raises(SystemExit) as ended:
        call_command("check_plan", rich.number, "--json")
    assert ended.value.code == 1
    found = told(capsys)
    assert found["totals"]["error"] >= 1
    assert any(one["code"] == "dependency-dangling" for one in found["findings"])


def test_verify_log_finds_every_chain_whole(rich: Plan, capsys: Any) -> None:
    call_command("verify_log", "--json")
    found = told(capsys)
    assert found["ok"]
    assert rich.chain in [one["chain"] for one in found["chains"]]
    call_command("verify_log", rich.number, "--head", head_of(rich.chain))


def tamper(sql: str, *values: Any) -> None:
    """Past the triggers, as somebody with the database file would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ground_event'"
        )
        triggers = cursor.fetchall()
        for name, _text in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql, values)
        for _name, text in triggers:
            cursor.execute(text)


def broken(capsys: Any, *arguments: str) -> Any:
    with pytest.raises(SystemExit) as ended:
        call_command("verify_log", *arguments, "--json")
    assert ended.value.code == 1
    return told(capsys)["chains"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="drops SQLite's triggers")
def test_verify_log_names_the_first_changed_event(rich: Plan, capsys: Any) -> None:
    tamper("UPDATE ground_event SET reason = 'x' WHERE chain = %s AND position = 4", rich.chain)
    (one,) = broken(capsys, rich.number)
    assert one["broken"] == 4


@pytest.mark.skipif(connection.vendor != "sqlite", reason="drops SQLite's triggers")
def test_verify_log_sees_a_hole(rich: Plan, capsys: Any) -> None:
    tamper("DELETE FROM ground_event WHERE chain = %s AND position = 3", rich.chain)
    (one,) = broken(capsys, rich.number)
    assert one["broken"] == 4


@pytest.mark.skipif(connection.vendor != "sqlite", reason="drops SQLite's triggers")
def test_verify_log_sees_that_the_newest_events_are_gone(rich: Plan, capsys: Any) -> None:
    last = Event.objects.filter(chain=rich.chain).latest("position")
    tamper("DELETE FROM ground_event WHERE chain = %s AND position = %s", rich.chain, last.position)
    (one,) = broken(capsys, rich.number)
    assert not one["ok"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="drops SQLite's triggers")
def test_a_printed_head_proves_what_even_the_counter_hides(rich: Plan, capsys: Any) -> None:
    """Somebody cuts the newest event off and mends the chain's own head."""
    printed = head_of(rich.chain)
    last = Event.objects.filter(chain=rich.chain).latest("position")
    tamper("DELETE FROM ground_event WHERE chain = %s AND position = %s", rich.chain, last.position)
    Chain.objects.filter(name=rich.chain).update(head=last.previous, length=last.position - 1)
    call_command("verify_log", rich.number, "--json")
    assert told(capsys)["ok"]
    (one,) = broken(capsys, rich.number, "--head", printed)
    assert printed in one["why"]


def test_a_head_needs_a_plan(db: None) -> None:
    with pytest.raises(CommandError, match="--head"):
        call_command("verify_log", "--head", "abc")
