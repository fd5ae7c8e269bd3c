"""Signing through every door there is: the page, the API, a token, the admin site, a forged body."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client

from approvals.models import Gate, SignOff
from people.actions import create_token, deactivate
from people.models import User
from plans.models import PlanUserObjectPermission
from tests.security.world import World

pytestmark = pytest.mark.long
Visitor = Callable[..., Client]
FORGED = {"signer": 3, "by": 3, "user": 3, "codes": ["test_lead"], "state": "signed"}


@pytest.fixture
def tested(world: World) -> Gate:
    """The open gate that rob alone may sign."""
    gate = Gate.objects.get(plan=world.open.plan, key="tested")
    assert gate.state == "open"
    return gate


def address(gate: Gate, *, rest: bool) -> str:
    return f"{'/api/v1' if rest else ''}/plans/{gate.plan.number}/gates/{gate.pk}/signoffs/"


def digest_of(gate: Gate, client: Client) -> str:
    place = address(gate, rest=True).removesuffix("signoffs/")
    return client.get(place).json()["digest"]


def sign(client: Client, gate: Gate, digest: str, *, rest: bool, **more: Any) -> int:
    body = {"decision": "approve", "digest": digest, **more}
    kind = {"content_type": "application/json"} if rest else {}
    return client.post(address(gate, rest=rest), body, **kind).status_code


@pytest.mark.parametrize("rest", [True, False], ids=["api", "page"])
@pytest.mark.parametrize("name", ["ann", "dev", "dan", "oli", "pia", "eve", "adm"])
def test_nobody_else_signs_for_the_tester(
    world: World, visitor: Visitor, tested: Gate, name: str, rest: bool
) -> None:
    client = visitor(name)
    digest = digest_of(tested, client)
    forged = {**FORGED, "signer": world.people.rob.pk, "by": world.people.rob.pk}
    assert sign(client, tested, digest, rest=rest, **forged) == 403
    assert not tested.signoffs.exists()


@pytest.mark.parametrize("rest", [True, False], ids=["api", "page"])
def test_the_tester_signs_as_himself_whatever_the_body_says(
    world: World, visitor: Visitor, tested: Gate, rest: bool
) -> None:
    client = visitor("rob")
    forged = {**FORGED, "signer": world.people.eve.pk}
    assert sign(client, tested, digest_of(tested, client), rest=rest, **forged) in (201, 302)
    assert SignOff.objects.get(gate=tested).signer == world.people.rob


def test_a_digest_of_something_else_signs_nothing(
    world: World, visitor: Visitor, tested: Gate
) -> None:
    client = visitor("rob")
    other = Gate.objects.get(plan=world.open.plan, key="submission")
    for digest in ("", "0" * 64, digest_of(other, client)):
        assert sign(client, tested, digest, rest=True) in (400, 409)
    assert not tested.signoffs.exists()


def test_his_own_token_with_every_scope_does_not(world: World, tested: Gate) -> None:
    rob = world.people.rob
    scopes = ["read", "write", "deploy", "ramp"]
    _, text = create_token(rob, by=rob, name="x", scopes=scopes, expires_at=None)
    machine = Client(headers={"Authorization": f"Bearer {text}"})
    assert sign(machine, tested, digest_of(tested, machine), rest=True) == 403
    assert sign(machine, tested, "x", rest=False) == 302, "pages know no tokens"
    assert not tested.signoffs.exists()


def test_a_token_beside_a_session_is_a_token(world: World, visitor: Visitor, tested: Gate) -> None:
    client = visitor("rob", headers={"Authorization": f"Bearer {world.tokens['all']}"})
    assert sign(client, tested, "x", rest=True) == 403


def test_deactivated_in_the_middle_he_signs_no_more(
    world: World, visitor: Visitor, tested: Gate
) -> None:
    client = visitor("rob")
    digest = digest_of(tested, client)
    deactivate(world.people.rob, by=world.people.adm)
    assert sign(client, tested, digest, rest=True) in (401, 403)
    assert sign(client, tested, digest, rest=False) == 302
    assert not tested.signoffs.exists()


@pytest.mark.parametrize("name", ["eve", "adm"])
def test_permissions_of_django_make_no_signer(
    world: World, visitor: Visitor, tested: Gate, name: str
) -> None:
    person: User = getattr(world.people, name)
    every = Permission.objects.all()
    person.user_permissions.set(every)
    group = Group.objects.create(name="everything")
    group.permissions.set(every)
    person.groups.add(group)
    User.objects.filter(pk=person.pk).update(is_superuser=True, roles=["dba", "ops"])
    client = visitor(name)
    assert sign(client, tested, digest_of(tested, client), rest=True) == 403


def test_the_admin_site_has_no_gates_grants_plans_or_events() -> None:
    known = {model._meta.label for model in admin.site._registry}
    ours = {label for label in known if not label.startswith(("axes.", "auth."))}
    assert ours == {"people.User", "people.Token"}


def test_whoever_may_not_edit_the_members_makes_nobody_a_member(
    world: World, visitor: Visitor
) -> None:
    client = visitor("eve")
    place = f"/api/v1/plans/{world.open.plan.number}/sections/members/"
    row = {"role": "测试", "name": "伊芙", "user": "eve", "is_lead": True}
    assert client.post(place, row, "application/json").status_code == 403
    grants = PlanUserObjectPermission.objects.filter(user=world.people.eve)
    assert not grants.filter(content_object=world.open.plan).exists()


def test_who_changes_what_is_covered_signs_it_no_more(
    world: World, visitor: Visitor, tested: Gate
) -> None:
    client = visitor("rob")
    row = {"title": "新用例", "group": "下单", "phase": "预发"}
    place = f"/api/v1/plans/{world.open.plan.number}/sections/cases/"
    assert client.post(place, row, "application/json").status_code == 201
    assert sign(client, tested, digest_of(tested, client), rest=True) in (403, 409)
    assert not tested.signoffs.exists()


def test_a_copy_and_an_import_carry_no_signatures(world: World, visitor: Visitor) -> None:
    client = visitor("ann")
    plan = f"/plans/{world.open.plan.number}/"
    copied = client.post(f"{plan}copy/", {"title": "复制"}).headers["Location"]
    assert not SignOff.objects.filter(gate__plan__number=copied.split("/")[2]).exists()
    assert not Gate.objects.filter(plan__number=copied.split("/")[2]).exists()
