"""What people may say about applications: facts, names, merges, and taking them back."""

from types import SimpleNamespace

import pytest

from applications import actions
from applications.models import Application
from applications.resolving import canonical, names_of, offered
from desk.may_deploy import ask
from ground.clock import now
from ground.errors import Denied, Invalid, Stale, WrongState
from ground.journal import INSTALLATION, verify
from ground.models import Event
from plans.models import Plan
from tests.applications.conftest import Release, known, the


def kinds() -> list[str]:
    mine = Event.objects.filter(chain=INSTALLATION, kind__startswith="application.")
    return list(mine.order_by("position").values_list("kind", flat=True))


def test_only_administrators_and_operations_touch_names(
    release: Release, cast: SimpleNamespace
) -> None:
    release("coin-center", "trade-web")
    one, other = the("coin-center"), the("trade-web")
    tries = [
        lambda by: actions.rename(one, by=by, name="coin-core"),
        lambda by: actions.merge(one, into=other, by=by),
        lambda by: actions.separate(one, by=by),
        lambda by: actions.add_alias(one, by=by, name="coin-core"),
        lambda by: actions.drop_alias(one.names.get(), by=by),
        lambda by: actions.add(by=by, name="new-service"),
    ]
    for attempt in tries:
        with pytest.raises(Denied):
            attempt(cast.eve)
    cast.oli.roles = ["ops"]
    cast.oli.save()
    assert actions.rename(one, by=cast.oli, name="coin-core").name == "coin-core"


def test_facts_are_also_their_owner_s(release: Release, cast: SimpleNamespace) -> None:
    release("coin-center")
    app = the("coin-center")
    with pytest.raises(Denied):
        actions.change(app, by=cast.dev, version=1, facts={"team": "资产"})
    app = actions.change(app, by=cast.adm, version=1, facts={"account": cast.dev})
    app = actions.change(app, by=cast.dev, version=2, facts={"team": "资产"})
    assert (app.team, app.owner_called, kinds()) == ("资产", "戴维", ["application.changed"] * 2)
    with pytest.raises(Stale):
        actions.change(app, by=cast.dev, version=2, facts={"team": "交易"})


def test_nothing_changed_is_no_event(release: Release, cast: SimpleNamespace) -> None:
    release("coin-center")
    actions.change(the("coin-center"), by=cast.adm, version=1, facts={"team": ""})
    assert kinds() == []


def test_the_old_name_stays_an_alias_and_can_be_taken_up_again(
    release: Release, cast: SimpleNamespace
) -> None:
    plan = release("coin-center")
    app = actions.rename(the("coin-center"), by=cast.adm, name="coin-core")
    assert the("Coin-Center") == app
    assert plan.plans_app_rows.get().app == "coin-center", "the plan keeps its words"
    assert canonical(["COIN-CENTER", "nobody"]) == {"COIN-CENTER": "coin-core", "nobody": "nobody"}
    release("coin-center", title="下一版")
    assert known() == {"coin-core"}
    app = actions.rename(app, by=cast.adm, name="coin-center")
    assert app.name == "coin-center"
    actions.drop_alias(app.names.get(fold="coin-core"), by=cast.adm)
    assert names_of("coin-center") == ["coin-center"]
    assert verify(INSTALLATION) is None


@pytest.mark.parametrize("name", ["", "无", "a，b", "trade-web", "TRADE-WEB", "x" * 101, "a\x00b"])
def test_a_name_must_be_one_and_be_free(release: Release, cast: SimpleNamespace, name: str) -> None:
    release("coin-center", "trade-web")
    for attempt in (actions.rename, actions.add_alias):
        with pytest.raises(Invalid):
            attempt(the("coin-center"), by=cast.adm, name=name)


def test_merging_moves_the_names_and_separating_brings_them_back(
    release: Release, cast: SimpleNamespace
) -> None:
    release("coin-center", "coin-old", "coin-older")
    new, old, older = the("coin-center"), the("coin-old"), the("coin-older")
    actions.merge(older, into=old, by=cast.adm)
    actions.merge(old, into=new, by=cast.adm)
    assert {the(name).pk for name in ("coin-old", "coin-older")} == {new.pk}
    assert known() == {"coin-center"}
    actions.separate(old, by=cast.adm)
    assert (the("coin-old"), the("coin-older"), the("coin-center")) == (old, old, new)
    actions.separate(older, by=cast.adm)
    assert the("coin-older") == older
    assert kinds() == ["application.merged"] * 2 + ["application.separated"] * 2


def test_impossible_merges_are_refused(release: Release, cast: SimpleNamespace) -> None:
    release("coin-center", "coin-old", "trade-web")
    new, old, other = the("coin-center"), the("coin-old"), the("trade-web")
    with pytest.raises(Invalid):
        actions.merge(new, into=new, by=cast.adm)
    actions.merge(old, into=new, by=cast.adm)
    for source, into in ((old, other), (other, old)):
        with pytest.raises(WrongState):
            actions.merge(source, into=into, by=cast.adm)
    with pytest.raises(WrongState):
        actions.separate(new, by=cast.adm)
    with pytest.raises(WrongState):
        actions.drop_alias(new.names.get(fold="coin-old"), by=cast.adm)
    with pytest.raises(WrongState):
        actions.drop_alias(new.names.get(fold="coin-center"), by=cast.adm)


def test_the_name_of_a_merged_application_is_no_new_name(
    release: Release, cast: SimpleNamespace
) -> None:
    release("coin-center", "coin")
    actions.merge(the("coin"), into=the("coin-center"), by=cast.adm)
    with pytest.raises(WrongState, match="分开"):
        actions.rename(the("coin-center"), by=cast.adm, name="coin")
    assert the("coin").name == "coin-center"


def test_a_pipeline_may_ask_by_any_name(plan: Plan, cast: SimpleNamespace) -> None:
    unknown = ask(cast.ann, "coin-core", now())
    assert not unknown.opinions
    actions.add_alias(the("coin-center"), by=cast.adm, name="coin-core")
    answer = ask(cast.ann, "Coin-Core", now())
    assert [one.app.app for one in answer.opinions] == ["coin-center"]
    actions.add(by=cast.adm, name="coin-service")
    actions.merge(the("coin-center"), into=the("coin-service"), by=cast.adm)
    assert [one.app.app for one in ask(cast.ann, "coin-service", now()).opinions] == ["coin-center"]


def test_completion_offers_what_is_in_use_the_newest_first(
    release: Release, cast: SimpleNamespace
) -> None:
    release("old-service")
    release("retired-service", "coin-center")
    release("new-service")
    actions.rename(the("coin-center"), by=cast.adm, name="coin-core")
    Application.objects.filter(name="retired-service").update(retired=True)
    assert offered() == ["new-service", "coin-core", "old-service"]
    assert offered(1) == ["new-service"]
