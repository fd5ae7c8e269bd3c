"""One's own page."""

import pytest

from ground.models import Event
from people.models import Token, User

PROFILE = {"display_name": "安然然", "email": "a@example.test", "language": "en", "theme": "dark"}


def test_name_language_and_look_are_kept(cast, signed_in):
    browser = signed_in(cast.ann)
    answer = browser.post("/profile/save/", PROFILE)
    assert answer.status_code == 302
    assert answer.cookies["theme"].value == "dark"
    cast.ann.refresh_from_db()
    assert (cast.ann.called, cast.ann.language) == ("安然然", "en")


def test_the_change_is_in_the_log(cast, signed_in):
    signed_in(cast.ann).post("/profile/save/", PROFILE)
    event = Event.objects.get(kind="person.changed")
    assert event.actor == cast.ann
    assert "email" in event.data["fields"]


def test_a_wrong_mailbox_is_refused_and_keeps_what_was_typed(cast, signed_in):
    answer = signed_in(cast.ann).post("/profile/save/", {**PROFILE, "email": "nonsense"})
    assert answer.status_code == 400
    assert "nonsense" in answer.content.decode()
    cast.ann.refresh_from_db()
    assert cast.ann.display_name == "安然"


@pytest.mark.parametrize("field", ["is_superuser", "is_staff", "roles", "is_administrator"])
def test_nobody_makes_oneself_administrator(cast, signed_in, field):
    signed_in(cast.eve).post("/profile/save/", {**PROFILE, field: "on"})
    cast.eve.refresh_from_db()
    assert not cast.eve.is_administrator
    assert cast.eve.roles == []


def test_a_token_is_shown_once_and_kept_as_a_digest(cast, signed_in):
    browser = signed_in(cast.ann)
    form = {"name": "CI", "scopes": ["read", "deploy"], "days": "30"}
    answer = browser.post("/profile/tokens/", form)
    text = answer.context["text"]
    token = Token.objects.get()
    assert text in answer.content.decode()
    assert text not in browser.get("/profile/").content.decode()
    assert text.split("_", 2)[2] not in f"{token.digest}{token.prefix}"
    assert token.scopes == ["read", "deploy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_token_without_scope_is_refused(cast, signed_in):
    answer = signed_in(cast.ann).post("/profile/tokens/", {"name": "CI", "days": "30"})
    assert answer.status_code == 400
    assert not Token.objects.exists()


def test_a_revoked_token_leaves_the_page(cast, signed_in):
    browser = signed_in(cast.ann)
    browser.post("/profile/tokens/", {"name": "夜间脚本", "scopes": ["read"], "days": ""})
    browser.post(f"/profile/tokens/{Token.objects.get().pk}/revoke/")
    assert "夜间脚本" not in browser.get("/profile/").content.decode()
    assert list(Event.objects.values_list("kind", flat=True)) == ["token.created", "token.revoked"]


def test_the_token_of_somebody_else_is_not_there(cast, signed_in):
    signed_in(cast.ann).post("/profile/tokens/", {"name": "x", "scopes": ["read"], "days": "30"})
    token = Token.objects.get()
    assert signed_in(cast.eve).post(f"/profile/tokens/{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_other_devices_are_signed_out(cast, signed_in):
    here, there = signed_in(cast.ann), signed_in(cast.ann)
    here.post("/profile/sessions/end/")
    assert here.get("/profile/").status_code == 200
    assert there.get("/profile/").status_code == 302


def test_a_new_password_ends_the_other_sessions(cast, signed_in):
    here, there = signed_in(cast.ann), signed_in(cast.ann)
    form = {
        "old_password": "pass-ann",
        "new_password1": "another-quiet-river",
        "new_password2": "another-quiet-river",
    }
    assert here.post("/password/", form).status_code == 302
    assert here.get("/profile/").status_code == 200
    assert there.get("/profile/").status_code == 302
    assert User.objects.get(username="ann").check_password("another-quiet-river")


def test_the_old_password_is_asked_for(cast, signed_in):
    form = {
        "old_password": "no",
        "new_password1": "quiet-river-9",
        "new_password2": "quiet-river-9",
    }
    assert signed_in(cast.ann).post("/password/", form).status_code == 200
    assert User.objects.get(username="ann").check_password("pass-ann")
