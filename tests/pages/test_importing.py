"""Import on the page and over REST: a document, its review, a plan."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ground.models import Event
from people.models import User
from plans.actions import add_rows
from plans.actions.importing import forget_uploads
from plans.models import Plan, ReadingChoice, Upload
from plans.tables.registry import section

pytestmark = pytest.mark.long

Open = Callable[[Any], Client]
TEXT = """# 双十一发布

背景：给老用户返豆。

## 发布应用批次

| 批次 | 应用 | 依赖 |
|---|---|---|
| 1 | coin-center | |
| 2 | trade-web-buy | coin-center |

## 上线物料

| 物料 | 坐标 | 口径 |
|---|---|---|
| 返豆接口包 | coin-api | 正式版 |

## 注意

- 先看监控
- 再看日志

## 发布人员

| 角色 | 姓名 |
|---|---|
| 测试 | 小罗 |
| 开发 | 戴维 |
"""
API = "/api/v1/plans/import/"
MATERIALS, WATCH = 2, 3


def upload(text: str = TEXT, name: str = "plan.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


@pytest.fixture
def review(ann: Client) -> str:
    """The address of the review of ann's document."""
    return str(ann.post("/plans/import/", {"file": upload()})["Location"])


def page_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def choose(client: Client, url: str, **said: Any) -> str:
    answer = client.post(f"{url}choices/", said)
    assert answer.status_code == 200
    return str(answer.content.decode())


def where(page: str, number: int) -> str:
    """What the page says of where that block went."""
    found = re.search(rf'id="w-{number}">(.*?)</button>', page, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>|\s+", " ", found[1]).strip()


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


@pytest.fixture
def merging(ann: Client, plan: Plan) -> str:
    """The address of the review of a document for the plan."""
    return str(ann.post(f"/plans/import/?plan={plan.number}", {"file": upload()})["Location"])


def base_of(page: str) -> str:
    found = re.search(r'name="base" value="(\w+)"', page)
    assert found
    return found[1]


def test_a_plan_takes_a_document_in(ann: Client, plan: Plan, merging: str) -> None:
    page = page_of(ann, merging)
    assert "仅计划里有" in page and "新增" in page
    answer = ann.post(merging, {"base": base_of(page), "flips": ""})
    assert answer["Location"] == plan.get_absolute_url()
    apps = {row.app for row in section("apps").rows(plan)}
    assert apps == {"coin-center", "promotion-platform", "trade-web-buy"}
    assert Plan.objects.count() == 1 and not Upload.objects.exists()


def test_a_plan_changed_meanwhile_is_shown_again(
    ann: Client, plan: Plan, merging: str, cast: SimpleNamespace
) -> None:
    base = base_of(page_of(ann, merging))
    add_rows(plan, "apps", by=cast.ann, rows=[{"app": "late"}])
    answer = ann.post(merging, {"base": base})
    page = answer.content.decode()
    assert answer.status_code == 409 and "重新计算" in page and "late" in page
    assert base_of(page) != base


def test_nobody_merges_into_a_plan_they_cannot_see(
    signed_in: Open, cast: SimpleNamespace, plan: Plan
) -> None:
    Plan.objects.filter(pk=plan.pk).update(visibility="members")
    eve = signed_in(cast.eve)
    assert eve.get(f"/plans/import/?plan={plan.number}").status_code == 404
    Plan.objects.filter(pk=plan.pk).update(visibility="all")
    assert eve.get(f"/plans/import/?plan={plan.number}").status_code == 403


def test_rest_tells_the_differences_and_merges(ann: Client, plan: Plan) -> None:
    url = f"/api/v1/plans/{plan.number}/import/"
    told = ann.post(url, {"file": upload(), "dry_run": "1"}).json()
    kinds = {row["token"]: row["kind"] for row in told["sections"]["apps"]}
    assert "only" in kinds.values() and not section("packages").rows(plan).exists()
    assert ann.post(url, {"file": upload(), "base": "0" * 64}).status_code == 409
    gone = next(token for token, kind in kinds.items() if kind == "only")
    done = ann.post(url, {"file": upload(), "base": told["base"], "flips": gone}).json()
    assert done["merged"]["deleted"] == 1 and done["plan"]["number"] == plan.number
    again = ann.post(url, {"file": upload()}).json()
    assert again["merged"] == {"added": 0, "changed": 0, "deleted": 0, "sealed": 0}


def test_rest_reads_without_writing(ann: Client) -> None:
    answer = ann.post(API, {"file": upload(), "dry_run": "true"})
    assert answer.status_code == 200
    whole = answer.json()
    assert set(whole) == {"plan", "sections", "notes", "mapping", "findings", "unplaced"}
    assert set(whole["mapping"][0]) == {"heading", "section", "columns", "rows"}
    assert [row["app"] for row in whole["sections"]["apps"]] == ["coin-center", "trade-web-buy"]
    assert not Plan.objects.exists()


def test_rest_makes_a_plan(ann: Client) -> None:
    answer = ann.post(API, {"file": upload()})
    assert answer.status_code == 201
    assert answer.json()["plan"]["number"] == Plan.objects.get().number


def test_rest_names_the_missing_file(ann: Client, plan: Plan) -> None:
    for url in (API, f"/api/v1/plans/{plan.number}/import/"):
        answer = ann.post(url, {"dry_run": "1"})
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["file"])
