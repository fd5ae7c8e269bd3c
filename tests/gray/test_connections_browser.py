"""Connections in a real browser: by keys, at every size and light, and nothing typed is lost."""

import pytest

from gray.actions import add_connection
from gray.models import Connection
from people.actions import create_demo_person
from people.demo import PASSWORD
from people.models import User
from tests.gray.drivers.fakes.http import Gateway
from tests.gray.drivers.fakes.unleash import Unleash
from tests.ground.outside_server import serving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/settings/connections/"


@pytest.fixture
def site(live_server):
    """A product with an administrator, at its address."""
    create_demo_person(
        "root", display_name="管理员", demo="管理", password=PASSWORD, is_administrator=True
    )
    return live_server.url


@pytest.fixture
def furnished(site):
    """One that was tried out in vain; gives its page and the others."""
    rig = Unleash()
    rig.url = "https://unleash.corp.example"
    row = add_connection(kind="unleash", name="生产 Unleash", environment="生产",
                         values=rig.options(), by=User.objects.get())  # fmt: skip
    said = "unleash.corp.example 在内网或保留地址里，默认不会向那里发请求。" * 3
    Connection.objects.update(tested_at=row.changed_at, said=said)
    return [
        LIST, f"{LIST}{row.pk}/", f"{LIST}new/http/?preset=argo", f"{LIST}new/apollo/",
        f"{LIST}new/prometheus/", "/help/connections/",
    ]  # fmt: skip


def enter(page, site, place):
    page.goto(f"{site}/login/?next={place}")
    page.click("button[value=root]")


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_pages_are_readable_by_all(site, furnished, request, axe, size, look):
    page = request.getfixturevalue(size)
    page.emulate_media(color_scheme=look)
    enter(page, site, LIST)
    for place in furnished:
        page.goto(f"{site}{place}")
        assert (place, axe(page)) == (place, [])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place


def test_a_gateway_is_set_up_mended_and_tried_out_on_a_phone(site, phone, settings):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    gateway = Gateway()
    with serving(gateway.answer) as server:
        gateway.url = server.url("")
        enter(phone, site, LIST)
        phone.click("text=添加 通用 HTTP")
        phone.fill("[name=name]", "自建网关")
        for name in ("address", "headers", "secret", "read_address"):
            phone.fill(f"[name=option_{name}]", gateway.options()[name])
        phone.fill("[name=option_body]", '{"gray": {{prozent}}}')
        phone.click("summary:has-text('怎样算成功')")
        phone.fill("[name=option_ok_pointer]", "/code")
        phone.fill("[name=option_ok_value]", "0")
        phone.click("summary:has-text('网络')")
        phone.fill("[name=option_test_address]", gateway.options()["test_address"])
        phone.click("button:has-text('保存')")
        phone.wait_for_selector("text=不认识 {{prozent}}")
        assert phone.input_value("[name=option_body]") == '{"gray": {{prozent}}}'
        assert phone.input_value("[name=option_ok_pointer]") == "/code", "open, and still there"
        assert phone.input_value("[name=option_secret]") == ""
        phone.fill("[name=option_body]", '{"gray": {{percent}}, "text": ""}')
        phone.fill("[name=option_secret]", gateway.options()["secret"])
        phone.click("button:has-text('保存')")
        phone.wait_for_selector("text=还没测过")
        phone.click("button:has-text('测试连接')")
        phone.wait_for_selector(".pill:has-text('连得上')")
    assert Connection.objects.get().works
