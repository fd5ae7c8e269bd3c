"""The review: what goes where is decided by hand, and can be undone."""

import pytest
from django.test import Client

from plans.models import Plan
from plans.tables.registry import section
from tests.pages.importing import MATERIALS, WATCH, choose, page_of, where

pytestmark = pytest.mark.long


def test_a_table_goes_to_another_section(ann: Client, review: str) -> None:
    assert "正文" in where(page_of(ann, review), 3)
    form = page_of(ann, f"{review}blocks/{MATERIALS}/?section=packages")
    assert "坐标" in form and "一列对得上" in form
    page = choose(
        ann, review, at=MATERIALS, section="packages", header="坐标", column="artifact_id"
    )
    assert "二方包依赖 · 1 行" in where(page, 3) and "你选的" in page
    ann.post(review, {"title": "x"})
    [row] = section("packages").rows(Plan.objects.get())
    assert row.artifact_id == "coin-api"
    assert row.extra == {"物料": "返豆接口包", "口径": "正式版"}


def test_a_column_goes_to_another_field(ann: Client, review: str) -> None:
    choose(
        ann,
        review,
        at=1,
        section="apps",
        header=["批次", "应用", "依赖"],
        column=["batch", "app", "domain"],
    )
    ann.post(review, {"title": "x"})
    row = section("apps").rows(Plan.objects.get()).get(app="trade-web-buy")
    assert (row.domain, row.depends_on) == ("coin-center", [])


def test_a_column_is_kept_as_it_is_named(ann: Client, review: str) -> None:
    choose(
        ann,
        review,
        at=1,
        section="apps",
        header=["批次", "应用", "依赖"],
        column=["batch", "app", "extra"],
    )
    ann.post(review, {"title": "x"})
    row = section("apps").rows(Plan.objects.get()).get(app="trade-web-buy")
    assert row.extra == {"依赖": "coin-center"}


def test_two_columns_cannot_be_one_and_the_page_says_so(ann: Client, review: str) -> None:
    page = choose(
        ann,
        review,
        at=1,
        section="apps",
        header=["批次", "应用", "依赖"],
        column=["batch", "app", "app"],
    )
    assert "不能都当作" in page
    assert "发布应用批次 · 2 行" in where(page, 2)


def test_a_list_becomes_rows_and_undo_takes_it_back(ann: Client, review: str) -> None:
    page = choose(ann, review, at=WATCH, section="checks")
    assert "2 行" in where(page, 4)
    back = ann.post(f"{review}undo/").content.decode()
    assert where(back, 4).endswith("正文") and "撤销上一步" not in back


def test_choices_add_up(ann: Client, review: str) -> None:
    choose(ann, review, at=WATCH, section="checks")
    page = choose(ann, review, at=MATERIALS, section="notes")
    assert "2 行" in where(page, 4) and where(page, 3).endswith("正文")


def test_a_heading_says_what_stands_below_it(ann: Client, review: str) -> None:
    form = page_of(ann, f"{review}headings/{WATCH}/2/")
    assert "计划标题" in form
    page = choose(ann, review, at=WATCH, depth=2, section="checks")
    assert "2 行" in where(page, 4) and "按标题" in page


def test_a_heading_is_the_plans_title(ann: Client, review: str) -> None:
    choose(ann, review, at=WATCH, depth=2, section="title")
    assert 'value="注意"' in page_of(ann, review)


def test_prose_moves_below_another_heading(ann: Client, review: str) -> None:
    choose(ann, review, at=WATCH, section="notes", path=0)
    ann.post(review, {"title": "x"})
    note = Plan.objects.get().notes.get(text__contains="先看监控")
    assert note.heading == [] and "注意" in note.text


def test_nonsense_is_refused_in_a_sentence(ann: Client, review: str) -> None:
    for said in (
        {"at": 99, "section": "apps"},
        {"at": 1, "section": "nowhere"},
        {"at": "x"},
        {"at": 1, "depth": 9},
    ):
        assert ann.post(f"{review}choices/", said).status_code == 400
    assert ann.get(f"{review}blocks/99/").status_code == 400
    assert ann.get(f"{review}headings/1/9/").status_code == 400
