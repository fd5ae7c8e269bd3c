from types import SimpleNamespace

import pytest

from ground.errors import Denied, Hidden, Invalid, Stale
from ground.models import Event
from plans.actions import add_rows, delete_rows, order_rows, save_row
from plans.lookup import find_row
from plans.models import Plan
from plans.tables.registry import section


def test_rows_arrive_all_or_not_at_all(plan: Plan, cast: SimpleNamespace) -> None:
    rows = [{"topic": "T1", "group": "GID_1"}, {"nonsense": "x"}, {"topic": 5}]
    with pytest.raises(Invalid) as refused:
        add_rows(plan, "topics", by=cast.ann, rows=rows)
    assert list(refused.value.fields["rows"]) == ["1"]
    assert not section("topics").rows(plan).exists()


def test_a_change_counts_up_the_version_and_is_told(plan: Plan, cast: SimpleNamespace) -> None:
    row = section("apps").rows(plan).get(app="coin-center")
    saved = save_row(row, by=cast.ann, version=1, values={"branch": "feature/x"})
    assert (saved.row_version, saved.branch) == (2, "feature/x")
    told = Event.objects.filter(chain=plan.chain, kind="row.changed").get()
    assert told.data["cells"] == {"branch": ["", "feature/x"]}
    assert told.actor == cast.ann


def test_a_stale_editor_gets_the_current_row(plan: Plan, cast: SimpleNamespace) -> None:
    row = section("apps").rows(plan).get(app="coin-center")
    save_row(row, by=cast.ann, version=1, values={"branch": "first"})
    with pytest.raises(Stale) as refused:
        save_row(row, by=cast.dev, version=1, values={"branch": "second"})
    assert refused.value.extra["current"]["branch"] == "first"


def test_progress_does_not_slip_in_with_content(plan: Plan, cast: SimpleNamespace) -> None:
    row = section("apps").rows(plan).get(app="coin-center")
    with pytest.raises(Invalid) as refused:
        save_row(row, by=cast.ann, version=1, values={"state": "verified"})
    assert "state" in refused.value.fields


def test_strangers_are_refused_with_the_reason(plan: Plan, cast: SimpleNamespace) -> None:
    with pytest.raises(Denied, match="发布人员"):
        add_rows(plan, "apps", by=cast.eve, rows=[{"app": "x"}])
    with pytest.raises(Denied):
        add_rows(plan, "members", by=cast.dev, rows=[{"name": "x"}])


def test_administrators_are_not_exempt(plan: Plan, cast: SimpleNamespace) -> None:
    with pytest.raises(Denied):
        add_rows(plan, "apps", by=cast.adm, rows=[{"app": "x"}])


def test_deleted_rows_stay_in_history(plan: Plan, cast: SimpleNamespace) -> None:
    row = section("apps").rows(plan).get(app="trade-web-buy")
    delete_rows(plan, "apps", by=cast.ann, ids=[row.pk])
    told = Event.objects.filter(chain=plan.chain, kind="rows.deleted").get()
    assert told.data["rows"][0]["depends_on"] == ["coin-center"]


def test_rows_take_the_order_that_was_asked(plan: Plan, cast: SimpleNamespace) -> None:
    ids = list(section("apps").rows(plan).values_list("pk", flat=True))
    order_rows(plan, "apps", by=cast.ann, ids=ids[::-1])
    assert list(section("apps").rows(plan).values_list("pk", flat=True)) == ids[::-1]
    with pytest.raises(Stale):
        order_rows(plan, "apps", by=cast.ann, ids=ids[:-1])


def test_a_block_of_two_hundred_rows_costs_a_fixed_number_of_queries(
    plan: Plan, cast: SimpleNamespace, django_assert_max_num_queries: object
) -> None:
    block = [{"topic": f"T_{n}", "group": f"GID_{n}", "name": "消息"} for n in range(200)]
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        add_rows(plan, "topics", by=cast.ann, rows=block)
    assert section("topics").rows(plan).count() == 200


def test_deleting_costs_the_same_for_two_rows_as_for_a_hundred(
    plan: Plan, cast: SimpleNamespace, django_assert_max_num_queries: object
) -> None:
    made = add_rows(plan, "topics", by=cast.ann, rows=[{"topic": f"T_{n}"} for n in range(100)])
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        delete_rows(plan, "topics", by=cast.ann, ids=[row.pk for row in made])
    assert not section("topics").rows(plan).exists()


@pytest.mark.parametrize("odd", [0, -1, 2**63, 10**40])
def test_an_id_that_cannot_be_is_a_row_that_is_not_there(
    plan: Plan, cast: SimpleNamespace, odd: int
) -> None:
    row = section("apps").rows(plan).first()
    with pytest.raises(Hidden):
        delete_rows(plan, "apps", by=cast.ann, ids=[row.pk, odd])  # type: ignore[union-attr]
    assert section("apps").rows(plan).count() == 3


def test_find_row_is_bound_to_its_plan(plan: Plan, cast: SimpleNamespace) -> None:
    row = section("apps").rows(plan).first()
    assert row is not None
    assert find_row(plan, "apps", row.pk).pk == row.pk
