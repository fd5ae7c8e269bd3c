"""不涉及: an empty section that a plan leaves out, with the reason, on page and in files."""

from types import SimpleNamespace

import pytest
from django.test import Client

from plans.importing import read_file
from plans.leaving_out import left_out
from plans.models import Note, Plan
from plans.tables.registry import section

TOPICS = "消息队列"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("不涉及：没有消息变更", "没有消息变更"),
        ("不涉及", ""),
        ("N/A - no change of messages", "no change of messages"),
        ("Not applicable: none", "none"),
    ],
)
def test_what_says_only_that_is_the_folded_line(text: str, why: str) -> None:
    note = Note(heading=["计划", TOPICS], text=text)
    assert left_out([section("topics")], [note]) == {"topics": (note, why)}


@pytest.mark.parametrize("text", ["不涉及资金，但要改消息", "无锡机房要切换", "见附件"])
def test_prose_about_the_matter_is_prose(text: str) -> None:
    assert not left_out([section("topics")], [Note(heading=[TOPICS], text=text)])


def test_the_page_keeps_the_reason_and_folds_it(
    ann: Client, plan: Plan, cast: SimpleNamespace
) -> None:
    place = f"/plans/{plan.number}/omissions/"
    answer = ann.post(place, {"section": "topics", "why": "这次没有消息变更"}, follow=True)
    page = answer.content.decode()
    assert "“消息队列”已标为不涉及。" in page
    assert "这次没有消息变更" in page.split('id="unused"')[1]
    assert "这次没有消息变更" not in page.split('id="note-list"')[1].split("</section>")[0]


def test_without_a_reason_nothing_is_left_out(ann: Client, plan: Plan) -> None:
    answer = ann.post(f"/plans/{plan.number}/omissions/", {"section": "topics", "why": " "})
    assert answer.status_code == 400
    assert not plan.notes.exists()


def test_it_comes_back_from_a_file(ann: Client, plan: Plan) -> None:
    ann.post(f"/plans/{plan.number}/omissions/", {"section": "topics", "why": "没有消息变更"})
    data = b"".join(ann.get(f"/plans/{plan.number}/export/md/"))
    notes = read_file(data, "plan.md").notes
    assert [(note["heading"], note["text"]) for note in notes] == [
        ([TOPICS], "不涉及：没有消息变更")
    ]


def test_whoever_may_not_edit_leaves_nothing_out(
    signed_in: object, plan: Plan, cast: SimpleNamespace
) -> None:
    client = signed_in(cast.eve)  # type: ignore[operator]
    answer = client.post(f"/plans/{plan.number}/omissions/", {"section": "topics", "why": "x"})
    assert answer.status_code == 403
