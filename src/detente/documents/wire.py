"""One connection to one machine: its time limit, its encryption, and the proxy before it."""

from __future__ import annotations

import io
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import cache
from http.client import HTTPResponse
from typing import Any
from urllib.parse import unquote, urlsplit

from detente.documents.addresses import Target

Connect = Callable[[str, int, float], socket.socket]
"""Opens a connection to an IP address or proxy at a port, given how many seconds that may take."""
_SILENCE_SECONDS = 10.0


def connect_to(machine: str, port: int, seconds: float) -> socket.socket:
    """Open a connection."""
    return socket.create_connection((machine, port), timeout=seconds)


class TimedSocket:
    """A connection that ends at a deadline, however slowly its other end sends.

    A socket's own time limit begins anew with every byte.
    """

    def __init__(self, connection: socket.socket, *, deadline: float, clock: Callable[[], float]) -> None:
        self._connection, self._deadline, self._clock = connection, deadline, clock

    def left(self) -> float:
        """Seconds that the next step may take; ``TimeoutError`` where there are none."""
        left = self._deadline - self._clock()
        if left <= 0:
            raise TimeoutError("it took too long altogether")
        return min(left, _SILENCE_SECONDS)

    def sendall(self, content: bytes) -> None:
        """Send."""
        self._connection.settimeout(self.left())
        self._connection.sendall(content)

    def receive(self, buffer: memoryview) -> int:
        """Fill a buffer with what comes next, and tell how much that was."""
        self._connection.settimeout(self.left())
        return self._connection.recv_into(buffer)

    def makefile(self, *_: Any) -> io.BufferedReader:
        """What the answer is read from."""
        return io.BufferedReader(_Incoming(self))

    def encrypt(self, host: str) -> None:
        """Go on encrypted, with a server that proves to be this host."""
        self._connection.settimeout(self.left())
        self._connection = _encryption().wrap_socket(self._connection, server_hostname=host)

    def close(self) -> None:
        """Stay open: ``http.client`` closes before it has read the answer; :meth:`end` is for the owner."""

    def end(self) -> None:
        """Close the connection."""
        self._connection.close()


class _Incoming(io.RawIOBase):
    """The receiving side as a stream."""

    def __init__(self, source: TimedSocket) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._source.receive(memoryview(buffer))


@cache
def _encryption() -> ssl.SSLContext:
    """The system's certificates, read once."""
    return ssl.create_default_context()


def open_wire(
    target: Target,
    machines: Sequence[str],
    *,
    connect: Connect,
    deadline: float,
    clock: Callable[[], float],
    proxy: str | None = None,
) -> TimedSocket:
    """Connect to the first of a host's machines that answers, or to the proxy that asks for us.

    Parameters
    ----------
    target : Target
    machines : sequence of str
        IP addresses that were checked; not used with a proxy.
    connect, clock : callable
    deadline : float
        On the clock.
    proxy : str or None
        Its address.

    Raises
    ------
    OSError
        If none answers in time, the proxy refuses, or the host's certificate is not good.
    """
    if proxy:
        parts = urlsplit(proxy if "://" in proxy else f"//{proxy}")
        if parts.scheme not in ("", "http") or not parts.hostname:
            raise OSError("the proxy that the system names is of no kind that can be used: expected http://HOST:PORT")
        places = [(parts.hostname, parts.port or 80)]
    else:
        places = [(machine, target.port) for machine in machines]
    failure = OSError("no machine answers")
    for machine, port in places:
        left = min(deadline - clock(), _SILENCE_SECONDS)
        if left <= 0:
            raise TimeoutError("it took too long altogether")
        try:
            wire = TimedSocket(connect(machine, port, left), deadline=deadline, clock=clock)
        except OSError as error:
            failure = error
            continue
        try:
            if target.scheme == "https":
                if proxy:
                    _dig_tunnel(wire, target, proxy)
                wire.encrypt(target.host)
        except OSError as error:
            wire.end()
            failure = error
            continue
        except BaseException:
            wire.end()
            raise
        return wire
    raise failure


def _dig_tunnel(wire: TimedSocket, target: Target, proxy: str) -> None:
    """Have the proxy connect through to the host."""
    place = f"[{target.host}]:{target.port}" if ":" in target.host else f"{target.host}:{target.port}"
    lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}"]
    lines += [f"{name}: {value}" for name, value in proxy_headers(proxy).items()]
    wire.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
    answer = HTTPResponse(wire, method="CONNECT")  # type: ignore[arg-type]
    answer.begin()
    if answer.status != 200:
        raise OSError(f"the proxy answered {answer.status}")


def proxy_headers(proxy: str) -> dict[str, str]:
    """What a proxy wants to know of its user, where its address tells one."""
    parts = urlsplit(proxy if "://" in proxy else f"//{proxy}")
    if parts.username is None:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(pair.encode()).decode('ascii')}"}
