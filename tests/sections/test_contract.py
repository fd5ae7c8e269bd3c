"""Every section, present and future, on every surface; the newcomer stands for the future."""

from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from desk.exports.pdf.page import html_of
from ground.clock import now
from plans.actions import add_rows, create_plan, save_row, seal
from plans.document import digests, load
from plans.importing import read_file
from plans.models import Plan
from plans.tables.diff import diff_rows
from plans.tables.registry import section, sections
from tests.samples import sample_rows

KEYS = [
    "members", "changes", "impacts", "artifacts", "packages", "configs", "sql_changes", "caches",
    "topics", "jobs", "limits", "apps", "steps", "cases", "checks", "risks", "risk_checks",
    "ramps", "stages", "switches", "windows", "metrics", "monitors", "triggers", "comms",
]  # fmt: skip
ALL = [part.key for part in sections()]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def fill(plan: Plan, key: str, by: Any) -> list[Any]:
    return add_rows(plan, key, by=by, rows=sample_rows(section(key)))


@pytest.fixture
def bare(cast: SimpleNamespace) -> Plan:
    return create_plan(by=cast.ann, title="空的计划")


def test_every_section_of_the_contract_is_there_and_the_newcomer_too() -> None:
    assert set(ALL) == {*KEYS, "guards", "certificates"}


@pytest.mark.parametrize("key", ALL)
def test_display_and_parse_are_inverse(key: str) -> None:
    for row in sample_rows(section(key), progress=True):
        for cell in section(key).columns:
            value = cell.from_json(row[str(cell.name)], SHANGHAI)
            assert cell.parse(cell.display(value, SHANGHAI), SHANGHAI) == value
            assert cell.from_json(cell.to_json(value), SHANGHAI) == value


@pytest.mark.parametrize("key", ALL)
def test_rows_come_back_from_the_interface_as_they_went_in(
    bare: Plan, cast: SimpleNamespace, signed_in: Any, key: str
) -> None:
    browser: Client = signed_in(cast.ann)
    url = f"/api/v1/plans/{bare.number}/sections/{key}/"
    rows = sample_rows(section(key))
    answer = browser.post(url, rows, content_type="application/json")
    assert answer.status_code == 201, answer.content.decode()
    listed = browser.get(url).json()
    listed = listed["results"] if isinstance(listed, dict) else listed
    assert [
        {name: row[name] for name in sent} for row, sent in zip(listed, rows, strict=True)
    ] == rows


@pytest.mark.parametrize("key", ALL)
def test_the_page_has_a_grid_for_it(
    bare: Plan, cast: SimpleNamespace, signed_in: Any, key: str
) -> None:
    fill(bare, key, cast.ann)
    page = signed_in(cast.ann).get(f"/plans/{bare.number}/").content.decode()
    assert f'data-section="{key}"' in page
    assert str(section(key).label) in page


@pytest.mark.parametrize("key", ALL)
def test_snapshots_digests_and_diffs_know_it(bare: Plan, cast: SimpleNamespace, key: str) -> None:
    before = load(bare)
    rows = fill(bare, key, cast.ann)
    after = load(bare)
    assert digests(before, [key]) != digests(after, [key])
    kinds = [change.kind for change in diff_rows(section(key), before.rows(key), after.rows(key))]
    assert kinds == ["added"] * 3
    assert seal(bare, by=cast.ann).snapshot["sections"][key][0]["id"] == rows[0].pk


@pytest.mark.parametrize("key", ALL)
def test_a_changed_cell_is_the_whole_difference(
    bare: Plan, cast: SimpleNamespace, key: str
) -> None:
    row = fill(bare, key, cast.ann)[0]
    before = load(bare).rows(key)
    cell = next(cell for cell in section(key).content if cell.kind in ("line", "prose", "clock"))
    new = "08:15" if cell.kind == "clock" else "改过的内容"
    save_row(row, by=cast.ann, version=1, values={str(cell.name): new})
    (change,) = diff_rows(section(key), before, load(bare).rows(key))
    assert [one.field for one in change.cells] == [cell.name]


@pytest.mark.parametrize(
    "fmt", ["md", *(pytest.param(one, marks=pytest.mark.long) for one in ("xlsx", "json"))]
)
@pytest.mark.parametrize("key", ALL)
def test_exports_carry_every_cell_there_and_back(
    bare: Plan, cast: SimpleNamespace, signed_in: Any, key: str, fmt: str
) -> None:
    fill(bare, key, cast.ann)
    answer = signed_in(cast.ann).get(f"/plans/{bare.number}/export/{fmt}/")
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    copy = create_plan(by=cast.ann, draft=read_file(body, f"plan.{fmt}"))
    assert digests(load(copy), [key]) == digests(load(bare), [key])


@pytest.mark.parametrize("key", ALL)
def test_the_printed_document_has_a_chapter_for_it(
    bare: Plan, cast: SimpleNamespace, key: str
) -> None:
    fill(bare, key, cast.ann)
    assert str(section(key).label) in html_of(bare, now())


@pytest.mark.parametrize("key", ALL)
def test_progress_voids_no_digest(bare: Plan, cast: SimpleNamespace, key: str) -> None:
    row = fill(bare, key, cast.ann)[0]
    before = digests(load(bare), [key])
    for cell in section(key).progress:
        type(row)._default_manager.filter(pk=row.pk).update(
            **{
                str(cell.name): cell.from_json(
                    sample_rows(section(key), progress=True)[0][str(cell.name)]
                )
            }
        )
    assert digests(load(bare), [key]) == before
