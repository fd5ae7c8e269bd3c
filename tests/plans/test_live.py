"""What an open page hears: who is there, and which tables others have touched."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from ground.journal import record
from plans import events
from plans.actions import add_note, add_rows, change_plan, delete_rows, order_rows, save_row
from plans.grid.news import position_of, shapes
from plans.grid.presence import Here, arrive, leave
from plans.models import Plan
from plans.tables.registry import section, sections

SignIn = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def ask(client: Client, plan: Plan, **words: Any) -> dict[str, Any]:
    answer = client.post(f"/plans/{plan.number}/live/", {"page": "p1", **words})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_people_see_each_other_but_not_themselves(
    plan: Plan, cast: SimpleNamespace, signed_in: SignIn
) -> None:
    ann, dev = signed_in(cast.ann), signed_in(cast.dev)
    assert ask(ann, plan, at="apps:1:app")["others"] == []
    [seen] = ask(dev, plan)["others"]
    assert (seen["name"], seen["at"]) == ("安然", "apps:1:app")
    assert ask(ann, plan, page="p2")["others"][0]["name"] == "戴维"
    ann.post(f"/plans/{plan.number}/live/", {"page": "p1", "leaving": "1"})
    ann.post(f"/plans/{plan.number}/live/", {"page": "p2", "leaving": "1"})
    assert ask(dev, plan)["others"] == []


def test_who_says_nothing_for_a_while_has_gone() -> None:
    arrive(7, Here("a", 1, "安然", "", 100.0))
    assert list(arrive(7, Here("b", 2, "戴维", "", 105.0))) == ["1:a"]
    assert not arrive(7, Here("b", 2, "戴维", "", 110.0))
    leave(7, Here("b", 2, "戴维", "", 110.5))
    assert not arrive(7, Here("a", 1, "安然", "", 111.0))


def test_who_has_been_seen_is_not_told_again(
    plan: Plan, cast: SimpleNamespace, signed_in: SignIn
) -> None:
    ann, dev = signed_in(cast.ann), signed_in(cast.dev)
    ask(ann, plan, at="apps:1:app")
    seen = ask(dev, plan)["seen"]
    assert "others" not in ask(dev, plan, seen=seen)
    ask(ann, plan, at="apps:1:domain")
    assert ask(dev, plan, seen=seen)["others"][0]["at"] == "apps:1:domain"


def test_without_a_cache_everybody_is_alone(
    plan: Plan, cast: SimpleNamespace, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("away")

    monkeypatch.setattr(cache, "get", broken)
    monkeypatch.setattr(cache, "set", broken)
    assert ask(signed_in(cast.ann), plan, since=0)["others"] == []


def test_news_name_the_sections_that_changed_with_their_rows_in_order(
    plan: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    since = position_of(plan)
    assert "sections" not in ask(ann, plan, since=since)
    rows = list(section("apps").rows(plan))
    save_row(rows[0], by=cast.dev, version=1, values={"domain": "交易"})
    order_rows(plan, "apps", by=cast.dev, ids=[row.pk for row in rows[::-1]])
    [topic] = add_rows(plan, "topics", by=cast.dev, rows=[{"topic": "T"}])
    told = ask(ann, plan, since=since)
    assert told["position"] == since + 3
    assert told["sections"] == {
        "apps": {
            "rows": [[rows[2].pk, 1], [rows[1].pk, 1], [rows[0].pk, 2]], "by": "戴维",
        },
        "topics": {"rows": [[topic.pk, 1]], "by": "戴维"},
    }  # fmt: skip
    delete_rows(plan, "topics", by=cast.dev, ids=[topic.pk])
    told = ask(ann, plan, since=told["position"], want="members")
    assert told["sections"]["topics"]["rows"] == []
    assert len(told["sections"]["members"]["rows"]) == 6


def test_news_of_prose_and_of_the_plan_itself(
    plan: Plan, cast: SimpleNamespace, signed_in: SignIn
) -> None:
    since = position_of(plan)
    note = add_note(plan, by=cast.dev, heading=["背景"], text="为什么")
    change_plan(plan, by=cast.ann, values={"title": "新标题"}, version=plan.version_lock)
    told = ask(signed_in(cast.rob), plan, since=since)
    assert told["notes"] == {"rows": [[note.pk, 1]], "by": "戴维"}
    assert "安然" in told["said"]
    assert ask(signed_in(cast.ann), plan, since=since)["said"] == ""


@pytest.mark.parametrize(
    ("kind", "subject"), [(events.IMPORTED, ""), (events.REVERTED, "revision:1")]
)
def test_an_event_about_everything_is_news_of_every_section(
    plan: Plan, cast: SimpleNamespace, ann: Client, kind: Any, subject: str
) -> None:
    since = position_of(plan)
    with transaction.atomic():
        record(kind, chain=plan.chain, by=cast.dev, subject=subject)
    told = ask(ann, plan, since=since)
    assert set(told["sections"]) == {part.key for part in sections()}
    assert len(told["sections"]["apps"]["rows"]) == 3
    assert told["notes"]["rows"] == []


def test_shapes_of_sections_that_do_not_exist_are_left_out(plan: Plan) -> None:
    assert set(shapes(plan, ["apps", "nonsense"])) == {"apps"}
    assert shapes(plan, []) == {}


def test_strangers_are_shown_the_door_and_the_hidden_plan_is_not_there(
    plan: Plan, cast: SimpleNamespace, signed_in: SignIn, client: Client
) -> None:
    assert client.post(f"/plans/{plan.number}/live/").status_code == 302
    Plan.objects.filter(pk=plan.pk).update(visibility="members")
    assert signed_in(cast.eve).post(f"/plans/{plan.number}/live/").status_code == 404


def test_a_quiet_question_costs_three_queries_of_its_own(
    plan: Plan, ann: Client, django_assert_num_queries: Any
) -> None:
    since = position_of(plan)
    ask(ann, plan, since=since)
    with django_assert_num_queries(4):  # the session and its person, the plan, the chain
        ask(ann, plan, since=since)


@pytest.mark.parametrize("odd", ["", "-1", "x", "9" * 30, "apps", "١"])
def test_odd_questions_are_answered(plan: Plan, ann: Client, odd: str) -> None:
    told = ask(ann, plan, since=odd, at=odd * 400, want=f"{odd},nothing,apps")
    assert told["position"] == position_of(plan)


def test_nobody_crowds_the_others_out(plan: Plan) -> None:
    arrive(plan.pk, Here("quiet", 7, "罗博", "", 0.0))
    for at in range(400):
        arrive(plan.pk, Here(f"page-{at}", 8, "安然", "", at / 1000))
    seen = arrive(plan.pk, Here("mine", 9, "戴维", "", 1.0))
    assert len(seen) == 21 and {"7:quiet", "8:page-399"} <= seen.keys()
