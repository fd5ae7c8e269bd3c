"""A socket that keeps one deadline for everything, however slowly the bytes drip."""

import io
import socket
from time import monotonic
from typing import Any


def left(finish: float) -> float:
    """Seconds until `finish` (monotonic). Raises TimeoutError when there are none."""
    seconds = finish - monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


class TimedSocket:
    """As much of a socket as http.client asks of one."""

    def __init__(self, wire: socket.socket, finish: float) -> None:
        self.wire, self.finish = wire, finish

    def sendall(self, data: Any) -> None:
        self.wire.settimeout(left(self.finish))
        self.wire.sendall(data)

    def makefile(self, mode: str = "rb") -> io.BufferedReader:
        return io.BufferedReader(TimedReader(self.wire, self.finish))

    def close(self) -> None:
        """Whoever opened the wire closes it."""


class TimedReader(io.RawIOBase):
    """Reads from the wire until the deadline."""

    def __init__(self, wire: socket.socket, finish: float) -> None:
        self.wire, self.finish = wire, finish

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.wire.settimeout(left(self.finish))
        return self.wire.recv_into(buffer)
