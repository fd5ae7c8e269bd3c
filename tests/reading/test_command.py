"""`manage.py import_plan`: what it prints, what it writes, how it refuses."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from plans.document import load
from plans.models import Plan
from plans.tables.registry import section
from tests.reading.documents import HERE, SOURCES, read

OF_EACH_KIND = list({path.suffix: path for path in SOURCES}.values())
CONTRACT = {"plan", "sections", "notes", "mapping", "findings", "unplaced"}


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_plan", *arguments, stdout=out)
    return out.getvalue()


def run_json(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*arguments, "--json"))
    return found


def values(key: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Rows as values: the same moment may be written in two zones."""
    cells = section(key).columns
    return lambda row: {
        **{str(cell.name): cell.from_json(row[str(cell.name)]) for cell in cells},
        "extra": row["extra"],
        "raw": row["raw"],
    }


@pytest.mark.django_db
def test_dry_run_prints_the_contract_and_writes_nothing() -> None:
    told = run_json(str(HERE / "membership.md"), "--dry-run")
    assert set(told) == CONTRACT
    assert {"title", "project", "version", "kind", "window_start", "window_end", "owner"} <= set(
        told["plan"]
    )
    assert not Plan.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("path", OF_EACH_KIND, ids=lambda path: path.name)
def test_a_document_becomes_a_plan_with_everything_in_it(cast: SimpleNamespace, path: Path) -> None:
    number = run_json(str(path), "--owner", "ann")["plan"]["number"]
    document = load(Plan.objects.get(number=number))
    draft = read(path)
    assert document.plan["owner"] == "安然"
    assert [(note["heading"], note["text"]) for note in document.notes] == [
        (note["heading"], note["text"]) for note in draft.notes
    ]
    for key, rows in draft.sections.items():
        assert list(map(values(key), document.rows(key))) == list(map(values(key), rows))


@pytest.mark.django_db
def test_the_documents_owner_is_found_by_name(cast: SimpleNamespace, tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# 小版本发布计划\n\n**发布负责人**: 安然\n", encoding="utf-8")
    assert run(str(path)).startswith("RP-")
    assert Plan.objects.get().owner == cast.ann


@pytest.mark.django_db
def test_refusals_are_one_line(cast: SimpleNamespace, tmp_path: Path) -> None:
    empty = tmp_path / "empty.md"
    empty.write_bytes(b"")
    for arguments in (
        [str(empty)],
        [str(tmp_path / "none.md")],
        [str(HERE / "clinic.md"), "--owner", "nobody"],
    ):
        with pytest.raises(CommandError) as refused:
            run(*arguments)
        assert "\n" not in str(refused.value).strip()
    assert not Plan.objects.exists()
