"""Big documents are made by a worker, and every one of its deaths is survived."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from desk import due, tasks
from desk.actions import ask, render_claimed
from desk.actions.renderings import CLAIM, KEPT, claim
from desk.exports import find_export
from desk.exports.pdf import rendering
from desk.models import DONE, FAILED, QUEUED, RUNNING, Rendering
from ground.clock import now
from plans.actions import add_rows
from plans.models import Plan


@pytest.fixture
def big(plan: Plan, cast: SimpleNamespace) -> Plan:
    add_rows(
        plan, "configs", by=cast.ann, rows=[{"key": f"k{n}", "value": "1"} for n in range(200)]
    )
    return Plan.objects.get(pk=plan.pk)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The PDF export without WeasyPrint; tells what it was asked."""
    asked: list[str] = []

    def render_long(_self: Any, plan: Plan, progress: Any) -> bytes:
        asked.append(plan.number)
        progress("step", 4)
        progress("page", 5)
        return b"%PDF-"

    monkeypatch.setattr("desk.exports.pdf.export.Pdf.render_long", render_long)
    return asked


def queued(plan: Plan, by: Any) -> Rendering:
    return ask(plan, find_export("pdf"), by=by)


def test_a_big_plan_leads_to_a_page_that_waits_and_then_to_the_file(
    big: Plan, cast: SimpleNamespace, signed_in: Any, quick: list[str]
) -> None:
    client = signed_in(cast.ann)
    waiting = client.get(reverse("desk:export", args=[big.number, "pdf"]), follow=True)
    assert "排队中" in waiting.content.decode()
    due.run(now())
    (made,) = Rendering.objects.all()
    page = client.get(
        reverse("desk:rendering", args=[big.number, made.pk]), headers={"hx-request": "true"}
    )
    assert "下载 PDF" in page.content.decode()
    assert "<html" not in page.content.decode()
    file = client.get(reverse("desk:rendered", args=[big.number, made.pk]))
    assert b"".join(file.streaming_content) == b"%PDF-"
    assert big.number in file["Content-Disposition"]


def test_the_same_state_is_rendered_once(
    big: Plan, cast: SimpleNamespace, quick: list[str]
) -> None:
    assert queued(big, cast.ann) == queued(big, cast.rob)
    due.run(now())
    due.run(now())
    assert quick == [big.number]
    assert queued(big, cast.oli).state == DONE


def test_a_change_asks_for_a_new_file(big: Plan, cast: SimpleNamespace, quick: list[str]) -> None:
    first = queued(big, cast.ann)
    add_rows(big, "topics", by=cast.ann, rows=[{"topic": "T"}])
    assert queued(big, cast.ann) != first


def test_only_one_worker_gets_it(big: Plan, cast: SimpleNamespace) -> None:
    pk = queued(big, cast.ann).pk
    assert claim(pk, now()) is not None
    assert claim(pk, now()) is None


def test_what_a_dead_worker_held_is_given_out_again(
    big: Plan, cast: SimpleNamespace, quick: list[str]
) -> None:
    held = queued(big, cast.ann)
    claim(held.pk, now() - CLAIM - timedelta(seconds=1))
    moment = due.next_due()
    assert moment is not None
    assert moment <= now()
    due.run(now())
    held.refresh_from_db()
    assert held.state == DONE


def test_a_task_that_comes_twice_or_late_does_nothing(
    big: Plan, cast: SimpleNamespace, quick: list[str]
) -> None:
    pk = queued(big, cast.ann).pk
    render_claimed(pk)
    render_claimed(pk)
    render_claimed(pk + 1000)
    assert quick == [big.number]


def test_the_task_makes_what_it_is_told(big: Plan, cast: SimpleNamespace, quick: list[str]) -> None:
    tasks.render([queued(big, cast.ann).pk])
    assert quick == [big.number]


def test_a_request_does_not_queue_for_a_child(
    plan: Plan, cast: SimpleNamespace, signed_in: Any, quick: list[str]
) -> None:
    with rendering.AT_ONCE, rendering.AT_ONCE:
        address = reverse("desk:export", args=[plan.number, "pdf"])
        assert signed_in(cast.ann).get(address).status_code == 302
    assert Rendering.objects.get().state == QUEUED


@pytest.mark.long
def test_a_failure_says_why_and_can_be_tried_again(
    big: Plan, cast: SimpleNamespace, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = queued(big, cast.ann)
    monkeypatch.setattr("desk.exports.pdf.rendering.MEMORY", 1024)
    render_claimed(made.pk)
    made.refresh_from_db()
    assert made.state == FAILED
    page = signed_in(cast.ann).get(reverse("desk:rendering", args=[big.number, made.pk]))
    assert "再试一次" in page.content.decode()
    assert queued(big, cast.ann).state == QUEUED


def test_progress_is_told_on_the_way_and_only_grows() -> None:
    told = [Rendering(state=RUNNING, step=step, pages=pages).percent
            for step, pages in ((0, 0), (1, 0), (4, 0), (5, 5), (5, 60), (6, 60), (7, 60))]  # fmt: skip
    assert told == sorted(told)
    assert told[-1] < Rendering(state=DONE).percent == 100


def test_files_are_thrown_away_after_a_day(
    big: Plan, cast: SimpleNamespace, quick: list[str]
) -> None:
    made = queued(big, cast.ann)
    due.run(now())
    made.refresh_from_db()
    storage, name = made.file.storage, made.file.name
    assert storage.exists(name)
    due.run(now() + KEPT + timedelta(seconds=1))
    assert not Rendering.objects.exists()
    assert not storage.exists(name)
