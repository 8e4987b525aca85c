"""Downloads: whole or not at all, without the key, the URL as it is."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from brushwork_runtime.base.errors import ConnectFailed, DownloadFailed, OutcomeUnknown, ResultExpired
from brushwork_runtime.http.messages import HttpResponse
from brushwork_runtime.results.download import Downloads
from brushwork_runtime.results.image import Image
from tests.runtime.servers import RawServer, http
from tests.runtime.support import FakeClock, FakeTransport, Step, picture

URL = "https://results.example/a.png?Expires=1&Signature=x%2fy"
CONTENT = picture(40, 30)
OK = HttpResponse(200, {"content-length": str(len(CONTENT))}, CONTENT)


def downloads(*steps: Step) -> tuple[Downloads, FakeTransport, FakeClock]:
    transport, clock = FakeTransport(*steps), FakeClock()
    return Downloads(transport, clock=clock), transport, clock


def from_here(clock: FakeClock | None = None) -> Downloads:
    """Downloads of a client whose API is on this machine."""
    return Downloads(clock=clock, home="http://127.0.0.1:1/api/v1")


def to(path: Path) -> Path:
    return path / "a.png"


def test_an_image_goes_into_its_file(tmp_path: Path) -> None:
    fetch, transport, _ = downloads(OK)
    target = fetch.file(URL, lambda form: tmp_path / "deep" / "er" / f"a.{form}")
    assert (target.name, target.read_bytes()) == ("a.PNG", CONTENT)
    assert [file.name for file in target.parent.iterdir()] == ["a.PNG"]
    assert transport.requests[0].url == URL
    assert not [name for name in transport.requests[0].headers if name.lower() == "authorization"]


def test_over_a_real_connection(tmp_path: Path) -> None:
    with RawServer(http(CONTENT)) as server:
        fetch = from_here()
        fetch.file(server.url + "/r%2f.png?Signature=a%2bB", lambda form: to(tmp_path))
    assert to(tmp_path).read_bytes() == CONTENT
    assert server.requests[0].startswith(b"GET /r%2f.png?Signature=a%2bB HTTP/1.1\r\n")


def test_a_truncated_body_never_stands_under_the_name(tmp_path: Path) -> None:
    with RawServer(http(CONTENT[:50], length=len(CONTENT))) as server:
        fetch = from_here(FakeClock())
        with pytest.raises(DownloadFailed):
            fetch.file(server.url + "/a.png", lambda form: to(tmp_path))
    assert len(server.requests) == 5
    assert list(tmp_path.iterdir()) == []


def test_a_body_that_is_short_of_its_length_is_tried_again(tmp_path: Path) -> None:
    short = HttpResponse(200, {"content-length": str(len(CONTENT))}, CONTENT[:-1])
    fetch, transport, _ = downloads(short, OK)
    assert fetch.file(URL, lambda form: to(tmp_path)).read_bytes() == CONTENT
    assert len(transport.requests) == 2


@pytest.mark.parametrize(
    "trouble", [ConnectFailed("no"), OutcomeUnknown("no"), HttpResponse(503, {}), HttpResponse(408, {})]
)
def test_trouble_that_may_pass_is_tried_again_with_pauses(trouble: Step) -> None:
    fetch, transport, clock = downloads(trouble, trouble, OK)
    assert fetch.content(URL) == CONTENT
    assert len(transport.requests) == 3
    assert clock.slept == [0.125, 0.25]


def test_trouble_that_stays_is_an_error_with_the_host_but_no_signature() -> None:
    fetch, transport, _ = downloads(HttpResponse(503, {}))
    with pytest.raises(DownloadFailed, match="HTTP 503") as caught:
        fetch.content(URL)
    assert len(transport.requests) == 5
    assert "results.example" in str(caught.value)
    assert "x%2fy" not in str(caught.value)


@pytest.mark.parametrize("status", [403, 404])
def test_an_expired_url_is_not_tried_again(status: int) -> None:
    fetch, transport, _ = downloads(HttpResponse(status, {}, b"<Error><Code>AccessDenied</Code></Error>"))
    with pytest.raises(ResultExpired, match=r"AccessDenied.*; this one was good until 1970-01-01 00:00:01 UTC"):
        Image(URL, fetch).bytes()
    assert len(transport.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 400, 206])
def test_other_statuses_are_errors(status: int) -> None:
    fetch, transport, _ = downloads(HttpResponse(status, {"location": "http://127.0.0.1/"}))
    with pytest.raises(DownloadFailed, match=str(status)) as caught:
        fetch.content(URL)
    assert len(transport.requests) == 1
    assert caught.value.status == status


def test_what_is_no_image_is_not_saved(tmp_path: Path) -> None:
    fetch, _, _ = downloads(HttpResponse(200, {}, b"<html>no</html>"))
    with pytest.raises(DownloadFailed, match="not a valid image"):
        fetch.file(URL, lambda form: to(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_more_than_the_limit_is_not_taken(tmp_path: Path) -> None:
    with RawServer(http(CONTENT)) as server:
        fetch = from_here()
        fetch.limit = 50
        with pytest.raises(DownloadFailed, match="has 83 bytes; up to 50"):
            fetch.file(server.url + "/a.png", lambda form: to(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_kept_unless_told(tmp_path: Path) -> None:
    to(tmp_path).write_bytes(b"mine")
    fetch, _, _ = downloads(OK)
    with pytest.raises(FileExistsError, match="overwrite=True"):
        fetch.file(URL, lambda form: to(tmp_path))
    assert to(tmp_path).read_bytes() == b"mine"
    fetch.file(URL, lambda form: to(tmp_path), overwrite=True)
    assert to(tmp_path).read_bytes() == CONTENT
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield CONTENT[:20]
        to(tmp_path).write_bytes(b"theirs")
        yield CONTENT[20:]

    fetch, _, _ = downloads(lambda request: HttpResponse(200, {}, chunks=chunks()))
    with pytest.raises(FileExistsError):
        fetch.file(URL, lambda form: to(tmp_path))
    assert to(tmp_path).read_bytes() == b"theirs"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example/x", "/etc/passwd", ""])
def test_only_web_addresses_are_fetched(url: str) -> None:
    fetch, transport, _ = downloads(OK)
    with pytest.raises(DownloadFailed, match="no web address"):
        fetch.content(url)
    assert transport.requests == []


def test_a_disk_that_refuses_is_an_os_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    fetch, _, _ = downloads(OK)
    with pytest.raises(OSError, match="file"):
        fetch.file(URL, lambda form: tmp_path / "file" / "a.png")


def test_large_images_are_not_held_in_memory(tmp_path: Path) -> None:
    big = CONTENT + bytes(8_000_000) + CONTENT[-12:]
    with RawServer(http(big)) as server:
        fetch = from_here()
        fetch.file(server.url + "/warm.png", lambda form: tmp_path / "warm.png")
        tracemalloc.start()
        target = fetch.file(server.url + "/a.png", lambda form: to(tmp_path))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert hashlib.sha256(target.read_bytes()).digest() == hashlib.sha256(big).digest()
    assert peak < 1_500_000
