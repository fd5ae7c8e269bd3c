"""Pages, fragments and the interface of comments."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from comments.models import Comment, Mention, Thread
from plans.actions import create_plan, delete_rows
from plans.models import Plan
from tests.comments.conftest import Say

pytestmark = pytest.mark.django_db
Open = Callable[[Any], Client]


@pytest.fixture
def base(plan: Plan) -> str:
    return f"/plans/{plan.number}/comments/"


@pytest.fixture
def api(plan: Plan) -> str:
    return f"/api/v1/plans/{plan.number}/comments/"


def test_the_drawer_shows_says_and_hears(
    base: str, app: Any, signed_in: Open, cast: SimpleNamespace
) -> None:
    rob, here = signed_in(cast.rob), f"{base}at/apps/{app.pk}/"
    assert "还没有人评论" in rob.get(here).content.decode()
    answer = rob.post(here, {"text": "**好** @欧力"})
    html = answer.content.decode()
    assert answer.headers["HX-Trigger"] == "comments-changed"
    assert "<strong>好</strong>" in html and 'class="mention">@欧力' in html
    mark = html.partition("?mark=")[2].partition('"')[0]
    assert rob.get(f"{here}said/", {"mark": mark}).status_code == 204
    signed_in(cast.oli).post(here, {"text": "收到"})
    assert "收到" in rob.get(f"{here}said/", {"mark": mark}).content.decode()


def test_a_reader_sees_why_they_cannot_speak(
    base: str, say: Say, app: Any, signed_in: Open, cast: SimpleNamespace
) -> None:
    say("公开的话")
    eve = signed_in(cast.eve)
    html = eve.get(f"{base}at/apps/{app.pk}/").content.decode()
    assert "公开的话" in html and "发布人员" in html and "<textarea" not in html
    assert eve.post(f"{base}at/apps/{app.pk}/", {"text": "x"}).status_code == 403
    assert eve.get(f"{base}people/").status_code == 403
    assert Comment.objects.count() == 1


def test_own_words_are_changed_and_taken_back(
    base: str, say: Say, signed_in: Open, cast: SimpleNamespace
) -> None:
    comment, dev, rob = say("错子"), signed_in(cast.dev), signed_in(cast.rob)
    one = f"{base}{comment.pk}/"
    assert "错子</textarea>" in dev.get(f"{one}edit/").content.decode()
    assert [rob.get(f"{one}edit/").status_code, rob.post(f"{one}edit/", {"text": "x"}).status_code,
            rob.post(f"{one}delete/").status_code] == [403, 403, 403]  # fmt: skip
    assert "错字" in dev.post(f"{one}edit/", {"text": "错字"}).content.decode()
    assert "已删除" in dev.post(f"{one}delete/").content.decode()
    comment.refresh_from_db()
    assert (comment.text, comment.author) == ("", cast.dev)


def test_reading_is_noted_and_only_for_whoever_reads(
    base: str, say: Say, app: Any, signed_in: Open, cast: SimpleNamespace
) -> None:
    comment, rob = say("@罗博 @欧力 看"), signed_in(cast.rob)
    seen = f"{base}threads/{comment.thread_id}/seen/"
    assert seen in rob.get(f"{base}at/apps/{app.pk}/").content.decode()
    assert Mention.objects.filter(read_at=None).count() == 2
    assert rob.post(seen).status_code == 204
    assert [one.person for one in Mention.objects.filter(read_at=None)] == [cast.oli]
    assert seen not in rob.get(f"{base}at/apps/{app.pk}/").content.decode()


def test_the_inbox_shows_a_mention_until_it_is_read(
    base: str, say: Say, signed_in: Open, cast: SimpleNamespace
) -> None:
    comment, rob = say("@罗博 看一下这个"), signed_in(cast.rob)
    copies = rob.get("/?show=copies").content.decode()
    assert "提到了你：@罗博 看一下这个" in copies and f"?thread={comment.thread_id}" in copies
    assert "提到了你" not in rob.get("/").content.decode(), "being spoken to is no task"
    rob.post(f"{base}threads/{comment.thread_id}/seen/")
    assert "提到了你" not in rob.get("/?show=copies").content.decode()


def test_the_page_lists_threads_also_of_rows_that_are_gone(
    plan: Plan, base: str, say: Say, app: Any, signed_in: Open, cast: SimpleNamespace
) -> None:
    comment = say("还要吗")
    delete_rows(plan, "apps", by=cast.dev, ids=[app.pk])
    html = signed_in(cast.eve).get(base, {"thread": comment.thread_id}).content.decode()
    assert "coin-center" in html and "这一行已删除" in html and "data-open-now" in html


def test_the_card_counts_places(base: str, say: Say, app: Any, ann: Client) -> None:
    say("一")
    say("二")
    html = ann.get(f"{base}panel/").content.decode()
    assert f'"apps:{app.pk}": 2' in html


def test_a_thread_is_resolved_on_the_page(
    base: str, say: Say, signed_in: Open, cast: SimpleNamespace
) -> None:
    thread = f"{base}threads/{say('问').thread_id}/"
    assert signed_in(cast.eve).post(f"{thread}resolution/").status_code == 403
    rob = signed_in(cast.rob)
    pill = '<span class="pill ok">已解决</span>'
    assert pill in rob.post(f"{thread}resolution/").content.decode()
    assert pill not in rob.post(f"{thread}reopening/").content.decode()


def test_names_begin_with_the_plans_people(base: str, ann: Client) -> None:
    people = ann.get(f"{base}people/").json()["people"]
    assert ["rob", "罗博", True] in people and ["eve", "伊芙", False] in people
    own = [own for _username, _name, own in people]
    assert own == sorted(own, reverse=True)


def test_whoever_cannot_see_the_plan_is_named_to_the_writer(
    plan: Plan, base: str, app: Any, ann: Client
) -> None:
    Plan.objects.filter(pk=plan.pk).update(visibility="members")
    html = ann.post(f"{base}at/apps/{app.pk}/", {"text": "@伊芙 来看"}).content.decode()
    assert "伊芙 看不到这个计划，不会收到通知。" in html
    assert "伊芙" not in str(ann.get(f"{base}people/").json())


def test_the_interface_lists_adds_changes_and_deletes(
    api: str, app: Any, signed_in: Open, cast: SimpleNamespace
) -> None:
    rob = signed_in(cast.rob)
    body = {"section": "apps", "row": app.pk, "text": "@欧力 **看**"}
    made = rob.post(api, body, "application/json")
    assert made.status_code == 201
    comment = made.json()
    assert (comment["mentions"], comment["username"]) == (["欧力"], "rob")
    assert rob.post(api, {"text": "计划"}, "application/json").json()["section"] == "plan"
    assert rob.get(api).json()["count"] == 2
    assert rob.get(api, {"section": "apps", "row": app.pk}).json()["count"] == 1
    assert rob.get(api, {"row": "x"}).json()["count"] == 0
    assert rob.get(api, {"section": "a\x00"}).status_code == 400
    one = f"{api}{comment['id']}/"
    changed = rob.patch(one, {"text": "改了"}, "application/json")
    assert changed.json()["text"] == "改了" and changed.json()["mentions"] == []
    thread = f"{api}threads/{comment['thread']}/"
    assert rob.patch(thread, {"resolved": True}, "application/json").json()["resolved"] is True
    assert rob.patch(thread, {"resolved": "yes"}, "application/json").status_code == 400
    assert rob.delete(one).status_code == 204
    assert rob.get(one).json()["deleted"] is True


def test_nobody_changes_the_words_of_others_or_speaks_for_them(
    api: str, say: Say, signed_in: Open, cast: SimpleNamespace
) -> None:
    comment, ann = say("戴维说的"), signed_in(cast.ann)
    one = f"{api}{comment.pk}/"
    assert ann.patch(one, {"text": "x"}, "application/json").status_code == 403
    assert ann.delete(one).status_code == 403
    body = {"text": "我说的", "author": cast.dev.pk, "username": "dev", "by": cast.dev.pk,
            "written_at": "2000-01-01T00:00:00Z", "deleted_at": "2000-01-01T00:00:00Z",
            "thread": comment.thread_id, "plan": 1, "id": comment.pk}  # fmt: skip
    made = ann.post(api, body, "application/json").json()
    assert (made["username"], made["section"], made["deleted"]) == ("ann", "plan", False)
    assert made["id"] != comment.pk and not made["written_at"].startswith("2000")


def test_comments_of_another_plan_are_not_here(
    api: str, base: str, say: Say, ann: Client, cast: SimpleNamespace
) -> None:
    comment, other = say("在那边"), create_plan(by=cast.ann, title="另一个")
    there = f"/plans/{other.number}/comments/"
    for address in (f"{there}{comment.pk}/delete/", f"{there}threads/{comment.thread_id}/seen/",
                    f"{there}threads/{comment.thread_id}/resolution/",
                    f"{there}{comment.pk}/edit/"):  # fmt: skip
        assert ann.post(address, {"text": "x"}).status_code == 404
    assert ann.get(f"/api/v1{there}{comment.pk}/").status_code == 404
    assert ann.get(f"/api/v1{there}").json()["count"] == 0
    assert ann.get(f"/api/v1{there}{2**70}/").status_code == 404


def test_a_hidden_plan_has_no_comments_for_strangers(
    plan: Plan, base: str, api: str, say: Say, app: Any, signed_in: Open, cast: SimpleNamespace
) -> None:
    comment = say("@伊芙 秘密")
    Plan.objects.filter(pk=plan.pk).update(visibility="members")
    for client in (signed_in(cast.eve), signed_in(cast.adm)):
        for address in (base, f"{base}panel/", f"{base}people/", f"{base}at/apps/{app.pk}/",
                        f"{base}at/apps/{app.pk}/said/", f"{base}{comment.pk}/edit/", api,
                        f"{api}{comment.pk}/"):  # fmt: skip
            assert client.get(address).status_code == 404, address
        assert "秘密" not in client.get("/?show=copies").content.decode()
    assert Thread.objects.count() == 1


def test_markup_in_words_and_titles_stays_text(base: str, say: Say, app: Any, ann: Client) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    thread = say(f"{evil} [x](javascript:alert(1))").thread
    Thread.objects.filter(pk=thread.pk).update(title=evil)
    type(app).objects.filter(pk=app.pk).update(app=evil)
    for address in (base, f"{base}panel/", f"{base}at/apps/{app.pk}/", "/?show=copies"):
        html = ann.get(address).content.decode()
        assert "<script>alert" not in html and "<img src=x" not in html, address
        assert 'href="javascript' not in html


def test_the_plan_page_offers_a_place_everywhere(plan: Plan, ann: Client, app: Any) -> None:
    html = ann.get(f"/plans/{plan.number}/").content.decode()
    assert f'hx-get="/plans/{plan.number}/comments/at/apps/0/"' in html
    assert '"plan-places"' in html and f"/plans/{plan.number}/comments/panel/" in html
