"""What hostile addresses and servers may try, and what comes of it."""

import gzip
import socket
import ssl
import subprocess
import time
import zlib
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents import load_documents, wire
from detente.documents.addresses import is_open, join_address, parse_address, show_address
from detente.documents.answers import retry_after
from detente.documents.fetch import Fetcher, NotReached
from detente.errors import DocumentError, DocumentMissing, DocumentUnreadable
from tests.documents.texts import REPORT
from tests.documents.web import OPEN, Web, answer, moved

PRIVATE = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "198.18.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "127.0.0.1.",
    "１２７.0.0.1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[2001:db8::1]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[fc00::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[100::1]",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_private_machines_are_not_asked_however_they_are_spelt(host: str) -> None:
    def connect(machine: str, port: int, seconds: float) -> socket.socket:
        raise AssertionError(f"{machine} was connected to")

    with pytest.raises(DocumentMissing, match="this computer or a machine of a private network"):
        Fetcher(connect=connect, proxies={}, pace=0).fetch(f"http://{host}:8080/latest/meta-data/")


@pytest.mark.parametrize("machine", [host.strip("[]").replace("%25", "%") for host in PRIVATE if ":" in host])
def test_names_that_lead_to_private_machines_are_not_asked(machine: str) -> None:
    fetcher = Fetcher(resolve=lambda host, port: [machine, "10.0.0.1", "no address"], proxies={}, pace=0)
    with pytest.raises(DocumentMissing, match=r"inside\.example is this computer"):
        fetcher.fetch("http://inside.example/")


@pytest.mark.parametrize("machine", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "2002:5db8:d822::"])
def test_machines_of_the_open_internet_are_asked(machine: str) -> None:
    assert is_open(machine)


@settings(deadline=None, max_examples=100)
@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_as_open_by_itself_as_in_any_wrapping(address: IPv4Address) -> None:
    inside = is_open(str(address))
    assert inside <= address.is_global
    for wrapped in (
        IPv6Address(f"::ffff:{address}"),
        IPv6Address(int(IPv6Address("64:ff9b::")) + int(address)),
        IPv6Address((0x2002 << 112) + (int(address) << 80)),
    ):
        assert is_open(str(wrapped)) == inside


@settings(deadline=None, max_examples=100)
@given(st.ip_addresses(v=6))
def test_no_ipv6_address_is_open_that_is_not_global(address: IPv6Address) -> None:
    assert is_open(str(address)) <= ip_address(address).is_global


@pytest.mark.enable_socket
def test_the_machine_that_was_checked_is_the_one_connected_to(web: Web) -> None:
    turns = [[OPEN], ["127.0.0.1"]]
    web.answers["turning.example/"] = answer(REPORT)
    fetcher = web.fetcher(resolve=lambda host, port: turns.pop(0))
    assert fetcher.fetch("http://turning.example/").content
    assert web.connected == [(OPEN, 80)]
    with pytest.raises(DocumentMissing, match="private network"):
        fetcher.fetch("http://turning.example/")


@pytest.mark.enable_socket
def test_of_a_name_with_open_and_private_machines_only_the_open_ones_are_asked(web: Web) -> None:
    web.machines["both.example"] = ["10.0.0.1", OPEN, "::1"]
    web.answers["both.example/"] = answer(REPORT)
    assert web.fetcher().fetch("http://both.example/").content
    assert web.connected == [(OPEN, 80)]


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("http://127.0.0.1/admin", "private network"),
        ("http://inside.example/", "private network"),
        ("http://[::ffff:10.0.0.1]/", "private network"),
        ("file:///etc/passwd", "only http:// and https://"),
        ("ftp://wire.example/", "only http:// and https://"),
        ("javascript:alert(1)", "only http:// and https://"),
        ("data:text/plain,hello", "only http:// and https://"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "only http:// and https://"),
        ("http://user:secret@wire.example/", "carries a user or password"),
        ("http://[", "leads to no address"),
        ("/start", "leads on more than 5 times"),
    ],
)
def test_redirections_are_checked_like_addresses(web: Web, place: str, message: str) -> None:
    web.machines["inside.example"] = ["192.168.0.1"]
    web.answers["wire.example/start"] = moved(place)
    with pytest.raises(DocumentMissing, match=message) as refused:
        web.fetcher().fetch("http://wire.example/start")
    assert "secret" not in str(refused.value)
    assert {machine for machine, _ in web.connected} == {OPEN}
    assert len(web.connected) <= 6


