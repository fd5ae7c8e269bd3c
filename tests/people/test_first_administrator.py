"""An empty installation gets its administrator by a link that works once."""

import json
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from ground.models import Event
from people.models import User

FORM = {
    "username": "root",
    "display_name": "管理员",
    "new_password1": "a-long-quiet-river",
    "new_password2": "a-long-quiet-river",
}


def printed(*args):
    out = StringIO()
    call_command("first_administrator", *args, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def link(db):
    return printed("--base", "http://testserver")


def test_the_command_prints_a_working_address(link, client):
    assert link.startswith("http://testserver/first/")
    assert client.get(link).status_code == 200


def test_json_says_how_long_it_lives(db):
    assert json.loads(printed("--json"))["seconds"] == 86400


def test_looking_makes_nobody(link, client):
    client.get(link)
    client.head(link)
    assert not User.objects.exists()


def test_the_form_makes_an_administrator_and_signs_in(link, client):
    assert client.post(link, FORM).status_code == 302
    person = User.objects.get()
    assert person.is_administrator
    assert person.display_name == "管理员"
    assert client.get("/settings/people/new/").status_code == 200
    assert Event.objects.filter(kind="person.created").count() == 1


def test_it_works_once(link, client):
    client.post(link, FORM)
    client.post("/logout/")
    assert client.get(link).status_code == 410
    assert client.post(link, {**FORM, "username": "second"}).status_code == 410
    assert User.objects.count() == 1


def test_it_ends_after_a_day(link, client):
    with time_machine.travel("2030-01-01"):
        assert client.get(link).status_code == 410


def test_a_forged_ticket_opens_nothing(db, client):
    assert client.get("/first/abc:def/").status_code == 410


def test_a_weak_password_is_refused_in_words(link, client):
    weak = client.post(link, {**FORM, "new_password1": "123", "new_password2": "123"})
    assert weak.status_code == 200
    assert "密码太短，至少要 8 个字符。" in weak.context["form"].errors["new_password2"]
    assert not User.objects.exists()


def test_the_command_refuses_where_an_administrator_exists(cast):
    with pytest.raises(CommandError):
        printed()
