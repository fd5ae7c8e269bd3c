"""One furnished installation for all of these tests; each goes back to it."""

import logging
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from ground.pace import pace
from people.models import User
from plans.models import Plan
from tests.security.world import World, build


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals need not be written down."""
    log = logging.getLogger("django.request")
    before = log.level
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(before)


@pytest.fixture
def within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has asked for anything yet, and no minute ends while the test counts."""
    monkeypatch.setattr(pace, "clock", lambda: 1.0)
    monkeypatch.setattr(pace, "counts", {})
    monkeypatch.setattr(pace, "window", 0)


@pytest.fixture(scope="package")
def furnished(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(furnished: World, db: None) -> World:
    """As it was built: also the objects that the test before has changed."""
    names = list(vars(furnished.people))
    people = {one.username: one for one in User.objects.filter(username__in=names)}
    furnished.people = SimpleNamespace(**people)
    for here in (furnished.open, furnished.hidden):
        here.plan = Plan.objects.get(pk=here.plan.pk)
    return furnished


@pytest.fixture
def cast(world: World) -> SimpleNamespace:
    """The people of this installation, in place of new ones of the same names."""
    return world.people


@pytest.fixture
def visitor(world: World) -> Callable[..., Client]:
    """A browser in which that person has signed in; a fault of ours is a 500, not a crash."""

    def enter(name: str = "", **more: Any) -> Client:
        client = Client(raise_request_exception=False, **more)
        if name:
            client.force_login(getattr(world.people, name))
        return client

    return enter


@pytest.fixture
def machine(world: World) -> Callable[[str], Client]:
    """A client with the bearer token of that name."""

    def call(name: str) -> Client:
        bearer = {"Authorization": f"Bearer {world.tokens[name]}"}
        return Client(raise_request_exception=False, headers=bearer)

    return call
