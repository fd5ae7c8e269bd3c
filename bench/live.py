"""What many open pages of one plan cost, and how soon they know of a change.

    .venv/bin/python bench/live.py [--pages 200] [--seconds 20]

Prints one JSON line last. Starts the product on a folder of its own; every page asks each
1.6 s as the browser does, all on one plan, while a row is changed once a second. `cores` is
the processor time of the server over the time that passed, `told_p95_s` from the answer to
the change until the page has heard of it.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent.parent
BEAT = 1.6
PEOPLE = 20
Seen = dict[int, float]
"""{position of the chain: when it was written, or heard of}."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=200)
    options.add_argument("--seconds", type=int, default=20)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "releaseplan.settings"}
        sys.path.insert(0, str(HERE))
        from bench.grid import _free_port, _wait  # noqa: PLC0415 - after the path

        scene, port = _scene(), _free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "releaseplan.embedded", "--no-demo"],
            cwd=HERE, env={**os.environ, "PORT": str(port)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait(f"http://127.0.0.1:{port}/healthz")
            answer = asyncio.run(_measure(port, server.pid, scene, given.pages, given.seconds))
            print(json.dumps(answer))
        finally:
            server.terminate()
            server.wait(timeout=20)


def _scene() -> dict[str, Any]:
    import django  # noqa: PLC0415 - after the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from people.models import User  # noqa: PLC0415
    from plans.actions import add_rows, create_plan  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    people = [User.objects.create(username=f"p{n}", display_name=f"同事{n}") for n in range(PEOPLE)]
    plan = create_plan(by=people[0], title="全站中间件升级")
    [row] = add_rows(plan, "apps", by=people[0], rows=[{"app": "coin-center"}])
    sessions = []
    for person in people:
        client = Client()
        client.force_login(person)
        sessions.append(client.cookies["sessionid"].value)
    return {"number": plan.number, "row": row.pk, "sessions": sessions}


async def _measure(
    port: int, pid: int, scene: dict[str, Any], pages: int, seconds: int
) -> dict[str, float]:
    written: Seen = {}
    heard: list[float] = []
    waits: list[float] = []
    until = time.monotonic() + seconds + 3
    visits = [_page(port, scene, at, pages, until, written, heard, waits) for at in range(pages)]
    running = asyncio.gather(*visits, _writer(port, scene, until, written))
    await asyncio.sleep(3)
    begun, spent = time.monotonic(), _processor(pid)
    await asyncio.sleep(seconds)
    cores = (_processor(pid) - spent) / (time.monotonic() - begun)
    await running
    heard.sort()
    waits.sort()
    return {
        "pages": pages,
        "cores": round(cores, 3),
        "polls": len(waits),
        "answer_p50_ms": round(statistics.median(waits) * 1000, 1),
        "answer_p95_ms": round(waits[int(len(waits) * 0.95)] * 1000, 1),
        "told_p50_s": round(statistics.median(heard), 2),
        "told_p95_s": round(heard[int(len(heard) * 0.95)], 2),
    }


async def _page(
    port: int, scene: dict[str, Any], at: int, pages: int, until: float,
    written: Seen, heard: list[float], waits: list[float],
) -> None:  # fmt: skip
    await asyncio.sleep(BEAT * at / pages)
    session, since, seen = scene["sessions"][at % PEOPLE], 0, ""
    while time.monotonic() < until:
        words = {
            "page": f"page-{at}",
            "since": since,
            "at": f"apps:{scene['row']}:app",
            "seen": seen,
        }
        begun = time.monotonic()
        told = await _ask(
            port, "POST", f"/plans/{scene['number']}/live/", session, urlencode(words)
        )
        now = time.monotonic()
        waits.append(now - begun)
        heard += [now - written[one] for one in range(since + 1, told["position"] + 1) if one in written]  # fmt: skip
        since, seen = told["position"], told["seen"]
        await asyncio.sleep(BEAT)


async def _writer(port: int, scene: dict[str, Any], until: float, written: Seen) -> None:
    address = f"/api/v1/plans/{scene['number']}/sections/apps/{scene['row']}/"
    version, position = 1, 0
    while time.monotonic() < until - BEAT:
        body = json.dumps({"row_version": version, "branch": f"feature/{version}"})
        answer = await _ask(port, "PATCH", address, scene["sessions"][0], body)
        version, moment = answer["row_version"], time.monotonic()
        told = await _ask(port, "POST", f"/plans/{scene['number']}/live/", scene["sessions"][0], "page=writer")  # fmt: skip
        position = told["position"]
        written[position] = moment
        await asyncio.sleep(1)


async def _ask(port: int, method: str, path: str, session: str, body: str) -> dict[str, Any]:
    """One request on a connection of its own; the CSRF token is any, said twice."""
    kind = "application/json" if body[:1] == "{" else "application/x-www-form-urlencoded"
    data, token = body.encode(), "a" * 32
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        f"Cookie: sessionid={session}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.encode() + data)
    answer = await reader.read()
    writer.close()
    first, _mark, rest = answer.partition(b"\r\n\r\n")
    if b" 200 " not in first.split(b"\r\n")[0]:
        raise SystemExit(f"{method} {path}: {answer[:600]!r}")
    return json.loads(rest)


def _processor(pid: int) -> float:
    """Seconds of processor time that the server has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
