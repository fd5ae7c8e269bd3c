"""Apollo's own ways: two kinds of truth, whole-namespace publishes, one branch, the lock."""

from dataclasses import replace

import pytest

from gray.drivers.apollo import serving
from gray.drivers.base import DriverError, Exposure
from tests.gray.drivers.conftest import stand_of
from tests.gray.drivers.fakes.apollo import Apollo, Space
from tests.gray.drivers.rigs import PLACE

KEY = PLACE.key
TEN = Exposure(1_000)
OFF = Exposure(0, enabled=False)
TWO = Exposure(0, machines=("10.0.0.1", "10.0.0.2"))
pytestmark = pytest.mark.django_db


@pytest.fixture
def stand(settings):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    yield from stand_of(Apollo())


@pytest.fixture
def rig(stand):
    return stand.rig


@pytest.fixture
def driver(stand):
    return stand.driver


def told(rig) -> list[str]:
    return [call for call in rig.calls if not call.startswith("GET")]


def test_an_item_that_nobody_published_is_not_what_is_served(rig, driver):
    driver.write(PLACE, TEN)
    rig.space.items[KEY]["value"] = "50"
    assert driver.read(PLACE).share == 1_000
    driver.write(PLACE, TEN)
    assert rig.space.items[KEY]["value"] == "10"


def test_a_write_keeps_comment_and_type_and_is_published_with_a_title(rig, driver):
    rig.space.items[KEY] = {"key": KEY, "value": "0", "comment": "灰度比例", "type": 1}
    driver.write(PLACE, TEN)
    item = rig.space.items[KEY]
    assert (item["value"], item["comment"], item["type"]) == ("10", "灰度比例", 1)
    assert rig.space.served == {"pool.size": "20", KEY: "10"}
    assert rig.titles == ["灰度 coin.refund：10%"]
    driver.write(replace(PLACE, flag="f" * 200), Exposure(2_000))
    assert len(rig.titles[-1]) <= 64


def test_what_stands_there_already_is_not_published_again(rig, driver):
    driver.write(PLACE, TEN)
    before = len(told(rig))
    driver.write(PLACE, TEN)
    assert len(told(rig)) == before


@pytest.mark.parametrize("edit", ["changed", "added", "deleted"])
def test_other_peoples_unpublished_edits_stop_the_first_write(rig, driver, edit):
    driver.write(PLACE, TEN)
    if edit == "changed":
        rig.space.items["pool.size"]["value"] = "40"
    if edit == "added":
        rig.space.items["pool.size.max"] = {"key": "pool.size.max", "value": "1"}
    if edit == "deleted":
        del rig.space.items["pool.size"]
    before = len(told(rig))
    for exposure in (Exposure(2_000), Exposure(100), OFF):
        with pytest.raises(DriverError, match=r"pool\.size"):
            driver.write(PLACE, exposure)
    assert len(told(rig)) == before and rig.space.served[KEY] == "10"


def test_a_fall_may_take_them_along_where_the_connection_says_so(rig):
    rig.options_more = {"pending": "publish"}
    driver = rig.open()
    driver.write(PLACE, TEN)
    rig.space.items["pool.size"]["value"] = "40"
    with pytest.raises(DriverError, match="别人没发布的改动"):
        driver.write(PLACE, Exposure(2_000))
    driver.write(PLACE, Exposure(100))
    assert rig.space.served == {"pool.size": "40", KEY: "1"}
    rig.space.items["pool.size"]["value"] = "60"
    driver.write(PLACE, OFF)
    assert rig.space.served == {"pool.size": "60", KEY: "0"}


def test_an_empty_value_is_no_edit(rig, driver):
    rig.space.items["note"] = {"key": "note", "value": None}
    rig.space.releases[-1]["note"] = None
    driver.write(PLACE, TEN)
    assert driver.read(PLACE).share == 1_000
    assert driver.live(replace(PLACE, key="note")) == ""


def test_comments_and_blank_lines_are_no_edits(rig, driver):
    rig.space.items[""] = {"key": "", "value": "", "comment": "# 连接池"}
    driver.write(PLACE, TEN)
    assert driver.read(PLACE).share == 1_000


def test_a_namespace_that_was_never_published_is_everybodys_edit(rig, driver):
    rig.space.releases.clear()
    assert driver.read(PLACE).share == 0
    with pytest.raises(DriverError, match=r"pool\.size"):
        driver.write(PLACE, TEN)
    rig.space.items.clear()
    driver.write(PLACE, TEN)
    assert rig.space.served == {KEY: "10"}


@pytest.mark.parametrize("key", ["a/b", "a b", "灰度.比例", "..", "a?b=c", "a%2Fb", "a#b"])
def test_keys_that_a_path_could_change_go_encoded(rig, driver, key):
    place = replace(PLACE, key=key)
    driver.write(place, TEN)
    assert rig.space.served[key] == "10" and driver.read(place).share == 1_000


