"""Import on the page and over REST: a file or pasted text, a preview, a plan."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plans.models import Plan

Open = Callable[[Any], Client]
TEXT = """# 双十一发布

背景：给老用户返豆。

## 发布应用批次

| 批次 | 应用 | 依赖 |
|---|---|---|
| 1 | coin-center | |
| 2 | trade-web-buy | coin-center |
"""
API = "/api/v1/plans/import/"


def upload(text: str = TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.md", text.encode())


def test_the_page_asks_for_a_document(ann: Client) -> None:
    assert ann.get("/plans/import/").status_code == 200


def test_a_preview_says_what_was_recognised_and_writes_nothing(ann: Client) -> None:
    page = ann.post("/plans/import/preview/", {"text": TEXT}).content.decode()
    assert "发布应用批次" in page
    assert "trade-web-buy" in page
    assert "双十一发布" in page
    assert not Plan.objects.exists()


def test_a_plan_is_made_of_an_uploaded_file(ann: Client) -> None:
    answer = ann.post("/plans/import/", {"file": upload(), "title": ""})
    plan = Plan.objects.get()
    assert answer["Location"] == plan.get_absolute_url()
    assert (plan.title, plan.source_name) == ("双十一发布", "plan.md")
    assert "返豆" in "".join(plan.notes.values_list("text", flat=True))


def test_the_title_may_be_changed_before(ann: Client) -> None:
    ann.post("/plans/import/", {"text": TEXT, "title": "另一个标题"})
    assert Plan.objects.get().title == "另一个标题"


def test_nothing_to_read_is_told_in_a_sentence(ann: Client) -> None:
    page = ann.post("/plans/import/preview/", {"text": " "})
    assert "请选一个文件" in page.content.decode()
    assert ann.post("/plans/import/", {"text": ""}).status_code == 400


def test_a_file_that_cannot_be_read_is_told_in_a_sentence(ann: Client) -> None:
    broken = SimpleUploadedFile("x.docx", b"PK\x03\x04" + b"\x00" * 100)
    answer = ann.post("/plans/import/preview/", {"file": broken})
    assert answer.status_code == 200
    assert "note-line bad" in answer.content.decode()


def test_rest_reads_without_writing(ann: Client) -> None:
    answer = ann.post(API, {"file": upload(), "dry_run": "true"})
    assert answer.status_code == 200
    whole = answer.json()
    assert set(whole) == {"plan", "sections", "notes", "mapping", "findings", "unplaced"}
    assert [row["app"] for row in whole["sections"]["apps"]] == ["coin-center", "trade-web-buy"]
    assert not Plan.objects.exists()


def test_rest_makes_a_plan(ann: Client) -> None:
    answer = ann.post(API, {"file": upload()})
    assert answer.status_code == 201
    assert answer.json()["plan"]["number"] == Plan.objects.get().number


def test_rest_names_the_missing_file(ann: Client) -> None:
    answer = ann.post(API, {"dry_run": "1"})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["file"])
