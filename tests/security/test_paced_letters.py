"""Verbs that write to people by each use: nobody fills their colleagues' mailboxes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from notices.models import Message
from tests.security.world import World

pytestmark = pytest.mark.long
Visitor = Callable[..., Client]


@pytest.mark.parametrize("rest", [True, False], ids=["api", "page"])
def test_giving_and_taking_a_delegation_has_its_pace(
    world: World, visitor: Visitor, settings: Any, within_a_minute: None, rest: bool
) -> None:
    settings.RATES = {**settings.RATES, "delegate": 3}
    client, base = visitor("eve"), "/api/v1/delegations/" if rest else "/profile/delegation/"
    kind = {"content_type": "application/json"} if rest else {}
    body = {"taker": "rob", "first": "2999-01-01", "last": "2999-01-02"}
    statuses = [client.post(base, body, **kind).status_code for _ in range(5)]
    assert statuses[0] in (201, 302) and statuses[3:] == [429, 429]
    assert Message.objects.filter(to=world.people.rob, kind__startswith="delegation.").count() == 1
    given = world.people.eve.delegations_given.get()
    end = f"{base}{given.pk}/revocation/" if rest else f"{base}{given.pk}/revoke/"
    assert client.post(end, **kind).status_code == 429
    assert visitor("dev").post(base, body, **kind).status_code in (201, 302), "each has their own"


@pytest.mark.parametrize("rest", [True, False], ids=["api", "page"])
def test_deciding_at_gates_has_its_pace(
    world: World, visitor: Visitor, settings: Any, within_a_minute: None, rest: bool
) -> None:
    settings.RATES = {**settings.RATES, "gate": 3}
    client, ids = visitor("oli"), world.open.ids
    base = f"{'/api/v1' if rest else ''}/plans/{world.open.plan.number}/gates/{ids['gate']}/"
    kind = {"content_type": "application/json"} if rest else {}
    statuses = {}
    for place in ("signoffs/", f"signoffs/{ids['signoff']}/withdrawal/", "waivers/") * 2:
        statuses[place] = client.post(f"{base}{place}", {}, **kind).status_code
    assert set(statuses.values()) == {429}
