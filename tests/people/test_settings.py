"""People of the installation, through the pages of administrators."""

import re

import pytest

from ground.models import Event
from people.actions import create_token
from people.models import Token, User

NEW = {"username": "lin", "display_name": "林", "email": "lin@example.test", "roles": ["dba"]}


@pytest.fixture
def admin(cast, signed_in):
    return signed_in(cast.adm)


def link_in(answer):
    return re.search(r"http://127\.0\.0\.1:\d+(/password/\S+/\S+/)", answer.content.decode())[1]


def test_everybody_sees_who_is_here_but_no_mailboxes(cast, signed_in):
    page = signed_in(cast.eve).get("/settings/").content.decode()
    assert "安然" in page
    assert "ann@example.test" not in page
    assert "只有系统管理员可以做这件事" in page
    assert "/settings/people/new/" not in page


@pytest.mark.parametrize("name", ["ann", "dan", "eve"])
def test_only_administrators_change_people(cast, signed_in, name):
    browser = signed_in(getattr(cast, name))
    place = f"/settings/people/{cast.rob.pk}/"
    assert browser.get("/settings/people/new/").status_code == 403
    assert browser.post("/settings/people/new/", NEW).status_code == 403
    assert browser.get(place).status_code == 403
    assert browser.post(place, {"is_administrator": "on"}).status_code == 403
    assert browser.post(f"{place}switch/").status_code == 403
    assert browser.post(f"{place}link/").status_code == 403
    assert not User.objects.filter(username="lin").exists()


def test_a_new_person_sets_the_password_by_a_link(admin, client):
    answer = admin.post("/settings/people/new/", NEW)
    link = link_in(answer)
    form = client.get(link, follow=True)
    assert "设置密码" in form.content.decode()
    word = {"new_password1": "a-long-quiet-river", "new_password2": "a-long-quiet-river"}
    assert client.post(form.redirect_chain[-1][0], word).status_code == 302
    person = User.objects.get(username="lin")
    assert person.check_password("a-long-quiet-river")
    assert person.roles == ["dba"]
    assert "链接已失效" in client.get(link, follow=True).content.decode()


def test_looking_at_the_link_does_not_use_it_up(admin, client):
    link = link_in(admin.post("/settings/people/new/", NEW))
    for _ in range(3):
        assert client.get(link, follow=True).context["validlink"]


def test_a_taken_name_is_refused_at_its_field(admin, cast):
    answer = admin.post("/settings/people/new/", {**NEW, "username": "ann"})
    assert answer.status_code == 400
    assert answer.context["form"].errors["username"]


def test_roles_are_given_and_taken(admin, cast):
    place = f"/settings/people/{cast.oli.pk}/"
    admin.post(place, {"display_name": "欧力", "email": "", "roles": ["ops", "dba"]})
    cast.oli.refresh_from_db()
    assert cast.oli.roles == ["dba", "ops"]
    assert Event.objects.get(kind="person.changed").subject == "oli"


def test_a_deactivated_person_loses_session_and_token_at_once(admin, cast, signed_in, client):
    browser = signed_in(cast.eve)
    _, text = create_token(cast.eve, by=cast.eve, name="x", scopes=["read"], expires_at=None)
    admin.post(f"/settings/people/{cast.eve.pk}/switch/")
    assert browser.get("/profile/").status_code == 302
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {text}"}
    assert client.get("/api/v1/me/", **bearer).status_code == 401


def test_coming_back_revives_no_old_session_and_no_token(admin, cast, signed_in, client):
    browser = signed_in(cast.eve)
    create_token(cast.eve, by=cast.eve, name="x", scopes=["read"], expires_at=None)
    place = f"/settings/people/{cast.eve.pk}/switch/"
    admin.post(place)
    admin.post(place, {"to": "active"})
    assert browser.get("/profile/").status_code == 302
    assert Token.objects.get().revoked_at is not None
    assert client.post("/login/", {"username": "eve", "password": "pass-eve"}).status_code == 302


def test_deactivating_twice_is_a_conflict_in_words(admin, cast):
    place = f"/settings/people/{cast.eve.pk}/switch/"
    admin.post(place)
    again = admin.post(place)
    assert again.status_code == 409
    assert "账号已经停用了" in again.content.decode()


def test_administrators_do_not_lock_themselves_out(admin, cast):
    place = f"/settings/people/{cast.adm.pk}/"
    assert admin.post(f"{place}switch/").status_code == 403
    last = admin.post(place, {"display_name": "管理员", "email": ""})
    assert last.status_code == 409
    assert "最后一位系统管理员" in last.content.decode()
    cast.adm.refresh_from_db()
    assert cast.adm.is_administrator


def test_a_deactivated_person_gets_no_link(admin, cast):
    admin.post(f"/settings/people/{cast.eve.pk}/switch/")
    assert admin.post(f"/settings/people/{cast.eve.pk}/link/").status_code == 409


def test_the_search_finds_by_both_names(admin):
    assert "罗博" in admin.get("/settings/?search=rob").content.decode()
    assert "罗博" in admin.get("/settings/?search=罗").content.decode()
    assert "没有找到" in admin.get("/settings/?search=%").content.decode()


def test_the_admin_site_is_no_second_door(cast, client, signed_in):
    assert client.get("/admin/login/?next=/admin/").url == "/login/?next=/admin/"
    assert client.post("/admin/login/", {"username": "adm", "password": "pass-adm"}).url.startswith(
        "/login/"
    )
    refused = signed_in(cast.eve).get("/admin/", follow=True)
    assert refused.status_code == 403
    assert "只有系统管理员可以做这件事" in refused.content.decode()


def test_the_admin_site_makes_nobody_and_types_no_passwords(admin, cast):
    assert admin.get("/admin/people/user/add/").status_code == 403
    place = f"/admin/people/user/{cast.eve.pk}/password/"
    words = {"password1": "a-long-quiet-river", "password2": "a-long-quiet-river"}
    assert admin.post(place, words).url == f"/settings/people/{cast.eve.pk}/"
    assert User.objects.get(username="eve").check_password("pass-eve")


def test_the_admin_site_shows_no_digest(admin, cast):
    token, _ = create_token(cast.eve, by=cast.eve, name="x", scopes=["read"], expires_at=None)
    page = admin.get(f"/admin/people/token/{token.pk}/change/").content.decode()
    assert token.prefix in page
    assert token.digest not in page


def test_the_admin_site_records_and_deletes_nobody(admin, cast):
    place = f"/admin/people/user/{cast.eve.pk}/"
    form = admin.get(f"{place}change/").context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    data.update(display_name="伊", groups=[])
    assert admin.post(f"{place}change/", data).status_code == 302
    assert Event.objects.get(kind="person.changed").actor == cast.adm
    assert admin.post(f"{place}delete/", {"post": "yes"}).status_code == 403
