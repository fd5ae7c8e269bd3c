"""Nacos' own ways, in all three of its interfaces: tokens, compare-and-swap, beta, codes."""

import time
from dataclasses import replace

import pytest

from gray.drivers.base import DriverError, Exposure
from gray.drivers.nacos import server
from tests.gray.drivers.conftest import stand_of
from tests.gray.drivers.fakes.nacos import PASSWORD, Config, NacosV1, NacosV2, NacosV3
from tests.gray.drivers.rigs import PLACE

TEN, TWENTY = Exposure(1_000), Exposure(2_000)
OFF = Exposure(0, enabled=False)
TWO = Exposure(0, machines=("10.0.0.1", "10.0.0.2"))
KEY = ("", "DEFAULT_GROUP", PLACE.key)
FILE = ("", "DEFAULT_GROUP", "coin-center.properties")
INSIDE = replace(PLACE, key="coin-center.properties#coin.refund.percent")
PROPERTIES = "# 返豆\npool.size=20\r\ncoin.refund.percent = 0\nname=中文"
pytestmark = pytest.mark.django_db


@pytest.fixture(params=[NacosV1, NacosV2, NacosV3])
def stand(settings, request):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    yield from stand_of(request.param())


@pytest.fixture
def rig(stand):
    return stand.rig


@pytest.fixture
def driver(stand):
    return stand.driver


def test_what_others_said_of_a_configuration_is_kept(rig, driver):
    rig.configs[KEY] = Config("0", "properties", "灰度比例", "gray,coin", "coin-center")
    driver.write(PLACE, TEN)
    assert rig.configs[KEY] == Config("10", "properties", "灰度比例", "gray,coin", "coin-center")


def test_group_and_namespace_are_those_of_ramp_and_connection(rig):
    rig.options_more = {"namespace": "ns-1", "group": "OTHER"}
    rig.open().write(PLACE, TEN)
    rig.open().write(replace(PLACE, namespace="MINE"), TWENTY)
    assert rig.configs == {
        ("ns-1", "OTHER", PLACE.key): Config("10"), ("ns-1", "MINE", PLACE.key): Config("20"),
    }  # fmt: skip


def test_what_stands_there_already_is_not_published_again(rig, driver):
    driver.write(PLACE, TEN)
    driver.write(PLACE, TEN)
    assert len(rig.published()) == 1


def test_one_property_is_changed_and_the_rest_stays_to_the_letter(rig, driver):
    rig.configs[FILE] = Config(PROPERTIES, "properties")
    driver.write(INSIDE, TEN)
    assert rig.configs[FILE].content == PROPERTIES.replace("percent = 0", "percent = 10")
    assert driver.read(INSIDE).matches(TEN)
    driver.write(replace(INSIDE, off_value="关"), OFF)
    assert rig.configs[FILE].content == PROPERTIES.replace("percent = 0", "percent = 关")


def test_one_value_of_a_json_document_is_changed_and_stays_a_number(rig, driver):
    key = ("", "DEFAULT_GROUP", "gray.json")
    place = replace(PLACE, key="gray.json#/coin/refund")
    rig.configs[key] = Config('{\n  "coin": {"refund": 0, "x": 1.50}\n}', "json")
    driver.write(place, TEN)
    assert rig.configs[key].content == '{\n  "coin": {"refund": 10, "x": 1.50}\n}'
    assert driver.read(place).matches(TEN)


def test_a_configuration_that_is_not_there_is_only_made_as_a_whole(rig, driver):
    assert driver.read(INSIDE).share == 0
    with pytest.raises(DriverError, match="没有配置 coin-center"):
        driver.write(INSIDE, TEN)
    driver.write(INSIDE, OFF)
    assert not rig.configs
    driver.write(PLACE, TEN)
    assert rig.configs[KEY].content == "10"


def test_single_keys_of_yaml_are_refused(rig, driver):
    for key in ("a.yml#x", "a.YAML#x.y"):
        with pytest.raises(DriverError, match="YAML"):
            driver.write(replace(PLACE, key=key), TEN)
    assert not rig.calls


