"""Who waits for whom, and who is in the contents and the batches."""

from tests.findings.saying import app, codes, findings, only


def test_a_misspelt_dependency_offers_the_nearest_name() -> None:
    rows = [app("promotion-platfom", 1), app("Item-detail", 2, "promotion-platform")]
    (found,) = only("dependency-dangling", apps=rows)
    assert (found.level, found.section, found.row) == ("error", "apps", 2)
    assert "promotion-platfom" in found.message
    assert [fix.as_json()["values"]["depends_on"] for fix in found.fixes] == [
        ["promotion-platfom"],
        ["外部:promotion-platform"],
    ]


def test_a_name_like_no_other_is_offered_as_outside_only() -> None:
    (found,) = only("dependency-dangling", apps=[app("web", 1, "支付网关")])
    assert "是不是" not in found.message
    assert [fix.label for fix in found.fixes] == ["改为 外部:支付网关"]


def test_outside_systems_are_no_dangling_dependency() -> None:
    assert codes(apps=[app("web", 1, "外部:支付网关")]) == []


def test_a_dependency_is_found_in_whatever_case() -> None:
    assert codes(apps=[app("Coin", 1), app("web", 2, "coin")]) == []


def test_a_ring_is_an_error_once_and_offers_to_open_itself() -> None:
    rings = [app("a", 1, "b"), app("b", 1, "c"), app("c", 1, "a"), app("d", 2, "a")]
    (found,) = only("dependency-cycle", apps=rings)
    assert found.level == "error"
    assert found.fixes[0].as_json()["values"] == {"depends_on": []}


def test_an_application_that_waits_for_itself_is_a_ring() -> None:
    assert codes(apps=[app("a", 1, "a")]) == ["dependency-cycle"]


def test_a_chain_of_a_thousand_is_walked_without_recursion() -> None:
    chain = [app(f"a{n}", n, *([f"a{n - 1}"] if n else [])) for n in range(1_000)]
    assert codes(apps=chain) == []


def test_a_later_batch_is_an_error_and_offers_to_move() -> None:
    (found,) = only("dependency-later-batch", apps=[app("a", 1, "b"), app("b", 2)])
    assert found.level == "error"
    assert [fix.as_json()["values"] for fix in found.fixes] == [{"batch": 3}, {"depends_on": []}]


def test_the_same_batch_is_a_warning_and_an_earlier_one_is_right() -> None:
    (found,) = only("dependency-same-batch", apps=[app("a", 1, "b"), app("b", 1)])
    assert found.level == "warning"
    assert found.fixes[0].as_json()["values"] == {"batch": 2}
    assert codes(apps=[app("a", 2, "b"), app("b", 1)]) == []


def test_contents_and_batches_name_the_same_applications() -> None:
    found = codes(apps=[app("a", 1)], changes=[{"apps": ["b"], "summary": "x"}])
    assert sorted(found) == ["app-not-in-batches", "app-not-in-contents"]
    assert codes(apps=[app("a", 1)], changes=[{"apps": ["A"], "summary": "x"}]) == []


def test_contents_that_name_nobody_accuse_nobody() -> None:
    assert codes(apps=[app("a", 1)], changes=[{"apps": [], "summary": "x"}]) == []


def test_an_application_of_the_contents_can_be_corrected_or_added() -> None:
    rows = {"apps": [app("coin-center", 1)], "changes": [{"apps": ["coin-centre"], "summary": "x"}]}
    (found,) = only("app-not-in-batches", **rows)
    correct, add = (fix.as_json() for fix in found.fixes)
    assert correct["values"] == {"apps": ["coin-center"]}
    assert (add["verb"], add["section"], add["rows"]) == ("add", "apps", [{"app": "coin-centre"}])


def test_the_worst_comes_first_then_the_document_goes_on() -> None:
    found = findings(
        members=[{"role": "测试", "name": ""}],
        apps=[app("a", 1, "b"), app("b", 2)],
        risks=[{"group": "高风险项", "title": "x", "level": "低"}],
    )
    assert [one.level for one in found] == ["error", "warning", "warning", "hint"]
    assert [one.section for one in found] == ["apps", "members", "apps", "risks"]
