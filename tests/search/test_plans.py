"""Every cell of a plan is found as soon as it is written, and by those who may see it only."""

from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ground.errors import Invalid
from plans import states
from plans.actions import (
    add_note,
    add_rows,
    change_plan,
    create_plan,
    delete_note,
    delete_rows,
    move_app,
    record_progress,
    save_block,
    save_note,
    save_row,
)
from plans.actions.indexing import index_missing, rebuild_index
from plans.listing.search import Search, matching
from plans.models import Plan
from plans.reading.reader import read_document
from plans.tables.registry import section
from search.models import Text

CONFIG = {
    "application": "coin-center",
    "namespace": "application",
    "key": "promotion.coupon.enabled",
}


def found(words: str, user=None) -> list[str]:
    plans = Plan.objects.visible_to(user) if user else Plan.objects.all()
    return [one.plan.number for one in Search(plans, words).page(0, 50)]


@pytest.mark.parametrize(
    ("key", "row", "words"),
    [
        ("topics", {"topic": "coin_refund_topic", "group": "GID_refund"}, "refund_topic"),
        ("configs", {**CONFIG, "value": "true"}, "coupon"),
        ("configs", CONFIG, "promotion.coupon.enabled"),
        ("sql_changes", {"statement": "ALTER TABLE t_order_2021 ADD x int"}, "T_ORDER_2021"),
        ("members", {"role": "测试", "name": "欧阳娜娜"}, "阳娜"),
        ("risks", {"title": "返券重复发放"}, "重复发放"),
        ("checks", {"item": "确认 ＭＱ 没有堆积"}, "mq 堆积"),
        ("apps", {"app": "trade-web", "depends_on": ["stock-core"]}, "stock-core"),
        ("apps", {"app": "trade-web", "extra": {"机房": "玄武湖"}}, "玄武"),
        ("windows", {"start": "22:00", "end": "23:30"}, "23:30"),
    ],
)
def test_a_cell_of_any_section_is_found(plan: Plan, cast: SimpleNamespace, key, row, words):
    assert found(words) == []
    add_rows(plan, key, by=cast.ann, rows=[row])
    assert found(words) == [plan.number]


def test_what_is_changed_or_deleted_is_not_found_any_more(plan: Plan, cast: SimpleNamespace):
    [row] = add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "one_topic"}])
    row = save_row(row, by=cast.ann, version=1, values={"topic": "two_topic"})
    assert (found("one_topic"), found("two_topic")) == ([], [plan.number])
    delete_rows(plan, "topics", by=cast.ann, ids=[row.pk])
    assert found("two_topic") == []


def test_a_pasted_block_is_found_and_a_refused_one_is_not(plan: Plan, cast: SimpleNamespace):
    save_block(plan, "configs", by=cast.ann, rows=[{"key": f"key.{n}"} for n in range(3)])
    assert found("key.2") == [plan.number]
    with pytest.raises(Invalid):
        save_block(plan, "apps", by=cast.ann, rows=[{"app": "seen"}, {"app": "x", "batch": "many"}])
    assert found("seen") == []


def test_notes_and_fields_are_found(plan: Plan, cast: SimpleNamespace):
    note = add_note(plan, by=cast.ann, heading=["十六、补充"], text="财务口径不变")
    assert found("财务") == found("补充") == [plan.number]
    note = save_note(note, by=cast.ann, version=1, text="税务口径不变")
    assert (found("财务"), found("税务")) == ([], [plan.number])
    delete_note(note, by=cast.ann)
    assert found("税务") == []
    change_plan(plan, by=cast.ann, version=plan.version_lock, values={"project": "会员体系"})
    assert found("会员体系 返豆") == [plan.number]


def test_progress_is_found(plan: Plan, cast: SimpleNamespace):
    [row] = add_rows(plan, "checks", by=cast.ann, rows=[{"item": "看板"}])
    Plan.objects.filter(pk=plan.pk).update(status=states.RELEASING)
    row.plan.refresh_from_db()
    record_progress(row, by=cast.ann, values={"done": True, "evidence": "工单 OPS-4711"})
    assert found("ops-4711") == [plan.number]
    app = section("apps").rows(plan).first()
    move_app(app, by=cast.oli, to="deploying")
    move_app(app, by=cast.oli, to="failed", reason="镜像拉取超时")
    assert found("镜像拉取") == [plan.number]


def test_an_imported_plan_is_found_by_all_of_it(cast: SimpleNamespace):
    text = "# 返豆\n\n这次返豆只给老用户。\n\n## 消息队列\n\n| topic | GID |\n|---|---|\n| coin_topic | GID_coin |\n"
    draft = read_document(text.encode(), ZoneInfo("Asia/Shanghai"), "返豆.md")
    made = create_plan(by=cast.ann, draft=draft)
    for words in ("老用户", "gid_coin", "返豆.md", made.number):
        assert found(words) == [made.number], words