def test_a_change_between_reading_and_writing_is_not_overwritten(rig, driver, stand):
    rig.configs[FILE] = Config(PROPERTIES, "properties")

    def meddle(request):
        if request.method == "POST" and "/cs/" in request.path:
            rig.configs[FILE].content = PROPERTIES.replace("20", "40")
        return rig.answer(request)

    stand.server.answer = meddle
    with pytest.raises(DriverError, match="读和写之间"):
        driver.write(INSIDE, TEN)
    assert rig.configs[FILE].content == PROPERTIES.replace("20", "40")
    stand.server.answer = rig.answer
    driver.write(INSIDE, TEN)
    assert "pool.size=40" in rig.configs[FILE].content and driver.read(INSIDE).matches(TEN)


def test_one_log_in_serves_until_its_time_is_over(rig, monkeypatch):
    clock = [time.monotonic()]
    monkeypatch.setattr(server, "monotonic", lambda: clock[0])
    rig.life = 60
    for _turn in range(3):
        rig.open().read(PLACE)
    assert rig.logins == 1
    clock[0] += 50
    rig.open().read(PLACE)
    assert rig.logins == 1
    clock[0] += 5
    rig.open().read(PLACE)
    assert rig.logins == 2, "a little before the answer's tokenTtl"


def test_a_token_that_is_no_longer_taken_is_renewed_once(rig, driver):
    driver.write(PLACE, TEN)
    rig.tokens.clear()
    assert driver.read(PLACE).matches(TEN) and rig.logins == 2
    rig.may.clear()
    with pytest.raises(DriverError, match="读写权限"):
        driver.read(PLACE)
    assert rig.logins == 3


def test_another_password_asks_for_another_token(rig, driver, caplog):
    driver.read(PLACE)
    rig.options_more = {"password": "wrong+one"}
    with pytest.raises(DriverError, match="用户名或密码") as refusal:
        rig.open().read(PLACE)
    told = f"{refusal.value!r} {caplog.text} {list(server._tokens)}"
    assert "wrong" not in told and PASSWORD not in told


def test_without_a_user_nobody_logs_in(rig):
    rig.options_more = {"username": "", "password": ""}
    with pytest.raises(DriverError, match="权限"):
        rig.open().read(PLACE)
    assert rig.logins == 0


def test_a_user_who_may_only_read_is_told_so(rig, driver):
    rig.may = {"r"}
    with pytest.raises(DriverError, match="读写权限"):
        driver.write(PLACE, TEN)


def test_machines_get_everything_by_the_beta_version_and_nobody_else_does(rig, driver):
    rig.configs[FILE] = Config(PROPERTIES, "properties")
    driver.write(INSIDE, TWO)
    assert rig.betas[FILE][1] == "10.0.0.1,10.0.0.2", "Nacos trims nothing"
    assert "percent = 100" in rig.served_to("10.0.0.2", FILE)
    assert rig.served_to("10.0.0.3", FILE) == PROPERTIES
    driver.write(INSIDE, replace(TWO, share=1_000))
    assert "percent = 10\n" in rig.served_to("10.0.0.3", FILE)
    assert driver.read(INSIDE).matches(replace(TWO, share=1_000))
    driver.write(INSIDE, replace(TWO, share=10_000))
    assert not rig.betas and "percent = 100" in rig.configs[FILE].content


def test_nobody_falls_out_when_all_are_let_in(rig, driver, stand):
    driver.write(PLACE, TWO)
    served = []

    def watch(request):
        served.append(rig.served_to("10.0.0.1"))
        return rig.answer(request)

    stand.server.answer = watch
    driver.write(PLACE, replace(TWO, share=1_000))
    driver.write(PLACE, replace(TWO, share=10_000))
    assert set(served) == {"100"}


def test_off_stops_the_beta_version(rig, driver):
    driver.write(PLACE, TWO)
    driver.write(PLACE, OFF)
    assert not rig.betas and rig.served_to("10.0.0.1") == "0"


