"""Dependencies of stages: their words, what is missing, and what the plan check says of them."""

from time import process_time
from typing import Any

import pytest

from gray.dependencies import read_need
from gray.dependency_check import findings
from gray.needs.apps import Apps
from gray.needs.base import Need
from gray.needs.batches import Batches
from gray.needs.checks import Checks
from gray.needs.configs import Configs
from gray.needs.ramps import Ramps
from gray.needs.sql import Sql
from gray.sections.stage import Stage
from ground.clock import now
from plans.document import Document
from plans.helping import helps


@pytest.mark.parametrize(
    ("text", "kind", "facts"),
    [
        ("批次 2", Batches, {"number": 2}),
        ("批次2 验证通过", Batches, {"number": 2}),
        ("第 2 批", Batches, {"number": 2}),
        ("Batch 2 verified", Batches, {"number": 2}),
        ("应用 coin-center", Apps, {"app": "coin-center"}),
        ("应用：coin-center 验证通过", Apps, {"app": "coin-center"}),
        ("app coin-center verified", Apps, {"app": "coin-center"}),
        ("SQL", Sql, {"database": ""}),
        ("sql 执行完", Sql, {"database": ""}),
        ("SQL pay_db", Sql, {"database": "pay_db"}),
        ("数据库 pay_db", Sql, {"database": "pay_db"}),
        ("配置", Configs, {"application": ""}),
        ("config coin published", Configs, {"application": "coin"}),
        ("检查 发布前", Checks, {"group": "发布前"}),
        ("check go-live done", Checks, {"group": "go-live"}),
        ("RP-2026-0007 ≥ 10%", Ramps, {"number": "RP-2026-0007", "name": "", "share": 1_000}),
        ("rp-2026-0007 全量", Ramps, {"number": "RP-2026-0007", "name": "", "share": 10_000}),
        ("RP-2026-0007 灰度2 >= 0.5%", Ramps, {"name": "灰度2", "share": 50}),
        ("灰度 “返 希豆” 达到 30％", Ramps, {"number": "", "name": "返 希豆", "share": 3_000}),
        ("ramp coin reaches 5%", Ramps, {"number": "", "name": "coin", "share": 500}),
    ],
)
def test_a_dependency_is_read_in_chinese_and_english(
    text: str, kind: type[Need], facts: dict[str, Any]
) -> None:
    need = read_need(text)
    assert type(need) is kind
    assert {name: getattr(need, name) for name in facts} == facts


@pytest.mark.parametrize(
    "text",
    ["", "coin-center", "2", "配置中心", "应用", "批次", "RP-2026-0007", "RP-2026-0007 ≥ 300%", "≥ 10%", "等产品确认"],
)  # fmt: skip
def test_other_words_are_no_dependency(text: str) -> None:
    assert read_need(text) is None


def test_endless_text_is_no_dependency_and_takes_no_time() -> None:
    begun = process_time()
    assert read_need("应用 a" + " " * 200_000 + "b") is None
    assert read_need("灰度 " + "到 " * 140) is None
    assert process_time() - begun < 1


def test_every_kind_understands_its_own_example() -> None:
    assert {type(read_need(str(kind.form))) for kind in Need.kinds} == set(Need.kinds)


def plan_of(*needs: str, **sections: Any) -> Document:
    stage = {"id": 1, "ramp": "g", "position": 2, "percent": 10, "needs": list(needs)}
    rows = {
        "ramps": [{"id": 1, "name": "g"}],
        "apps": [{"app": "coin-center", "batch": 1}, {"app": "promotion-platform", "batch": 2}],
        "stages": [stage],
        **sections,
    }
    return Document({"number": "RP-2026-0001"}, rows)


def said(*needs: str, **sections: Any) -> list[tuple[str, str, list[Any]]]:
    """(level, code, what its clicks would write) of each finding."""
    found = findings(plan_of(*needs, **sections))
    return [(one.level, one.code, [fix.values for fix in one.fixes]) for one in found]  # type: ignore[attr-defined]


def test_what_the_plan_has_is_no_finding() -> None:
    assert said("批次 2", "应用 COIN-CENTER", "RP-2026-0099 ≥ 10%") == []


def test_words_that_nobody_understands_are_an_error_with_the_nearest_form() -> None:
    assert said("coin-center") == [("error", "need-unclear", [{"needs": ["应用 coin-center"]}])]


def test_a_name_that_the_plan_does_not_have_is_an_error_with_the_nearest_name() -> None:
    assert said("批次 1", "应用 promotion-platfom") == [
        ("error", "need-unknown", [{"needs": ["批次 1", "应用 promotion-platform"]}])
    ]


@pytest.mark.parametrize(
    "text", ["批次 9", "SQL", "SQL pay", "配置", "检查 发布前", "灰度 别的 ≥ 5%"]
)
def test_what_the_plan_does_not_have_is_an_error(text: str) -> None:
    assert [code for _level, code, _fixes in said(text)] == ["need-unknown"]


def ladder(name: str, *stages: tuple[float, str]) -> list[dict[str, Any]]:
    return [
        {"ramp": name, "position": n, "percent": percent, "needs": [need] if need else []}
        for n, (percent, need) in enumerate(stages, 1)
    ]


def test_ramps_that_wait_for_each_other_are_an_error() -> None:
    stages = [
        *ladder("a", (1, ""), (10, "灰度 b ≥ 10%")),
        *ladder("b", (1, ""), (10, "灰度 a ≥ 10%")),
    ]
    found = list(findings(plan_of(stages=stages, ramps=[{"name": "a"}, {"name": "b"}])))
    assert [one.code for one in found] == ["need-ring"]
    assert "RP-2026-0001 a → RP-2026-0001 b → RP-2026-0001 a" in found[0].message


def test_ramps_that_follow_each_other_stage_by_stage_are_fine() -> None:
    stages = [
        *ladder("a", (1, ""), (10, "灰度 b ≥ 1%")),
        *ladder("b", (1, "灰度 a ≥ 1%"), (10, "灰度 a ≥ 10%")),
    ]
    assert said(stages=stages, ramps=[{"name": "a"}, {"name": "b"}]) == []


def helped(*entries: str) -> dict[str, Any]:
    [help_] = helps(Stage.section, {"needs": list(entries)}, now())["needs"]
    return help_


def test_the_cell_is_told_how_dependencies_are_written() -> None:
    assert "批次 2" in helped()["lines"]
    told = helped("批次 1", "coin-center")
    assert (told["tone"], told["offers"][0]["text"]) == ("warn", "批次 1、应用 coin-center")
    assert helped("批次 1")["tone"] == "info"
