"""Parts and tasks go by name, so nobody takes a name that stands for somebody else."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from people.actions import change_person, deactivate
from people.models import User
from plans.actions import add_rows
from plans.grants import parts_of
from plans.models import Plan

Open = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def rename(browser: Client, name: str) -> int:
    form = {"display_name": name, "email": "eve@example.test", "language": "", "theme": ""}
    return browser.post("/profile/save/", form).status_code


@pytest.mark.parametrize("name", ["安然", "ann", "还没来的测试", "外包的发布人"])
def test_nobody_takes_the_name_of_somebody_else(
    cast: SimpleNamespace, plan: Plan, signed_in: Open, name: str
) -> None:
    row = {"role": "测试", "name": "还没来的测试", "is_lead": True}
    add_rows(plan, "members", by=cast.ann, rows=[row])
    add_rows(plan, "apps", by=cast.ann, rows=[{"app": "x", "deployer": "外包的发布人"}])
    assert rename(signed_in(cast.eve), name) == 400
    cast.eve.refresh_from_db()
    assert cast.eve.display_name == "伊芙"
    assert not parts_of(cast.eve, Plan.objects.get(pk=plan.pk))


def test_a_name_of_one_s_own_is_free_to_take(cast: SimpleNamespace, signed_in: Open) -> None:
    assert rename(signed_in(cast.eve), "伊芙芙") == 302
    assert rename(signed_in(cast.eve), "") == 302


def test_an_administrator_gives_the_name(cast: SimpleNamespace, plan: Plan) -> None:
    add_rows(plan, "members", by=cast.ann, rows=[{"role": "测试", "name": "新测试"}])
    change_person(cast.eve, by=cast.adm, display_name="新测试")
    assert parts_of(cast.eve, Plan.objects.get(pk=plan.pk)) == {"test"}


def test_a_namesake_of_somebody_who_left_inherits_nothing(
    cast: SimpleNamespace, plan: Plan
) -> None:
    add_rows(plan, "members", by=cast.ann, rows=[{"role": "DBA", "name": "王伟"}])
    former = User.objects.create_user("wang1", display_name="王伟")
    other = User.objects.create_user("wang2", display_name="王伟")
    deactivate(former, by=cast.adm)
    assert not parts_of(other, Plan.objects.get(pk=plan.pk))


@pytest.mark.parametrize("name", ["安\u200b然", "\u202e然安", "安然\u2028", "安\x07然"])
def test_a_name_carries_nothing_invisible(
    cast: SimpleNamespace, signed_in: Open, name: str
) -> None:
    assert rename(signed_in(cast.eve), name) == 400


def test_the_admin_site_tells_the_plans_of_a_new_name(
    cast: SimpleNamespace, plan: Plan, signed_in: Open
) -> None:
    assert parts_of(cast.pia, plan) == {"product"}
    plan.plans_member_rows.filter(name="皮雅").update(user="")
    place = f"/admin/people/user/{cast.pia.pk}/change/"
    browser = signed_in(cast.adm)
    form = browser.get(place).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    browser.post(place, {**data, "display_name": "改了名", "groups": []})
    assert not parts_of(cast.pia, Plan.objects.get(pk=plan.pk))
