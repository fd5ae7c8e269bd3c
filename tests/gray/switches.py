"""Switches of every kind of value, written by the builtin driver, for clients to ask.

`manage.py shell -c "from tests.gray.switches import write; write()"` prints an environment key.
"""

import sys

from gray.actions import create_key
from gray.drivers.base import Exposure, Place
from gray.drivers.builtin import Builtin
from people.models import User

IN, OUT = 10_000, 0
HALF = 5_000
SWITCHES: dict[str, tuple[Exposure, str]] = {
    "all": (Exposure(IN), ""),
    "nobody": (Exposure(OUT), ""),
    "killed": (Exposure(IN, ("无忌",), enabled=False), ""),
    "named": (Exposure(OUT, ("无忌", "u-7")), ""),
    "half": (Exposure(HALF), ""),
    "word": (Exposure(IN), '{"on": "新版", "off": "旧版"}'),
    "number": (Exposure(IN), '{"on": 42, "off": 7}'),
    "float": (Exposure(IN), '{"on": 1.0, "off": 0.5}'),
    "thing": (Exposure(HALF), '{"on": {"版本": "新", "n": [1, 2]}, "off": {"版本": "旧"}}'),
}


def write() -> None:
    """Every switch in the environment `prod`, and a key for it."""
    for flag, (exposure, form) in SWITCHES.items():
        Builtin().write(Place("prod", flag, flag, "", "", "", form), exposure)
    adm = User.objects.create(username="keeper", is_superuser=True)
    sys.stdout.write(create_key(by=adm, environment="prod", name="clients")[1])


def expose(flag: str, share: int) -> None:
    """Write one of them again, at another share."""
    form = SWITCHES[flag][1]
    Builtin().write(Place("prod", flag, flag, "", "", "", form), Exposure(share))
