"""What hangs on a row is counted on the release-day board."""

from types import SimpleNamespace
from typing import Any

from desk.board.facts import Facts
from desk.board.runbook import runbook
from ground.clock import now
from plans.models import Plan
from tests.attachments.conftest import PNG, Hang


def test_a_checklist_counts_the_files_of_its_rows(
    plan: Plan, hang: Hang, check: Any, cast: SimpleNamespace, ann: Any
) -> None:
    before = Facts(plan, cast.ann, now()).mark
    hang()
    hang(PNG, "截图.png")
    facts = Facts(plan, cast.ann, now())
    assert facts.mark != before, "open boards are told"
    [item] = [one for lst in runbook(facts) for group in lst.groups for one in group.items]
    assert item.attached == 2
    html = ann.get(f"/plans/{plan.number}/board/").content.decode()
    assert f"attachments/at/checks/{check.pk}/" in html and "<b>2</b>" in html
