"""Signing in and out, through the pages."""

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

LOGIN = "/login/"


def sign_in(client, username, password, **extra):
    return client.post(LOGIN, {"username": username, "password": password, **extra})


def test_a_person_signs_in_and_out(cast, client):
    assert sign_in(client, "ann", "pass-ann").status_code == 302
    assert client.get("/profile/").status_code == 200
    assert client.post("/logout/").status_code == 302
    assert client.get("/profile/").url == f"{LOGIN}?next=/profile/"


def test_sign_out_by_a_link_does_nothing(cast, signed_in):
    browser = signed_in(cast.ann)
    assert browser.get("/logout/").status_code == 405
    assert browser.get("/profile/").status_code == 200


def test_wrong_password_and_unknown_name_get_the_same_answer(cast, client):
    def words(response):
        return str(response.context["form"].non_field_errors())

    wrong, unknown = sign_in(client, "ann", "no"), sign_in(client, "nobody", "no")
    assert wrong.status_code == unknown.status_code == 200
    assert words(wrong) == words(unknown) != ""


def test_a_deactivated_person_gets_the_same_answer_too(cast, client):
    cast.eve.is_active = False
    cast.eve.save()
    assert "用户名或密码不对" in sign_in(client, "eve", "pass-eve").content.decode()


@pytest.mark.parametrize("place", ["https://evil.test/", "//evil.test", "javascript:alert(1)"])
def test_next_never_leaves_the_house(cast, client, place):
    assert sign_in(client, "ann", "pass-ann", next=place).url == "/"


def test_next_leads_back_to_the_page_asked_for(cast, client):
    assert sign_in(client, "ann", "pass-ann", next="/plans/?status=draft").url == (
        "/plans/?status=draft"
    )


def test_the_session_key_changes_at_sign_in(cast, client):
    client.get(LOGIN)
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    sign_in(client, "ann", "pass-ann")
    assert client.session.session_key != before


def test_guessing_is_stopped_and_says_so(cast, client, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(client, "ann", "guess")
    assert answer.status_code == 429
    assert "试的次数太多了" in answer.content.decode()
    assert sign_in(client, "ann", "pass-ann").status_code == 429
    assert sign_in(client, "rob", "pass-rob").status_code == 302


def test_guessing_at_unknown_names_is_stopped_alike(cast, client, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(client, "nobody", "guess")
    assert answer.status_code == 429


def test_success_forgets_the_failures(cast, client):
    sign_in(client, "ann", "guess")
    sign_in(client, "ann", "pass-ann")
    assert not AccessAttempt.objects.exists()


def test_sign_in_needs_the_csrf_token(cast):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "ann", "pass-ann").status_code == 403
    strict.get(LOGIN)
    token = strict.cookies["csrftoken"].value
    assert sign_in(strict, "ann", "pass-ann", csrfmiddlewaretoken=token).status_code == 302


@pytest.mark.parametrize(
    "name",
    ["logout", "language", "theme", "save", "new-token", "sign-out-others", "new-person"],
)
def test_every_post_needs_the_csrf_token(cast, name):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.adm)
    assert strict.post(reverse(f"people:{name}"), {}).status_code == 403


def test_the_sign_in_page_is_chinese_and_not_cached(db, client):
    answer = client.get(LOGIN)
    assert "登录发布计划" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_who_is_signed_in_is_sent_on_from_the_sign_in_page(cast, signed_in):
    assert signed_in(cast.ann).get(LOGIN).status_code == 302
