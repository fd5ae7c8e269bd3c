"""What every answer says to browsers and caches, and what it never says to anybody."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client

from gray.models import EnvironmentKey
from ground.models import Event
from people.models import Token, User
from plans.models import Plan
from tests.security.doors import doors
from tests.security.test_routes import words_of
from tests.security.world import World

pytestmark = pytest.mark.long
Visitor = Callable[..., Client]
ROOT = Path(__file__).resolve().parents[2]
CAGED = "notices:html"
"""A mail as it will look, in a frame that can do nothing: it may carry its own styles."""

PRODUCTION = {
    "DATABASE_URL": "postgresql://u:p@db/x",
    "REDIS_URL": "redis://r/0",
    "ALLOWED_HOSTS": "plans.example.com",
    "SECRET_KEY": "kJ8s-fP2mZq7Lx0vRt5Yw3Nc6Hb1Ge9Da4Ui",
    "BASE_URL": "https://plans.example.com",
    "SENTRY_DSN": "https://key@sentry.example.com/1",
}
ASKED = """
import json, releaseplan.settings as s, sentry_sdk
names = [n for n in dir(s) if n.startswith(("SESSION_", "CSRF_", "LANGUAGE_COOKIE", "SECURE_"))]
sentry = sentry_sdk.get_client().options
names = {n: getattr(s, n) for n in names}
for n in ("send_default_pii", "include_local_variables", "max_request_body_size"):
    names[n] = sentry[n]
print(json.dumps(names, default=str))
"""

SANDBOXED = {"attachments:file", "attachments:picture", "api-attachment-file"}
"""What people uploaded: given out so that it can do nothing at all."""


@pytest.mark.parametrize("name", ["", "ann"])
def test_every_answer_is_locked_down(world: World, visitor: Visitor, name: str) -> None:
    client = visitor(name)
    for door in doors():
        answer = client.get(door.at(world.open.ids))
        said = answer.headers
        policy = said["Content-Security-Policy"]
        assert said["X-Content-Type-Options"] == "nosniff", door.route
        assert said["Referrer-Policy"] == "same-origin", door.route
        assert said["Cross-Origin-Opener-Policy"] == "same-origin", door.route
        assert "unsafe-eval" not in policy
        if door.name in SANDBOXED and answer.status_code == 200:
            assert policy.startswith("sandbox; default-src 'none'") and "allow" not in policy
        elif door.name != CAGED or answer.status_code != 200:
            assert "default-src 'self'" in policy and "unsafe" not in policy, door.route
            assert "frame-ancestors 'none'" in policy and "object-src 'none'" in policy
            assert said["X-Frame-Options"] == "DENY", door.route


@pytest.mark.parametrize("name", ["", "ann"])
def test_no_shared_cache_keeps_an_answer(world: World, visitor: Visitor, name: str) -> None:
    client = visitor(name)
    for door in doors():
        kept = client.get(door.at(world.open.ids)).headers["Cache-Control"]
        assert "no-store" in kept or ("private" in kept and "no-cache" in kept), door.route
        assert "private" in kept, door.route


def test_the_caged_mail_can_do_nothing(world: World, visitor: Visitor) -> None:
    answer = visitor("adm").get(f"/outbox/{world.open.ids['message']}/html/")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'") and "allow-scripts" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_files_are_saved_not_shown(world: World, visitor: Visitor) -> None:
    client, number = visitor("ann"), world.open.plan.number
    nasty = '../../x"\r\nSet-Cookie: a=b; <script>\u202e'
    Plan.objects.filter(number=number).update(title=nasty)
    for kind in ("md", "json", "xlsx"):
        answer = client.get(f"/plans/{number}/export/{kind}/")
        said = unquote(answer.headers["Content-Disposition"])
        assert said.startswith("attachment; filename") and not answer.cookies
        assert not set(said.partition("utf-8''")[2]) & set('/\\"\r\n<>\u202e'), said
    done = client.get(f"/plans/{number}/renderings/{world.open.ids['rendering']}/file/")
    assert done.headers["Content-Disposition"].startswith("attachment; ")


def test_production_keeps_cookies_to_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(settings.VAR_DIR), **PRODUCTION},
        capture_output=True,
        text=True,
        check=True,
    )
    said: dict[str, Any] = json.loads(done.stdout)
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"):
        assert said[name] is True
    assert said["CSRF_COOKIE_HTTPONLY"] is True
    assert said["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert said["CSRF_TRUSTED_ORIGINS"] == ["https://plans.example.com"]
    assert said["SESSION_COOKIE_SAMESITE"] == said["CSRF_COOKIE_SAMESITE"] == "Lax"
    assert (said["send_default_pii"], said["include_local_variables"]) == (False, False)
    assert said["max_request_body_size"] == "never"


def test_the_session_cookie_is_out_of_reach_of_scripts(world: World, visitor: Visitor) -> None:
    client = visitor()
    client.post("/login/", {"username": "ann", "password": "pass-ann"})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_another_host_name_is_refused_and_never_echoed(world: World, visitor: Visitor) -> None:
    client = visitor("ann")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
        for place in ("/login/", "/plans/", "/api/v1/plans/"):
            answer = client.get(place, headers={"Host": "evil.test"})
            assert answer.status_code == 400
            assert "evil.test" not in answer.content.decode()


def test_links_in_mails_and_for_passwords_ignore_the_host(world: World, visitor: Visitor) -> None:
    answer = visitor("adm").post(
        f"/settings/people/{world.people.eve.pk}/link/", headers={"Host": "evil.test"}
    )
    assert f"{settings.BASE_URL}/password/" in answer.content.decode()
    assert "evil.test/password" not in answer.content.decode()


def test_no_answer_contains_a_secret(world: World, visitor: Visitor) -> None:
    client = visitor("adm")
    secrets = [
        *Token.objects.values_list("digest", flat=True),
        *EnvironmentKey.objects.values_list("digest", flat=True),
        *User.objects.values_list("password", flat=True),
        *world.tokens.values(),
        settings.SECRET_KEY,
    ]
    for door in doors():
        words = words_of(client.get(door.at(world.open.ids)))
        assert not [secret for secret in secrets if secret in words], door.route


def test_the_log_contains_no_secret(world: World) -> None:
    told = json.dumps(list(Event.objects.values_list("data", "reason", "subject")))
    for text in world.tokens.values():
        assert text not in told and text.split("_", 2)[2] not in told
    for digest in Token.objects.values_list("digest", flat=True):
        assert digest not in told


def test_a_fault_of_ours_tells_nothing_of_ours(
    world: World, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_args: Any, **_more: Any) -> None:
        token = "rp_0123456789_very-secret"
        raise RuntimeError(f"SELECT * FROM people_user WHERE token = {token}")

    monkeypatch.setattr("plans.listing.browsing.PlanFilter", stumble)
    monkeypatch.setattr("plans.api.plans.PlanFilter", stumble)
    client = visitor("ann")
    for place in ("/plans/", "/api/v1/plans/"):
        answer = client.get(place)
        words = answer.content.decode()
        assert answer.status_code == 500
        for told in ("very-secret", "SELECT", "RuntimeError", "Traceback", "browsing.py"):
            assert told not in words