@pytest.mark.parametrize("place", [{"application": ".."}, {"application": ""}, {"namespace": "."}])
def test_names_cannot_lead_to_another_path(rig, driver, place):
    with pytest.raises(DriverError, match="应用"):
        driver.read(replace(PLACE, **place))
    assert not rig.calls


@pytest.mark.parametrize("name", ["app.yml", "app.yaml", "app.json", "app.xml", "notes.txt"])
def test_a_namespace_that_is_a_file_is_refused(rig, driver, name):
    with pytest.raises(DriverError, match="properties"):
        driver.write(replace(PLACE, namespace=name), TEN)
    assert not rig.calls
    rig.space.format = "yaml"
    with pytest.raises(DriverError, match="properties"):
        driver.write(PLACE, TEN)
    assert not told(rig)


def test_the_lock_wants_two_people(rig):
    rig.lock_is_on = True
    with pytest.raises(DriverError, match="另一个“发布人”"):
        rig.open().write(PLACE, TEN)
    assert KEY not in rig.space.served
    rig.options_more = {"publisher": "release-robot"}
    rig.open().write(PLACE, TEN)
    assert rig.space.served[KEY] == "10"
    rig.space.locked_by = "zhang"
    with pytest.raises(DriverError, match=r"锁着.*zhang"):
        rig.open().write(PLACE, Exposure(2_000))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"operator": "nobody"}, "操作人"), ({"env": "UAT"}, "Apollo 环境"),
        ({"cluster": "hz"}, "集群"), ({"token": "wrong"}, "令牌"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_connection_is_said(rig, options, words):
    rig.options_more = options
    with pytest.raises(DriverError, match=words):
        rig.open().write(PLACE, TEN)
    assert KEY not in rig.space.items


@pytest.mark.parametrize(
    ("at", "wanted", "left"), [("5", 1_000, "5"), ("", 1_000, "0"), ("50", 1_000, "10")]
)
def test_a_rise_that_cannot_be_published_leaves_nothing_to_be_published_by_others(
    rig, driver, at, wanted, left
):
    if at:
        driver.write(PLACE, Exposure(int(at) * 100))
    rig.granted -= {"release"}
    with pytest.raises(DriverError, match="授权"):
        driver.write(PLACE, Exposure(wanted))
    assert rig.space.items[KEY]["value"] == left, "a fall stays, for whoever publishes next"


@pytest.mark.parametrize("permission", ["modify", "release"])
def test_what_the_token_may_not_do_is_said(rig, driver, permission):
    rig.granted -= {permission}
    with pytest.raises(DriverError, match="授权"):
        driver.write(PLACE, TEN)


def test_what_does_not_fit_is_refused_before_anything_is_written(rig, driver):
    with pytest.raises(DriverError, match="20000"):
        driver.write(replace(PLACE, format="{{percent}}" + "x" * 20_000), TEN)
    with pytest.raises(DriverError, match="128"):
        driver.write(replace(PLACE, key="k" * 129), TEN)
    assert not told(rig)


def test_the_switch_may_be_the_flag_itself(rig, driver):
    driver.write(replace(PLACE, key=""), TEN)
    assert rig.space.served["coin.refund"] == "10"


def test_machines_get_everything_by_the_branch_and_nobody_else_does(rig, driver):
    driver.write(PLACE, TWO)
    assert rig.served_to("10.0.0.1")[KEY] == "100"
    assert rig.served_to("10.0.0.3")[KEY] == "0"
    driver.write(PLACE, replace(TWO, share=1_000))
    assert (rig.served_to("10.0.0.1")[KEY], rig.served_to("10.0.0.3")[KEY]) == ("100", "10")
    assert driver.read(PLACE).matches(replace(TWO, share=1_000))
    driver.write(PLACE, TEN)
    assert not rig.branch and rig.served_to("10.0.0.1")[KEY] == "10"


def test_the_branch_ends_when_all_are_in_and_when_all_are_out(rig, driver):
    for exposure, value in ((replace(TWO, share=10_000), "100"), (OFF, "0")):
        driver.write(PLACE, TWO)
        driver.write(PLACE, exposure)
        assert not rig.branch and rig.served_to("10.0.0.1")[KEY] == value


def test_nobody_falls_out_when_all_are_let_in(rig, driver, stand):
    driver.write(PLACE, TWO)
    served = []

    def watch(request):
        served.append(rig.served_to("10.0.0.1")[KEY])
        return rig.answer(request)

    stand.server.answer = watch
    driver.write(PLACE, replace(TWO, share=10_000))
    assert set(served) == {"100"}


def test_a_branch_that_was_begun_and_not_finished_is_finished(rig, driver):
    rig.begin_branch("robot")
    assert driver.read(PLACE).matches(Exposure(0))
    driver.write(PLACE, TWO)
    assert rig.served_to("10.0.0.1")[KEY] == "100"


@pytest.mark.parametrize("key", ["pool.size", KEY])
def test_somebody_elses_branch_is_never_touched(rig, driver, key):
    driver.write(PLACE, TEN)
    rig.begin_branch("zhang")
    rig.branch_space.items[key] = {"key": key, "value": "99"}
    rig.branch_space.releases.append({**rig.space.served, key: "99"})
    with pytest.raises(DriverError, match="别人的灰度分支"):
        driver.write(PLACE, TWO)
    assert rig.branch_space.served[key] == "99"
    is_our_key = key == KEY
    assert driver.read(PLACE).matches(TEN) is not is_our_key
    if is_our_key:
        with pytest.raises(DriverError, match="别人的灰度分支"):
            driver.write(PLACE, OFF)
    else:
        driver.write(PLACE, OFF)
    assert rig.space.served[KEY] == "0", "those outside the branch are off in any case"
    assert rig.branch


def test_machines_without_the_right_to_begin_a_branch_are_explained(rig, driver):
    rig.granted -= {"create"}
    with pytest.raises(DriverError, match="创建命名空间"):
        driver.write(PLACE, TWO)
    assert KEY not in rig.space.items


def test_rules_for_labels_or_other_applications_are_drift(rig, driver):
    driver.write(PLACE, TWO)
    rig.rules[0]["clientLabelList"] = ["beta"]
    assert not driver.read(PLACE).matches(TWO)
    rig.rules = [{"clientAppId": "Coin-Center", "clientIpList": ["10.0.0.1", "10.0.0.2"]}]
    assert driver.read(PLACE).matches(TWO), "the case of an application does not count"
    rig.rules = [{"clientAppId": "other", "clientIpList": ["10.0.0.1", "10.0.0.2"]}]
    assert not driver.read(PLACE).matches(TWO)


def test_machines_in_the_text_need_no_branch(rig, driver):
    place = replace(PLACE, format='{"percent": {{percent}}, "ips": "{{machines}}"}')
    driver.write(place, TWO)
    assert driver.read(place).matches(TWO) and not rig.branch
    assert rig.space.served[KEY] == '{"percent": 0, "ips": "10.0.0.1,10.0.0.2"}'


def test_live_is_the_released_value(rig, driver):
    assert driver.live(replace(PLACE, key="pool.size")) == "20"
    rig.space.items["pool.size"]["value"] = "40"
    assert driver.live(replace(PLACE, key="pool.size")) == "20"
    assert driver.live(PLACE) == ""
    assert driver.live(replace(PLACE, application="other")) is None
    assert driver.live(replace(PLACE, application="")) is None
    assert driver.live(replace(PLACE, namespace="a.yml")) is None
    assert not told(rig)


def test_machines_alive_are_told_by_apollo_3(rig, driver):
    assert driver.nodes(PLACE) == ["10.0.0.1", "10.0.0.2"]
    rig.instances = None
    assert driver.nodes(PLACE) is None


def test_trying_out_tells_the_applications_and_whether_the_environment_is_known(rig, driver):
    rig.spaces["trade", "default", "application"] = Space()
    assert "2 个应用：coin-center" in driver.test() and "trade" in driver.test()
    rig.options_more = {"env": "prod"}
    assert "令牌有效" in rig.open().test(), "Apollo takes PROD for PRO"
    rig.options_more = {"env": "UAT"}
    with pytest.raises(DriverError, match="没有环境“UAT”"):
        rig.open().test()
    rig.spaces.clear()
    with pytest.raises(DriverError, match="没有授权"):
        rig.open().test()


def test_the_config_service_has_the_last_word(rig, stand, monkeypatch):
    monkeypatch.setattr(serving, "PATIENCE", 0.3)
    monkeypatch.setattr(serving, "PAUSE", 0.01)
    rig.options_more = {"config_address": stand.server.url()}
    driver = rig.open()
    driver.write(PLACE, TEN)
    rig.behind = 2
    assert driver.read(PLACE).matches(TEN), "it may be a moment behind"
    rig.behind = 10_000
    shown = driver.read(PLACE)
    assert shown.share == 0, "for long it may not"
    rig.behind = 0
    rig.space.releases.clear()
    assert driver.read(PLACE).share == 0


def test_an_application_with_an_access_key_is_asked_as_its_clients_do(rig, stand):
    rig.access_key = "a1b2c3d4"
    rig.options_more = {"config_address": stand.server.url("")}
    with pytest.raises(DriverError, match="访问密钥"):
        rig.open().read(PLACE)
    rig.options_more["access_key"] = "a1b2c3d4"
    assert rig.open().read(PLACE).share == 0


@pytest.mark.parametrize("name", ["coin-1", "*", "10.0.0.1, 10.0.0.2", "10.0.0.256", ""])
def test_machines_that_are_no_addresses_are_refused(rig, driver, name):
    with pytest.raises(DriverError, match="IP"):
        driver.write(PLACE, Exposure(0, machines=("10.0.0.1", name)))
    assert KEY not in rig.space.items and not rig.branch
