"""Texts that no database keeps and days that no calendar has, at gates and in delegations."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from approvals.models import Gate
from tests.security.world import World

pytestmark = pytest.mark.long
Visitor = Callable[..., Client]
WHY = "测试负责人出差，今晚必须修复支付"
BAD = {"half a character": "\ud800" * 12, "NUL": "x\x00" * 12, "long": "长" * 100_000}
DAYS = {
    "the last of all": ("2026-12-01", "9999-12-31"),
    "the first of all": ("0001-01-01", "0001-01-02"),
    "no days": ({}, [1]),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_words_at_a_gate_are_refused_in_words(world: World, visitor: Visitor, bad: str) -> None:
    ids, base = world.open.ids, f"/api/v1/plans/{world.open.plan.number}/gates/"
    tested = f"{base}{Gate.objects.get(plan=world.open.plan, key='tested').pk}/"
    digest = visitor("rob").get(tested).json()["digest"]
    asked = f"{base}{ids['gate']}/waivers/{ids['waiver']}/"
    tries: list[tuple[str, str, dict[str, Any]]] = [
        ("rob", f"{tested}signoffs/", {"decision": "reject", "digest": digest, "comment": bad}),
        ("rob", f"{tested}signoffs/", {"decision": bad, "digest": digest}),
        ("rob", f"{tested}signoffs/", {"decision": "approve", "digest": bad}),
        ("rob", f"{tested}signoffs/", {"decision": "approve", "digest": digest,
                                       "record": {"report": bad}}),
        ("oli", f"{tested}waivers/", {"reason": bad, "digest": digest}),
        ("oli", f"{tested}waivers/", {"reason": WHY, "digest": bad}),
        ("rob", f"{asked}confirmation/", {"digest": bad}),
        ("rob", f"{asked}refusal/", {"reason": bad}),
        ("rob", f"{asked}review/", {"comment": bad}),
        ("dev", f"{base}{ids['gate']}/signoffs/{ids['signoff']}/withdrawal/", {"reason": bad}),
        ("ann", f"{base}{ids['gate']}/reopening/", {"reason": bad}),
        ("rob", "/api/v1/delegations/", {"taker": "eve", "first": "2999-01-01",
                                         "last": "2999-01-02", "reason": bad}),
        ("rob", "/api/v1/delegations/", {"taker": bad, "first": "2999-01-01", "last": "2999-01-02"}),
    ]  # fmt: skip
    answers = [
        (visitor(name).post(place, body, "application/json").status_code, place, list(body))
        for name, place, body in tries
    ]
    kept = (200, 201) if len(bad) > 1000 else ()  # a reason is cut
    assert not [one for one in answers if one[0] not in (400, 403, 404, 409, *kept)], answers


@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS)
def test_days_without_a_place_in_time_are_refused(
    world: World, visitor: Visitor, days: tuple[Any, Any]
) -> None:
    body = {"taker": "eve", "first": days[0], "last": days[1]}
    answer = visitor("rob").post("/api/v1/delegations/", body, "application/json")
    assert answer.status_code == 400, answer.content
    assert not world.people.rob.delegations_given.exists()
