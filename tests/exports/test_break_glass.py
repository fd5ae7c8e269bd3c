"""What to do by hand when the product is down."""

from desk.exports.pdf.breakglass import break_glass
from plans.document import Document

SWITCH = {"application": "coin", "namespace": "application", "key": "coin.on", "value": "false"}
RAMP = {"name": "返豆", "application": "coin", "namespace": "application", "key": "coin.on",
        "environment": "PRO", "driver": "apollo"}  # fmt: skip


def test_a_switch_names_its_ramp_and_environment() -> None:
    glass = break_glass(Document({}, {"switches": [SWITCH], "ramps": [RAMP]}))
    (one,) = glass.switches
    assert (one.key, one.value, one.environment, one.ramps) == ("coin.on", "false", "PRO", "返豆")


def test_a_ramp_without_a_switch_row_is_not_forgotten() -> None:
    builtin = {"name": "搜索", "flag": "search-v2", "environment": "prod", "driver": "builtin"}
    (one,) = break_glass(Document({}, {"ramps": [builtin]})).switches
    assert (one.key, one.value) == ("search-v2", "false")
    assert "缺省值" in one.note


def test_the_off_value_of_a_variant_is_what_its_format_says() -> None:
    ramp = {**RAMP, "format": '{"on": "v2", "off": "v1"}'}
    (one,) = break_glass(Document({}, {"ramps": [ramp]})).switches
    assert one.value == '"v1"'


def test_ramps_fall_against_their_dependencies() -> None:
    ramps = [{"name": name, "flag": f"flag-{name}"} for name in ("下", "上", "旁")]
    ramps[0] |= {"application": "coin", "namespace": "application", "key": "coin.on"}
    stages = [
        {"ramp": "下", "position": 1, "percent": 10},
        {"ramp": "上", "position": 1, "percent": 10, "needs": ["灰度 下 ≥ 10%"]},
    ]
    document = Document({}, {"ramps": ramps, "stages": stages})
    assert [one.key for one in break_glass(document).switches] == ["flag-上", "coin.on", "flag-旁"]


def test_applications_go_back_against_their_dependencies() -> None:
    apps = [
        {"id": 1, "app": "a", "batch": 1, "depends_on": [], "old_version": "1"},
        {"id": 2, "app": "b", "batch": 2, "depends_on": ["a"]},
        {"id": 3, "app": "c", "batch": 2, "depends_on": ["b"]},
    ]
    order = break_glass(Document({}, {"apps": apps})).apps
    assert [one.app for one in order] == ["c", "b", "a"]
    assert order[-1].old_version == "1"


def test_statements_go_back_last_first() -> None:
    rows = [
        {"statement": "A", "rollback": "a"},
        {"statement": "B"},
        {"statement": "C", "rollback": "c"},
    ]
    back = break_glass(Document({}, {"sql_changes": rows})).statements
    assert [one.rollback for one in back] == ["c", "a"]
