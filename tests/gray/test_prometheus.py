"""What a real Prometheus answers, and what other things at its address do."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from math import isinf, isnan
from threading import Thread

import pytest

from gray.connecting import Setup
from gray.drivers.base import DriverError
from gray.gauges.prometheus import Prometheus
from tests.gray.prometheus import START
from tests.processes import free_port

pytestmark = [pytest.mark.django_db]
servers = pytest.mark.servers


@pytest.fixture(autouse=True)
def loopback(settings):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]


def gauge(address: str, **values: str) -> Prometheus:
    made = Prometheus(Setup("量", "", {"address": address, **values}))
    made.prepare()
    return made


@pytest.fixture
def ask(prometheus):
    def asked(query: str, minute: float = 0):
        return gauge(f"{prometheus.url}/").ask(query, START + timedelta(minutes=minute))

    return asked


@servers
def test_a_number_comes_with_the_age_of_its_data(ask):
    for query in ("good_ratio", 'good_ratio{env="prod"}', "avg_over_time(good_ratio[5m])"):
        sample = ask(query)
        assert (round(sample.value, 6), sample.series, sample.at) == (0.002, 1, START)


@servers
def test_a_scalar_is_a_number(ask):
    assert ask("scalar(bad_ratio) * 2").value == pytest.approx(0.16)
    assert ask("1 + 1").value == 2


@servers
@pytest.mark.parametrize("query", ["no_such_metric", "sum(no_such)", "good_ratio > 5"])
def test_nothing_is_not_zero(ask, query):
    assert (ask(query).value, ask(query).series) == (None, 0)
    assert ask("none_total").value == 0.0


@servers
def test_several_series_are_no_number(ask):
    assert (ask("two_ratio").value, ask("two_ratio").series) == (None, 2)
    assert ask("sum(two_ratio)").value == pytest.approx(0.3)


@servers
def test_what_is_divided_by_nothing_is_no_finite_number(ask):
    assert isnan(ask("none_total / none_total").value)
    assert isinf(ask("hits_total / none_total").value)


@servers
def test_old_data_are_told_by_their_own_moment(ask):
    sample = ask("gone_ratio", 8)
    assert sample.value == 0.002
    assert sample.at == START + timedelta(minutes=4, seconds=45)
    assert ask("max(gone_ratio{})", 8).at == START + timedelta(minutes=4, seconds=45)
    assert ask("gone_ratio", 11).series == 0, "after five minutes Prometheus itself forgets it"


@servers
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("sum(", "看不懂这个查询"),
        ("", "看不懂这个查询"),
        ('label_replace(good_ratio, "a", "$1", "env", "(")', "Prometheus"),
        ("good_ratio[5m]", "一段时间的序列"),
        ('"text"', "不是数"),
    ],
)
def test_a_query_that_cannot_be_answered_says_what_to_do(ask, query, words):
    with pytest.raises(DriverError) as refusal:
        ask(query)
    assert words in str(refusal.value)


@servers
def test_an_address_beside_it_is_told(prometheus):
    with pytest.raises(DriverError) as refusal:
        gauge(f"{prometheus.url}/elsewhere").ask("1", START)
    assert "404" in str(refusal.value)


@servers
def test_the_test_of_a_connection_names_the_version(prometheus):
    assert "2." in gauge(prometheus.url).test()


def test_nobody_there_is_an_error_and_not_a_number():
    with pytest.raises(DriverError) as refusal:
        gauge(f"http://127.0.0.1:{free_port()}").ask("1", START)
    assert "连不上" in str(refusal.value)


def test_a_host_inside_is_refused_before_anything_is_sent(settings):
    settings.OUTBOUND_ALLOWED_HOSTS = []
    with pytest.raises(DriverError, match="https"):
        gauge("http://127.0.0.1:9090")
    with pytest.raises(DriverError, match="内网"):
        gauge("https://127.0.0.1:9090").ask("1", START)


class Other(BaseHTTPRequestHandler):
    """Something at the address that is no Prometheus, or one with a door before it."""

    def do_POST(self) -> None:
        self.server.heard.append(dict(self.headers))
        self.rfile.read(int(self.headers["Content-Length"]))
        status, kind, body = self.server.answer
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Quiet."""


@pytest.fixture
def other():
    server = HTTPServer(("127.0.0.1", 0), Other)
    server.heard = []
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


JSON, ONE = (
    "application/json",
    b'{"status":"success","data":{"resultType":"scalar","result":[0,"1"]}',
)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((200, "text/html", b"<html>login</html>"), "JSON"),
        ((200, JSON, b"[]"), "格式"),
        ((200, JSON, b'{"status":"success","data":{"resultType":"vector"}}'), "格式"),
        ((200, JSON, b'{"status":"error","error":"out of luck"}'), "out of luck"),
        ((422, JSON, b'{"status":"error","error":"too many samples"}'), "too many samples"),
        ((503, JSON, b'{"status":"error","error":"query timed out"}'), "query timed out"),
        ((404, "text/plain", b"404 page not found"), "核对连接的地址"),
        ((401, "text/plain", b"no"), "401"),
        ((302, "text/html", b""), "302"),
    ],
)
def test_every_other_answer_is_said(other, answer, words):
    other.answer = answer
    with pytest.raises(DriverError) as refusal:
        gauge(other.url, secret="hush-hush").ask("1", START)
    assert words in str(refusal.value)
    assert "hush-hush" not in str(refusal.value)


def test_remarks_come_with_the_number(other):
    other.answer = (200, JSON, ONE + b',"warnings":["one store is away"]}')
    sample = gauge(other.url).ask("1", START)
    assert (sample.value, sample.said) == (1.0, "one store is away")


def test_who_asks_is_told_in_the_headers(other):
    other.answer = (200, JSON, ONE + b"}")
    gauge(other.url, secret="t0ken", tenant="team-a").ask("1", START)
    gauge(other.url, user="ann", secret="pw").ask("1", START)
    first, second = other.heard
    assert (first["Authorization"], first["X-Scope-OrgID"]) == ("Bearer t0ken", "team-a")
    assert second["Authorization"] == "Basic YW5uOnB3"


def test_how_old_data_may_be_is_set_up():
    assert Prometheus(Setup("量", "", {})).oldest == timedelta(minutes=2)
    assert Prometheus(Setup("量", "", {"oldest": "30"})).oldest == timedelta(seconds=30)
    assert Prometheus(Setup("量", "", {"oldest": "soon"})).oldest == timedelta(minutes=2)
