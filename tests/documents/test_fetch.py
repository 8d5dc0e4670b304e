"""Addresses, fetched from a small internet on this machine alone."""

import socket

import pytest

from detente.documents import load as load_module
from detente.documents import load_documents
from detente.documents.fetch import NotReached, Validator
from detente.errors import DocumentMissing, DocumentUnreadable
from tests.documents.texts import REPORT
from tests.documents.web import OPEN, Time, Web, answer, moved

pytestmark = pytest.mark.enable_socket

PAGE = f"<html><head><title>Talks resume</title></head><body><article><p>“Yes.” {REPORT}</p></article></body></html>"
ADDRESS = "http://wire.example/2025/talks-resume"
PLACE = "wire.example/2025/talks-resume"


def test_a_page_is_fetched_with_its_address_as_url_and_name(web: Web) -> None:
    web.answers[PLACE] = answer(PAGE, media="text/html; charset=utf-8")
    (document,) = load_documents([ADDRESS], fetcher=web.fetcher()).documents
    assert document.url == ADDRESS
    assert document.name == "wire.example/talks-resume"
    assert document.title == "Talks resume"
    assert document.text == f"“Yes.” {REPORT}".strip()
    assert web.heads[0]["User-Agent"] == "detente"


def test_the_server_s_character_set_counts(web: Web) -> None:
    web.answers[PLACE] = answer(PAGE.encode("gb2312"), media="text/html; charset=gb2312")
    (document,) = load_documents([ADDRESS], fetcher=web.fetcher()).documents
    assert document.text.startswith("“Yes.”")


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "no-such-thing", "", "\xff"])
def test_a_wrong_character_set_does_no_harm(web: Web, charset: str) -> None:
    web.answers[PLACE] = answer(REPORT, media=f"text/plain; charset={charset}")
    (document,) = load_documents([ADDRESS], fetcher=web.fetcher()).documents
    assert document.text == REPORT


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/plain", answer(REPORT)),
        ("/record", answer('{"text": "The parties met and said that they would talk."}', media="application/json")),
        ("/untold", answer(REPORT, media=None)),
        ("/caf%C3%A9", answer(REPORT)),
        ("/old", b"HTTP/1.0 200 OK\r\n\r\n" + REPORT.encode()),
    ],
)
def test_texts_and_records_are_fetched_too(web: Web, path: str, given: bytes) -> None:
    web.answers[f"wire.example{path}"] = given
    named = path.replace("%C3%A9", "é")
    (document,) = load_documents([f"http://wire.example{named}"], fetcher=web.fetcher()).documents
    assert document.text.startswith("The ")


def test_a_host_in_another_script_is_asked_by_its_ascii_name(web: Web) -> None:
    web.answers["xn--d1acufc.example/"] = answer(REPORT)
    assert load_documents(["http://Домен.example"], fetcher=web.fetcher()).documents