def test_hidden_plans_are_neither_found_nor_counted_nor_hinted_at(cast: SimpleNamespace):
    hidden = create_plan(by=cast.ann, title="密室搬迁", visibility="members")
    add_rows(hidden, "apps", by=cast.ann, rows=[{"batch": 1, "app": "vault-core"}])
    for words in ("密室", "vault", "安然", hidden.number):
        search = Search(Plan.objects.visible_to(cast.eve), words)
        assert (search.count, search.page(0, 50), search.found.is_cut) == (0, [], False)
        assert found(words, cast.ann) == [hidden.number]


def test_templates_are_never_found_and_cancelled_plans_are(plan: Plan, cast: SimpleNamespace):
    Plan.objects.filter(pk=plan.pk).update(status=states.TEMPLATE)
    assert found("下单返豆", cast.ann) == []
    Plan.objects.filter(pk=plan.pk).update(status=states.CANCELLED)
    assert found("下单返豆", cast.ann) == [plan.number]


def test_one_row_with_every_word_comes_before_words_here_and_there(cast: SimpleNamespace):
    together, scattered = (create_plan(by=cast.ann, title=title) for title in ("甲", "乙"))
    add_rows(together, "apps", by=cast.ann, rows=[{"app": "coin", "deployer": "欧力"}])
    add_rows(
        scattered, "apps", by=cast.ann, rows=[{"app": "coin"}, {"app": "y", "deployer": "欧力"}]
    )
    assert found("coin 欧力") == [together.number, scattered.number]
    named = create_plan(by=cast.ann, title="coin 欧力")
    assert found("coin 欧力")[0] == named.number


def test_hits_name_section_and_column_and_lead_to_the_row(plan: Plan, cast: SimpleNamespace):
    [row] = add_rows(
        plan, "topics", by=cast.ann, rows=[{"topic": "<b>coin</b>", "extra": {"机房": "coin 房"}}]
    )
    [one] = Search(Plan.objects.all(), "coin").page(0, 50)
    places = {hit.place: hit for hit in one.hits}
    assert "消息队列 · Topic" in places
    assert places["消息队列 · Topic"].url == f"/plans/{plan.number}/#row-topics-{row.pk}-topic"
    assert places["消息队列 · Topic"].pieces == [("<b>", False), ("coin", True), ("</b>", False)]


def test_a_hit_in_the_title_of_a_case_is_shown(plan: Plan, cast: SimpleNamespace):
    add_rows(plan, "cases", by=cast.ann, rows=[{"group": "退券", "title": "退款后券回到账户"}])
    [one] = Search(Plan.objects.all(), "退款").page(0, 50)
    [hit] = one.hits
    assert (hit.place, hit.pieces[0]) == ("验证用例 · 用例", ("退款", True))


def test_an_upgraded_installation_is_indexed_once(plan: Plan, cast: SimpleNamespace):
    other = create_plan(by=cast.ann, title="会员等级")
    Text.objects.filter(subject=plan.pk).delete()
    assert found("返豆") == []
    assert index_missing() == 1
    assert found("返豆") == [plan.number]
    assert index_missing() == 0
    assert rebuild_index() == 2
    assert found("等级") == [other.number]
    assert found("coin-center 戴维") == [plan.number]


@pytest.mark.parametrize("writes", ["a row", "a field"])
def test_a_write_before_the_first_indexing_loses_nothing(
    plan: Plan, cast: SimpleNamespace, writes: str
):
    Text.objects.all().delete()
    if writes == "a row":
        add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "one_topic"}])
    else:
        values = {"project": "one_topic"}
        change_plan(plan, by=cast.ann, version=plan.version_lock, values=values)
    assert index_missing() == (writes == "a row")
    for words in ("one_topic", "返豆", "coin-center"):
        assert found(words) == [plan.number], words


def test_a_rebuilt_index_is_the_one_that_writing_kept(plan: Plan, cast: SimpleNamespace):
    add_note(plan, by=cast.ann, heading=["补充"], text="正文")
    kept = {(text.part, str(text.cells), text.folded) for text in Text.objects.all()}
    rebuild_index()
    assert {(text.part, str(text.cells), text.folded) for text in Text.objects.all()} == kept


def test_a_save_asks_the_index_twice_at_most(plan: Plan, cast: SimpleNamespace):
    [row] = add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "one"}])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        save_row(row, by=cast.ann, version=1, values={"topic": "another"})
    about = [query["sql"] for query in asked if "search_" in query["sql"]]
    assert len(about) == 3, about


def test_plans_can_be_narrowed_by_words(plan: Plan, cast: SimpleNamespace):
    create_plan(by=cast.ann, title="会员等级")
    assert [one.number for one in matching(Plan.objects.all(), "返豆 trade-web")] == [plan.number]
    assert not matching(Plan.objects.all(), "->")
