"""A refusal on a page of its own leads back to where one came from, and nowhere else."""

import pytest
from django.test import Client

from plans.models import Plan

LINK = "回到刚才的页面"


@pytest.mark.parametrize(
    ("came_from", "leads"),
    [
        ("http://testserver/plans/", True),
        ("http://testserver/plans/RP-0000-0000/", False),
        ("https://elsewhere.example/plans/", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_the_way_back(came_from: str, leads: bool, ann: Client, plan: Plan) -> None:
    answer = ann.get("/plans/RP-0000-0000/", headers={"referer": came_from})
    page = answer.content.decode()
    assert answer.status_code == 404 and "回到待办" in page
    assert (LINK in page) is leads
    assert (f'href="{came_from}"' in page) is leads
