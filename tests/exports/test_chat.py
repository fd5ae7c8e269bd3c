"""Plain text for a chat group."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from desk.chat import text_of_section, text_of_state
from ground.clock import now
from plans.actions import add_rows, create_plan
from plans.models import Plan
from plans.tables.registry import section, sections
from plans.writing.chat import LONGEST, LONGEST_CELL, plain


def told(plan: Plan, key: str) -> list[str]:
    return text_of_section(plan, section(key)).rstrip("\n").split("\n")


def test_a_row_is_a_numbered_line_with_its_cells_below(rich: Plan) -> None:
    lines = told(rich, "apps")
    assert lines[:6] == [
        f"【{rich.number}】下单返豆联合发布 · 发布应用批次（6）",
        "— 第 1 批 —",
        "1. coin-center",
        "\u3000发布域：促销；版本：2.6.0；原版本：2.5.3",
        "\u3000发布分支：feature/coin-refund；发布人：欧力；风险等级：高",
        "\u3000风险描述：返豆计算错误会造成资损；风险控制：先 1% 灰度并对账",
    ]
    assert lines[-1].endswith(f"/plans/{rich.number}/#s-apps")
    assert not any("|" in line or "\t" in line for line in lines)


def test_every_section_can_be_told(rich: Plan) -> None:
    for part in sections():
        text = text_of_section(rich, part)
        assert str(part.label) in text and len(text) <= LONGEST


def test_an_empty_section_says_so(plan: Plan) -> None:
    assert told(plan, "topics")[1] == "还没有内容。"


def test_long_sections_end_with_how_much_is_left(cast: SimpleNamespace) -> None:
    plan = create_plan(by=cast.ann, title="大计划")
    add_rows(plan, "configs", by=cast.ann, rows=[
        {"application": f"service-{n}", "key": "k", "value": "v" * 300} for n in range(200)
    ])  # fmt: skip
    text = text_of_section(plan, section("configs"))
    assert len(text) <= LONGEST
    assert "行，见链接" in text.split("\n")[-3]
    assert "v" * LONGEST_CELL not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\nb\tc", "a b c"), ("\u202e反\u202c", "反"), ("x" * 200, "x" * 89 + "…"), ("👨\u200d👩", "👨\u200d👩"),
     ("  a \u2028 b ", "a b")],
)  # fmt: skip
def test_cells_are_one_short_line_that_shows_what_it_is(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_how_the_plan_stands(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(status="releasing")
    plan.plans_app_rows.filter(app="coin-center").update(state="verified")
    plan.plans_app_rows.filter(app="promotion-platform").update(state="deploying")
    lines = text_of_state(Plan.objects.get(pk=plan.pk), now()).rstrip("\n").split("\n")
    assert lines[0] == f"【{plan.number}】下单返豆联合发布"
    assert lines[1:4] == ["状态：发布中", "窗口：还没有定窗口", "负责人：安然"]
    assert "进度：批次 1/3" in lines[4]
    assert "发布中：promotion-platform" in lines
    assert lines[-2].startswith("下一步：")
    assert lines[-1].endswith(f"/plans/{plan.number}/")


@pytest.mark.parametrize("status", ["draft", "in_review", "approved", "ramping", "paused", "done"])
def test_nobody_in_a_group_is_called_you(plan: Plan, status: str) -> None:
    Plan.objects.filter(pk=plan.pk).update(status=status)
    text = text_of_state(Plan.objects.get(pk=plan.pk), now())
    assert "你" not in text and plan.number in text


def test_the_doors_answer_plain_text_and_hide_what_is_hidden(
    plan: Plan, ann: Client, signed_in: Any, cast: SimpleNamespace
) -> None:
    for path in ("text/", "text/apps/"):
        answer = ann.get(f"/plans/{plan.number}/{path}")
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert plan.number in answer.content.decode()
    assert ann.get(f"/plans/{plan.number}/text/nothing/").status_code == 404
    Plan.objects.filter(pk=plan.pk).update(visibility="members")
    for path in ("text/", "text/apps/"):
        assert signed_in(cast.eve).get(f"/plans/{plan.number}/{path}").status_code == 404


def test_the_page_has_the_buttons(plan: Plan, ann: Client) -> None:
    page = ann.get(plan.get_absolute_url()).content.decode()
    assert f'data-copy-text="/plans/{plan.number}/text/"' in page
    assert f'data-copy-text="/plans/{plan.number}/text/apps/"' in page
