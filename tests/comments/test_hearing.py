"""Who hears of a comment: those who may, once, and never of a hidden plan."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine

from comments.actions import delete_comment, edit_comment, note_read
from comments.due import next_due, run
from comments.models import Mention
from comments.reading import unread_mentions
from ground.clock import now
from ground.errors import Invalid
from notices.models import Message
from people.models import User
from plans.contribute import gather
from plans.models import Plan
from tests.comments.conftest import Say

pytestmark = pytest.mark.django_db


def letters() -> list[Message]:
    found = Message.objects.filter(kind__startswith="comment.").select_related("to")
    return list(found.order_by("pk"))


def told(at: datetime | None = None) -> set[str]:
    """Who gets a letter when the clock comes by."""
    before = {one.pk for one in letters()}
    run(at or now())
    return {one.to.username for one in letters() if one.pk not in before and one.to}


def test_the_mentioned_and_the_owner_hear_at_once(plan: Plan, say: Say) -> None:
    say("@罗博 看一下")
    assert told() == {"rob", "ann"}
    by_name = {one.to.username: one for one in letters() if one.to}
    assert by_name["rob"].opening.startswith("戴维 在“") and "提到了你" in by_name["rob"].opening
    assert "评论了" in by_name["ann"].opening
    assert (by_name["rob"].kind, by_name["ann"].kind) == ("comment.mentioned", "comment.added")
    assert {one.thread for one in letters()} == {plan.chain}
    assert by_name["rob"].subject == f"[{plan.number}] {plan.title}"
    assert f"/plans/{plan.number}/comments/?thread=" in by_name["rob"].text


def test_nobody_is_told_of_their_own_words(say: Say, cast: SimpleNamespace) -> None:
    say("@戴维 @ann 自言自语")
    assert told() == {"ann"}
    assert not Mention.objects.filter(person=cast.dev).exists()


def test_those_who_took_part_hear_of_answers(say: Say, cast: SimpleNamespace) -> None:
    say("问题", cast.rob)
    say("回答", cast.oli)
    assert told() == {"ann", "rob"}
    say("谢谢", cast.rob)
    assert told(now() + timedelta(minutes=6)) == {"ann", "oli"}


def test_letters_of_a_thread_are_gathered_for_five_minutes(say: Say, cast: SimpleNamespace) -> None:
    start = now()
    with time_machine.travel(start, tick=False):
        say("@罗博 一")
        assert told() == {"rob", "ann"}
        say("二", cast.oli)
        say("三")
        assert told() == {"oli"}, "the second letter to the others waits"
        assert next_due() == start + timedelta(minutes=5)
    assert told(start + timedelta(minutes=5)) == {"rob", "ann"}
    rob = next(one for one in letters()[3:] if one.to == cast.rob)
    assert "二" in rob.text and "三" in rob.text and "2 条" in rob.opening
    assert next_due() is None


def test_the_same_letter_is_never_posted_twice(say: Say) -> None:
    say("@罗博")
    run(now())
    run(now())
    assert len(letters()) == 2
    assert len({one.key for one in letters()}) == 2


def test_what_was_taken_back_in_time_is_not_told(say: Say, cast: SimpleNamespace) -> None:
    delete_comment(say("@罗博 说错了"), by=cast.dev)
    assert told() == set()
    assert next_due() is None


def test_an_edit_tells_those_who_are_new_to_it(say: Say, cast: SimpleNamespace) -> None:
    comment = say("@罗博 看")
    assert told() == {"rob", "ann"}
    edit_comment(comment, by=cast.dev, text="@罗博 @欧力 看")
    assert told(now() + timedelta(minutes=6)) == {"oli"}
    edit_comment(comment, by=cast.dev, text="@欧力 看")
    assert not unread_mentions(cast.rob)


def test_a_hidden_plan_is_told_to_its_people_only(
    plan: Plan, say: Say, cast: SimpleNamespace
) -> None:
    Plan.objects.filter(pk=plan.pk).update(visibility="members")
    say("@伊芙 @管理员 @罗博 秘密")
    assert {one.person for one in Mention.objects.all()} == {cast.rob}
    assert told() == {"rob", "ann"}


def test_a_plan_that_was_hidden_since_is_told_nobody(
    plan: Plan, say: Say, cast: SimpleNamespace
) -> None:
    say("@伊芙 公开的")
    Plan.objects.filter(pk=plan.pk).update(visibility="members")
    assert "eve" not in told()
    assert unread_mentions(cast.eve) == []


def test_who_left_hears_nothing(say: Say, cast: SimpleNamespace) -> None:
    say("@罗博 在吗")
    User.objects.filter(pk=cast.rob.pk).update(is_active=False)
    assert told() == {"ann"}


def test_a_mention_is_a_line_for_copies_until_it_is_read(
    plan: Plan, say: Say, cast: SimpleNamespace
) -> None:
    comment = say("@罗博 看 **一下**")
    [item] = [one for one in gather("due", cast.rob) if not one.mine]
    assert "提到了你" in item.what and item.plan == plan
    assert item.url.endswith(f"?thread={comment.thread_id}")
    assert note_read(comment.thread, by=cast.rob) == 1
    assert not [one for one in gather("due", cast.rob) if not one.mine]
    assert "rob" not in told(), "what was read is not mailed"


def test_a_thread_is_one_line_however_often_it_speaks_to_somebody(
    say: Say, cast: SimpleNamespace
) -> None:
    say("@罗博 一")
    say("@罗博 **二**")
    say("@罗博 三", section="plan", row=0)
    lines = [one.what for one in gather("due", cast.rob) if not one.mine]
    assert [line[-1] for line in lines] == ["三", "二"]


def test_letters_speak_the_reader_s_language(say: Say, cast: SimpleNamespace) -> None:
    User.objects.filter(pk=cast.rob.pk).update(language="en")
    say("@罗博 看一下")
    run(now())
    letter = next(one for one in letters() if one.to == cast.rob)
    assert 'lang="en"' in letter.html and "看一下" in letter.text


def test_too_many_at_once_are_refused(plan: Plan, say: Say) -> None:
    User.objects.bulk_create(User(username=f"u{n}") for n in range(21))
    with pytest.raises(Invalid, match="20"):
        say(" ".join(f"@u{n}" for n in range(21)))
