"""The five real documents, where they are at hand (they stay outside the repository)."""

import json
from collections import Counter
from pathlib import Path

import pytest

from plans.reading.draft import ImportDraft
from plans.reading.text import words
from tests.reading.documents import SEEDS, read, rows

pytestmark = pytest.mark.skipif(not SEEDS, reason="the seeds are not beside this checkout")

DASH = None


def seed(number: str) -> ImportDraft:
    return read(next(path for path in SEEDS if path.name.startswith(number)))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_every_word_of_a_seed_is_kept(path: Path) -> None:
    draft = read(path)
    kept = json.dumps(draft.as_json(), ensure_ascii=False)
    assert [word for word in words(path.read_text(encoding="utf-8")) if word not in kept] == []
    assert draft.unplaced == []


def test_000_tables_switch_and_stages() -> None:
    draft = seed("000")
    counts = {key: len(found) for key, found in draft.sections.items()}
    assert counts == {
        "members": 15, "changes": 3, "packages": 1, "configs": 1, "topics": 1, "jobs": 1,
        "apps": 8, "ramps": 1, "stages": 5, "switches": 1,
    }  # fmt: skip
    assert sum(rows(draft, "members", "is_lead")) == 5
    assert rows(draft, "apps", "batch") == [1, 1, 1, 2, 2, 2, 3, 3]
    assert rows(draft, "apps", "app", "branch", "deployer", "depends_on")[0] == (
        "coin-center", "feature/coin-refund", "鲈鱼", [],
    )  # fmt: skip
    assert rows(draft, "apps", "depends_on")[3:] == [
        ["coin-center"], ["coin-center"], ["promotion-platform"], ["coin-center"], ["promotion-platform"],
    ]  # fmt: skip
    assert rows(draft, "stages", "position", "percent") == [
        (1, DASH),
        (2, 1),
        (3, 10),
        (4, 50),
        (5, 100),
    ]
    assert rows(draft, "stages", "audience")[0] == "固定用户"
    assert set(rows(draft, "stages", "ramp")) == set(rows(draft, "ramps", "name"))


def test_001_people_in_prose_and_the_moment_in_a_sentence() -> None:
    draft = seed("001")
    assert len(draft.sections["members"]) == 10
    ops = [row for row in draft.sections["members"] if row["duty"] == "预热环境、正式环境"]
    assert [(row["role"], row["name"]) for row in ops] == [("运维人员", "李翠琪")]
    assert rows(draft, "apps", "version") == [
        "Release 1.0.0", "1.0-SNAPSHOT", "1.0-SNAPSHOT", "v1.0.0", "v1.0.0",
    ]  # fmt: skip
    assert draft.plan["window_start"] == "2021-06-14T12:00:00+08:00"
    assert draft.plan["owner_text"] == "石稼晟"


def test_002_org_with_an_analysis_that_stays_prose() -> None:
    draft = seed("002")
    counts = {key: len(found) for key, found in draft.sections.items()}
    assert counts == {
        "changes": 1, "cases": 27, "risk_checks": 13, "windows": 3, "ramps": 1, "stages": 6, "monitors": 2,
    }  # fmt: skip
    assert Counter(rows(draft, "risk_checks", "kind")) == {"资损": 8, "稳定性": 5}
    assert rows(draft, "stages", "percent") == [DASH, 1, 5, 10, 30, 100]
    assert rows(draft, "stages", "machines") == [DASH, 1, 5, 10, DASH, DASH]
    assert rows(draft, "stages", "hold") == ["P3D", "P7D", "P4D", "P2D", "P1D", DASH]
    assert draft.sections["stages"][2]["raw"]["hold"] == "3-4天"
    assert rows(draft, "windows", "start", "end") == [
        ("09:00", "11:00"), ("16:00", "17:30"), ("23:00", "09:00"),
    ]  # fmt: skip
    assert Counter(rows(draft, "cases", "phase")) == {"": 23, "两者": 4}
    assert draft.plan["window_start"].startswith("2020-05-16")
    assert draft.plan["window_end"].startswith("2020-05-26")


def test_003_checks_steps_over_midnight_and_people_without_names() -> None:
    draft = seed("003")
    counts = {key: len(found) for key, found in draft.sections.items()}
    assert counts == {
        "members": 8, "steps": 16, "checks": 46, "risks": 5, "metrics": 12, "triggers": 4, "comms": 10,
    }  # fmt: skip
    assert sum(rows(draft, "checks", "done")) == 10
    groups = Counter(rows(draft, "steps", "phase", "group", "group_minutes"))
    assert groups == {
        ("回滚", "决策阶段", 5): 3, ("回滚", "执行阶段", 10): 3, ("回滚", "验证阶段", 5): 3, ("发布", "", DASH): 7,
    }  # fmt: skip
    ends = [end for end in rows(draft, "steps", "planned_end") if end]
    assert sum(end.startswith("2025-06-26") for end in ends) == 3
    assert set(rows(draft, "members", "name", "contact")) == {("", "[联系方式]")}
    assert draft.plan["version"] == "v3.0.0" and draft.plan["kind"] == "重大"
    assert draft.plan["window_start"] == "2025-06-25T22:00:00+08:00"
    assert draft.plan["window_end"] == "2025-06-26T02:00:00+08:00"
    told = [note["heading"][1] for note in draft.notes]
    assert "发布目标" in told and told.count("发布后计划") == 3


def test_004_plain_text_with_roman_headings_and_a_norm() -> None:
    draft = seed("004")
    counts = {key: len(found) for key, found in draft.sections.items()}
    assert counts == {"members": 4, "impacts": 3, "artifacts": 3, "steps": 20, "triggers": 1}
    assert Counter(rows(draft, "steps", "phase")) == {"准备": 4, "发布": 9, "验证": 4, "回滚": 3}
    empty = next(entry for entry in draft.mapping if entry["section"] == "apps")
    assert empty["rows"] == 0 and empty["columns"]["系统名称"] == "app"
    assert any(note["heading"][-1:] == ["一、 提交测试"] for note in draft.notes)
