"""Guessing: many passwords for one name, and one password for many names."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client

from people.actions import create_token, deactivate
from people.models import User

Open = Callable[[User], Client]
pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "203.0.113.7", "203.0.113.8"


def sign_in(name: str, password: str, address: str = HERE) -> HttpResponse:
    form = {"username": name, "password": password}
    return Client().post("/login/", form, REMOTE_ADDR=address)


@pytest.fixture
def sprayed(cast: SimpleNamespace, settings: Any) -> None:
    """One password tried on many names, none of them often."""
    for at in range(settings.SIGN_IN_NAMES):
        sign_in(f"colleague{at}", "Spring2026!")


def test_one_password_for_many_names_is_stopped(sprayed: None) -> None:
    assert sign_in("colleague99", "Spring2026!").status_code == 429
    assert "试的次数太多了" in sign_in("ann", "pass-ann").content.decode()


def test_other_addresses_sign_in_meanwhile(sprayed: None) -> None:
    assert sign_in("ann", "pass-ann", ELSEWHERE).status_code == 302


def test_a_success_does_not_free_the_address(cast: SimpleNamespace, settings: Any) -> None:
    for at in range(settings.SIGN_IN_NAMES - 1):
        assert sign_in(f"colleague{at}", "Spring2026!").status_code == 200
    assert sign_in("eve", "pass-eve").status_code == 302
    assert sign_in("colleague99", "Spring2026!").status_code == 429


def test_a_client_does_not_choose_its_address(sprayed: None) -> None:
    form = {"username": "colleague99", "password": "Spring2026!"}
    forged = Client().post(
        "/login/", form, REMOTE_ADDR=HERE, headers={"X-Forwarded-For": "198.51.100.1"}
    )
    assert forged.status_code == 429


def test_a_failed_password_is_kept_nowhere(cast: SimpleNamespace) -> None:
    sign_in("ann", "nearly-right-2026")
    kept = AccessAttempt.objects.values().get()
    assert "nearly-right" not in str(kept)


@pytest.mark.parametrize(
    "place", ["https://evil.test/", "//evil.test", "/\\evil.test", "///x.test"]
)
def test_a_change_of_language_leads_nowhere_else(client: Client, db: None, place: str) -> None:
    answer = client.post("/language/", {"language": "en", "next": place})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("place", ["https://evil.test/", "//evil.test"])
def test_the_admin_site_sends_nobody_elsewhere(cast: SimpleNamespace, place: str) -> None:
    client = Client()
    door = client.get("/admin/login/", {"next": place}).headers["Location"]
    form = {"username": "adm", "password": "pass-adm", "next": place}
    assert client.post(door, form).headers["Location"] == "/"


def test_whoever_is_deactivated_is_out_at_once(cast: SimpleNamespace, signed_in: Open) -> None:
    browser = signed_in(cast.rob)
    _, text = create_token(cast.rob, by=cast.rob, name="x", scopes=["read"], expires_at=None)
    deactivate(cast.rob, by=cast.adm)
    assert browser.get("/plans/").status_code == 302
    assert browser.get("/api/v1/me/").status_code == 401
    machine = Client(headers={"Authorization": f"Bearer {text}"})
    assert machine.get("/api/v1/me/").status_code == 401
