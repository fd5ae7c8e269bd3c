"""The running product as the main job needs it: one process, its people, a real mailbox."""

import json
import signal
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext
from openfeature.exception import ErrorCode

from tests.journey.script import FLAG, PASSWORD, Script
from tests.processes import Processes, stop, wait_for

CAST = """
import json, sys
from people.actions import create_person
from people.models import User
from gray.actions import create_key
people = json.loads({people!r})
for name, called in people.items():
    create_person(by=None, username=name, display_name=called, email=name + "@example.test",
                  password={password!r}, roles=["ops"] if name == {ops!r} else [])
print(create_key(by=User.objects.get(username={ops!r}), environment="prod", name="main job")[1])
"""


@dataclass
class House:
    """One embedded installation under test."""

    processes: Processes
    script: Script

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.processes.env['PORT']}"

    def open(self) -> None:
        """Start it and wait for the first page."""
        self.process = self.processes.start(
            "python", "-m", "releaseplan.embedded", "--no-demo", name="house"
        )
        wait_for(self._answers, what=self.processes.log("house"))

    def kill(self) -> None:
        """As a power cut would: nothing is told, nothing is tidied up."""
        stop(self.process, signal.SIGKILL)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False

    def invite(self) -> str:
        """Make the people's accounts; the text of an environment key."""
        code = CAST.format(
            people=json.dumps(self.script.people), password=PASSWORD, ops=self.script.ops
        )
        done = self.processes.manage("shell", "-v", "0", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip().splitlines()[-1]


class Crowd:
    """Ten thousand users who ask the flag through the stock OpenFeature client."""

    def __init__(self, house: House, key: str, size: int = 10_000) -> None:
        provider = OFREPProvider(house.url, headers_factory=lambda: {"X-API-Key": key})
        api.set_provider(provider)
        self.client = api.get_client()
        self.users = [f"user-{number:05d}" for number in range(size)]
        self.inside: set[str] = set()
        self.allowed: ErrorCode | None = ErrorCode.FLAG_NOT_FOUND

    def ask(self) -> float:
        """The share that is in, in percent; nobody who was in may be out."""
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(self._is_in, self.users))
        now_in = {user for user, is_in in zip(self.users, answers, strict=True) if is_in}
        lost = self.inside - now_in
        assert not lost, f"{len(lost)} users lost the feature, first {sorted(lost)[:3]}"
        self.inside = now_in
        return 100 * len(now_in) / len(self.users)

    def _is_in(self, user: str) -> bool:
        details = self.client.get_boolean_details(FLAG, False, EvaluationContext(user))
        assert details.error_code in (None, self.allowed), details.error_message
        return details.value


def saved(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
