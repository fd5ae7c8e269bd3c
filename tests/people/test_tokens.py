"""Bearer tokens at the API's door."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import path
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView

from ground.errors import Denied, Invalid
from people.actions import create_token, revoke_token
from people.models import Token
from people.permissions import FromBrowser, HasScope
from people.scopes import SCOPES

ME = "/api/v1/me/"


class Door(APIView):
    permission_classes = [HasScope]

    def get(self, request):
        return Response("in")

    post = get


class DeployDoor(Door):
    scope = "deploy"


class RampDoor(Door):
    scope = "ramp"


class SigningDoor(Door):
    permission_classes = [FromBrowser]


urlpatterns = [
    path("plain/", Door.as_view()),
    path("deploy/", DeployDoor.as_view()),
    path("ramp/", RampDoor.as_view()),
    path("sign/", SigningDoor.as_view()),
]


def bearer(text):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    return client


def token_of(person, *scopes, expires_at=None):
    return create_token(person, by=person, name="t", scopes=scopes, expires_at=expires_at)


def test_a_token_says_who_and_what(cast):
    _, text = token_of(cast.ann, "read", "deploy")
    me = bearer(text).get(ME).json()
    assert me["username"] == "ann"
    assert me["token"]["scopes"] == ["read", "deploy"]


def test_a_session_has_no_token(cast, signed_in):
    assert signed_in(cast.ann).get(ME).json()["token"] is None


def test_nobody_is_told_to_bring_a_token(db):
    answer = APIClient().get(ME)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "text", ["", "x", "rp_", "rp_0000000000_abc", "rp__", "rp_é_é", "a" * 5000, "rp_a_b c"]
)
def test_nonsense_is_refused_in_one_sentence(db, text):
    answer = bearer(text).get(ME)
    assert answer.status_code == 401
    assert answer.json()["detail"]


def test_a_guess_with_the_right_prefix_is_refused(cast):
    token, text = token_of(cast.ann, "read")
    guess = f"rp_{token.prefix}_{'x' * len(text)}"
    assert bearer(guess).get(ME).status_code == 401


def test_expired_and_revoked_tokens_are_refused(cast):
    soon = timezone.now() + timedelta(days=1)
    token, text = token_of(cast.ann, "read", expires_at=soon)
    with time_machine.travel(soon + timedelta(seconds=1)):
        assert "过期" in bearer(text).get(ME).json()["detail"]
    assert bearer(text).get(ME).status_code == 200
    revoke_token(token, by=cast.ann)
    assert bearer(text).get(ME).status_code == 401


SCOPE_OF = {
    ("GET", "/plain/"): "read",
    ("POST", "/plain/"): "write",
    ("GET", "/deploy/"): "read",
    ("POST", "/deploy/"): "deploy",
    ("GET", "/ramp/"): "read",
    ("POST", "/ramp/"): "ramp",
}


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(("call", "needed"), SCOPE_OF.items())
def test_a_door_opens_to_its_scope_only(cast, scope, call, needed):
    _, text = token_of(cast.ann, scope)
    answer = bearer(text).generic(call[0], call[1])
    assert answer.status_code == (200 if scope == needed else 403)
    if scope != needed:
        assert needed in answer.json()["detail"]


def test_a_view_that_says_nothing_asks_for_a_scope():
    assert APIView.permission_classes == [HasScope]


@pytest.mark.urls(__name__)
def test_no_token_signs(cast):
    _, text = token_of(cast.ann, *SCOPES)
    answer = bearer(text).post("/sign/")
    assert answer.status_code == 403
    assert "令牌不能代替本人" in answer.json()["detail"]


@pytest.mark.urls(__name__)
def test_a_session_signs_with_its_csrf_token_only(cast):
    strict = APIClient(enforce_csrf_checks=True)
    strict.force_login(cast.ann)
    assert strict.post("/sign/").status_code == 403


def test_use_is_noted_once_a_minute(cast, django_assert_num_queries):
    token, text = token_of(cast.ann, "read")
    bearer(text).get(ME)
    token.refresh_from_db()
    assert token.last_used_at is not None
    with django_assert_num_queries(1):
        bearer(text).get(ME)


def test_nobody_makes_tokens_for_others(cast):
    with pytest.raises(Denied):
        create_token(cast.ann, by=cast.adm, name="x", scopes=["read"], expires_at=None)


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [("", ["read"], 1), ("x", [], 1), ("x", ["sign"], 1), ("x", ["read"], -1)],
)
def test_a_token_that_makes_no_sense_is_refused(cast, name, scopes, days):
    end = timezone.now() + timedelta(days=days)
    with pytest.raises(Invalid):
        create_token(cast.ann, by=cast.ann, name=name, scopes=scopes, expires_at=end)
    assert not Token.objects.exists()
