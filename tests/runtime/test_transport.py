"""The transport against servers that behave and servers that do not."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest

from brushwork_runtime.base.errors import ConnectFailed, MalformedResponse, OutcomeUnknown, ResultLost
from brushwork_runtime.http.messages import HttpRequest
from brushwork_runtime.http.transport import HttpTransport
from tests.runtime.servers import RawServer, chunked, closed_port, http


@pytest.fixture
def transport() -> Iterator[HttpTransport]:
    made = HttpTransport()
    yield made
    made.close()


def post(url: str, **more: object) -> HttpRequest:
    return HttpRequest("POST", url, {"Authorization": "Bearer sk-1", "Content-Length": "2"}, b"{}", **more)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # passed on


def test_an_answer_has_status_headers_and_body(transport: HttpTransport) -> None:
    with RawServer(http(b"hello", "404 Not Found", "X-Request-Id: abc")) as server:
        response = transport.send(post(server.url + "/x"))
    assert (response.status, response.body, response.request_id) == (404, b"hello", "abc")


def test_one_connection_serves_many_calls(transport: HttpTransport) -> None:
    with RawServer(http(b"{}"), keep_alive=True) as server:
        for _ in range(20):
            transport.send(post(server.url + "/x"))
        transport.close()
    assert (server.connections, len(server.requests)) == (1, 20)


def test_the_target_goes_out_byte_for_byte(transport: HttpTransport) -> None:
    target = "/a%2fb%2F..;x=1?Expires=1&Signature=a%2bB%3d&plain=~'()"
    with RawServer(http(b"")) as server:
        transport.send(HttpRequest("GET", server.url + target + "#part", {}))
    assert server.requests[0].split(b" ")[1].decode() == target


def test_no_compression_is_asked_for_and_none_is_taken(transport: HttpTransport) -> None:
    compressed = http(b"\x1f\x8b", "200 OK", "Content-Encoding: gzip")
    with RawServer(compressed) as server, pytest.raises(MalformedResponse, match="gzip"):
        transport.send(post(server.url + "/x"))
    assert b"Accept-Encoding: identity" in server.requests[0]


def test_a_redirect_is_not_followed(transport: HttpTransport) -> None:
    with RawServer(http(b"")) as other:
        with RawServer(http(b"", "307 Temporary Redirect", f"Location: {other.url}/steal")) as server:
            assert transport.send(post(server.url + "/x")).status == 307
        assert other.requests == []


def test_a_refused_connection_left_nothing_behind(transport: HttpTransport) -> None:
    with pytest.raises(ConnectFailed, match="could not connect") as caught:
        transport.send(post(f"http://127.0.0.1:{closed_port()}/x"))
    assert "Nothing was sent" in str(caught.value)


def test_a_failed_tls_handshake_left_nothing_behind(transport: HttpTransport) -> None:
    with RawServer(b"this is not TLS\r\n\r\n", eager=True) as server, pytest.raises(ConnectFailed):
        transport.send(post(server.url.replace("http:", "https:") + "/x"))


@pytest.mark.parametrize("answer", [b"", None, b"nonsense\r\n\r\n"])
def test_what_breaks_after_sending_is_unknown_and_was_sent_once(transport: HttpTransport, answer: bytes | None) -> None:
    with RawServer(answer) as server, pytest.raises(OutcomeUnknown):
        transport.send(post(server.url + "/x"))
    assert len(server.requests) == 1


def test_silence_ends_at_the_read_timeout(transport: HttpTransport) -> None:
    with RawServer(b"HTTP/1.1 200 OK\r\n", keep_alive=True) as server, pytest.raises(OutcomeUnknown):
        transport.send(post(server.url + "/x", read_timeout=0.05))
    assert len(server.requests) == 1


@pytest.mark.parametrize("answer", [http(b'{"a":', length=90), chunked(b'{"a":', whole=False)])
def test_a_body_that_breaks_off_is_lost(transport: HttpTransport, answer: bytes) -> None:
    with RawServer(answer) as server, pytest.raises(ResultLost) as caught:
        transport.send(post(server.url + "/x"))
    assert caught.value.status == 200
    assert len(server.requests) == 1


def test_a_chunked_body_is_read_whole(transport: HttpTransport) -> None:
    with RawServer(chunked(b"ab", b"cd"), keep_alive=True) as server:
        assert transport.send(post(server.url + "/x")).body == b"abcd"
        assert transport.send(post(server.url + "/x")).body == b"abcd"
        transport.close()
    assert server.connections == 1


@pytest.mark.parametrize("answer", [http(b"x" * 2000), chunked(*[b"x" * 100] * 20)])
def test_an_answer_beyond_the_limit_is_not_read(transport: HttpTransport, answer: bytes) -> None:
    with RawServer(answer) as server, pytest.raises(MalformedResponse, match="longer than 1,000 bytes"):
        transport.send(post(server.url + "/x", limit=1000))


def test_a_stream_comes_in_pieces(transport: HttpTransport) -> None:
    with RawServer(chunked(b"one", b"two")) as server:
        response = transport.send(post(server.url + "/x", stream=True))
        assert response.chunks is not None
        assert b"".join(response.chunks) == b"onetwo"


def test_a_body_may_be_streamed_with_its_length(transport: HttpTransport) -> None:
    with RawServer(http(b"")) as server:
        transport.send(HttpRequest("POST", server.url + "/x", {"Content-Length": "6"}, [b"abc", b"def"]))
    assert server.requests[0].endswith(b"\r\n\r\nabcdef")
    assert b"chunked" not in server.requests[0]


def test_a_body_in_pieces_without_a_length_is_sent_whole(transport: HttpTransport) -> None:
    with RawServer(http(b"")) as server:
        transport.send(HttpRequest("POST", server.url, {}, [b"one ", b"two"]))
    assert b"Content-Length: 7" in server.requests[0]
    assert server.requests[0].endswith(b"\r\n\r\none two")


def test_a_proxy_is_taken_from_the_environment(transport: HttpTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(http(b"via")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert transport.send(HttpRequest("GET", "http://service.example/p?q=%2f", {})).body == b"via"
    assert proxy.requests[0].startswith(b"GET http://service.example/p?q=%2f HTTP/1.1")


def test_it_pickles_without_its_connections(transport: HttpTransport) -> None:
    assert isinstance(pickle.loads(pickle.dumps(transport)), HttpTransport)


def test_repr_shows_no_signature() -> None:
    assert repr(HttpRequest("GET", "https://a.example/b.png?Signature=secret", {})) == "<GET https://a.example/b.png?…>"