def test_what_others_publish_meanwhile_reaches_the_beta_version(rig, driver):
    rig.configs[FILE] = Config(PROPERTIES, "properties")
    driver.write(INSIDE, TWO)
    rig.configs[FILE].content = rig.configs[FILE].content.replace("size=20", "size=40")
    driver.write(INSIDE, replace(TWO, share=1_000))
    assert "size=40" in rig.served_to("10.0.0.1", FILE)
    assert "percent = 100" in rig.served_to("10.0.0.1", FILE)


def test_somebody_elses_beta_version_is_never_touched(rig, driver):
    rig.configs[FILE] = Config(PROPERTIES, "properties")
    theirs = PROPERTIES.replace("size=20", "size=99"), "10.0.0.9"
    rig.betas[FILE] = theirs
    assert driver.read(INSIDE).matches(Exposure(0)), "it leaves our switch alone"
    for exposure in (TWO, TEN):
        with pytest.raises(DriverError, match="别人的 Beta 版本"):
            driver.write(INSIDE, exposure)
    driver.write(INSIDE, OFF)
    assert rig.betas[FILE] == theirs and not rig.published()


def test_a_fall_is_written_first_and_then_complains_of_their_beta_version(rig, driver):
    driver.write(PLACE, TEN)
    rig.betas[KEY] = "10", "10.0.0.9"
    with pytest.raises(DriverError, match="别人的 Beta 版本"):
        driver.write(PLACE, OFF)
    assert rig.configs[KEY].content == "0" and rig.betas[KEY] == ("10", "10.0.0.9")
    assert driver.read(PLACE).share is None


def test_addresses_with_blanks_are_drift(rig, driver):
    driver.write(PLACE, TWO)
    rig.betas[KEY] = "100", "10.0.0.1, 10.0.0.2"
    assert not driver.read(PLACE).matches(TWO)


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_a_server_of_another_age_says_which_setting_to_change(rig, version):
    if version in rig.offered:
        return
    rig.options_more = {"version": version, "username": ""}
    with pytest.raises(DriverError, match="版本"):
        rig.open().test()


def test_an_address_without_its_context_path_is_said(rig):
    rig.options_more = {"address": rig.url}
    with pytest.raises(DriverError, match="/nacos"):
        rig.open().test()


def test_a_namespace_by_its_name_instead_of_its_id_is_refused(rig):
    rig.options_more = {"namespace": "生产"}
    with pytest.raises(DriverError):
        rig.open().write(PLACE, TEN)
    assert not rig.configs


@pytest.mark.parametrize("code", [20005, 20008, 22001, 30000, 40000, 40001])
def test_an_error_in_an_http_200_is_an_error(stand, rig, driver, code):
    driver.write(PLACE, TEN)
    body = b'{"code": %d, "message": "why", "data": true}' % code
    stand.server.answer = lambda request: (
        (200, {}, body) if request.method == "POST" else rig.answer(request)
    )
    with pytest.raises(DriverError) as refusal:
        driver.write(PLACE, TWENTY)
    if code >= 40000:
        assert rig.version == "v1" or "换一个版本" in str(refusal.value)


def test_live_is_the_value_and_none_where_it_lives_elsewhere(rig, driver):
    rig.configs[FILE] = Config(PROPERTIES, "properties")
    assert driver.live(PLACE) is None
    assert driver.live(replace(PLACE, key="coin-center.properties#pool.size")) == "20"
    assert driver.live(replace(PLACE, key="coin-center.properties#other")) == ""
    assert driver.live(replace(PLACE, key="coin-center.properties")) == PROPERTIES


def test_machines_alive_are_those_that_listen(rig, driver):
    assert driver.nodes(PLACE) == ["10.0.0.1", "10.0.0.2"]
    rig.listening = []
    assert driver.nodes(INSIDE) == []
    rig.may = set()
    assert driver.nodes(PLACE) is None


@pytest.mark.parametrize("name", ["coin-1", "*", "10.0.0.1, 10.0.0.2", "10.0.0.256", ""])
def test_machines_that_are_no_addresses_are_refused(rig, driver, name):
    with pytest.raises(DriverError, match="IP"):
        driver.write(PLACE, Exposure(0, machines=("10.0.0.1", name)))
    assert KEY not in rig.configs and not rig.betas
