"""Tries of downloads and uploads: decided, counted, paid for and told as those of any other request of the client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from brushwork_runtime.base.errors import ConnectFailed, DownloadFailed, TransportError
from brushwork_runtime.base.events import RetryEvent
from brushwork_runtime.client.client import session_of
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.results.download import Downloads
from brushwork_runtime.uploads import Uploads
from brushwork_runtime.validate.inputs import read
from tests.runtime.support import FakeClock, FakeTransport, Step, client, images, picture, reply
from tests.runtime.test_upload import LEAVE, STORED

URL = "https://results.example/a.png?Signature=x"
CONTENT = picture(40, 30)
OK = HttpResponse(200, {"content-length": str(len(CONTENT))}, CONTENT)
DONE = reply(images(URL))


def busy(after: str = "", status: int = 503) -> HttpResponse:
    return HttpResponse(status, {"retry-after": after} if after else {})


@pytest.mark.parametrize(
    ("answer", "slept"),
    [
        (busy(), 0.125),
        (busy("7"), 7.0),
        (busy("1.5"), 1.5),
        (
            HttpResponse(
                503, {"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT", "date": "Sun, 06 Nov 1994 08:49:07 GMT"}
            ),
            30,
        ),
        (busy("soon"), 0.125),
        (busy("4", 429), 6.0),
    ],
)
def test_a_server_is_given_the_time_it_asks_for(answer: HttpResponse, slept: float) -> None:
    clock = FakeClock(chance=0.5)
    assert Downloads(FakeTransport(answer, OK), clock=clock).content(URL) == CONTENT
    assert clock.slept == [slept]


def test_a_wait_beyond_the_time_of_an_image_fails_at_once() -> None:
    clock, transport = FakeClock(), FakeTransport(busy("301"))
    with pytest.raises(DownloadFailed, match="asks to wait 301 s"):
        Downloads(transport, clock=clock).content(URL)
    assert (len(transport.requests), clock.slept) == (1, [])


def test_a_repeated_download_is_told_to_the_hook_without_its_signature() -> None:
    told: list[RetryEvent] = []
    made, _ = client(DONE, busy("2"), OK, on_retry=told.append)
    assert made.generate("a cat", model="brush-1.0").images[0].bytes() == CONTENT
    (event,) = told
    assert (event.method, event.url, event.attempt, event.pause) == ("GET", "https://results.example/a.png?…", 1, 2.0)
    assert "HTTP 503" in event.reason


def test_a_download_is_tried_as_often_as_the_client_says_and_from_its_budget() -> None:
    made, transport = client(DONE, busy(), retries=2)
    image = made.generate("a cat", model="brush-1.0").images[0]
    with pytest.raises(DownloadFailed, match="tried 3 times"):
        image.bytes()
    assert len(transport.requests) == 1 + 3
    assert (
        session_of(made).retry_quota.tokens
        == session_of(made).retry_quota.CAPACITY - 2 * session_of(made).retry_quota.COST
    )
    session_of(made).retry_quota.tokens = 0
    with pytest.raises(DownloadFailed, match="too many requests of this client have failed"):
        image.bytes()
    assert len(transport.requests) == 1 + 3 + 1


def test_a_host_that_throttles_one_download_is_left_alone_by_the_next() -> None:
    clock = FakeClock(chance=0.0)
    made, transport = client(DONE, busy("20", 429), OK, clock=clock)
    image = made.generate("a cat", model="brush-1.0").images[0]
    made.downloads.timeout = 10
    with pytest.raises(DownloadFailed, match="429"):
        image.bytes()
    with pytest.raises(DownloadFailed, match=r"throttles downloads from results\.example, for another 20 s"):
        image.bytes()
    assert (len(transport.requests), clock.slept) == (2, [])
    made.downloads.timeout = 30
    assert image.bytes() == CONTENT
    assert (len(transport.requests), clock.slept) == (3, [20.0])


def test_another_image_of_the_same_host_waits_too_and_one_of_another_host_does_not() -> None:
    clock = FakeClock(chance=0.0)
    fetch = Downloads(FakeTransport(busy("20", 429), OK), clock=clock)
    fetch.timeout = 10
    with pytest.raises(DownloadFailed, match="429"):
        fetch.content("https://results.example/a/1.png?Signature=x")
    assert fetch.content("https://other.example/a/1.png") == CONTENT
    with pytest.raises(DownloadFailed, match=r"throttles downloads from results\.example, for another 20 s"):
        fetch.content("https://results.example/b/2.png?Signature=y")


def test_an_image_that_comes_too_slowly_says_so() -> None:
    clock = FakeClock()

    def dripping(_: HttpRequest) -> HttpResponse:
        def body() -> Iterator[bytes]:
            for place in range(0, len(CONTENT), 10):
                clock.time += 60
                yield CONTENT[place : place + 10]

        return HttpResponse(200, {"content-length": str(len(CONTENT))}, chunks=body())

    fetch = Downloads(FakeTransport(dripping), clock=clock)
    fetch.timeout = 100
    with pytest.raises(DownloadFailed, match=r"it comes too slowly; 100 s were not enough, \d+ bytes came"):
        fetch.content(URL)


@pytest.mark.parametrize("total", ["*", str(len(CONTENT))])
def test_the_rest_of_an_image_may_come_without_saying_how_long_the_whole_is(total: str) -> None:
    half, last = 40, len(CONTENT) - 1
    begun = HttpResponse(200, {"content-length": str(len(CONTENT)), "etag": '"a"'}, CONTENT[:half])
    rest = HttpResponse(206, {"content-range": f"bytes {half}-{last}/{total}", "etag": '"a"'}, CONTENT[half:])
    transport = FakeTransport(begun, rest)
    assert Downloads(transport, clock=FakeClock()).content(URL) == CONTENT
    assert [request.headers.get("Range") for request in transport.requests] == [None, f"bytes={half}-"]
    assert transport.requests[1].headers["If-Range"] == '"a"'


def test_a_certificate_that_nobody_trusts_is_asked_for_once() -> None:
    lasting = ConnectFailed("certificate verify failed")
    lasting.lasting = True
    transport = FakeTransport(lasting)
    with pytest.raises(DownloadFailed, match="certificate"):
        Downloads(transport, clock=FakeClock()).content(URL)
    assert len(transport.requests) == 1


@pytest.mark.parametrize(
    ("steps", "methods"),
    [
        ((LEAVE, busy("3"), LEAVE, STORED), [("POST", "https://store.example/", 1)]),
        ((busy("3"), LEAVE, STORED), [("GET", "https://intl.example/api/v1/uploads?…", 1)]),
    ],
)
def test_a_repeated_upload_is_told_and_its_server_given_time(
    steps: tuple[Step, ...], methods: list[tuple[str, str, int]]
) -> None:
    told: list[RetryEvent] = []
    clock = FakeClock()
    made, _ = client(*steps, clock=clock, on_retry=told.append)
    assert session_of(made).one(Uploads).put("brush-1.0", read(CONTENT)).startswith("oss://")
    assert [(event.method, event.url, event.attempt) for event in told] == methods
    assert clock.slept == [3.0]
    assert session_of(made).retry_quota.tokens == session_of(made).retry_quota.CAPACITY


def test_an_upload_is_tried_as_often_as_the_client_says() -> None:
    made, transport = client(LEAVE, TransportError("reset"), retries=1)
    with pytest.raises(TransportError, match="tried 2 times"):
        session_of(made).one(Uploads).put("brush-1.0", read(CONTENT))
    assert [request.method for request in transport.requests] == ["GET", "POST", "POST"]
