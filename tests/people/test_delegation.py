"""Somebody signs in one's place, for some days."""

import json
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from ground.clock import now
from ground.errors import Denied, Invalid, WrongState
from ground.models import Event
from notices.models import Message
from people.actions import create_token, delegate, revoke_delegation
from people.models import Delegation

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localtime(now(), timezone.get_default_timezone()).date()


def give(giver: Any, taker: Any, first: int = 0, last: int = 2, **more: Any) -> Delegation:
    """For days counted from today."""
    day = today()
    days = {"first": day + timedelta(first), "last": day + timedelta(last)}
    return delegate(giver, by=giver, taker=taker, **days, **more)


def test_whole_days_of_the_installation(cast: SimpleNamespace) -> None:
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
        made = give(cast.oli, cast.eve, 1, 3)
        assert made.begins_at.isoformat() == "2026-11-21T00:00:00+08:00"
        assert made.ends_at.isoformat() == "2026-11-24T00:00:00+08:00"
        assert (str(made.first_day), str(made.last_day)) == ("2026-11-21", "2026-11-23")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(-1, 2, "过去"), (3, 2, "早于"), (0, 60, "最多委托 60 天")],
)
def test_days_without_sense(cast: SimpleNamespace, first: int, last: int, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        give(cast.oli, cast.eve, first, last)
    assert not Delegation.objects.exists()


def test_sixty_days_are_not_too_long(cast: SimpleNamespace) -> None:
    assert give(cast.oli, cast.eve, 0, 59).pk


def test_to_whom_not(cast: SimpleNamespace) -> None:
    with pytest.raises(Invalid, match="自己"):
        give(cast.oli, cast.oli)
    cast.eve.is_active = False
    cast.eve.save(update_fields=["is_active"])
    with pytest.raises(Invalid, match="已停用"):
        give(cast.oli, cast.eve)


def test_one_at_a_time(cast: SimpleNamespace) -> None:
    first = give(cast.oli, cast.eve, 0, 3)
    with pytest.raises(Invalid, match="已经委托给 伊芙"):
        give(cast.oli, cast.dan, 3, 5)
    give(cast.oli, cast.dan, 4, 5)
    revoke_delegation(first, by=cast.oli)
    give(cast.oli, cast.dan, 0, 3)


def test_nobody_delegates_for_somebody_else(cast: SimpleNamespace) -> None:
    for name in ("ann", "adm"):
        with pytest.raises(Denied, match="自己的签字"):
            delegate(cast.oli, by=getattr(cast, name), taker=cast.eve, first=today(), last=today())


def test_who_revokes(cast: SimpleNamespace) -> None:
    made = give(cast.oli, cast.eve)
    with pytest.raises(Denied):
        revoke_delegation(made, by=cast.ann)
    revoke_delegation(made, by=cast.eve)
    with pytest.raises(WrongState, match="已经结束"):
        revoke_delegation(made, by=cast.oli)
    revoke_delegation(give(cast.oli, cast.eve), by=cast.adm)


def test_the_log_and_the_letters_tell_it(cast: SimpleNamespace) -> None:
    made = give(cast.oli, cast.eve, reason="年假")
    revoke_delegation(made, by=cast.adm)
    assert list(Event.objects.filter(chain="installation").values_list("kind", flat=True)) == [
        "delegation.given", "delegation.revoked",
    ]  # fmt: skip
    told = list(Message.objects.order_by("pk").values_list("to__username", "kind"))
    assert told == [("eve", "delegation.given"), ("eve", "delegation.revoked"),
                    ("oli", "delegation.revoked")]  # fmt: skip
    assert "年假" in Message.objects.order_by("pk")[0].text


def test_by_the_page(cast: SimpleNamespace, signed_in: Any) -> None:
    browser = signed_in(cast.oli)
    sent = {"taker": "伊芙", "first": str(today()), "last": str(today()), "reason": "年假"}
    assert browser.post("/profile/delegation/", {**sent, "taker": "谁"}).status_code == 400
    assert browser.post("/profile/delegation/", {**sent, "taker": "oli"}).status_code == 400
    assert browser.post("/profile/delegation/", sent).status_code == 302
    assert "正在代签" in browser.get("/profile/delegation/").content.decode()
    made = Delegation.objects.get()
    revoke = f"/profile/delegation/{made.pk}/revoke/"
    assert signed_in(cast.ann).post(revoke).status_code == 404
    assert "正在代签" in signed_in(cast.eve).get("/profile/delegation/").content.decode()
    assert browser.post(revoke).status_code == 302
    assert "已撤销" in browser.get("/profile/delegation/").content.decode()


def test_by_the_api_but_by_no_token(cast: SimpleNamespace, signed_in: Any) -> None:
    url, body = (
        "/api/v1/delegations/",
        {"taker": "eve", "first": str(today()), "last": str(today())},
    )
    _token, text = create_token(cast.oli, by=cast.oli, name="x", scopes=["read", "write"],
                                expires_at=None)  # fmt: skip
    bearer = {"Authorization": f"Bearer {text}"}
    answer = Client().post(url, json.dumps(body), "application/json", headers=bearer)
    assert answer.status_code == 403 and not Delegation.objects.exists()
    browser = signed_in(cast.oli)
    made = browser.post(url, json.dumps(body), "application/json")
    assert (made.status_code, made.json()["state"]) == (201, "now")
    again = browser.post(url, json.dumps(body), "application/json")
    assert again.status_code == 400 and "已经委托" in again.json()["detail"]
    assert Client().get(url, headers=bearer).json()["count"] == 1
    revocation = f"{url}{made.json()['id']}/revocation/"
    assert Client().post(revocation, "{}", "application/json", headers=bearer).status_code == 403
    assert browser.post(revocation, "{}", "application/json").json()["state"] == "revoked"
