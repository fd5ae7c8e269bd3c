"""Connections in the settings: for administrators only, no secret is shown again, no ramp lost."""

from datetime import UTC, datetime, timedelta

import pytest

from gray.actions import add_connection, command, look, roll_back_plan, try_connection
from gray.choosing import every_driver, find_driver
from gray.models import Connection, Run
from ground.errors import WrongState
from ground.models import Event
from tests.gray.drivers.fakes.http import Gateway
from tests.gray.drivers.fakes.unleash import TOKEN, Unleash
from tests.ground.outside_server import serving

LIST = "/settings/connections/"
NEW = f"{LIST}new/unleash/"
VALUES = {
    "name": "生产 Unleash", "environment": "prod", "option_address": "https://unleash.corp.example",
    "option_token": TOKEN, "option_project": "default", "option_place": "production",
    "option_timeout": "5",
}  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def adm(signed_in, cast):
    return signed_in(cast.adm)


@pytest.fixture
def row(adm):
    assert adm.post(NEW, VALUES).status_code == 302
    return Connection.objects.get()


def here(row: Connection, part: str = "") -> str:
    return f"{LIST}{row.pk}/{part}"


def post(adm, row: Connection, **changes: str):
    values = {**VALUES, "option_token": "", "version": row.version, **changes}
    return adm.post(here(row), values)


def events() -> list[str]:
    found = Event.objects.filter(kind__startswith="connection.", chain="installation")
    return list(found.values_list("kind", flat=True))


def test_an_administrator_adds_one(row, adm):
    assert (row.driver, row.environment, row.version, row.is_on) == ("unleash", "prod", 1, True)
    assert row.as_setup()["token"] == TOKEN
    assert events() == ["connection.added"]
    page = adm.get(LIST).content.decode()
    assert "生产 Unleash" in page and "unleash.corp.example" in page and "还没测过" in page


def test_what_is_secret_is_sealed_and_never_shown_again(row, adm):
    stored = str(Connection.objects.values().get())
    told = str(list(Event.objects.values("data", "reason")))
    pages = [adm.get(place).content.decode() for place in (LIST, here(row))]
    failed = post(adm, row, option_token="another-token-4711", option_address="").content.decode()
    for text in (stored, told, *pages, failed, repr(row.as_setup())):
        assert TOKEN not in text and "another-token-4711" not in text
    assert "已保存，留空不变" in pages[1]
    assert "请再填一次" in failed


def test_a_change_that_names_no_secret_keeps_it_and_says_which_answers_changed(row, adm):
    assert post(adm, row, option_place="live", name="线上").status_code == 302
    row.refresh_from_db()
    assert (row.name, row.values["place"], row.version) == ("线上", "live", 2)
    assert row.as_setup()["token"] == TOKEN
    assert Event.objects.get(kind="connection.changed").data["fields"] == "name、place"
    assert post(adm, row, option_place="live", name="线上").status_code == 302
    row.refresh_from_db()
    assert row.version == 2, "what changes nothing is no change"


def test_nothing_typed_is_lost_when_something_is_wrong(row, adm):
    answer = post(adm, row, option_address="ftp://x", option_place="海外", option_project="")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "ftp://x" in page and "海外" in page
    assert page.count("请填写。") == 1 and "https://" in page
    assert 'name="option_project"' in page and 'aria-invalid="true"' in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"option_address": "http://unleash.corp.example"}, "https://"),
        ({"option_address": "https://u:p@unleash.corp.example"}, "用户名"),
        ({"option_address": "https://{{flag}}.example"}, "主机名"),
        ({"option_address": ""}, "请填写"),
        ({"option_token": ""}, "请填写"),
        ({"option_ca": "no certificate"}, "PEM"),
        ({"option_timeout": "61"}, "1 到 60"),
        ({"option_project": "x\x00"}, ""),
        ({"option_project": "x" * 20_001}, "太长"),
        ({"name": ""}, ""),
        ({"name": "x" * 101}, ""),
        ({"name": "Unleash"}, "别的名"),
        ({"name": "内置"}, "别的名"),
    ],
)
def test_what_cannot_work_is_refused_at_its_field(adm, changes, words):
    answer = adm.post(NEW, {**VALUES, **changes})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Connection.objects.exists()


def test_two_connections_have_two_names(row, adm):
    assert adm.post(NEW, VALUES).status_code == 400
    assert Connection.objects.count() == 1


def test_a_kept_secret_is_not_sent_to_another_host(row, adm):
    answer = post(adm, row, option_address="https://evil.example")
    assert answer.status_code == 400 and "重新填写" in answer.content.decode()
    assert post(adm, row, option_address="https://unleash.corp.example/base").status_code == 302
    row.refresh_from_db()
    moved = post(adm, row, option_address="https://new.example", option_token="t2")
    assert moved.status_code == 302


