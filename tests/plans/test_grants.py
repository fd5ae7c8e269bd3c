from types import SimpleNamespace

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.actions.accounts import change_person, create_person
from people.models import User
from plans.actions import add_rows, create_plan, delete_rows
from plans.grants import everyone, grants_of, link, links, parts_of, wanted_grants
from plans.models import Plan, PlanUserObjectPermission
from plans.parts import part_of
from plans.tables.registry import section


@pytest.mark.parametrize(
    ("role", "part"),
    [
        ("项目负责人(PM)", "pm"), ("服务端", "dev"), ("前端(H5)", "dev"), ("测试", "test"),
        ("产品", "product"), ("DBA", "dba"), ("数据库管理员", "dba"), ("运维", "ops"),
        ("运维负责人", "ops"), ("测试负责人", "test"), ("产品负责人", "product"), ("SRE", "ops"),
        ("项目经理", "pm"), ("后端开发", "dev"), ("架构师", "dev"), ("QA", "test"),
        ("客服", "other"), ("", "other"),
    ],
)  # fmt: skip
def test_a_role_in_words_plays_a_part(role: str, part: str) -> None:
    assert part_of(role) == part


def test_a_name_that_two_people_bear_links_nobody() -> None:
    one, two = User(username="a", display_name="王伟"), User(username="b", display_name="王伟")
    assert link("王伟", "", [one, two]).state == "ambiguous"
    assert link("王伟", "b", [one, two]).user is two
    assert link("李雷", "", [one, two]).state == "unlinked"


def test_a_wrong_user_name_is_not_helped_by_the_name() -> None:
    one = User(username="a", display_name="王伟")
    assert link("王伟", "nobody", [one]).state == "unlinked"


def test_grants_follow_the_rows(plan: Plan, cast: SimpleNamespace) -> None:
    assert parts_of(cast.rob, plan) == {"test", "test_lead"}
    row = section("members").rows(plan).get(user="rob")
    delete_rows(plan, "members", by=cast.ann, ids=[row.pk])
    plan.__dict__.pop("_grants")
    assert parts_of(cast.rob, plan) == set()


def test_the_owner_is_always_pm(plan: Plan, cast: SimpleNamespace) -> None:
    ids = list(section("members").rows(plan).values_list("pk", flat=True))
    delete_rows(plan, "members", by=cast.ann, ids=ids)
    assert parts_of(cast.ann, Plan.objects.get(pk=plan.pk)) == {"pm"}


def test_deactivated_people_hold_nothing(plan: Plan, cast: SimpleNamespace) -> None:
    User.objects.filter(pk=cast.dan.pk).update(is_active=False)
    assert cast.dan not in everyone(Plan.objects.get(pk=plan.pk))


def test_a_members_only_plan_does_not_exist_for_others(cast: SimpleNamespace) -> None:
    secret = create_plan(by=cast.ann, title="机密", visibility="members")
    add_rows(secret, "members", by=cast.ann, rows=[{"role": "测试", "user": "rob"}])
    assert secret in Plan.objects.visible_to(cast.rob)
    assert secret not in Plan.objects.visible_to(cast.eve)
    assert secret not in Plan.objects.visible_to(cast.adm)


roles = st.sampled_from(["PM", "服务端", "测试", "DBA", "运维", "产品", "客服"])
names = st.sampled_from(["ann", "dev", "rob", "dan", "oli", "pia", "eve", "nobody"])
members = st.lists(st.tuples(roles, names, st.booleans()), min_size=1, max_size=6)


@pytest.mark.long
@given(first=members, second=members)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_stored_grants_always_equal_the_wanted_ones(
    cast: SimpleNamespace, first: list[tuple[str, str, bool]], second: list[tuple[str, str, bool]]
) -> None:
    made = create_plan(by=cast.ann, title="授权")
    for rows in (first, second):
        ids = list(section("members").rows(made).values_list("pk", flat=True))
        if ids:
            delete_rows(made, "members", by=cast.ann, ids=ids)
        add_rows(
            made, "members", by=cast.ann,
            rows=[{"role": role, "user": user, "is_lead": lead} for role, user, lead in rows],
        )  # fmt: skip
        fresh = Plan.objects.get(pk=made.pk)
        wanted = {
            user: {code.removeprefix("part_") for code in codes}
            for user, codes in wanted_grants(fresh).items()
        }
        assert dict(grants_of(fresh)) == wanted


def test_rebuilding_mends_what_was_tampered_with(plan: Plan, cast: SimpleNamespace) -> None:
    PlanUserObjectPermission.objects.all().delete()
    call_command("rebuild_grants")
    assert parts_of(cast.oli, Plan.objects.get(pk=plan.pk)) == {"ops"}


def test_a_new_account_is_linked_to_the_rows_that_name_it(
    plan: Plan, cast: SimpleNamespace
) -> None:
    add_rows(plan, "members", by=cast.ann, rows=[{"role": "运维", "name": "新来的"}])
    person = create_person(by=cast.adm, username="newbie", display_name="新来的")
    assert parts_of(person, Plan.objects.get(pk=plan.pk)) == {"ops"}
    change_person(person, by=cast.adm, display_name="改了名")
    assert parts_of(person, Plan.objects.get(pk=plan.pk)) == set()


def test_a_row_without_an_account_shows_as_such(plan: Plan, cast: SimpleNamespace) -> None:
    (row,) = add_rows(plan, "members", by=cast.ann, rows=[{"role": "测试", "name": "查无此人"}])
    assert links(plan)[row.pk].state == "unlinked"
