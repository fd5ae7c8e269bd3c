"""Files that want to hurt, each read in a process of its own: within 5 s and 300 MB."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.reading import bombs

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("bombs")]
SECONDS, MEGABYTES = 5, 300
Told = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("bombs")
    for name, make in {**bombs.REFUSED, **bombs.KEPT}.items():
        (folder / name).write_bytes(bombs.written(make))
    run = [sys.executable, "-m", "tests.reading.apart", str(folder)]
    done = subprocess.run(
        run, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    found: Told = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("name", [*bombs.REFUSED, *bombs.KEPT])
def test_it_costs_little(told: Told, name: str) -> None:
    assert told[name]["seconds"] < SECONDS
    assert told[name]["megabytes"] < MEGABYTES


@pytest.mark.parametrize("name", bombs.REFUSED)
def test_it_is_refused_with_one_sentence(told: Told, name: str) -> None:
    said = told[name]["said"]
    assert said.endswith("。") and "\n" not in said and len(said) > 6


@pytest.mark.parametrize("name", bombs.KEPT)
def test_it_is_read(told: Told, name: str) -> None:
    assert told[name]["said"] == ""
