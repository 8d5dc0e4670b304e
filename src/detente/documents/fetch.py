"""The door to the network: one address, asked politely and safely.

Nothing else opens a connection for reports. What an address, a link or a redirection leads to is checked each time,
and the connection is made to the very machine that was checked.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any, cast
from urllib.parse import urljoin
from urllib.request import getproxies, proxy_bypass

from detente.documents.addresses import Resolve, Target, allowed_machines, parse_address, resolve_host
from detente.documents.answers import read_body, refuse_media, retry_after
from detente.documents.formats import LIMIT_BYTES
from detente.documents.robots import NOTHING, READ_BYTES, Rules, parse_robots
from detente.documents.text import tidy
from detente.documents.wire import Connect, TimedSocket, connect_to, open_wire, proxy_headers
from detente.errors import DocumentError, DocumentMissing

AGENT = "detente"
"""The name under which pages are asked for, and which ``robots.txt`` may address."""

_REDIRECTIONS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_LATER = frozenset({408, 425, 500, 502, 504})
_LONGEST_PAUSE = 60.0
_ROBOTS_HOLD = 86_400.0
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,text/plain;q=0.9,*/*;q=0.5"
_ADVICE = "check it, or save the page and name the file"


class NotReached(DocumentMissing):
    """Nothing came back this time; another time it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """What a server said of the version that it sent, so that an unchanged one is not sent again."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came back from an address."""

    address: str
    """Where it was found at last, behind any redirections."""
    content: bytes
    media_type: str | None
    charset: str | None
    validator: Validator | None
    unchanged: bool = False
    """Whether it is what was sent before; then ``content`` is empty."""


