"""The doors in a real browser: one tap in, language, look, a token copied; readable by all."""

import re

import pytest
from django.db import transaction

from notices.actions import post
from notices.letters import render
from people.actions import create_demo_person
from people.demo import PASSWORD
from people.models import Token, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    """A product with two demo accounts and one mail, at its address."""
    create_demo_person("pm", display_name="无忌", demo="项目负责人", password=PASSWORD)
    create_demo_person(
        "root", display_name="管理员", demo="管理", password=PASSWORD, is_administrator=True
    )
    letter = render(
        "notice", {"heading": "请签上线评审", "url": "https://x.test/", "button": "去签"}
    )
    with transaction.atomic():
        post(
            key="k",
            to=User.objects.get(username="pm"),
            subject="[RP-2026-0001] 下单返豆",
            text=letter.text,
            html=letter.html,
        )
    return live_server.url


def enter(page, site, username, place="/profile/"):
    page.goto(f"{site}/login/?next={place}")
    page.click(f"button[value={username}]")
    page.wait_for_url(f"{site}{place}")


def test_one_tap_enters_and_the_look_and_language_stay(site, desktop):
    enter(desktop, site, "pm")
    desktop.click("[data-theme-menu] summary")
    with desktop.expect_response(re.compile("/theme/")):
        desktop.click("[data-theme-menu] button[value=dark]")
    desktop.reload()
    assert desktop.get_attribute("html", "data-theme") == "dark"
    desktop.click("summary[aria-label=语言]")
    desktop.click("button[name=language][value=en]")
    desktop.wait_for_selector("html[lang=en]")
    person = User.objects.get(username="pm")
    assert (person.theme, person.language) == ("dark", "en")


def test_a_token_is_made_and_taken_back(site, phone):
    enter(phone, site, "pm")
    phone.fill("#tokens input[name=name]", "CI")
    phone.click("#tokens .actions button")
    assert phone.input_value("#fresh input").startswith("rp_")
    phone.click(".tokens form button")
    phone.wait_for_selector("text=令牌已撤销")
    assert Token.objects.get().revoked_at is not None


def test_the_letter_shows_in_its_cage(site, desktop):
    enter(desktop, site, "root", "/outbox/")
    desktop.click("text=请签上线评审")
    letter = desktop.frame_locator("iframe.letter")
    assert letter.locator("h1").inner_text() == "请签上线评审"


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_every_page_is_readable_by_all(site, request, axe, size, look):
    page = request.getfixturevalue(size)
    page.emulate_media(color_scheme=look)
    page.goto(f"{site}/login/")
    assert axe(page) == []
    enter(page, site, "root")
    message = User.objects.get(username="pm").messages.get()
    person = User.objects.get(username="pm")
    for place in (
        "/profile/",
        "/password/",
        "/settings/",
        "/settings/people/new/",
        f"/settings/people/{person.pk}/",
        "/outbox/",
        f"/outbox/{message.pk}/",
    ):
        page.goto(f"{site}{place}")
        assert (place, axe(page)) == (place, [])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
