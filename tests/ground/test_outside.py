"""Where requests may go, and how little an outside server can do to us."""

import datetime
import socket
import ssl
import time
from ipaddress import ip_address
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ground import outside
from ground.actions import allow_host, withdraw_host
from ground.destinations import Forbidden, NoAnswer, is_public
from ground.errors import Denied, Invalid
from ground.models import Event
from ground.outside import send
from tests.ground.outside_server import serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with serving(lambda request: (200, {"X-A": "1"}, b"taken")) as running:
        yield running


@pytest.fixture
def names(monkeypatch):
    """What the resolver says, counted."""
    known, asked, real = {}, [], socket.getaddrinfo

    def getaddrinfo(host, port, *words, **kinds):
        if host == "127.0.0.1":
            return real(host, port, *words, **kinds)
        asked.append(host)
        if host not in known:
            raise socket.gaierror(-2, "unknown")
        return [(None, None, None, "", (address, port)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    known["asked"] = asked
    return known


INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.100.100.200", "224.0.0.1", "239.255.255.250", "255.255.255.255", "192.0.0.8", "198.18.0.1",
    "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "2001:db8::1", "::127.0.0.1", "::10.0.0.1", "fec0::1", "64:ff9b:1::a00:1", "5f00::1", "3fff::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_refused(names, address):
    assert not is_public(ip_address(address))
    names["hook.example.com"] = [address]
    with pytest.raises(Forbidden, match="内网或保留地址"):
        send("POST", "https://hook.example.com/")


@pytest.mark.parametrize("address", ["8.8.8.8", "223.5.5.5", "2400:3200::1", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_not(address):
    assert is_public(ip_address(address))


def test_one_address_inside_among_others_is_enough(names):
    names["hook.example.com"] = ["8.8.8.8", "10.0.0.1"]
    with pytest.raises(Forbidden):
        send("POST", "https://hook.example.com/")


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1", "[::ffff:7f00:1]"])
def test_disguised_loopback_is_refused(host):
    with pytest.raises((Forbidden, NoAnswer)):
        send("POST", f"https://{host}/")


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example.com/", "ftp://hook.example.com/", "file:///etc/passwd", "gopher://x/",
        "https://", "https://a@b.example/", "https://a:b@b.example/", "https://b.example:x/",
        "https://b.example/a b", "https://b.example/\r\nHost: x", "https://[::1", "",
    ],
)  # fmt: skip
def test_odd_addresses_are_refused_without_asking_anybody(names, url):
    with pytest.raises(Forbidden):
        send("POST", url)
    assert not names["asked"]


def test_an_allowed_host_is_reached(server):
    answer = send("POST", server.url("/a?b=1"), body=b"x", headers={"Content-Type": "text/plain"})
    assert (answer.status, answer.body, answer.headers["X-A"]) == (200, b"taken", "1")
    (request,) = server.seen
    assert (request.method, request.path, request.body) == ("POST", "/a?b=1", b"x")
    assert request.headers["Host"] == f"127.0.0.1:{server.port}"


def test_a_port_can_be_allowed_alone(server, settings):
    settings.OUTBOUND_ALLOWED_HOSTS = [f"127.0.0.1:{server.port}"]
    assert send("GET", server.url()).status == 200
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1:1"]
    with pytest.raises(Forbidden):
        send("GET", server.url())


def test_administrators_allow_hosts_and_take_them_back(server, settings, cast):
    settings.OUTBOUND_ALLOWED_HOSTS = []
    with pytest.raises(Denied):
        allow_host("127.0.0.1", by=cast.ann)
    with pytest.raises(Invalid):
        allow_host("https://127.0.0.1/", by=cast.adm)
    host = allow_host(" 127.0.0.1 ", by=cast.adm)
    assert send("GET", server.url()).status == 200
    withdraw_host(host, by=cast.adm)
    with pytest.raises(Forbidden):
        send("GET", server.url())
    kinds = Event.objects.filter(chain="installation").values_list("kind", flat=True)
    assert list(kinds) == ["host.allowed", "host.withdrawn"]


def test_the_name_is_resolved_once_and_the_connection_goes_there(server, settings, names):
    """A name that answers differently the second time (DNS rebinding) gains nothing."""
    settings.OUTBOUND_ALLOWED_HOSTS = ["hook.corp"]
    names["hook.corp"] = ["127.0.0.1"]
    assert send("GET", f"http://hook.corp:{server.port}/").status == 200
    assert names["asked"].count("hook.corp") == 1
    assert server.seen[0].headers["Host"] == f"hook.corp:{server.port}"


def test_a_redirect_is_not_followed(server):
    server.answer = lambda request: (302, {"Location": "http://169.254.169.254/"}, b"")
    assert send("GET", server.url()).status == 302
    assert len(server.seen) == 1


def test_an_endless_answer_is_cut_off(server):
    server.answer = lambda request: (200, {}, b"x" * (outside.MOST_BYTES + 1))
    with pytest.raises(NoAnswer, match="回答太长"):
        send("GET", server.url())


def test_a_server_that_drips_is_left_in_time(settings):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip():
            wire, _peer = listening.accept()
            with wire:
                for byte in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50:
                    try:
                        wire.sendall(bytes([byte]))
                    except OSError:
                        return
                    time.sleep(0.05)

        Thread(target=drip, daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(NoAnswer, match="没有及时回答"):
            send("GET", f"http://127.0.0.1:{listening.getsockname()[1]}/", seconds=0.5)
        assert time.monotonic() - begun < 3


def test_no_proxy_of_the_environment_is_used(server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert send("GET", server.url()).status == 200


def test_errors_repeat_no_secret_of_the_address(settings, names):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    for url in ("http://127.0.0.1:1/robot?access_token=TOKEN", "https://gone.example/?k=TOKEN"):
        with pytest.raises(NoAnswer) as caught:
            send("GET", url)
        assert "TOKEN" not in str(caught.value)
        assert caught.value.__suppress_context__


@pytest.mark.parametrize("place", ["status", "headers", "length"])
def test_an_answer_that_echoes_the_request_gives_no_secret_away(settings, place):
    """What is no HTTP is not repeated: it may be our own request, with the token in it."""
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=echo, args=(listener, ECHOES[place]), daemon=True).start()
        with pytest.raises(NoAnswer) as caught:
            send("POST", f"http://127.0.0.1:{listener.getsockname()[1]}/robot?access_token=TOKEN")
    assert "TOKEN" not in str(caught.value) and "127.0.0.1" in str(caught.value)


ECHOES = {
    "status": b"%b",
    "headers": b"HTTP/1.1 200 OK\r\n" + b"X: %b\r\n" * 200,
    "length": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%b\r\n",
}


def echo(listener, template):
    wire, _whose = listener.accept()
    with wire:
        line = wire.recv(65536).split(b"\r\n")[0]
        wire.sendall(template.replace(b"%b", line))


@pytest.fixture
def tls(tmp_path, monkeypatch):
    """A server's TLS for hook.corp, by an authority that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hook.corp")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hook.corp")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path / "hook.pem"
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(key.private_bytes(pem, *plain) + made.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return context


def test_tls_asks_for_the_name_though_the_address_is_pinned(tls, settings, names):
    settings.OUTBOUND_ALLOWED_HOSTS = ["hook.corp", "other.corp"]
    names["hook.corp"] = names["other.corp"] = ["127.0.0.1"]
    with serving(lambda request: (200, {}, b"ok"), tls) as server:
        assert send("GET", server.url(scheme="https", host="hook.corp")).body == b"ok"
        with pytest.raises(NoAnswer, match="证书无效"):
            send("GET", server.url(scheme="https", host="other.corp"))


def test_a_certificate_that_nobody_vouches_for_is_refused(tls, settings, names, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/dev/null")
    settings.OUTBOUND_ALLOWED_HOSTS = ["hook.corp"]
    names["hook.corp"] = ["127.0.0.1"]
    answer = (200, {}, b"ok")
    with serving(lambda _: answer, tls) as server, pytest.raises(NoAnswer, match="证书无效"):
        send("GET", server.url(scheme="https", host="hook.corp"))


def test_an_authority_that_was_given_is_trusted_and_no_other_is(
    tls, settings, names, monkeypatch, tmp_path
):
    system, own = (tmp_path / "hook.pem").read_text(), "-----BEGIN CERTIFICATE-----"
    own += system.partition(own)[2]
    monkeypatch.setenv("SSL_CERT_FILE", "/dev/null")
    settings.OUTBOUND_ALLOWED_HOSTS = ["hook.corp"]
    names["hook.corp"] = ["127.0.0.1"]
    with serving(lambda request: (200, {}, b"ok"), tls) as server:
        url = server.url(scheme="https", host="hook.corp")
        assert send("GET", url, ca=own).body == b"ok"
        for nonsense in ("证书", "-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----", "x"):
            with pytest.raises(NoAnswer, match="PEM"):
                send("GET", url, ca=nonsense)
