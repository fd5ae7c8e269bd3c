from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from plans.actions import move_app
from plans.models import Plan

Open = Callable[[Any], Client]
Find = Callable[[str], Any]
HTMX = {"HTTP_HX_REQUEST": "true"}


def tap(client: Client, plan: Plan, app: Any, to: str, **more: str) -> Any:
    return client.post(f"/plans/{plan.number}/board/apps/{app.pk}/", {"to": to, **more}, **HTMX)


def test_the_board_shows_the_next_step_with_its_button(
    released: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    page = signed_in(cast.oli).get(f"/plans/{released.number}/board/").content.decode()
    assert "欧力：发布 coin-center（第 1 批）" in page
    assert "第 2 批" in page
    assert "等待第 1 批" in page