def test_of_two_who_change_it_the_second_is_told(row, adm):
    assert post(adm, row, option_place="live").status_code == 302
    answer = post(adm, row, option_place="other")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "管理员 刚改过这个连接" in page and "other" in page
    assert Connection.objects.get().values["place"] == "live"


def test_nobody_else_comes_near(row, signed_in, cast):
    for person in (cast.ann, cast.oli, cast.eve):
        client = signed_in(person)
        for place in (LIST, NEW, here(row)):
            answer = client.get(place)
            assert answer.status_code == 403 and "unleash.corp" not in answer.content.decode()
        for part in ("", "state/", "deletion/", "test/"):
            assert client.post(here(row, part), VALUES).status_code == 403
        assert "连接" not in client.get("/settings/").content.decode()
    assert Connection.objects.get().is_on


def test_kinds_that_are_none_do_not_exist(adm):
    for kind in ("pigeon", "builtin"):
        assert adm.get(f"{LIST}new/{kind}/").status_code == 404


def test_every_kind_has_a_form(adm):
    page = adm.get(LIST).content.decode()
    for kind in ("apollo", "nacos", "unleash", "http", "prometheus"):
        assert f"{LIST}new/{kind}/" in page
        assert adm.get(f"{LIST}new/{kind}/").status_code == 200


def test_a_secret_sealed_with_a_lost_key_says_so(row, adm):
    Connection.objects.update(sealed="sealed with another key")
    assert adm.get(here(row)).status_code == 200
    adm.post(here(row, "test/"))
    row.refresh_from_db()
    assert not row.works and "SECRET_KEY" in row.said
    assert post(adm, row).status_code == 400, "it has to be typed again"
    with pytest.raises(WrongState, match="SECRET_KEY"):
        find_driver("unleash", "prod")
    ours = [one for one in every_driver("prod") if type(one).__module__.startswith("gray.")]
    assert [one.name for one in ours] == ["builtin"]
    assert post(adm, row, option_token="new").status_code == 302
    assert find_driver("unleash", "prod").setup["token"] == "new"


@pytest.fixture
def fake(settings):
    """A reachable Unleash, and a connection to it."""
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    rig = Unleash()
    with serving(rig.answer) as server:
        rig.url = server.url("")
        yield rig


@pytest.fixture
def reached(fake, cast):
    return add_connection(
        kind="unleash", name="生产 Unleash", environment="prod", values=fake.options(), by=cast.adm
    )


def test_the_test_button_tells_what_was_answered(reached, adm, settings):
    page = adm.post(here(reached, "test/"), follow=True).content.decode()
    assert "连上了" in page
    settings.OUTBOUND_ALLOWED_HOSTS = []
    page = adm.post(here(reached, "test/"), follow=True).content.decode()
    assert "https://" in page and "/settings/outbound/" in page
    reached.refresh_from_db()
    assert not reached.works and reached.tested_at
    assert events() == ["connection.added", "connection.tested", "connection.unreached"]


def test_a_test_of_what_was_changed_meanwhile_tells_nothing(reached, cast):
    seen = Connection.objects.get(pk=reached.pk)
    Connection.objects.update(version=reached.version + 1)
    with pytest.raises(WrongState, match="再测"):
        try_connection(seen, by=cast.adm, now=datetime.now(UTC))
    reached.refresh_from_db()
    assert reached.tested_at is None and events() == ["connection.added"]


def test_a_change_forgets_what_the_last_test_said(reached, adm, fake):
    adm.post(here(reached, "test/"))
    values = {f"option_{name}": text for name, text in fake.options().items()}
    adm.post(here(reached), {**values, "name": "新名", "environment": "prod", "option_token": "",
                             "version": reached.version})  # fmt: skip
    reached.refresh_from_db()
    assert (reached.name, reached.tested_at, reached.said) == ("新名", None, "")


@pytest.fixture
def running(reached, make_ramp, plan, cast):
    """A ramp that is under way over the connection, named by its kind."""
    ramp = make_ramp(driver="Unleash", stages=[{"percent": 1, "hold": "PT10M"}])
    plan.plans_app_rows.update(state="verified")
    type(plan).objects.filter(pk=plan.pk).update(status="ramping")
    ramp.plan.refresh_from_db()
    command(ramp, by=cast.oli, command="start")
    return ramp


def test_a_ramp_runs_over_it_and_shows_in_the_list(running, reached, adm, fake):
    look(Run.objects.get().pk, now=datetime.now(UTC))
    assert fake.state["enabled"]
    assert "1 个灰度正在用" in adm.get(LIST).content.decode()


