"""The compose file: exactly its commands, on a private PostgreSQL and Redis."""

import re
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
import yaml

from tests.processes import ROOT, Processes, free_port, stop, wait_for

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("migrate", "catch-up", "web", "flags", "worker", "clock", "beat")


def command(service: str) -> list[str]:
    return list(SERVICES[service]["command"])


def get(port: int, path: str) -> tuple[int, str]:
    """Status and text; (0, "") while nobody answers."""
    request = Request(f"http://127.0.0.1:{port}{path}", headers={"X-Forwarded-Proto": "http"})
    try:
        with urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()
    except (URLError, ConnectionError, TimeoutError):
        return 0, ""


def test_the_production_shape_is_whole():
    assert set(OURS) | {"postgres", "redis", "proxy"} == set(SERVICES)
    assert SERVICES["clock"]["deploy"]["replicas"] == 2
    assert "deploy" not in SERVICES["beat"], "two beats would ask everything twice"
    for name in OURS:
        environment = SERVICES[name]["environment"]
        assert environment["DEBUG"] == "0"
        assert "SECRET_KEY:?" in environment["SECRET_KEY"], f"{name} would start with a default"


def test_the_image_installs_what_the_lock_says_and_holds_no_key():
    words = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes -r requirements.lock" in words
    assert "rm -f var/secret-key" in words


def test_the_proxy_sends_flag_questions_to_processes_of_their_own():
    words = (ROOT / "deploy" / "nginx.conf").read_text()
    places = re.findall(r"location ([^{]+) \{([^}]*)\}", words)
    found = {where: re.findall(r"proxy_pass http://(\w+);", inside) for where, inside in places}
    assert len(found) == len(places), "nginx refuses to start with a location that is there twice"
    assert found == {"= /metrics": [], "/ofrep/": ["flags"], "/": ["web"]}


@pytest.mark.servers
def test_exactly_these_commands_run_on_postgresql_and_redis(production: Processes, tmp_path: Path):
    port, flags_port = free_port(), free_port()
    settings = {
        "GRANIAN_HOST": "127.0.0.1",
        "GRANIAN_PORT": str(port),
        "GRANIAN_WORKERS": "2",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "TRUST_PROXY": "1",
    }
    alone = {"GRANIAN_PORT": str(flags_port)}
    migrate = production.start(*command("migrate"), name="migrate", **settings)
    assert migrate.wait(60) == 0, production.log("migrate")
    behind = production.start(*command("catch-up"), name="catch-up", **settings)
    assert behind.wait(60) == 0, production.log("catch-up")

    beat = [str(tmp_path / "beat") if word == "/tmp/beat" else word for word in command("beat")]
    started = {
        "web": production.start(*command("web"), name="web", **settings),
        "flags": production.start(*command("flags"), name="flags", **{**settings, **alone}),
        "worker": production.start(*command("worker"), name="worker", **settings),
        "clock": production.start(*command("clock"), name="clock", **settings),
        "clock2": production.start(*command("clock"), name="clock2", **settings),
        "beat": production.start(*beat, name="beat", **settings),
    }
    ready = wait_for(lambda: get(port, "/readyz")[0] == 200, what="all parts")
    assert ready
    wait_for(lambda: get(port, "/login/")[0] == 200, what="the first page")
    for one in (port, flags_port):  # 405: it wants POST
        wait_for(lambda one=one: get(one, "/ofrep/v1/evaluate/flags")[0] == 405, what="the flags")
    for name, process in started.items():
        assert process.poll() is None, f"{name}: {production.log(name)}"
        assert "Traceback" not in production.log(name), production.log(name)

    stop(started["clock"])
    wait_for(lambda: get(port, "/readyz")[0] == 200, what="the second clock")
    for name, process in started.items():
        assert stop(process) in (0, -15), f"{name} did not leave in good order"
