"""The cast: ann owns, dev leads development, rob tests, dan is the DBA, oli operates,
pia is the product manager, eve may do nothing."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import hypothesis
import pytest
from django.test import Client

from people.models import User
from plans.actions import add_rows, create_plan
from plans.models import Plan
from tests.phonograph import played

pytest_plugins = ["tests.quick", "tests.mould", "tests.servers", "tests.browser", "tests.emptying"]

# No example is wrong for being slow: how long things take is measured in bench/, not here.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

NAMES = {
    "ann": "安然",
    "dev": "戴维",
    "rob": "罗博",
    "dan": "单丹",
    "oli": "欧力",
    "pia": "皮雅",
    "eve": "伊芙",
    "adm": "管理员",
}

MEMBERS = [
    {"role": "项目负责人(PM)", "name": "安然", "is_lead": True, "user": "ann"},
    {"role": "服务端开发", "name": "戴维", "is_lead": True, "user": "dev"},
    {"role": "测试", "name": "罗博", "is_lead": True, "user": "rob"},
    {"role": "DBA", "name": "单丹", "user": "dan"},
    {"role": "运维", "name": "欧力", "user": "oli"},
    {"role": "产品", "name": "皮雅", "user": "pia"},
]

TITLE = "下单返豆联合发布"
APPS = [
    {"batch": 1, "app": "coin-center", "deployer": "欧力"},
    {"batch": 1, "app": "promotion-platform"},
    {"batch": 2, "app": "trade-web-buy", "depends_on": ["coin-center"]},
]


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """The people, by first name; each one's password is "pass-" and the name."""
    _gather()
    people = User.objects.filter(username__in=NAMES)
    return SimpleNamespace(**{one.username: one for one in people})


@played
def _gather() -> None:
    for name, called in NAMES.items():
        User.objects.create_user(
            name,
            email=f"{name}@example.test",
            password=f"pass-{name}",
            display_name=called,
            is_staff=name == "adm",
            is_superuser=name == "adm",
        )


@pytest.fixture
def plan(cast: SimpleNamespace) -> Plan:
    """A draft of ann's with its members and two batches of three apps."""
    _draft(cast.ann)
    return Plan.objects.filter(title=TITLE, owner=cast.ann).latest("pk")


@played
def _draft(ann: User) -> None:
    made = create_plan(by=ann, title=TITLE)
    add_rows(made, "members", by=ann, rows=MEMBERS)
    add_rows(made, "apps", by=ann, rows=APPS)


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    """A browser in which that person has signed in."""

    def open_browser(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return open_browser


@pytest.fixture
def ann(signed_in: Callable[[Any], Client], cast: SimpleNamespace) -> Client:
    """Ann's browser."""
    return signed_in(cast.ann)
