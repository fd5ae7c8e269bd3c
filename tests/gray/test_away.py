"""OFREP while PostgreSQL is gone: the last table, also after a restart, and never a guess."""

import http.client
import json
from pathlib import Path

import pytest

from tests.processes import Processes, free_port, is_open, stop, wait_for
from tests.servers import Postgres

pytestmark = [pytest.mark.servers, pytest.mark.long]
IN_FORCE = {"value": True, "variant": "on", "reason": "STATIC", "key": "all"}


def serve(processes: Processes, name: str, target: str = "flags", **env: str) -> int:
    port = free_port()
    processes.start(
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        f"releaseplan.{target}:application", name=name, **env,
    )  # fmt: skip
    wait_for(lambda: is_open(port), what=f"the web server {name}")
    return port


def ask(port: int, key: str, flag: str = "all") -> tuple[int, dict[str, object], str | None]:
    """Status, answer and Retry-After."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    body = json.dumps({"context": {"targetingKey": "u-1"}})
    try:
        link.request("POST", f"/ofrep/v1/evaluate/flags/{flag}", body, {"X-API-Key": key})
        answer = link.getresponse()
        return answer.status, json.loads(answer.read()), answer.headers["Retry-After"]
    finally:
        link.close()


def test_without_its_database_a_process_serves_what_it_last_saw(
    production: Processes, postgres: Postgres, tmp_path: Path
):
    done = production.manage("shell", "-v0", "-c", "from tests.gray.switches import write; write()")
    assert done.returncode == 0, done.stderr
    key = done.stdout.strip()
    port = serve(production, "seen", "wsgi")
    seen = production.running[-1]
    assert ask(port, key)[:2] == (200, IN_FORCE)
    wait_for((tmp_path / "flags.json").exists, what="the copy")
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    postgres.kill()
    try:
        assert ask(port, key)[:2] == (200, IN_FORCE), "from memory"
        stop(seen)
        late = serve(production, "late")
        assert ask(late, key)[:2] == (200, IN_FORCE), "from the copy"
        assert ask(late, key, "nobody")[1]["value"] is False, "nothing rises meanwhile"
        never = serve(production, "never", VAR_DIR=str(stranger))
        status, answer, wait = ask(never, key)
        assert (status, wait) == (503, "1") and {"key", "errorCode", "errorDetails"} <= set(answer)
    finally:
        postgres.start()
    code = "from tests.gray.switches import expose; expose('all', 0)"
    assert production.manage("shell", "-v0", "-c", code).returncode == 0
    for one in (late, never):
        wait_for(lambda one=one: ask(one, key)[1].get("value") is False, what="the return")