class Fetcher:
    """Asks for addresses: one a second of each host, within limits, as ``robots.txt`` allows.

    Parameters
    ----------
    allow_private : bool
        Whether this computer and private networks may be asked.
    pace : float, seconds
        At least this long between two requests to one host.
    seconds : float
        For one address altogether, redirections included and pauses not.
    limit : int, bytes
        Of an answer, as sent and as unpacked.
    not_before : mutable mapping of host to seconds since 1970, or None
        When hosts that asked for patience may be asked again; written to.
    resolve, connect, clock, wall, sleep
        What reaches outside: names to IP addresses, connections, the steady and the wall clock, pauses.
    proxies : mapping of scheme to address, or None
        Those that the system names where ``None``. A proxy is trusted, and resolves names itself.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        pace: float = 1.0,
        seconds: float = 30.0,
        limit: int = LIMIT_BYTES,
        not_before: MutableMapping[str, float] | None = None,
        resolve: Resolve = resolve_host,
        connect: Connect = connect_to,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        proxies: Mapping[str, str] | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._pace, self._seconds, self._limit = pace, seconds, limit
        self._not_before = {} if not_before is None else not_before
        self._resolve, self._connect = resolve, connect
        self._clock, self._wall, self._sleep = clock, wall, sleep
        self._proxies = proxies
        self._asked: dict[str, float] = {}
        self._read: dict[str, float] = {}
        self._robots: dict[str, tuple[Rules, float]] = {}

    def fetch(self, address: str, *, linked: bool = False, validator: Validator | None = None) -> Fetched:
        """Ask for one address.

        Parameters
        ----------
        address : str
        linked : bool
            Whether it was found in a feed, and not named by a person: then ``robots.txt`` is asked first.
        validator : Validator or None
            Of the version that is known.

        Raises
        ------
        NotReached
            If the server is down, too slow, busy or asked for patience.
        DocumentMissing
            If there is nothing, or it may not be asked for.
        DocumentUnreadable
            If what came is no text, too large or damaged.
        """
        return self._follow(parse_address(address), linked=linked, validator=validator, limit=self._limit)

    def _follow(self, first: Target, *, linked: bool, validator: Validator | None, limit: int) -> Fetched:
        """The answer behind up to five redirections, each checked like the first address."""
        target, left = first, self._seconds
        for _ in range(_REDIRECTIONS + 1):
            if linked:
                self._heed_robots(target)
            self._wait_for(target, linked)
            started = self._clock()
            answer = self._ask(target, validator, limit, started + left)
            left -= self._clock() - started
            if isinstance(answer, Fetched):
                return answer
            if target.scheme == "https" and answer.scheme == "http":
                raise DocumentMissing(
                    f"{target.address} leads to {answer.address}, which is not encrypted: name that if you trust it"
                )
            target = answer
        raise DocumentMissing(f"{first.address} was not reached: it leads on more than {_REDIRECTIONS} times")

    def _heed_robots(self, target: Target) -> None:
        """Refuse what the site's ``robots.txt`` forbids."""
        if not self._rules(target).allow(target.path):
            raise DocumentMissing(f"{target.address} was not fetched: the site's robots.txt forbids it to programs")

    def _rules(self, target: Target) -> Rules:
        """A site's rules, asked for once a day; by RFC 9309 a site without the file forbids nothing."""
        rules, until = self._robots.get(target.origin, (NOTHING, float("-inf")))
        if self._clock() < until:
            return rules
        file = parse_address(f"{target.origin}/robots.txt")
        try:
            found = self._follow(file, linked=False, validator=None, limit=READ_BYTES)
            rules = parse_robots(found.content.decode("utf-8", "replace"), agent=AGENT)
        except NotReached as error:
            raise NotReached(f"{target.address} was not fetched, as what may be is not known: {error}") from error
        except DocumentMissing:
            rules = Rules()
        except DocumentError:
            rules = NOTHING
        self._robots[target.origin] = rules, self._clock() + _ROBOTS_HOLD
        return rules

    def _wait_for(self, target: Target, linked: bool) -> None:
        """Pause until the host may be asked again."""
        host, now = target.host, self._wall()
        if (until := self._not_before.get(host, 0.0)) > now:
            raise NotReached(
                f"{target.address} was not asked: its server wants to be left alone for {until - now:.0f} s"
            )
        ready = self._asked.get(host, float("-inf")) + self._pace
        if linked:
            delay = self._robots[target.origin][0].delay or 0.0
            ready = max(ready, self._read.get(host, float("-inf")) + delay)
        wait = ready - self._clock()
        if wait > _LONGEST_PAUSE:
            raise NotReached(f"{target.address} was not asked: its site wants {wait:.0f} s more before the next page")
        if wait > 0:
            self._sleep(wait)
        self._asked[host] = self._clock()
        if linked:
            self._read[host] = self._clock()

    def _ask(self, target: Target, validator: Validator | None, limit: int, deadline: float) -> Fetched | Target:
        """One request: what came back, or where it points to."""
        wire: TimedSocket | None = None
        try:
            proxy = self._proxy(target)
            wire = open_wire(
                target,
                self._machines(target, proxy),
                connect=self._connect,
                deadline=deadline,
                clock=self._clock,
                proxy=proxy,
            )
            with _send(target, wire, validator, proxy) as response:
                return self._read_answer(target, response, validator, limit)
        except (OSError, HTTPException, ValueError) as error:
            raise NotReached(f"{target.address} was not reached: {_reason(error)}; {_ADVICE}") from error
        finally:
            if wire:
                wire.end()

    def _proxy(self, target: Target) -> str | None:
        """The proxy through which a host is to be asked, if any."""
        if self._proxies is None:
            return None if proxy_bypass(target.host) else getproxies().get(target.scheme)
        return self._proxies.get(target.scheme)

    def _machines(self, target: Target, proxy: str | None) -> tuple[str, ...]:
        """The checked IP addresses of a host; a name that only the proxy can resolve has none here."""
        try:
            return allowed_machines(target, resolve=self._resolve, allow_private=self._allow_private)
        except OSError:
            if proxy:
                return ()
            raise

    def _read_answer(
        self, target: Target, response: HTTPResponse, validator: Validator | None, limit: int
    ) -> Fetched | Target:
        """What an answer holds, by its status."""
        status, headers = response.status, response.headers
        if status in _MOVED and (location := headers.get("Location")):
            # http.client takes headers for Latin-1; servers send UTF-8.
            place = location.encode("latin-1", "replace").decode("utf-8", "replace")
            try:
                return parse_address(urljoin(target.address, place))
            except ValueError as error:
                raise DocumentMissing(f"{target.address} was not reached: it leads to no address") from error
        told = f"{target.address} was not reached: HTTP Error {status} {tidy(response.reason) or ''}".rstrip()
        if status in _BUSY:
            self._not_before[target.host] = self._wall() + retry_after(headers.get("Retry-After"), self._wall())
            raise NotReached(f"{told}: the server is busy; try again later")
        if status in _LATER:
            raise NotReached(f"{told}; try again later")
        media_type = headers.get_content_type() if headers.get("Content-Type") else None
        unchanged = status == 304 and validator is not None
        if not unchanged and not 200 <= status < 300:
            raise DocumentMissing(f"{told}; {_ADVICE}")
        if not unchanged:
            refuse_media(media_type, target.address)
        etag, modified = headers.get("ETag"), headers.get("Last-Modified")
        return Fetched(
            address=target.address,
            content=b"" if unchanged else read_body(response, where=target.address, limit=limit),
            media_type=media_type,
            charset=headers.get_content_charset(),
            validator=Validator(etag=etag, modified=modified) if etag or modified else None,
            unchanged=unchanged,
        )


def _send(target: Target, wire: TimedSocket, validator: Validator | None, proxy: str | None) -> HTTPResponse:
    """Send a request and read the head of its answer; ``http.client`` refuses line ends in any of it."""
    plain_proxy = proxy if proxy and target.scheme == "http" else None
    connection = HTTPConnection(target.host, target.port)
    connection.sock = cast(Any, wire)
    place = target.address if plain_proxy else target.path
    connection.putrequest("GET", place, skip_host=True, skip_accept_encoding=True)
    headers = {
        "Host": target.origin.partition("://")[2],
        "User-Agent": AGENT,
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }
    if plain_proxy:
        headers |= proxy_headers(plain_proxy)
    if validator and validator.etag:
        headers["If-None-Match"] = validator.etag
    if validator and validator.modified:
        headers["If-Modified-Since"] = validator.modified
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


def _reason(error: Exception) -> str:
    """What an error says, on one short line."""
    return (tidy(str(error)) or type(error).__name__)[:200]
