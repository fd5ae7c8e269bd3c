"""Comparing versions, reading the log, and the life of one row."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ground.models import Event
from plans.actions import (
    add_note,
    add_rows,
    delete_note,
    delete_rows,
    order_rows,
    record_progress,
    save_block,
    save_note,
    save_row,
    seal,
)
from plans.document import Document, load
from plans.history.changes import compare
from plans.history.logs import row_turns
from plans.history.showing import MOST_ROWS, ShownCell, shown_changes
from plans.history.wording import differing, line_changes
from plans.models import Plan
from plans.tables.diff import diff_rows, longest_rise
from plans.tables.registry import section


def whole(pieces: Any) -> str:
    return "".join(piece.text for piece in pieces)


def changed(pieces: Any) -> list[str]:
    return [piece.text for piece in pieces if piece.is_changed]


TEXTS = st.text(alphabet="ab 的返豆\n,1", max_size=40)


@settings(max_examples=50, deadline=None)
@given(TEXTS, TEXTS)
def test_pieces_put_together_are_the_texts(before: str, after: str) -> None:
    old, new = differing(before, after)
    assert (whole(old), whole(new)) == (before, after)
    same = [piece.text for piece in old if not piece.is_changed]
    assert same == [piece.text for piece in new if not piece.is_changed]


@settings(max_examples=50, deadline=None)
@given(TEXTS, TEXTS)
def test_line_changes_hold_every_line_that_differs(before: str, after: str) -> None:
    lines = line_changes(before, after)
    gone = [whole(line.pieces) for line in lines if line.kind == "gone"]
    new = [whole(line.pieces) for line in lines if line.kind == "new"]
    left = before.splitlines()
    for line in gone:
        left.remove(line)
    come = after.splitlines()
    for line in new:
        come.remove(line)
    assert left == come
    assert bool(lines) is (before.splitlines() != after.splitlines())


def test_one_word_of_a_long_text_is_marked_alone() -> None:
    text = "下单时多一次积分冻结调用，超时 {} 毫秒后不抵扣直接下单"
    old, new = differing(text.format(200), text.format(500))
    assert (changed(old), changed(new)) == (["200"], ["500"])


def test_texts_without_much_in_common_are_told_as_wholes() -> None:
    old, new = differing("回滚应用", "coin.center.enabled")
    assert (changed(old), changed(new)) == (["回滚应用"], ["coin.center.enabled"])


def test_two_dates_have_no_dashes_in_common() -> None:
    old, new = differing("2021-06-14 12:00", "2026-11-23 14:00")
    assert (changed(old), changed(new)) == (["2021-06-14 12:00"], ["2026-11-23 14:00"])
    old, new = differing("1.0-SNAPSHOT", "1.0")
    assert (changed(old), changed(new)) == (["-SNAPSHOT"], [])


def test_hostile_texts_are_compared_in_time() -> None:
    began = time.process_time()
    differing("的" * 100_000, "的" * 99_999)
    line_changes(
        "\n".join("甲" for _ in range(20_000)), "\n".join("乙甲"[n % 2] for n in range(20_000))
    )
    line_changes("的" * 590 + "\n", "了" + "的" * 589 + "\n")
    assert time.process_time() - began < 5


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(7)))
def test_the_fewest_rows_are_said_to_have_moved(order: list[int]) -> None:
    rise = longest_rise(order)
    assert rise == sorted(rise, reverse=True) and len(set(rise)) == len(rise)
    best = max(
        len(picked)
        for mask in range(128)
        if (picked := [one for at, one in enumerate(order) if mask >> at & 1]) == sorted(picked)
    )
    assert len(rise) == best


def test_a_moved_step_is_one_move_with_its_places() -> None:
    part = section("steps")
    rows = [{"id": n, "action": f"步骤 {n}"} for n in range(1, 6)]
    [move] = diff_rows(part, rows, [rows[4], *rows[:4]])
    assert (move.kind, move.title, move.places) == ("moved", "步骤 5", (5, 1))


@pytest.fixture
def versions(plan: Plan, cast: SimpleNamespace) -> Any:
    """Two sealed versions and the plan as it stands, each with changes of its own."""
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "锁表"}, {"title": "超时"}])
    note = add_note(plan, by=cast.ann, heading=["背景"], text="一\n二\n三\n四\n五\n六\n七")
    first = seal(plan, by=cast.ann)
    row = section("risks").rows(plan).get(title="锁表")
    save_row(row, by=cast.dev, version=1, values={"mitigation": "低峰执行", "level": "高"})
    save_note(note, by=cast.ann, version=1, text="一\n二\n三\n四改\n五\n六\n七")
    second = seal(plan, by=cast.ann)
    gone = section("risks").rows(plan).get(title="超时")
    delete_rows(plan, "risks", by=cast.ann, ids=[gone.pk])
    return SimpleNamespace(first=first, second=second, row=row, gone=gone, note=note)


def test_a_diff_tells_only_what_changed(plan: Plan, versions: Any) -> None:
    before, after = (Document.from_json(one.snapshot) for one in (versions.first, versions.second))
    tables = shown_changes(compare(before, after), plan.zone)
    assert [table.label for table in tables] == ["正文", "风险"]
    [cell] = tables[0].rows[0].cells
    kinds = [line.kind for line in cell.lines]
    assert kinds == ["gap", "same", "same", "gone", "new", "same", "same"]
    cells = {one.label: (one.before, one.after) for one in tables[1].rows[0].cells}
    assert cells == {"等级": ("", "高"), "应对措施": ("", "低峰执行")}


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [("1", "2", ["changed"]), ("2", "current", ["removed"]), ("current", "2", ["added"]),
     ("1", "current", ["changed", "removed"]), ("current", "current", [])],
)  # fmt: skip
def test_page_and_api_compare_any_two_and_the_present(
    before: str, after: str, kinds: list[str], plan: Plan, versions: Any, ann: Any
) -> None:
    url = f"/api/v1/plans/{plan.number}/revisions/{before}/diff/{after}/"
    told = ann.get(url).json()
    assert sorted(row["kind"] for row in told["sections"].get("risks", [])) == kinds
    page = ann.get(f"/plans/{plan.number}/history/diff/?from={before}&to={after}")
    shown = {table.key: table.rows for table in page.context["changes"]}
    assert sorted(row.kind for row in shown.get("risks", [])) == kinds


@pytest.mark.parametrize("version", ["0", "99", "-1", "last", "1e3", "９"])
def test_a_version_that_does_not_exist_is_404(
    version: str, plan: Plan, versions: Any, ann: Any
) -> None:
    url = f"/api/v1/plans/{plan.number}/revisions/{version}/diff/current/"
    assert ann.get(url).status_code == 404
    page = f"/plans/{plan.number}/history/diff/?from={version}&to=current"
    assert ann.get(page).status_code == 404


def test_many_changes_are_counted_not_drawn(plan: Plan, cast: SimpleNamespace, ann: Any) -> None:
    seal(plan, by=cast.ann)
    rows = [{"title": f"风险 {n}"} for n in range(MOST_ROWS + 30)]
    add_rows(plan, "risks", by=cast.ann, rows=rows)
    page = ann.get(f"/plans/{plan.number}/history/diff/?from=1&to=current")
    [table] = page.context["changes"]
    assert (len(table.rows), table.more) == (MOST_ROWS, 30)
    assert "还有 30 处" in page.content.decode()


def test_text_of_people_is_never_markup(plan: Plan, cast: SimpleNamespace, ann: Any) -> None:
    evil = "<img src=x onerror=alert(1)>\n第二行"
    seal(plan, by=cast.ann)
    [row] = add_rows(plan, "risks", by=cast.ann, rows=[{"title": "<b>粗</b>", "mitigation": evil}])
    save_row(
        section("risks").rows(plan).get(), by=cast.ann, version=1, values={"mitigation": evil + "!"}
    )
    pages = [
        f"/plans/{plan.number}/history/diff/?from=1",
        f"/plans/{plan.number}/history/",
        f"/plans/{plan.number}/history/1/restoration/",
        f"/plans/{plan.number}/sections/risks/{row.pk}/history/",
    ]
    for url in pages:
        words = ann.get(url).content.decode()
        assert "<img src=x" not in words and "<b>粗" not in words, url


def test_the_life_of_a_row_names_who_changed_which_cell(
    plan: Plan, cast: SimpleNamespace, versions: Any, ann: Any
) -> None:
    block = [{"id": versions.row.pk, "row_version": 2, "owner": "罗博"}]
    save_block(plan, "risks", by=cast.ann, rows=block)
    delete_rows(plan, "risks", by=cast.ann, ids=[versions.row.pk])
    turns = row_turns(plan, section("risks"), versions.row.pk)
    told = [(turn.kind, turn.event.actor.username) for turn in turns]
    assert told == [("removed", "ann"), ("changed", "ann"), ("changed", "dev"), ("added", "ann")]
    assert turns[1].cells == [ShownCell("负责人", "", "罗博")]
    page = ann.get(f"/plans/{plan.number}/sections/risks/{versions.row.pk}/history/")
    words = page.content.decode()
    assert "低峰执行" in words and "戴维" in words and "已删除" in words


def test_progress_belongs_to_the_life_of_a_row(plan: Plan, cast: SimpleNamespace) -> None:
    [row] = add_rows(plan, "checks", by=cast.ann, rows=[{"item": "备份"}])
    record_progress(row, by=cast.rob, values={"done": True})
    turns = row_turns(plan, section("checks"), row.pk)
    assert turns[0].event.kind == "row.progress"
    assert turns[0].cells[0].is_progress


def test_the_log_is_filtered_by_person_kind_and_section(
    plan: Plan, cast: SimpleNamespace, versions: Any, ann: Any
) -> None:
    url = f"/plans/{plan.number}/history/"

    def kinds(query: str) -> set[str]:
        return {event.kind for event, *_more in ann.get(url + query).context["events"]}

    assert kinds(f"?who={cast.dev.pk}") == {"row.changed"}
    assert kinds("?section=risks") == {"rows.added", "row.changed", "rows.deleted"}
    assert "plan.sealed" in kinds("?group=content")
    assert kinds("?group=review") == set()
    assert kinds("?group=nonsense&section=nonsense") == kinds("")
    assert kinds("?who=system") == set()


def test_a_deleted_row_is_offered_back_in_the_log(
    plan: Plan, cast: SimpleNamespace, versions: Any, ann: Any
) -> None:
    url = f"/plans/{plan.number}/history/"
    assert "恢复这一行" in ann.get(url).content.decode()
    ann.post(f"/plans/{plan.number}/sections/risks/{versions.gone.pk}/restoration/")
    assert section("risks").rows(plan).filter(pk=versions.gone.pk, title="超时").exists()
    assert "恢复这一行" not in ann.get(url).content.decode()


def test_the_badge_still_holds_after_all_of_this(
    plan: Plan, cast: SimpleNamespace, versions: Any, ann: Any
) -> None:
    order_rows(plan, "apps", by=cast.ann, ids=[one.pk for one in section("apps").rows(plan)][::-1])
    delete_note(versions.note, by=cast.ann)
    ann.post(f"/plans/{plan.number}/history/1/restoration/", {"reason": ""})
    assert Event.objects.filter(chain=plan.chain, kind="plan.reverted").count() == 1
    assert "事件链完整" in ann.get(f"/plans/{plan.number}/history/chain/").content.decode()
    assert not compare(load(plan), Document.from_json(versions.first.snapshot)).notes
