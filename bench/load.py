"""A cheap load generator: one thread, keep-alive connections, the same request again and again.

    .venv/bin/python bench/load.py HOST:PORT SECONDS CONNECTIONS < request

Reads the bytes of one HTTP request from standard input and prints one JSON line: requests,
seconds, the statuses seen, latencies in milliseconds, and `busy`, the share of the time that
this process computed (near 1, it measures itself instead of the server).
"""

import json
import select
import socket
import sys
import time
from typing import Any

LARGEST = 1 << 18


def main() -> None:
    address, seconds, connections = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    print(json.dumps(knock(address, sys.stdin.buffer.read(), seconds, connections)))


def knock(address: str, request: bytes, seconds: float, connections: int) -> dict[str, Any]:
    """Ask on every connection as soon as it has answered, for `seconds`."""
    first, size = probe(address, request)
    sockets = [_open(address) for _ in range(connections)]
    begun, computed = time.perf_counter(), time.process_time()
    waits = _turn(sockets, request, size, first, begun + seconds)
    took, busy = time.perf_counter() - begun, time.process_time() - computed
    for one in sockets:
        one.close()
    waits.sort()
    return {
        "requests": len(waits),
        "rps": round(len(waits) / took),
        "p50_ms": round(1_000 * waits[len(waits) // 2], 3),
        "p99_ms": round(1_000 * waits[int(len(waits) * 0.99)], 3),
        "busy": round(busy / took, 2),
    }


def probe(address: str, request: bytes) -> tuple[bytes, int]:
    """(status line, bytes of the whole answer) of one request; every later one is as long."""
    with _open(address) as one:
        one.setblocking(True)
        one.sendall(request)
        answer = b""
        while not _is_whole(answer):
            answer += one.recv(LARGEST)
    return answer[:12], len(answer)


def _is_whole(answer: bytes) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:])
    return bool(found) and len(body) >= int(fields[b"content-length"])


def _open(address: str) -> socket.socket:
    host, _mark, port = address.rpartition(":")
    one = socket.create_connection((host, int(port)))
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    one.setblocking(False)
    return one


def _turn(
    sockets: list[socket.socket], request: bytes, size: int, first: bytes, end: float
) -> list[float]:
    """Seconds that each answer took. One that begins otherwise or has another size stops it."""
    poll, clock, waits = select.epoll(), time.perf_counter, []
    parts: dict[int, list[Any]] = {}
    for one in sockets:
        poll.register(one, select.EPOLLIN)
        parts[one.fileno()] = [one.recv, one.send, clock(), 0]
        one.send(request)
    now = clock()
    while now < end:
        for number, _event in poll.poll(1):
            part = parts[number]
            got = part[0](LARGEST)
            part[3] += len(got)
            if part[3] < size and got:
                continue
            if part[3] != size or (not got.startswith(first) and part[3] == len(got)):
                raise SystemExit(f"another answer than the first: {got[:300]!r}")
            now = clock()
            waits.append(now - part[2])
            part[2], part[3] = now, 0
            part[1](request)
    return waits


if __name__ == "__main__":
    main()
