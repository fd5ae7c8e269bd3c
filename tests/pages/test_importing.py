"""Import on the page: a document, its review, a plan."""

import re
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from people.models import User
from plans.actions.importing import forget_uploads
from plans.models import Plan, Upload
from plans.tables.registry import section
from tests.pages.importing import MATERIALS, Open, choose, page_of, where

pytestmark = pytest.mark.long


def test_the_page_asks_for_a_document(ann: Client) -> None:
    assert ann.get("/plans/import/").status_code == 200


def test_a_review_says_what_was_recognised_and_makes_no_plan(ann: Client, review: str) -> None:
    page = page_of(ann, review)
    assert "发布应用批次 · 2 行" in where(page, 2)
    assert "trade-web-buy" in page and "双十一发布" in page
    assert re.search(r"原文 \d+ 个词全部保留", page)
    assert not Plan.objects.exists()


def test_a_plan_is_made_of_the_reviewed_document(ann: Client, review: str) -> None:
    answer = ann.post(review, {"title": "双十一发布"})
    plan = Plan.objects.get()
    assert answer["Location"] == plan.get_absolute_url()
    assert (plan.title, plan.source_name) == ("双十一发布", "plan.md")
    assert "返豆" in "".join(plan.notes.values_list("text", flat=True))
    assert not Upload.objects.exists()


def test_what_is_typed_about_the_plan_counts(ann: Client, review: str) -> None:
    said = {"title": "另一个标题", "window_start": "2026-12-01 22:00", "version": "v2"}
    ann.post(review, said)
    plan = Plan.objects.get()
    assert (plan.title, plan.version) == ("另一个标题", "v2")
    assert plan.window_start is not None and plan.window_start.hour == 14


def test_what_was_typed_stays_when_the_page_is_left(ann: Client, review: str) -> None:
    assert ann.post(f"{review}facts/", {"title": "先记下", "owner_text": "小王"}).status_code == 204
    page = page_of(ann, review)
    assert "先记下" in page and "小王" in page


def test_a_bad_fact_is_told_and_nothing_is_lost(ann: Client, review: str) -> None:
    choose(ann, review, at=MATERIALS, section="packages", header="坐标", column="artifact_id")
    answer = ann.post(review, {"title": "好", "window_start": "某天晚上"})
    page = answer.content.decode()
    assert answer.status_code == 400 and "error" in page and "二方包依赖" in where(page, 3)
    assert not Plan.objects.exists()


def test_nobody_else_sees_a_document_under_review(
    signed_in: Open, cast: SimpleNamespace, review: str
) -> None:
    eve = signed_in(cast.eve)
    assert eve.get(review).status_code == 404
    for tail in ("choices/", "undo/", "facts/", "memory/", "discard/"):
        assert eve.post(f"{review}{tail}", {"at": 1}).status_code == 404
    assert eve.post(review).status_code == 404 and not Plan.objects.exists()


def test_names_are_linked_to_accounts(ann: Client, review: str, cast: SimpleNamespace) -> None:
    User.objects.create_user("dev2", display_name="戴维")
    page = page_of(ann, review)
    assert "有重名" in page and "没有账号" in page
    ann.post(review, {"title": "x", "who": ["戴维", "小罗"], "account": ["dev2", "rob"]})
    plan = Plan.objects.get()
    rows = section("members").rows(plan)
    assert {row.name: row.user for row in rows} == {"戴维": "dev2", "小罗": "rob"}
    assert plan.grants.filter(user=cast.rob).exists()


def test_an_account_nobody_has_is_not_written(ann: Client, review: str) -> None:
    ann.post(review, {"title": "x", "who": ["小罗"], "account": ["nobody"]})
    assert {row.user for row in section("members").rows(Plan.objects.get())} == {""}


def test_a_document_is_given_up(ann: Client, review: str) -> None:
    ann.post(f"{review}discard/")
    assert not Upload.objects.exists() and ann.get(review).status_code == 404


def test_old_documents_are_forgotten(ann: Client, review: str) -> None:
    Upload.objects.update(created_at="2026-01-01T00:00:00Z")
    assert forget_uploads() == 1


def test_only_the_newest_documents_of_a_person_wait(ann: Client) -> None:
    for at in range(12):
        ann.post("/plans/import/", {"text": f"# 第 {at} 份\n\n文字"})
    assert Upload.objects.count() == 10


def test_our_own_export_comes_back_through_the_same_review(ann: Client, plan: Plan) -> None:
    data = ann.get(f"/plans/{plan.number}/export/md/").content
    file = SimpleUploadedFile("own.md", data)
    url = str(ann.post("/plans/import/", {"file": file})["Location"])
    assert "逐格还原" in page_of(ann, url)
    ann.post(url, {"title": plan.title})
    made = Plan.objects.latest("id")
    assert section("apps").rows(made).count() == 3


def test_nothing_to_read_is_told_in_a_sentence(ann: Client) -> None:
    answer = ann.post("/plans/import/", {"text": " "})
    assert answer.status_code == 400 and "请选一个文件" in answer.content.decode()


def test_a_file_that_cannot_be_read_is_told_in_a_sentence(ann: Client) -> None:
    broken = SimpleUploadedFile("x.docx", b"PK\x03\x04" + b"\x00" * 100)
    answer = ann.post("/plans/import/", {"file": broken})
    assert answer.status_code == 400
    assert "note-line bad" in answer.content.decode()
    assert not Upload.objects.exists()
