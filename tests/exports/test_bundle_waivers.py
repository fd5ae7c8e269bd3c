"""Broken glass and delegates in the evidence bundle: who, for whom, and that nobody rewrites it."""

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from approvals.actions import ask_waiver, confirm_waiver, review_waiver
from desk.exports import find_export
from ground.clock import now
from people.models import Delegation
from plans.models import Plan
from tests.approvals.hands import approve, digest, gate, submitted
from tests.exports.test_bundle import edit, mend_manifest, quick, run, unpacked

__all__ = ["quick"]
pytestmark = pytest.mark.long
WHY = "测试负责人出差，今晚必须修复支付"


@pytest.fixture
def bundle(plan: Plan, cast: SimpleNamespace, tmp_path: Path) -> Path:
    """A plan whose first gate was waived and whose second a delegate signed."""
    submitted(plan, cast.ann)
    asked = ask_waiver(
        gate(plan, "submission"), by=cast.oli, reason=WHY, digest=digest(plan, "submission")
    )
    waiver = confirm_waiver(asked, by=cast.rob, digest=digest(plan, "submission"))
    review_waiver(waiver, by=cast.dev, comment="看过了，没有问题")
    at = now()
    Delegation.objects.create(
        giver=cast.rob, taker=cast.eve, created_at=at, begins_at=at, ends_at=at + timedelta(days=1)
    )
    approve(plan, "tested", cast.eve, on_behalf_of=cast.rob.pk, written={"report": "全过"})
    output = tmp_path / "evidence.zip"
    output.write_bytes(find_export("bundle").render(Plan.objects.get(pk=plan.pk)))
    return unpacked(output)


def gates_in(bundle: Path) -> dict[str, Any]:
    return {one["key"]: one for one in json.loads((bundle / "gates.json").read_text())["gates"]}


def test_both_are_told_and_hold(bundle: Path) -> None:
    [waiver] = gates_in(bundle)["submission"]["waivers"]
    told = [waiver[name] for name in ("asked_by", "confirmed_by", "reviewed_by", "reason")]
    assert told == ["欧力", "罗博", "戴维", WHY]
    [signoff] = gates_in(bundle)["tested"]["signoffs"]
    assert (signoff["signer"], signoff["on_behalf_of"]) == ("伊芙", "罗博")
    status, words = run(bundle)
    assert status == 0 and "1 waivers" in words and "1 sign-offs" in words, words


@pytest.mark.parametrize(
    ("key", "kind", "change", "told"),
    [
        ("submission", "waivers", {"confirmed_by_id": 0}, "not what the log says"),
        ("submission", "waivers", {"digest": "0" * 64}, "was changed"),
        ("submission", "waivers", None, "is missing, though the log holds it"),
        ("tested", "signoffs", {"on_behalf_of_id": None}, "is not what event"),
    ],
)
def test_neither_is_rewritten(
    key: str, kind: str, change: dict[str, Any] | None, told: str, bundle: Path
) -> None:
    def rewrite(value: Any) -> None:
        found = next(one for one in value["gates"] if one["key"] == key)
        found[kind] = [{**one, **change} for one in found[kind] if change is not None]

    edit(bundle / "gates.json", rewrite)
    mend_manifest(bundle)
    status, words = run(bundle)
    assert status == 1 and told in words, words
