"""Races of real processes: racers get ready, all start together, each says how it went."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ground.errors import Refusal
from tests.processes import Processes, wait_for

PATIENCE = 60


def race(
    house: Processes, racer: str, folder: Path, *deeds: tuple[str, ...]
) -> dict[str, dict[str, Any]]:
    """Let a process of the module `racer` do each deed (who, what, …) at once; {who: answer}."""
    names = [deed[0] for deed in deeds]
    command = ("python", "-m", racer, str(folder))
    running = [house.start(*command, *deed, name=deed[0]) for deed in deeds]
    wait_for(lambda: all((folder / f"{name}.ready").exists() for name in names), within=90)
    (folder / "start").touch()
    assert [process.wait(90) for process in running] == [0] * len(running), [
        house.log(name) for name in names
    ]
    return {name: json.loads((folder / f"{name}.json").read_text()) for name in names}


def prepare(house: Processes, racer: str) -> None:
    """What the racer's module wants to be there before the race."""
    done = house.start("python", "-m", racer, ".", "-", "prepare", name="prepare").wait(120)
    assert done == 0, house.log("prepare")


def ask(house: Processes, question: str) -> Any:
    """What a line of Python in the installation prints as JSON."""
    found = house.manage("shell", "--no-imports", "-c", f"import json; {question}")
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)


def run(folder: Path, name: str, deed: Callable[[], Any]) -> None:
    """In a racer: wait for the start, do it once, write down the answer."""
    (folder / f"{name}.ready").touch()
    end = time.monotonic() + PATIENCE
    while not (folder / "start").exists() and time.monotonic() < end:
        time.sleep(0.001)
    (folder / f"{name}.json").write_text(json.dumps(_answer(deed)))


def _answer(deed: Callable[[], Any]) -> dict[str, Any]:
    try:
        deed()
    except Refusal as refusal:
        return {"status": refusal.status, "code": refusal.code, "detail": refusal.detail}
    return {"status": 200}
