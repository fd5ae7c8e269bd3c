"""A driver over the fake of its system, as the contract test takes it.

A rig is a class in a file of `fakes`; the class registers itself.
"""

from typing import ClassVar

from gray.connecting import Setup
from gray.drivers.base import Driver, Place
from tests.ground.outside_server import Request

Answer = tuple[int, dict[str, str], bytes]

PLACE = Place(
    environment="prod", flag="coin.refund", salt="s", application="coin-center",
    namespace="", key="coin.refund.percent", format="",
)  # fmt: skip


class Rig:
    """The fake is the rig itself: it answers requests, and keeps what it was told.

    driver          the name of the driver
    place           the switch that is written
    shares          shares that it can show
    users           whether it keeps fixed users
    machines        whether it lets in single machines
    secrets         texts of the set-up that nobody may ever see
    texts           what it holds is a text, so after off it is the plan's rollback value
    off             what `off_text` gives after off, where the rollback value is "-1"
    is_outside      it is asked over the network
    """

    driver: ClassVar[str]
    place: ClassVar[Place] = PLACE
    shares: ClassVar[tuple[int, ...]] = (0, 100, 1_000, 5_000, 10_000)
    users: ClassVar[bool] = False
    machines: ClassVar[bool] = False
    secrets: ClassVar[tuple[str, ...]] = ()
    texts: ClassVar[bool] = True
    off: ClassVar[str] = "-1"
    is_outside: ClassVar[bool] = True
    all: ClassVar[dict[str, type["Rig"]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "driver" in vars(cls):
            Rig.all[cls.__name__] = cls

    url = ""
    """Where the fake is served."""

    def options(self) -> dict[str, str]:
        """The answers of the connection's form."""
        return {}

    def open(self) -> Driver:
        setup = Setup("连接", "", self.options())
        return Driver.all[self.driver](setup)

    def answer(self, request: Request) -> Answer:
        raise NotImplementedError

    def moves(self, request: Request) -> bool:
        """Is this the request by which the switch begins to show something else?"""
        return request.method != "GET"

    def meddle(self) -> None:
        """Somebody changes the switch by hand, to something that no stage has."""
        raise NotImplementedError

    def off_text(self) -> str:
        """What the system holds after off, as far as it is a text."""
        raise NotImplementedError
