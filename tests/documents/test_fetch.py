"""Addresses, fetched from a server on this machine alone."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from detente.documents import load as load_module
from detente.documents import load_documents
from detente.errors import DocumentMissing, DocumentUnreadable
from tests.documents.texts import REPORT

pytestmark = pytest.mark.enable_socket

PAGE = f"<html><head><title>Talks resume</title></head><body><article><p>“Yes.” {REPORT}</p></article></body></html>"
ANSWERS = {
    "/2025/talks-resume": (200, "text/html; charset=utf-8", PAGE.encode()),
    "/gb": (200, "text/html; charset=gb2312", PAGE.encode("gb2312")),
    "/plain": (200, "text/plain", REPORT.encode()),
    "/record": (200, "application/json", b'{"text": "The parties met and said that they would talk."}'),
    "/scan": (200, "application/pdf", b"%PDF-1.7"),
    "/caf%C3%A9": (200, "text/plain", REPORT.encode()),
    "/long": (200, "text/plain", b"a" * 2_000),
}


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/plain")
            self.end_headers()
            return
        status, media_type, content = ANSWERS.get(self.path, (404, "text/html", b"<html>gone</html>"))
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answer) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join()


def test_a_page_is_fetched_with_its_address_as_url_and_name(server: str) -> None:
    (document,) = load_documents([f"{server}/2025/talks-resume"]).documents
    assert document.url == f"{server}/2025/talks-resume"
    assert document.name == "127.0.0.1/talks-resume"
    assert document.title == "Talks resume"
    assert document.text == f"“Yes.” {REPORT}".strip()


def test_the_server_s_character_set_counts(server: str) -> None:
    (document,) = load_documents([f"{server}/gb"]).documents
    assert document.text.startswith("“Yes.”")


@pytest.mark.parametrize("path", ["/plain", "/record", "/moved", "/café"])
def test_texts_records_and_redirections_are_fetched_too(server: str, path: str) -> None:
    (document,) = load_documents([server + path]).documents
    assert document.text.startswith("The ")


def test_an_address_that_is_gone_is_missing(server: str) -> None:
    with pytest.raises(DocumentMissing, match="was not reached: HTTP Error 404"):
        load_documents([f"{server}/gone"])


def test_a_fetched_pdf_is_refused_as_one(server: str) -> None:
    with pytest.raises(DocumentUnreadable, match="is a PDF"):
        load_documents([f"{server}/scan"])


def test_an_answer_over_the_limit_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_module, "LIMIT_BYTES", 1_000)
    with pytest.raises(DocumentUnreadable, match="split it"):
        load_documents([f"{server}/long"])


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/none", "http://[broken", "https://", "http://127.0.0.1:99999/", "http://127.0.0.1:9/\udcff"],
)
def test_an_address_that_leads_nowhere_is_missing(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(DocumentMissing, match="was not reached"):
        load_documents([address])


def test_without_the_network_an_address_is_answered_with_what_to_do() -> None:
    with pytest.raises(DocumentMissing, match="switched off: save the page and name the file"):
        load_documents(["https://example.org/talks"], allow_network=False)
