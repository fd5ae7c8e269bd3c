"""Every rig, served on this machine by a host that is allowed."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any, NamedTuple

import pytest

from gray.drivers.base import Driver
from tests.gray.drivers import fakes
from tests.gray.drivers.rigs import Rig
from tests.ground.outside_server import Server, serving

for _module in pkgutil.iter_modules(fakes.__path__):
    import_module(f"{fakes.__name__}.{_module.name}")


class Stand(NamedTuple):
    """One rig, the driver over it, and the server between them."""

    rig: Rig
    driver: Driver
    server: Server

    def __repr__(self) -> str:
        return type(self.rig).__name__


def stand_of(rig: Rig) -> Iterator[Stand]:
    with serving(rig.answer) as server:
        rig.url = server.url("")
        yield Stand(rig, rig.open(), server)


@pytest.fixture(params=sorted(Rig.all))
def stand(request: Any, settings: Any, db: None) -> Iterator[Stand]:
    """Each driver in turn."""
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    yield from stand_of(Rig.all[request.param]())


@pytest.fixture(params=sorted(name for name, rig in Rig.all.items() if rig.is_outside))
def outside_stand(request: Any, settings: Any, db: None) -> Iterator[Stand]:
    """Each driver of an outside system in turn."""
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    yield from stand_of(Rig.all[request.param]())
