"""Who may say, change and take back what; comments void nothing."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from comments.actions import add_comment, delete_comment, edit_comment, reopen, resolve
from comments.models import Comment, Thread
from comments.places import place_of
from comments.reading import open_counts, summaries, talk_at
from ground.clock import now
from ground.digest import digest
from ground.errors import Denied, Hidden, Invalid
from ground.journal import verify
from ground.models import Event
from plans.actions import (
    add_note,
    add_rows,
    copy_plan,
    create_plan,
    delete_rows,
    restore_rows,
    save_row,
)
from plans.document import load, whole_digest
from plans.models import Plan
from plans.tables.registry import section
from tests.approvals.hands import approve, gate, submitted
from tests.comments.conftest import Say

pytestmark = pytest.mark.django_db


def last_event(plan: Plan) -> Event:
    return Event.objects.filter(chain=plan.chain).order_by("-position")[0]


def test_a_thread_is_flat_and_has_one_place(plan: Plan, say: Say, cast: SimpleNamespace) -> None:
    first, second = say("第一条"), say("第二条", cast.rob)
    assert first.thread_id == second.thread_id
    assert say("整个清单", row=0).thread_id != first.thread_id
    assert say("整个计划", section="plan", row=0).thread_id != first.thread_id
    talk = talk_at(plan, "apps", first.thread.row, cast.ann, now())
    assert [one.comment.text for one in talk.said] == ["第一条", "第二条"]
    assert talk.place.label.endswith("coin-center")


def test_a_note_has_a_thread_too(plan: Plan, say: Say, cast: SimpleNamespace) -> None:
    note = add_note(plan, by=cast.ann, heading=["背景"], text="x")
    assert place_of(say("为什么？", section="notes", row=note.pk).thread).label == "正文 · 背景"


@pytest.mark.parametrize(
    ("key", "row"), [("nothing", 0), ("apps", 999_999), ("notes", 999_999), ("plan", 1),
                     ("apps", 2**63), ("notes", 2**63), ("a\x00", 0)]
)  # fmt: skip
def test_a_place_that_is_not_there(say: Say, key: str, row: int) -> None:
    with pytest.raises(Hidden):
        say("x", section=key, row=row)
    assert not Thread.objects.exists()


def test_a_row_of_another_plan_is_no_place(cast: SimpleNamespace, app: Any) -> None:
    other = create_plan(by=cast.ann, title="另一个")
    with pytest.raises(Hidden):
        add_comment(other, by=cast.ann, section="apps", row=app.pk, text="x")


def test_members_speak_others_read(plan: Plan, say: Say, cast: SimpleNamespace) -> None:
    for person in (cast.ann, cast.dev, cast.rob, cast.dan, cast.oli, cast.pia):
        say("好", person)
    for person in (cast.eve, cast.adm):
        with pytest.raises(Denied, match="发布人员"):
            say("我也说", person)
    assert Comment.objects.count() == 6


def test_a_finished_plan_can_be_spoken_about(plan: Plan, say: Say) -> None:
    Plan.objects.filter(pk=plan.pk).update(status="done")
    assert say("总结得很好").pk


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 10_001, "a\x00b", "半个\ud800"])
def test_empty_and_endless_words_are_refused(say: Say, text: str) -> None:
    with pytest.raises(Invalid):
        say(text)


def test_the_log_tells_where_and_proves_what(plan: Plan, say: Say, cast: SimpleNamespace) -> None:
    say("你好", section="plan", row=0)
    assert last_event(plan).sentence == "评论了“整个计划”"
    say("你好")
    assert last_event(plan).sentence.endswith(" · coin-center”")
    assert last_event(plan).data["text"] == digest("你好")


def test_one_s_own_words_change_within_minutes(plan: Plan, say: Say, cast: SimpleNamespace) -> None:
    comment = say("错子")
    with pytest.raises(Denied, match="自己"):
        edit_comment(comment, by=cast.ann, text="改别人的")
    assert edit_comment(comment, by=cast.dev, text="错字").edited_at
    with time_machine.travel(now() + timedelta(minutes=16)), pytest.raises(Denied, match="十五"):
        edit_comment(comment, by=cast.dev, text="太晚")
    comment.refresh_from_db()
    assert comment.text == "错字"
    assert last_event(plan).kind == "comment.changed"


def test_words_taken_back_are_gone_and_their_place_stays(
    plan: Plan, say: Say, cast: SimpleNamespace
) -> None:
    comment = say("密码是 hunter2 @罗博")
    with pytest.raises(Denied):
        delete_comment(comment, by=cast.ann)
    delete_comment(comment, by=cast.dev)
    [said] = talk_at(plan, "apps", comment.thread.row, cast.ann, now()).said
    assert said.comment.deleted_at and said.comment.text == ""
    assert not comment.mentions.exists()
    with pytest.raises(Denied, match="已经删除"):
        delete_comment(comment, by=cast.dev)
    with pytest.raises(Denied, match="已经删除"):
        edit_comment(comment, by=cast.dev, text="回来")
    told = [str(event.data) for event in Event.objects.filter(chain=plan.chain)]
    assert not any("hunter2" in words for words in told)
    assert last_event(plan).kind == "comment.deleted"
    assert verify(plan.chain) is None


def test_a_thread_is_resolved_and_opened_again(plan: Plan, say: Say, cast: SimpleNamespace) -> None:
    thread = say("问题").thread
    assert open_counts(plan) == {thread.place: 1}
    with pytest.raises(Denied):
        resolve(thread, by=cast.eve)
    resolve(thread, by=cast.rob)
    assert open_counts(plan) == {}
    events = Event.objects.filter(chain=plan.chain).count()
    resolve(thread, by=cast.ann)
    assert Event.objects.filter(chain=plan.chain).count() == events
    assert reopen(thread, by=cast.ann).resolved_at is None
    assert last_event(plan).kind == "thread.reopened"


def test_comments_are_no_content(plan: Plan, say: Say, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev)
    before = whole_digest(load(plan))
    comment = say("签完再说一句")
    delete_comment(comment, by=cast.dev)
    resolve(comment.thread, by=cast.ann)
    assert whole_digest(load(plan)) == before
    assert gate(plan, "submission").signoffs.get().state == "signed"


def test_a_thread_outlives_its_row(plan: Plan, say: Say, cast: SimpleNamespace, app: Any) -> None:
    say("这个应用还要吗")
    row = save_row(app, by=cast.dev, version=app.row_version, values={"app": "coin-center-2"})
    [one] = summaries(plan)
    assert one.place.title.endswith("coin-center-2") and not one.place.is_gone
    say("改名了")
    delete_rows(plan, "apps", by=cast.dev, ids=[row.pk])
    [one] = summaries(plan)
    assert one.place.is_gone and one.place.title.endswith("coin-center-2") and one.count == 2
    assert say("删得好", row=app.pk).thread_id == one.thread.pk


def test_a_row_that_comes_back_has_its_thread_again(
    plan: Plan, say: Say, cast: SimpleNamespace, app: Any
) -> None:
    say("先别删")
    delete_rows(plan, "apps", by=cast.dev, ids=[app.pk])
    restore_rows(plan, "apps", by=cast.dev, ids=[app.pk])
    [one] = summaries(plan)
    assert not one.place.is_gone
    assert open_counts(plan) == {f"apps:{app.pk}": 1}


def test_the_list_of_threads_takes_no_more_queries_for_more_of_them(
    plan: Plan, say: Say, cast: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    rows = add_rows(plan, "apps", by=cast.ann, rows=[{"app": f"a{n}"} for n in range(30)])
    for row in rows:
        say("看", row=row.pk)
    with django_assert_max_num_queries(3):
        assert len(summaries(plan)) == 30
    resolve(say("完", row=0).thread, by=cast.dev)
    assert [one.thread.is_resolved for one in summaries(plan)] == [False] * 30 + [True]


def test_copies_and_exports_carry_none(plan: Plan, say: Say, cast: SimpleNamespace) -> None:
    say("只在这里说")
    made = copy_plan(plan, by=cast.ann, document=load(plan), title="副本")
    assert not Thread.objects.filter(plan=made).exists()
    assert "只在这里说" not in str(load(plan).as_json())


def test_deploying_goes_on_under_comments(plan: Plan, say: Say, cast: SimpleNamespace) -> None:
    """A row of a comment is the same row: nothing of it was touched."""
    row = section("apps").rows(plan).get(app="coin-center")
    version = row.row_version
    say("开始了吗")
    row.refresh_from_db()
    assert row.row_version == version
