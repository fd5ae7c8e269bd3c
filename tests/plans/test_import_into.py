"""`import_plan --into`: a document into a plan that exists, from the command line."""

import json
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from plans.actions.importing import remember
from plans.models import Plan
from plans.reading.choices import Choice, signature
from plans.reading.reader import parse_document
from plans.reviewing.steps import Lesson
from plans.tables.registry import section
from tests.plans.test_merging import APPS

TABLE = "# 计划\n\n## 物料\n\n| 物料 | 坐标 |\n|---|---|\n| 接口包 | coin-api |\n"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "v2.md"
    path.write_text(APPS, encoding="utf-8")
    return path


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_plan", *arguments, stdout=out)
    return out.getvalue().strip()


def test_a_dry_run_tells_the_differences_and_writes_nothing(plan: Plan, document: Path) -> None:
    said = run(str(document), "--into", plan.number, "--dry-run")
    assert said == f"{plan.number} 新增 2 处，修改 2 处，删除 0 处"
    told: dict[str, Any] = json.loads(
        run(str(document), "--into", plan.number, "--dry-run", "--json")
    )
    assert told["merged"] == {"added": 2, "changed": 2, "deleted": 0, "sealed": 0}
    assert {row["kind"] for row in told["sections"]["apps"]} == {"added", "changed", "only"}
    assert section("apps").rows(plan).count() == 3


def test_it_is_merged_once(plan: Plan, document: Path) -> None:
    assert "新增 2 处" in run(str(document), "--into", plan.number)
    assert "新增 0 处，修改 0 处" in run(str(document), "--into", plan.number)
    assert section("apps").rows(plan).count() == 4


def test_refusals_are_one_line(plan: Plan, document: Path) -> None:
    Plan.objects.filter(pk=plan.pk).update(status="approved")
    for arguments in (
        ["--into", "RP-1"],
        ["--into", plan.number],
        ["--into", plan.number, "--owner", "eve"],
    ):
        with pytest.raises(CommandError) as refused:
            run(str(document), *arguments)
        assert "\n" not in str(refused.value)
    run(str(document), "--into", plan.number, "--reason", "补应用")


def test_what_was_remembered_counts_unless_it_must_not(
    cast: SimpleNamespace, tmp_path: Path
) -> None:
    path = tmp_path / "x.md"
    path.write_text(TABLE, encoding="utf-8")
    [block] = [here for here in parse_document(TABLE.encode()).placed if here.block]
    choice = Choice("packages", {"坐标": "artifact_id"})
    remember([Lesson(signature(block), ["物料"], ["物料", "坐标"], choice)], by=cast.ann)
    assert "packages 1" in run(str(path), "--dry-run")
    assert "packages" not in run(str(path), "--dry-run", "--no-memory")


def test_a_section_that_is_no_more_is_not_remembered(cast: SimpleNamespace, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text(TABLE, encoding="utf-8")
    [block] = [here for here in parse_document(TABLE.encode()).placed if here.block]
    remember([Lesson(signature(block), ["物料"], [], Choice("gone"))], by=cast.ann)
    assert "正文 1 段" in run(str(path), "--dry-run")
