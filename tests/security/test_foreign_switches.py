"""A key of an outside system belongs to the ramp that was let at it, whatever it is called."""

from types import SimpleNamespace
from typing import Any

import pytest

from gray.actions import command, create_ramp
from gray.drivers.base import Driver, Exposure, Place, Shown
from gray.models import Run
from gray.sections.ramp import Ramp
from ground.errors import Refusal, WrongState
from plans.actions import add_rows, create_plan, save_row
from plans.models import Plan

pytestmark = pytest.mark.django_db
REASON = "想改别人的键"


class Cabinet(Driver):
    """A config centre that an administrator connected: any key of any application."""

    name = "cabinet"
    label = "档案柜"
    keys: dict[tuple[str, str], str] = {}

    def names(self, place: Place) -> tuple[str, ...]:
        return (place.application, place.key)

    def write(self, place: Place, exposure: Exposure) -> None:
        text = str(exposure.share) if exposure.enabled else place.off_value
        self.keys[self.names(place)] = text or "0"

    def read(self, place: Place) -> Shown:
        text = self.keys.get(self.names(place), "0")
        return Shown(int(text), text) if text.isdecimal() else Shown(None, text)


Driver.all.pop("cabinet")


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """It registered itself like every driver; it stands on the list in these tests only."""
    monkeypatch.setitem(Driver.all, "cabinet", Cabinet)
    monkeypatch.setattr(Cabinet, "keys", {})
    return Cabinet.keys


def ramp_of(by: Any, flag: str, *, status: str = "ramping", **more: str) -> Ramp:
    plan = create_plan(by=by, title=flag)
    place = {"driver": "cabinet", "environment": "prod", "application": "pay", "key": "share"}
    ramp = create_ramp(plan, by=by, values={"name": flag, "flag": flag, **place, **more})
    plan.plans_app_rows.all().delete()
    Plan.objects.filter(pk=plan.pk).update(status=status)
    ramp.plan.refresh_from_db()
    return ramp


def moved(ramp: Ramp, by: Any, **values: str) -> Ramp:
    row = Ramp.objects.get(pk=ramp.pk)
    save_row(row, by=by, values=values, version=row.row_version, reason=REASON)
    return Ramp.objects.get(pk=ramp.pk)


def test_one_key_under_two_names_is_one_switch(cast: SimpleNamespace) -> None:
    first, second = ramp_of(cast.ann, "a"), ramp_of(cast.eve, "b")
    command(first, by=cast.ann, command="start")
    with pytest.raises(WrongState, match="正被"):
        command(second, by=cast.eve, command="start")
    command(first, by=cast.ann, command="off")
    command(second, by=cast.eve, command="start")
    with pytest.raises(WrongState, match="接管"):
        command(first, by=cast.ann, command="off")


def test_the_database_itself_lets_one_ramp_at_a_switch(cast: SimpleNamespace) -> None:
    first = ramp_of(cast.ann, "a")
    command(first, by=cast.ann, command="start")
    second = ramp_of(cast.eve, "b")
    kept = Run.objects.get(ramp=first).switch
    with pytest.raises(Exception, match="switch"):
        Run.objects.create(plan=second.plan, ramp=second, flag="b", switch=kept, state="running")


@pytest.mark.parametrize("verb", ["off", "restore", "adopt"])
def test_an_off_ramp_that_was_turned_to_another_key_leaves_it_alone(
    cast: SimpleNamespace, keys: dict[tuple[str, str], str], verb: str
) -> None:
    ramp = ramp_of(cast.eve, "b")
    command(ramp, by=cast.eve, command="start")
    command(ramp, by=cast.eve, command="off")
    keys["bank", "url"] = "jdbc:bank"
    row = {"application": "bank", "key": "url", "value": "evil"}
    add_rows(ramp.plan, "switches", by=cast.eve, rows=[row], reason=REASON)
    ramp = moved(ramp, cast.eve, application="bank", key="url")
    try:
        command(ramp, by=cast.eve, command=verb, reason=REASON)
    except Refusal as refusal:
        assert "jdbc" not in refusal.detail
    run = Run.objects.get(ramp=ramp)
    assert (keys["bank", "url"], run.state, run.shown) == ("jdbc:bank", "off", "")


def test_turned_back_it_is_its_own_again(
    cast: SimpleNamespace, keys: dict[tuple[str, str], str]
) -> None:
    ramp = ramp_of(cast.eve, "b")
    command(ramp, by=cast.eve, command="start")
    command(ramp, by=cast.eve, command="off")
    keys["pay", "share"] = "7000"
    ramp = moved(moved(ramp, cast.eve, key="other"), cast.eve, key="share")
    command(ramp, by=cast.eve, command="off")
    assert keys["pay", "share"] == "0"


@pytest.mark.parametrize("status", ["draft", "approved", "paused"])
def test_a_plan_whose_turn_has_not_come_is_not_told_what_stands_in_a_key(
    cast: SimpleNamespace, keys: dict[tuple[str, str], str], status: str
) -> None:
    """Anybody may write a plan that names any key."""
    keys["pay", "share"] = "jdbc:bank"
    ramp = ramp_of(cast.eve, "b", status=status)
    with pytest.raises(WrongState) as refusal:
        command(ramp, by=cast.eve, command="start")
    assert "jdbc" not in refusal.value.detail