@pytest.mark.parametrize("place", ["/plain", "plain", "//other.example/plain", "http://other.example/plain"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirections_are_followed(web: Web, place: str, status: int) -> None:
    web.answers["wire.example/moved"] = moved(place, status)
    web.answers["wire.example/plain"] = web.answers["other.example/plain"] = answer(REPORT)
    found = web.fetcher().fetch("http://wire.example/moved")
    assert found.content.decode() == REPORT
    assert found.address.endswith(".example/plain")


@pytest.mark.parametrize(
    ("status", "later"), [(404, False), (410, False), (403, False), (304, False), (500, True), (502, True), (408, True)]
)
def test_an_answer_without_content_is_missing_for_good_or_for_now(web: Web, status: int, later: bool) -> None:
    web.answers[PLACE] = answer("no", status=f"{status} \x1b[31mNo")
    with pytest.raises(DocumentMissing, match=rf"was not reached: HTTP Error {status} \[31mNo") as missing:
        load_documents([ADDRESS], fetcher=web.fetcher())
    assert isinstance(missing.value, NotReached) is later


def test_a_fetched_pdf_is_refused_as_one(web: Web) -> None:
    web.answers[PLACE] = answer(b"%PDF-1.7", media="application/pdf")
    with pytest.raises(DocumentUnreadable, match="is a PDF"):
        load_documents([ADDRESS], fetcher=web.fetcher())


@pytest.mark.parametrize("media", ["image/png", "video/mp4", "audio/mpeg", "application/zip", "font/woff2", "x"])
def test_what_is_called_no_text_is_refused(web: Web, media: str) -> None:
    web.answers[PLACE] = answer(REPORT, media=media)
    if media == "x":  # no media type at all: Python's library takes it for text
        assert web.fetcher().fetch(ADDRESS).content
        return
    with pytest.raises(DocumentUnreadable, match=f"is no text but {media}"):
        web.fetcher().fetch(ADDRESS)


@pytest.mark.parametrize(
    "address",
    [
        "http://none.example/",
        "http://[broken",
        "https://",
        "http://wire.example:99999/",
        "http://wire.example/\udcff" * 400,
        "http://wire..example/",
        "http://wi re.example/",
        "http://999.1.1.1/",
    ],
)
def test_an_address_that_leads_nowhere_is_missing(web: Web, address: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise OSError(f"{host} is not known")

    with pytest.raises(DocumentMissing, match="was not reached"):
        load_documents([address], fetcher=web.fetcher(resolve=resolve))


def test_without_the_network_an_address_is_answered_with_what_to_do() -> None:
    with pytest.raises(DocumentMissing, match="switched off: save the page and name the file"):
        load_documents(["https://example.org/talks"], allow_network=False)


def test_a_standard_input_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr(load_module, "LIMIT_BYTES", 1_000)
    with pytest.raises(DocumentUnreadable, match="split it"):
        load_documents(["-"], stdin=io.BytesIO(b"a" * 2_000))


def test_an_unchanged_answer_is_not_sent_again(web: Web) -> None:
    fetcher = web.fetcher()
    web.answers[PLACE] = answer(REPORT, 'ETag: "1"', "Last-Modified: Mon, 24 Mar 2025 10:00:00 GMT")
    known = fetcher.fetch(ADDRESS).validator
    assert known == Validator(etag='"1"', modified="Mon, 24 Mar 2025 10:00:00 GMT")
    web.answers[PLACE] = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
    again = fetcher.fetch(ADDRESS, validator=known)
    assert (again.unchanged, again.content) == (True, b"")
    assert web.heads[-1]["If-None-Match"] == '"1"'
    assert web.heads[-1]["If-Modified-Since"] == "Mon, 24 Mar 2025 10:00:00 GMT"


def test_a_host_is_asked_once_a_second_and_another_meanwhile(web: Web) -> None:
    time = Time()
    fetcher = web.fetcher(pace=1.0, clock=time.clock, sleep=time.sleep)
    for host in ("a", "b"):
        web.answers[f"{host}.example/"] = answer(REPORT)
    for host in ("a", "b", "a", "b"):
        fetcher.fetch(f"http://{host}.example/")
    assert time.paused == [1.0]
    time.now += 0.25
    fetcher.fetch("http://a.example/")
    assert time.paused == [1.0, 0.75]


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(web: Web, status: str) -> None:
    time, waits = Time(), dict[str, float]()
    fetcher = web.fetcher(clock=time.clock, wall=time.clock, sleep=time.sleep, not_before=waits)
    web.answers[PLACE] = answer("busy", "Retry-After: 120", status=status)
    with pytest.raises(NotReached, match="busy; try again later"):
        fetcher.fetch(ADDRESS)
    web.answers[PLACE] = answer(REPORT)
    with pytest.raises(NotReached, match="left alone for 120 s"):
        fetcher.fetch(ADDRESS)
    assert len(web.asked) == 1
    assert waits == {"wire.example": time.now + 120}
    time.now += 121
    assert fetcher.fetch(ADDRESS).content


def test_a_machine_that_does_not_answer_is_left_for_the_next(web: Web) -> None:
    def connect(machine: str, port: int, seconds: float) -> socket.socket:
        if machine == OPEN:
            raise ConnectionRefusedError("no")
        return web.connect(machine, port, seconds)

    web.answers[PLACE] = answer(REPORT)
    web.machines["wire.example"] = [OPEN, "2606:2800:220:1::1"]
    assert web.fetcher(connect=connect).fetch(ADDRESS).content
    web.machines["wire.example"] = [OPEN]
    with pytest.raises(NotReached, match="was not reached: no"):
        web.fetcher(connect=connect).fetch(ADDRESS)


def test_a_proxy_is_asked_with_the_whole_address_and_still_not_for_private_machines(web: Web) -> None:
    web.answers[PLACE] = answer(REPORT)
    fetcher = web.fetcher(proxies={"http": "http://user:pass%20word@proxy.example:3128"})
    assert fetcher.fetch(ADDRESS).content.decode() == REPORT
    assert web.connected == [("proxy.example", 3128)]
    assert web.heads[0]["Proxy-Authorization"] == "Basic dXNlcjpwYXNzIHdvcmQ="
    with pytest.raises(DocumentMissing, match="private network"):
        fetcher.fetch("http://127.0.0.1/")
