"""The whole product in one process, as bin/run starts it."""

import re
import shutil
import signal
import subprocess
import sys
import time
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from releaseplan import parts
from tests.processes import PATIENCE, Processes, free_port, stop, wait_for

pytestmark = pytest.mark.servers
SERVE = (sys.executable, "-m", "releaseplan.embedded")


def get(port: str, path: str = "/") -> tuple[int, str]:
    """Status and text; (0, "") while nobody answers."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()
    except (URLError, ConnectionError):
        return 0, ""


def serve(embedded: Processes, *options: str, **env: str) -> subprocess.Popen[bytes]:
    """Start it and wait for the first page."""
    process = embedded.start(*SERVE, *options, name="serve", **env)
    port = env.get("PORT", embedded.env["PORT"])

    def is_up() -> bool:
        assert process.poll() is None, embedded.log("serve")
        return get(port, "/healthz")[0] == 200

    wait_for(is_up, what="the first answer")
    return process


def refused(embedded: Processes, *options: str, **env: str) -> str:
    """What it says when it does not start, which must be one sentence."""
    done = subprocess.run(
        [*SERVE, *options],
        env={**embedded.env, **env},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1, done
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_everything_runs_in_one_process_and_leaves_in_good_order(empty: Processes):
    process = serve(empty, "--no-demo")
    port = empty.env["PORT"]
    assert get(port, "/login/")[0] == 200
    wait_for(lambda: get(port, "/readyz")[0] == 200, what="a beating clock")
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert "Traceback" not in empty.log("serve")


def test_an_empty_installation_prints_a_link_for_its_administrator(empty: Processes):
    serve(empty, "--no-demo")
    port = empty.env["PORT"]
    link = wait_for(lambda: re.search(r"(/first/\S+)", empty.log("serve")), what="the link")
    assert get(port, link.group(1))[0] == 200


def test_a_second_server_on_the_same_data_is_refused(embedded: Processes):
    process = serve(embedded, "--no-demo")
    sentence = refused(embedded, "--no-demo", PORT=str(free_port()))
    assert str(process.pid) in sentence


def test_a_taken_port_is_said(embedded: Processes, tmp_path_factory: pytest.TempPathFactory):
    serve(embedded, "--no-demo")
    other = tmp_path_factory.mktemp("other")
    shutil.copy(embedded.folder / "releaseplan.sqlite3", other)
    assert embedded.env["PORT"] in refused(embedded, "--no-demo", VAR_DIR=str(other))


@pytest.mark.parametrize("port", ["x", "0", "70000"])
def test_a_port_that_is_none_is_refused(embedded: Processes, port: str):
    assert f"PORT={port!r}" in refused(embedded, PORT=port)


def test_killed_at_once_and_started_again_it_goes_on(embedded: Processes):
    first = serve(embedded, "--no-demo")
    wait_for(lambda: get(embedded.env["PORT"], "/readyz")[0] == 200, what="a beating clock")
    stop(first, signal.SIGKILL)
    serve(embedded, "--no-demo")
    begun = time.monotonic()
    wait_for(lambda: get(embedded.env["PORT"], "/readyz")[0] == 200, what="a beating clock")
    assert time.monotonic() - begun < 10, "the dead clock's lease was waited for"


def test_a_second_interrupt_leaves_at_once(embedded: Processes):
    process = serve(embedded, "--no-demo")

    def left() -> bool:
        process.send_signal(signal.SIGINT)  # two at one moment would be one to the kernel
        return process.poll() is not None

    wait_for(left, within=0.9 * parts.PATIENCE, what="the end")
    assert process.returncode in (0, 128 + signal.SIGINT)


def test_a_part_that_does_not_end_is_cut_off(monkeypatch: pytest.MonkeyPatch):
    cut: list[int] = []
    monkeypatch.setattr(parts, "PATIENCE", 0.05)
    monkeypatch.setattr(parts.os, "_exit", cut.append)
    house = parts.House("127.0.0.1", free_port())
    monkeypatch.setattr(house.worker, "stop", lambda: wait_for(lambda: cut, what="the cut"))
    house._close([], 0)
    assert cut == [0]


def test_demo_accounts_are_not_opened_to_the_network(embedded: Processes):
    assert "demo" in refused(embedded, HOST="0.0.0.0"), "they would be made"
    made = embedded.manage(
        "shell",
        "-c",
        "from people.actions import create_demo_person as make;"
        "make('ann', display_name='安然', demo='x', password='releaseplan')",
    )
    assert made.returncode == 0, made.stderr
    assert "demo" in refused(embedded, "--no-demo", HOST="0.0.0.0"), "they are there"


def test_the_first_start_fills_the_demo_and_says_how_to_sign_in(empty: Processes):
    serve(empty)
    wait_for(lambda: "releaseplan" in empty.log("serve"), what="the sign-ins")
    assert (empty.folder / "demo").read_text() == "done"
