"""The pages of wishes, robots and hosts in a real browser: by keys, at every size and light."""

import pytest

from ground.actions import allow_host
from notices.actions import add_robot
from notices.models import Wish
from people.actions import create_demo_person
from people.demo import PASSWORD
from people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    """A product with two demo accounts, at its address."""
    create_demo_person("pm", display_name="无忌", demo="项目负责人", password=PASSWORD)
    create_demo_person(
        "root", display_name="管理员", demo="管理", password=PASSWORD, is_administrator=True
    )
    return live_server.url


def enter(page, site, username, place="/profile/"):
    page.goto(f"{site}/login/?next={place}")
    page.click(f"button[value={username}]")


@pytest.fixture
def furnished(site):
    """A robot and a host; gives their pages and the others."""
    root = User.objects.get(username="root")
    address = "https://oapi.dingtalk.com/robot/send?access_token=0123456789"
    robot = add_robot(kind="dingtalk", name="交易发布群", address=address, by=root)
    allow_host("hook.corp.example:8080", note="内部机器人网关", by=root)
    return [
        "/profile/notices/", "/settings/robots/", f"/settings/robots/{robot.pk}/",
        "/settings/robots/new/webhook/", "/settings/outbound/", "/outbox/",
    ]  # fmt: skip


def test_a_way_is_chosen_on_a_phone(site, phone):
    enter(phone, site, "pm", "/profile/")
    phone.click("text=选择怎么收")
    phone.get_by_role("group", name="评论与提到我").get_by_label("每日摘要").check()
    phone.click("button:has-text('保存')")
    phone.wait_for_selector("text=已保存")
    wish = Wish.objects.get(group="comments")
    assert (wish.person.username, wish.way) == ("pm", "daily")
    assert phone.get_by_role("group", name="等我签字").get_by_label("立即").is_disabled()


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_pages_are_readable_by_all(site, furnished, request, axe, size, look):
    page = request.getfixturevalue(size)
    page.emulate_media(color_scheme=look)
    enter(page, site, "root")
    for place in furnished:
        page.goto(f"{site}{place}")
        assert (place, axe(page)) == (place, [])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
