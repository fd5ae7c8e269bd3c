from datetime import UTC, datetime
from typing import Any

import pytest

from plans.document import Document
from plans.findings import Context, Finding, check

NOW = Context(datetime(2026, 11, 20, 12, tzinfo=UTC))


def findings(**sections: list[dict[str, Any]]) -> list[Finding]:
    rows = {
        key: [{"id": n, "extra": {}, **row} for n, row in enumerate(rows, 1)]
        for key, rows in sections.items()
    }
    return check(Document({"window_start": "x", "window_end": "y"}, rows), NOW)


def codes(**sections: list[dict[str, Any]]) -> list[str]:
    return [finding.code for finding in findings(**sections)]


def app(name: str, batch: int, *depends_on: str) -> dict[str, Any]:
    return {"app": name, "batch": batch, "depends_on": list(depends_on)}


def test_a_misspelt_dependency_offers_the_nearest_name() -> None:
    (found,) = findings(
        apps=[app("promotion-platfom", 1), app("Item-detail", 2, "promotion-platform")]
    )
    assert (found.level, found.code, found.row) == ("error", "dependency-dangling", 2)
    assert "promotion-platfom" in found.message
    assert found.fixes[0].value == ["promotion-platfom"]
    assert found.fixes[-1].value == ["外部:promotion-platform"]


def test_outside_systems_are_no_dangling_dependency() -> None:
    assert codes(apps=[app("web", 1, "外部:支付网关")]) == []


def test_a_ring_is_an_error_once() -> None:
    rings = [app("a", 1, "b"), app("b", 1, "c"), app("c", 1, "a"), app("d", 2, "a")]
    assert codes(apps=rings).count("dependency-cycle") == 1


def test_a_chain_of_a_thousand_is_walked_without_recursion() -> None:
    chain = [app(f"a{n}", n, *([f"a{n - 1}"] if n else [])) for n in range(1_000)]
    assert codes(apps=chain) == []


def test_later_batch_is_an_error_same_batch_a_warning() -> None:
    assert codes(apps=[app("a", 1, "b"), app("b", 2)]) == ["dependency-later-batch"]
    assert codes(apps=[app("a", 1, "b"), app("b", 1)]) == ["dependency-same-batch"]


@pytest.mark.parametrize("key", ["config.key", "...", "XXXX", "xxx-key", "待补充", "TODO"])
def test_a_placeholder_that_execution_would_use_is_an_error(key: str) -> None:
    (found,) = findings(configs=[{"application": "coin", "key": key, "value": "1"}])
    assert (found.level, found.field) == ("error", "key")


@pytest.mark.parametrize("key", ["coin.max.limit", "index.html", "value.limit", "maxx"])
def test_real_keys_are_no_placeholders(key: str) -> None:
    assert codes(configs=[{"application": "coin", "key": key, "value": "true"}]) == []


def test_other_placeholders_are_warnings() -> None:
    (found,) = findings(members=[{"role": "测试", "name": "方", "contact": "[联系方式]"}])
    assert (found.level, found.code) == ("warning", "placeholder")


def test_cron_is_read_in_the_dialect_of_the_scheduler() -> None:
    assert codes(jobs=[{"name": "j", "cron": "0 0 2 * * *"}]) == ["cron-invalid"]
    assert codes(jobs=[{"name": "j", "cron": "0 0 0 31 2 ?"}]) == ["cron-never"]
    assert codes(jobs=[{"name": "j", "cron": "0 0 2 * * ?"}]) == ["cron-next"]


def test_one_person_must_not_develop_and_test_the_same() -> None:
    assert codes(apps=[{**app("a", 1), "developer": "王一、李二", "tester": "李二"}]) == [
        "developer-tests"
    ]


def test_contents_and_batches_name_the_same_applications() -> None:
    found = codes(apps=[app("a", 1)], changes=[{"apps": ["b"], "summary": "x"}])
    assert sorted(found) == ["app-not-in-batches", "app-not-in-contents"]


def test_the_key_of_a_finding_outlives_a_reload() -> None:
    rows = [app("a", 1, "nowhere")]
    assert findings(apps=rows)[0].key == findings(apps=[app("z", 1), *rows])[-1].key