@pytest.mark.parametrize(
    "address",
    ["https://user:secret@wire.example/a", "http://secret@wire.example/", "https://a:secret@b:secret@wire.example/"],
)
def test_addresses_with_passwords_are_refused_and_never_shown(address: str) -> None:
    with pytest.raises(DocumentMissing) as refused:
        load_documents([address])
    assert "secret" not in str(refused.value)
    assert "secret" not in show_address(address)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_document_error(text: str) -> None:
    for address in (text, f"http://{text}", f"https://wire.example/{text}"):
        with suppress(DocumentError):
            target = parse_address(address)
            assert target.scheme in ("http", "https")
            assert target.address.isascii()
            assert target.address.isprintable()
            assert parse_address(target.address) == target


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "mailto:a@b.example", "//", "http://[", ""],
)
def test_links_that_lead_off_the_web_are_none(link: str) -> None:
    assert join_address(None, link) is None


@pytest.mark.enable_socket
@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_drips_for_ever_is_left_in_time(web: Web, part: str) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + (b"\r\n" if part == "body" else b"X: "))
        while True:
            connection.sendall(b"a")
            time.sleep(0.01)

    web.answers["slow.example/"] = drip
    begun = time.monotonic()
    with pytest.raises(NotReached, match=r"too long|timed out"):
        web.fetcher(seconds=0.3).fetch("http://slow.example/")
    assert time.monotonic() - begun < 5


@pytest.mark.enable_socket
def test_a_server_that_says_nothing_is_left_in_time(web: Web) -> None:
    web.answers["mute.example/"] = lambda connection: connection.recv(1)
    begun = time.monotonic()
    with pytest.raises(NotReached, match="was not reached"):
        web.fetcher(seconds=0.2).fetch("http://mute.example/")
    assert time.monotonic() - begun < 5


@pytest.mark.enable_socket
@pytest.mark.parametrize("head", ["Content-Type: application/rss+xml", "Transfer-Encoding: chunked"])
def test_a_feed_that_never_ends_is_cut_off(web: Web, head: str) -> None:
    def pour(connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode())
        item = b"<item><title>x</title></item>" * 100
        while True:
            connection.sendall(item if "chunked" not in head else b"%x\r\n%b\r\n" % (len(item), item))

    web.answers["pouring.example/"] = pour
    with pytest.raises(DocumentUnreadable, match=r"is over 1 MB"):
        web.fetcher(limit=1_000_000).fetch("http://pouring.example/")


@pytest.mark.enable_socket
def test_what_is_announced_as_too_large_is_not_even_begun(web: Web) -> None:
    web.answers["large.example/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 60000000\r\n\r\n"
    with pytest.raises(DocumentUnreadable, match="is over 50 MB"):
        web.fetcher().fetch("http://large.example/")


BOMB = b"0" * 30_000_000


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("packing", "packed"),
    [
        ("gzip", gzip.compress(BOMB)),
        ("deflate", zlib.compress(BOMB)),
        ("deflate", zlib.compress(BOMB)[2:-4]),
        ("x-gzip", gzip.compress(b"0" * 900_000) * 20),
    ],
)
def test_a_packed_bomb_is_not_unpacked(web: Web, packing: str, packed: bytes) -> None:
    assert len(packed) < 100_000
    web.answers["bomb.example/"] = answer(packed, f"Content-Encoding: {packing}")
    with pytest.raises(DocumentUnreadable, match="is over 1 MB"):
        web.fetcher(limit=1_000_000).fetch("http://bomb.example/")


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("packing", "packed"),
    [
        ("gzip", gzip.compress(REPORT.encode())),
        ("gzip", gzip.compress(REPORT[:50].encode()) + gzip.compress(REPORT[50:].encode()) + b"\0\0"),
        ("deflate", zlib.compress(REPORT.encode())),
        ("deflate", zlib.compress(REPORT.encode())[2:-4]),
        ("identity", REPORT.encode()),
    ],
)
def test_what_is_packed_comes_out_whole(web: Web, packing: str, packed: bytes) -> None:
    web.answers["packed.example/"] = answer(packed, f"Content-Encoding: {packing}")
    assert web.fetcher().fetch("http://packed.example/").content.decode() == REPORT


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (answer(gzip.compress(REPORT.encode())[:-9], "Content-Encoding: gzip"), "broke off"),
        (answer(REPORT)[:-9], "broke off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc", "IncompleteRead"),
        (answer(b"\0\1no gzip", "Content-Encoding: gzip"), "came damaged"),
        (answer(REPORT, "Content-Encoding: br"), "packed as 'br'"),
        (answer(REPORT, "Content-Encoding: gzip, gzip"), "packed as 'gzip, gzip'"),
        (answer(REPORT, "X: " + "a" * 1_000_000), "header line"),
        (answer(REPORT, *[f"X{n}: a" for n in range(200)]), "100 headers"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "SSH-2.0"),
        (b"\0\0\0", "was not reached"),
        (b"", "was not reached"),
    ],
)
def test_a_damaged_answer_is_refused(web: Web, sent: bytes, message: str) -> None:
    web.answers["broken.example/"] = sent
    with pytest.raises(DocumentError, match=message):
        web.fetcher().fetch("http://broken.example/")


