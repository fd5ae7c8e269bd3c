"""Guessing: many passwords for one name, and one password for many names."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client

from people.actions import create_token, deactivate
from people.actions.accounts import create_demo_person
from people.models import User

Open = Callable[[User], Client]
pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "203.0.113.7", "203.0.113.8"
NAMES = 4
"""So many names are suspicious here: fewer pages to ask for than in earnest."""


def sign_in(name: str, password: str, address: str = HERE) -> HttpResponse:
    form = {"username": name, "password": password}
    return Client().post("/login/", form, REMOTE_ADDR=address)


@pytest.fixture
def sprayed(cast: SimpleNamespace, settings: Any) -> None:
    """One password tried on many names, none of them often."""
    settings.SIGN_IN_NAMES = NAMES
    for at in range(settings.SIGN_IN_NAMES):
        sign_in(f"colleague{at}", "Spring2026!")


def test_one_password_for_many_names_is_stopped(sprayed: None) -> None:
    assert sign_in("colleague99", "Spring2026!").status_code == 429
    assert "试的次数太多了" in sign_in("ann", "pass-ann").content.decode()


def test_other_addresses_sign_in_meanwhile(sprayed: None) -> None:
    assert sign_in("ann", "pass-ann", ELSEWHERE).status_code == 302


def test_a_success_does_not_free_the_address(cast: SimpleNamespace, settings: Any) -> None:
    settings.SIGN_IN_NAMES = NAMES
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


def test_a_session_is_not_enough_to_try_passwords(
    cast: SimpleNamespace, signed_in: Open, settings: Any, within_a_minute: None
) -> None:
    settings.RATES = {"password": 2}
    browser = signed_in(cast.ann)
    form = {
        "old_password": "guess",
        "new_password1": "quiet-river-9",
        "new_password2": "quiet-river-9",
    }
    answers = [browser.post("/password/", form).status_code for _time in range(4)]
    assert answers == [200, 200, 429, 429]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_demo_accounts_stay_shut_behind_a_proxy_on_this_machine(db: None, header: str) -> None:
    create_demo_person("pm", display_name="无忌", demo="项目负责人", password="releaseplan")
    form = {"username": "pm", "password": "releaseplan"}
    assert Client().post("/login/", form, headers={header: "198.51.100.1"}).status_code == 200
    assert Client().post("/login/", form).status_code == 302
