"""Choices are remembered for the next document of the installation."""

from types import SimpleNamespace

import pytest
from django.test import Client

from ground.models import Event
from plans.models import ReadingChoice
from tests.pages.importing import API, MATERIALS, TEXT, WATCH, choose, page_of, upload, where

pytestmark = pytest.mark.long


def test_the_next_document_is_read_as_the_last_one_was(
    ann: Client, review: str, cast: SimpleNamespace
) -> None:
    choose(
        ann,
        review,
        at=MATERIALS,
        section="packages",
        header=["物料", "坐标", "口径"],
        column=["extra", "artifact_id", "extra"],
    )
    ann.post(review, {"title": "第一份"})
    assert ReadingChoice.objects.count() == 1
    assert Event.objects.filter(chain="installation", kind="reading.remembered").count() == 1
    second = TEXT.replace("双十一", "双十二").replace("coin-api", "other-api")
    again = str(ann.post("/plans/import/", {"file": upload(second)})["Location"])
    page = page_of(ann, again)
    assert "二方包依赖 · 1 行" in where(page, 3) and "按上次的选择" in page
    told = ann.post(API, {"file": upload(second), "dry_run": "1"}).json()
    assert [row["artifact_id"] for row in told["sections"]["packages"]] == ["other-api"]
    plain = ann.post(API, {"file": upload(second), "dry_run": "1", "memory": "no"}).json()
    assert "packages" not in plain["sections"]


def test_memory_needs_the_very_same_headers(ann: Client, review: str) -> None:
    choose(ann, review, at=MATERIALS, section="packages", header="坐标", column="artifact_id")
    ann.post(review, {"title": "第一份"})
    other = TEXT.replace("| 物料 | 坐标 | 口径 |", "| 物料 | 坐标 | 说明 |")
    page = page_of(ann, str(ann.post("/plans/import/", {"file": upload(other)})["Location"]))
    assert where(page, 3).endswith("正文")


def test_what_was_remembered_can_be_forgotten(ann: Client, review: str) -> None:
    choose(ann, review, at=WATCH, section="checks")
    ann.post(review, {"title": "第一份"})
    again = str(ann.post("/plans/import/", {"file": upload()})["Location"])
    assert "2 行" in where(page_of(ann, again), 4)
    mark = ReadingChoice.objects.get().signature
    assert mark in page_of(ann, f"{again}blocks/{WATCH}/")
    page = ann.post(f"{again}memory/", {"mark": mark}).content.decode()
    assert where(page, 4).endswith("正文") and not ReadingChoice.objects.exists()
    assert Event.objects.filter(kind="reading.forgotten").exists()


def test_a_heading_is_remembered_and_forgotten_too(ann: Client, review: str) -> None:
    choose(ann, review, at=WATCH, depth=2, section="checks")
    ann.post(review, {"title": "第一份"})
    other = TEXT.replace("双十一", "双十二").replace("- 再看日志", "- 再看日志\n- 最后看报表")
    again = str(ann.post("/plans/import/", {"file": upload(other)})["Location"])
    page = page_of(ann, again)
    assert "3 行" in where(page, 4) and "按上次的选择" in page
    mark = ReadingChoice.objects.get().signature
    assert mark in page_of(ann, f"{again}blocks/{WATCH}/")
    page = ann.post(f"{again}memory/", {"mark": mark}).content.decode()
    assert where(page, 4).endswith("正文")


def test_prose_that_nothing_recognises_is_remembered_as_it_was_told(
    ann: Client, review: str
) -> None:
    page = choose(ann, review, at=WATCH, section="topics")
    assert "消息" in where(page, 4) and "2 行" in where(page, 4)
    ann.post(review, {"title": "第一份"})
    again = str(ann.post("/plans/import/", {"file": upload()})["Location"])
    assert "2 行" in where(page_of(ann, again), 4)


def test_reading_as_recognised_again_forgets_too(ann: Client, review: str) -> None:
    choose(ann, review, at=WATCH, section="checks")
    ann.post(review, {"title": "第一份"})
    again = str(ann.post("/plans/import/", {"file": upload()})["Location"])
    page = choose(ann, again, at=WATCH, section="")
    assert where(page, 4).endswith("正文")
    ann.post(again, {"title": "第二份"})
    assert not ReadingChoice.objects.exists()


def test_blocks_decided_differently_teach_nothing(ann: Client) -> None:
    twice = TEXT + "\n## 注意\n\n- 只是一段\n"
    url = str(ann.post("/plans/import/", {"file": upload(twice)})["Location"])
    assert "另外 1 块长得一样" in page_of(ann, f"{url}blocks/{WATCH}/")
    choose(ann, url, at=WATCH, section="checks")
    ann.post(url, {"title": "x"})
    assert not ReadingChoice.objects.exists()


def test_blocks_that_look_alike_are_decided_and_undone_at_once(ann: Client) -> None:
    twice = TEXT + "\n## 注意\n\n- 只是一段\n"
    url = str(ann.post("/plans/import/", {"file": upload(twice)})["Location"])
    page = choose(ann, url, at=WATCH, section="checks", alike="1")
    assert "2 行" in where(page, 4) and "1 行" in where(page, 6)
    page = ann.post(f"{url}undo/").content.decode()
    assert where(page, 4).endswith("正文") and where(page, 6).endswith("正文")