@pytest.mark.parametrize("part", ["state/", "deletion/"])
def test_what_traffic_hangs_on_is_not_taken_away(running, reached, adm, plan, part):
    page = adm.post(here(reached, part), {"to": "off"}, follow=True).content.decode()
    assert f"计划 {plan.number} 的灰度正靠它控制流量" in page
    assert Connection.objects.get().is_on
    assert events() == ["connection.added"]


def test_a_plan_that_the_administrator_may_not_see_is_not_named(running, reached, adm, plan):
    type(plan).objects.filter(pk=plan.pk).update(visibility="members")
    page = adm.post(here(reached, "deletion/"), follow=True).content.decode()
    assert "另一个计划" in page and plan.number not in page


def test_no_change_may_lead_a_running_ramp_elsewhere(running, reached, adm, fake, cast):
    values = {f"option_{name}": text for name, text in fake.options().items()}
    same = {**values, "option_token": "", "version": reached.version}
    moved = adm.post(here(reached), {**same, "name": "生产 Unleash", "environment": "test"})
    assert moved.status_code == 409
    with pytest.raises(WrongState, match="正靠它"):
        add_connection(kind="unleash", name="第二个", environment="prod", by=cast.adm,
                       values=fake.options())  # fmt: skip
    add_connection(kind="unleash", name="测试", environment="test", by=cast.adm,
                   values=fake.options())  # fmt: skip


def test_a_change_is_told_to_the_plans_and_their_switches_are_read_again(
    running, reached, adm, fake, plan
):
    Run.objects.update(due_at=datetime(2099, 1, 1, tzinfo=UTC))
    values = {f"option_{name}": text for name, text in fake.options().items()}
    answer = adm.post(here(reached), {**values, "name": "新名", "environment": "prod",
                                      "version": reached.version})  # fmt: skip
    assert answer.status_code == 302
    assert Run.objects.get().due_at <= datetime.now(UTC)
    assert Event.objects.get(kind="connection.turned").chain == plan.chain


def test_one_that_nothing_hangs_on_is_switched_off_and_deleted(reached, adm):
    adm.post(here(reached, "state/"), {"to": "off"})
    with pytest.raises(WrongState, match="设置 · 连接"):
        find_driver("unleash", "prod")
    adm.post(here(reached, "state/"), {"to": "on"})
    assert find_driver("unleash", "prod").setup.name == "生产 Unleash"
    assert adm.post(here(reached, "deletion/")).status_code == 302
    assert not Connection.objects.exists()
    assert events()[-3:] == ["connection.off", "connection.on", "connection.deleted"]


def test_a_ramp_over_http_says_which_plan_stage_and_write_it_is(settings, cast, make_ramp, plan):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    gateway = Gateway()
    with serving(gateway.answer) as server:
        gateway.url = server.url("")
        body = '{"gray": {{percent}}, "text": "{{plan_id}} {{step_index}} {{env}}"}'
        add_connection(kind="http", name="网关", by=cast.adm,
                       values={**gateway.options(), "body": body})  # fmt: skip
        ramp = make_ramp(driver="网关", stages=[{"percent": 1, "hold": "PT10M"}])
        plan.plans_app_rows.update(state="verified")
        type(plan).objects.filter(pk=plan.pk).update(status="ramping")
        ramp.plan.refresh_from_db()
        command(ramp, by=cast.oli, command="start")
        look(Run.objects.get().pk, now=datetime.now(UTC))
        assert gateway.flags["coin.refund"] == {"gray": 1, "text": f"{plan.number} 0 prod"}
        keys = [one.headers["Idempotency-Key"] for one in server.seen if one.method == "PUT"]
        assert all(keys) and len(set(keys)) == len(keys)
        command(ramp, by=cast.oli, command="off")
        assert gateway.off_text() == "closed"
    assert Run.objects.get().state == "off"


def test_traffic_whose_connection_cannot_be_opened_waits_and_falls_once_it_can(
    running, reached, fake, plan, cast
):
    look(Run.objects.get().pk, now=datetime.now(UTC))
    assert fake.state["enabled"]
    sealed = Connection.objects.get().sealed
    Connection.objects.update(sealed="sealed with another key")
    decision = look(Run.objects.get().pk, now=datetime.now(UTC))
    assert decision is not None and "SECRET_KEY" in str(decision.why)
    roll_back_plan(plan, by=cast.ann, reason="出事了")
    look(Run.objects.get().pk, now=datetime.now(UTC))
    assert fake.state["enabled"] and Run.objects.get().due_at, "it is tried again and again"
    Connection.objects.update(sealed=sealed)
    look(Run.objects.get().pk, now=datetime.now(UTC) + timedelta(minutes=10))
    assert not fake.state["enabled"] and Run.objects.get().state == "off"