@pytest.mark.enable_socket
def test_nul_bytes_are_refused(web: Web) -> None:
    web.answers["nul.example/"] = answer(b"The parties\0 met.")
    with pytest.raises(DocumentUnreadable, match="NUL bytes"):
        load_documents(["http://nul.example/"], fetcher=web.fetcher())


@pytest.mark.enable_socket
def test_line_ends_in_an_address_or_in_what_a_server_said_split_no_request(web: Web) -> None:
    from detente.documents.fetch import Validator

    web.answers["wire.example/aHost:evil.example"] = answer(REPORT)
    assert web.fetcher().fetch("http://wire.example/a\r\nHost:evil.example").content
    with pytest.raises(NotReached, match="Invalid header value"):
        web.fetcher().fetch("http://wire.example/", validator=Validator(etag="a\r\nX: y"))


@pytest.mark.enable_socket
def test_names_for_listings_hold_no_control_codes_and_are_short(web: Web) -> None:
    path = "/%1b%5d0;owned%07';%20DROP%20TABLE%20documents;--" + "a" * 500
    web.answers[f"wire.example{path}"] = answer(REPORT)
    (document,) = load_documents([f"http://wire.example{path}"], fetcher=web.fetcher()).documents
    assert document.name.startswith("wire.example/ ]0;owned '; DROP TABLE documents;--aaa")
    assert len(document.name) == 120


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for wire.example, with its key."""
    path = tmp_path / "wire.pem"
    subject = ["-subj", "/CN=wire.example", "-addext", "subjectAltName=DNS:wire.example"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    try:
        subprocess.run([*command, "-keyout", path, "-out", f"{path}.crt", *subject], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no openssl here to make a certificate with")
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.mark.enable_socket
def test_an_encrypted_host_must_prove_its_name_and_must_not_lead_to_plain_text(
    web: Web, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(wire, "_encryption", lambda: trusting)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    serve = web.serve

    def serve_encrypted(plain: socket.socket) -> None:
        with serving.wrap_socket(plain, server_side=True) as connection:
            serve(connection)

    monkeypatch.setattr(web, "serve", serve_encrypted)
    web.answers["wire.example/"] = answer(REPORT)
    web.answers["wire.example/moved"] = moved("http://wire.example/")
    fetcher = web.fetcher()
    assert fetcher.fetch("https://wire.example/").content.decode() == REPORT
    assert web.connected == [(OPEN, 443)]
    with pytest.raises(NotReached, match="CERTIFICATE_VERIFY_FAILED"):
        fetcher.fetch("https://other.example/")
    with pytest.raises(DocumentMissing, match="not encrypted"):
        fetcher.fetch("https://wire.example/moved")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("9" * 400, 86_400),
        ("-5", 60),
        ("Thu, 01 Jan 1970 00:10:00 GMT", 500),
        ("Thu, 01 Jan 1970 00:01:00 GMT", 0),
        ("Thu, 01 Jan 9999 00:01:00 -2359", 86_400),
        ("٣", 60),
        ("", 60),
        (None, 60),
    ],
)
def test_a_server_may_ask_for_up_to_a_day_of_patience(value: str | None, seconds: float) -> None:
    assert retry_after(value, 100.0) == seconds
