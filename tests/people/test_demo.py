"""Demo accounts: offered where they are harmless, useless elsewhere."""

import pytest

from people.actions import create_demo_person
from people.demo import PASSWORD


@pytest.fixture
def pm(db):
    return create_demo_person(
        "pm", display_name="无忌", demo="项目经理，计划负责人", password=PASSWORD
    )


def enter(client, **extra):
    return client.post("/login/", {"username": "pm", "password": PASSWORD}, **extra)


def test_the_embedded_sign_in_page_offers_them(pm, client):
    page = client.get("/login/").content.decode()
    assert "无忌" in page
    assert "项目经理，计划负责人" in page
    assert PASSWORD in page


def test_one_tap_signs_in(pm, client):
    assert enter(client).status_code == 302


def test_making_them_twice_changes_nothing(pm):
    again = create_demo_person("pm", display_name="别人", demo="x", password="y")
    assert again.pk == pm.pk
    assert again.display_name == "无忌"


def test_production_neither_shows_nor_admits_them(pm, client, settings):
    settings.EMBEDDED = False
    assert "无忌" not in client.get("/login/").content.decode()
    assert "演示账号只能在运行它的这台机器上登录" in enter(client).content.decode()


def test_from_another_machine_they_do_not_open(pm, client):
    assert enter(client, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert "_auth_user_id" not in client.session


def test_an_installation_without_them_shows_no_such_box(db, client):
    assert "演示账号" not in client.get("/login/").content.decode()
