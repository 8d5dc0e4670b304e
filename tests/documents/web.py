"""A small internet on this machine: host names of our own that all lead to one server, which answers to the byte."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from detente.documents.fetch import Fetcher

OPEN = "93.184.216.34"
"""An address of the open internet."""
Answer = bytes | Callable[[socket.socket], object]


def answer(body: bytes | str, *headers: str, status: str = "200 OK", media: str | None = "text/plain") -> bytes:
    """An answer with its head."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *headers]
    if media:
        lines.append(f"Content-Type: {media}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + content


def moved(place: str, status: int = 302) -> bytes:
    """An answer that leads elsewhere."""
    return answer("", f"Location: {place}", status=f"{status} Moved")


@dataclass
class Time:
    """A clock that only pauses move."""

    now: float = 1_000_000.0
    paused: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.paused.append(seconds)
        self.now += seconds


@dataclass
class Web:
    """What stands at ``host/path``, and what was asked for."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    machines: dict[str, list[str]] = field(default_factory=dict)
    """Where names lead that do not lead to the open internet."""
    connected: list[tuple[str, int]] = field(default_factory=list)

    def fetcher(self, **options: Any) -> Fetcher:
        """A fetcher that lives in this internet; it does not pause between requests unless told to."""
        usual: dict[str, Any] = {"pace": 0.0, "proxies": {}, "resolve": self.resolve, "connect": self.connect}
        return Fetcher(**(usual | options))

    def resolve(self, host: str, port: int) -> list[str]:
        return self.machines.get(host, [OPEN])

    def connect(self, machine: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((machine, port))
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def serve(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            if not (more := connection.recv(65_536)):
                return
            head += more
        first, *lines = head.decode("latin-1").split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines if ": " in line)
        path = first.split(" ")[1]
        place = path.partition("://")[2] if path.startswith("http") else fields["Host"] + path
        self.asked.append(place)
        self.heads.append(fields)
        given = self.answers.get(place, answer("gone", status="404 Not Found"))
        if callable(given):
            given(connection)
        else:
            connection.sendall(given)


@contextmanager
def run_web() -> Iterator[Web]:
    """The internet, while it lasts."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        web = Web(port=listening.getsockname()[1])
        threads: list[threading.Thread] = []

        def take(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                web.serve(connection)

        def listen() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    threads.append(threading.Thread(target=take, args=(connection,)))
                    threads[-1].start()

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            yield web
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            listener.join(5)
            for thread in threads:
                thread.join(5)
