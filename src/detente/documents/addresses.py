"""Addresses on the web: which may be asked, and on which machines; nothing here opens a connection."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from detente.documents.text import tidy
from detente.errors import DocumentMissing

Resolve = Callable[[str, int], Sequence[str]]
"""The IP addresses, as text, that a host name stands for at a port."""

_PORTS = {"http": 80, "https": 443}
_NAME_LENGTH = 120
_ADDRESS_LENGTH = 4_000
_USER = re.compile(r"(?<=//)[^/?#]*@")
# Dotted or not, decimal, octal or hexadecimal: what C libraries take for an IPv4 address, ``0x7f.1`` included.
_NUMBER = r"(?:0[xX][0-9a-fA-F]*|[0-9]+)"
_NUMERIC_HOST = re.compile(rf"{_NUMBER}(?:\.{_NUMBER}){{0,3}}")
_WORLD = IPv6Network("2000::/3")
_NOT_WORLD = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
_SIX_TO_FOUR = IPv6Network("2002::/16")
_NAT = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address taken apart, ready to be asked."""

    address: str
    """As it was given, without fragment, in ASCII."""
    scheme: str
    host: str
    """Lower case; names in other scripts in their ASCII form."""
    port: int
    path: str
    """Path and query, at least ``/``."""

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one ``robots.txt`` speaks for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" if self.port == _PORTS[self.scheme] else f"{self.scheme}://{host}:{self.port}"


def parse_address(address: str) -> Target:
    """Take an address apart.

    Parameters
    ----------
    address : str
        With ``http`` or ``https``; letters beyond ASCII and blanks are spelt out for the wire.

    Raises
    ------
    DocumentMissing
        If it is of another kind, names no host, carries a user or password, or is longer than 4,000 characters.
    """
    shown = show_address(address)
    if len(address) > _ADDRESS_LENGTH:
        raise DocumentMissing(f"{shown[:80]}... was not reached: an address of {len(address)} characters is no address")
    try:
        parts = urlsplit(address.strip())
        host, port = _ascii_host(parts.hostname or ""), parts.port
        path = quote(parts.path or "/", safe="%/:@!$&'()*+,;=~")
        query = quote(parts.query, safe="%/:?@!$&'()*+,;=~[]")
    except ValueError as error:  # UnicodeError is one
        raise DocumentMissing(f"{shown} was not reached: {error}; check the address") from error
    if parts.scheme not in _PORTS:
        raise DocumentMissing(
            f"{shown} was not fetched: only http:// and https:// are; save the page and name the file"
        )
    if parts.username is not None or parts.password is not None:
        raise DocumentMissing(
            f"{shown} was not fetched: it carries a user or password, which would stay in what is recorded;"
            " save the page and name the file"
        )
    if not host:
        raise DocumentMissing(f"{shown} was not reached: it names no host; check the address")
    target = Target(
        address="",
        scheme=parts.scheme,
        host=host,
        port=_PORTS[parts.scheme] if port is None else port,
        path=f"{path}?{query}" if query else path,
    )
    return Target(
        address=target.origin + target.path, scheme=target.scheme, host=host, port=target.port, path=target.path
    )


def _ascii_host(host: str) -> str:
    """A host as it goes over the wire; ``ValueError`` for what can be none."""
    host = host.rstrip(".").lower()
    if ":" in host:
        return str(IPv6Address(host.partition("%")[0]))
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    if name and not re.fullmatch(r"[a-z0-9._-]{1,253}", name):
        raise ValueError(f"{host!r} is no name of a host")
    return name


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Ask the system which IP addresses a host has, in the order in which it would try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def allowed_machines(target: Target, *, resolve: Resolve, allow_private: bool) -> tuple[str, ...]:
    """Which IP addresses may be connected to for a host: those of the open internet.

    The connection must be made to one of these, and the host not be resolved again: a second answer may differ.

    Parameters
    ----------
    target : Target
    resolve : callable
        Asked where the host is a name.
    allow_private : bool
        Whether machines of this computer and of private networks may be asked too.

    Returns
    -------
    tuple of str
        At least one.

    Raises
    ------
    DocumentMissing
        If the host has private, loopback, link-local, reserved or multicast addresses only.
    OSError, UnicodeError
        If it cannot be resolved.
    """
    host = target.host
    if ":" in host:
        machines: Sequence[str] = (host,)
    elif _NUMERIC_HOST.fullmatch(host):
        machines = (socket.inet_ntoa(socket.inet_aton(host)),)
    else:
        machines = resolve(host, target.port)
    allowed = tuple(machine for machine in machines if allow_private or is_open(machine))
    if not allowed:
        raise DocumentMissing(
            f"{target.address} was not fetched: {host} is this computer or a machine of a private network;"
            " save the page and name the file, or have it watched with --allow-private"
        )
    return allowed


def is_open(machine: str) -> bool:
    """Whether an IP address belongs to the open internet, whatever IPv4 address may be wrapped in it.

    >>> is_open("93.184.216.34"), is_open("::ffff:10.0.0.1"), is_open("64:ff9b::7f00:1")
    (True, False, False)
    """
    try:
        ip = ip_address(machine.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if (inner := _wrapped(ip)) is None:
            return ip in _WORLD and not any(ip in network for network in _NOT_WORLD)
        ip = inner
    return ip.is_global and not (ip.is_private or ip.is_multicast or ip.is_reserved or ip.is_loopback)


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to by mapping, 6to4 or translation."""
    if ip.ipv4_mapped:
        return ip.ipv4_mapped
    if ip in _SIX_TO_FOUR:
        return ip.sixtofour
    return IPv4Address(int(ip) & 0xFFFF_FFFF) if ip in _NAT else None


def join_address(base: str | None, link: str) -> str | None:
    """A link as an address without fragment, resolved against where it stood; ``None`` for what is none of the web.

    >>> join_address("https://wire.example/feeds/all.xml", "../talks#top")
    'https://wire.example/talks'
    >>> join_address("https://wire.example/", "javascript:alert(1)") is None
    True
    """
    try:
        joined = urljoin(base or "", link.strip()).partition("#")[0]
        return parse_address(joined).address
    except (ValueError, DocumentMissing):
        return None


def show_address(address: str) -> str:
    """An address for messages: on one line, and without the user and password that may stand in it."""
    return tidy(_USER.sub("***@", address)) or "an empty address"


def name_address(address: str) -> str:
    """A short name for listings: the host and the last part of the path."""
    try:
        parts: SplitResult = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return show_address(address)[:_NAME_LENGTH]
    last = unquote(parts.path).rstrip("/").rpartition("/")[2]
    return (tidy(f"{host}/{last}" if last else host) or "page")[:_NAME_LENGTH]
