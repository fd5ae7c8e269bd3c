"""A file of ours makes the same plan again."""

from types import SimpleNamespace

import pytest

from desk.exports import find_export
from plans.actions import create_plan
from plans.document import load, whole_digest
from plans.importing import read_file
from plans.models import Plan
from plans.tables.registry import sections

EACH = pytest.mark.parametrize("fmt", ["md", "xlsx", "json"])


def again(data: bytes, by: object) -> Plan:
    made = create_plan(by=by, draft=read_file(data, "export"))
    return Plan.objects.get(pk=made.pk)


@EACH
def test_the_plan_comes_back_with_the_same_content(
    fmt: str, rich: Plan, cast: SimpleNamespace
) -> None:
    copy = again(find_export(fmt).render(rich), cast.ann)
    assert copy.number != rich.number
    assert whole_digest(load(copy)) == whole_digest(load(rich))
    for part in sections():
        for was, got in zip(part.rows(rich), part.rows(copy), strict=True):
            assert (got.raw, got.extra) == (was.raw, was.extra)


def test_the_copy_exports_to_the_same_words(rich: Plan, cast: SimpleNamespace) -> None:
    markdown = find_export("md")
    data = markdown.render(rich)
    copy = again(data, cast.ann)
    same = markdown.render(copy).decode().replace(copy.number, rich.number)
    assert same == data.decode()


def test_progress_comes_back_too(rich: Plan, cast: SimpleNamespace) -> None:
    for fmt in ("md", "xlsx", "json"):
        draft = read_file(find_export(fmt).render(rich), "export")
        assert draft.findings == []
        assert draft.unplaced == []
        assert draft.plan["title"] == "下单返豆联合发布"
