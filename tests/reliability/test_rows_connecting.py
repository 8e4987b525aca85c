"""Rows 1 to 6: nothing of the request has left, and nothing was billed."""

from __future__ import annotations

import socket
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from brushwork import Client, ConfigError, DownloadFailed, HttpTransport, Image
from brushwork_runtime.base.errors import ConnectFailed
from brushwork_runtime.http.messages import HttpRequest
from brushwork_runtime.http.network_guard import PublicTransport
from tests.reliability.case import KEY, PROMPT, Case, row
from tests.reliability.tls import Authority, Socks, Tunnel
from tests.runtime.servers import RawServer, closed_port, http
from tests.runtime.support import picture

DONE = http(b'{"output":{"choices":[{"message":{"content":[{"image":"https://r.example/1.png"}]}}]},"request_id":"r"}')
UNKNOWN_VERSION = b"\x15\x03\x01\x00\x02\x02\x46"
"""The alert of a server that speaks no version of TLS that it was offered."""


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[str, int]] | OSError]:
    """Addresses of made-up names, by name; every other one is looked up as ever."""
    known: dict[str, list[tuple[str, int]] | OSError] = {}
    real: Callable[..., Any] = socket.getaddrinfo

    def look_up(host: str, *arguments: Any, **keywords: Any) -> Any:
        found = known.get(host)
        if isinstance(found, OSError):
            raise found
        if found is None:
            return real(host, *arguments, **keywords)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


@pytest.fixture
def black_hole() -> Iterator[tuple[str, int]]:
    """An address that answers nothing: its queue of connections is full."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address: tuple[str, int] = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        yield address
        for one in waiting:
            one.close()


def fails(case: Case, match: str, **settings: Any) -> ConnectFailed:
    """The error of a call with these settings; nothing has arrived anywhere."""
    client = case.again(**{"retries": 0, **settings})
    case.posts = case.billed = 0
    return case.fails(ConnectFailed, lambda: client.qwen_image_2_0_pro.generate(PROMPT), match)


@row(1)
def test_a_name_that_nobody_knows(case: Case, names: dict[str, Any]) -> None:
    names["nobody.invalid"] = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    error = fails(case, "Name or service not known", base_url="https://nobody.invalid/api/v1")
    assert "Nothing was sent" in str(error)
    assert not error.lasting


@row(2)
def test_a_port_that_nobody_listens_on(case: Case) -> None:
    error = fails(case, "refused", base_url=f"http://127.0.0.1:{closed_port()}/api/v1")
    assert not error.lasting


@row(3)
def test_a_black_hole_ends_with_the_time_for_the_call(case: Case, black_hole: tuple[str, int]) -> None:
    fails(case, "nothing came for 0.2 s", base_url=f"http://127.0.0.1:{black_hole[1]}/api/v1", timeout=0.2)


@row(4)
def test_a_dead_address_leaves_time_for_the_next(
    case: Case, names: dict[str, Any], black_hole: tuple[str, int]
) -> None:
    with RawServer(DONE) as server:
        names["two.example"] = [black_hole, ("127.0.0.1", server.port)]
        client = case.again(base_url="http://two.example/api/v1", allow_http=True, timeout=0.6)
        assert len(client.qwen_image_2_0_pro.generate(PROMPT)) == 1
        names["two.example"] = [("127.0.0.1", closed_port()), ("127.0.0.1", server.port)]
        client = case.again(base_url="http://two.example/api/v1", allow_http=True)
        assert len(client.qwen_image_2_0_pro.generate(PROMPT)) == 1
    assert len(server.requests) == 2


@row(5)
def test_a_trusted_certificate(case: Case, authority: Authority) -> None:
    with RawServer(DONE, tls=authority.server()) as server:
        client = case.again(base_url=f"{server.url}/api/v1", transport=HttpTransport(ca_file=authority.file))
        assert len(client.qwen_image_2_0_pro.generate(PROMPT)) == 1
        client.close()
    assert len(server.requests) == 1


@row(5)
@pytest.mark.parametrize(
    ("name", "expired", "trusted", "match"),
    [
        ("localhost", True, True, "expired"),
        ("elsewhere.example", False, True, "localhost"),
        ("localhost", False, False, "CERTIFICATE_VERIFY_FAILED"),
    ],
)
def test_a_certificate_that_is_not_trusted(
    case: Case, authority: Authority, name: str, expired: bool, trusted: bool, match: str
) -> None:
    with RawServer(DONE, tls=authority.server(name, expired=expired)) as server:
        transport = HttpTransport(ca_file=authority.file if trusted else None)
        error = fails(case, match, base_url=f"{server.url}/api/v1", transport=transport, retries=3)
    assert server.requests == []
    assert server.connections == 1
    assert error.lasting
    assert "certificate is not trusted" in str(error)


@row(5)
def test_a_server_of_old_tls(case: Case) -> None:
    with RawServer(UNKNOWN_VERSION, eager=True) as server:
        url = server.url.replace("http:", "https:") + "/api/v1"
        error = fails(case, "TLSV1_ALERT_PROTOCOL_VERSION", base_url=url, retries=3)
    assert server.connections == 1
    assert error.lasting


@row(6)
@pytest.mark.parametrize(
    ("status", "lasting"), [("407 Proxy Authentication Required", True), ("502 Bad Gateway", False)]
)
def test_a_proxy_that_refuses(case: Case, monkeypatch: pytest.MonkeyPatch, status: str, lasting: bool) -> None:
    case.secrets += ["pass-word", "dXNlcjpwYXNzLXdvcmQ="]
    with RawServer(f"HTTP/1.1 {status}\r\n\r\n".encode()) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:pass-word@127.0.0.1:{proxy.port}")
        error = fails(case, status[:3], base_url="https://far.invalid/api/v1")
    assert error.lasting is lasting
    assert f"through the proxy 127.0.0.1:{proxy.port}" in str(error)
    (seen,) = proxy.requests
    assert seen.startswith(b"CONNECT far.invalid:443 ")
    assert KEY.encode() not in seen


@row(6, 74)
def test_a_proxy_of_its_own_for_a_client(case: Case) -> None:
    with RawServer(DONE) as proxy:
        transport = HttpTransport(proxy=f"http://user:pass-word@127.0.0.1:{proxy.port}")
        client = case.again(base_url="http://far.invalid/api/v1", allow_http=True, transport=transport)
        client.qwen_image_2_0_pro.generate(PROMPT)
    assert proxy.requests[0].startswith(b"POST http://far.invalid/api/v1/services/")
    assert b"Basic dXNlcjpwYXNzLXdvcmQ=" in proxy.requests[0]


@row(6)
@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("user:p%40ss%3Aword", "user:p@ss:word"),
        ("us%40corp:pass%2Fword", "us@corp:pass/word"),
        ("user:%E5%AF%86%E7%A0%81", "user:密码"),
        ("user:p@ssword", "user:p@ssword"),
    ],
)
def test_a_password_of_a_proxy_is_sent_as_it_is_meant(case: Case, typed: str, sent: str) -> None:
    case.secrets += [sent.partition(":")[2], typed.partition(":")[2]]
    with RawServer(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n") as proxy:
        transport = HttpTransport(proxy=f"http://{typed}@127.0.0.1:{proxy.port}")
        fails(case, "407", base_url="https://far.invalid/api/v1", transport=transport)
    assert b"Basic " + b64encode(sent.encode()) in proxy.requests[0]


@row(6, 74)
@pytest.mark.parametrize("scheme", ["socks5h", "socks"])
def test_a_socks_proxy(case: Case, authority: Authority, scheme: str) -> None:
    """The name of the host is looked up there, and the TLS is the host's."""
    login = b"\x01\x04user\x05p@ss1"
    with RawServer(DONE, tls=authority.server("api.example"), keep_alive=True) as server, Socks(server, login) as proxy:
        transport = HttpTransport(proxy=f"{scheme}://user:p%40ss1@127.0.0.1:{proxy.port}", ca_file=authority.file)
        client = case.again(base_url="https://api.example/api/v1", transport=transport)
        client.qwen_image_2_0_pro.generate(PROMPT)
        client.close()
    assert proxy.names == [b"api.example"]
    assert server.requests[0].startswith(b"POST /api/v1/services/")


@row(6, 74)
def test_a_socks_proxy_of_the_environment_without_tls(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(DONE) as server, Socks(server) as proxy:
        monkeypatch.setenv("ALL_PROXY", f"socks5h://127.0.0.1:{proxy.port}")
        client = case.again(base_url="http://api.example/api/v1", allow_http=True)
        client.qwen_image_2_0_pro.generate(PROMPT)
        client.close()
    assert server.requests[0].startswith(b"POST /api/v1/services/")


@row(6)
def test_a_socks_proxy_that_refuses(case: Case) -> None:
    case.secrets += ["pass-word"]
    with RawServer() as server, Socks(server, b"another") as proxy:
        transport = HttpTransport(proxy=f"socks5h://user:pass-word@127.0.0.1:{proxy.port}")
        error = fails(case, "authentication failed", base_url="https://far.invalid/api/v1", transport=transport)
    assert f"through the proxy 127.0.0.1:{proxy.port}" in str(error)


@row(6)
def test_a_socks_proxy_without_pysocks(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "socks", None)
    monkeypatch.delitem(sys.modules, "brushwork_runtime.http.socks", raising=False)
    transport = HttpTransport(proxy="socks5://user:pass-word@127.0.0.1:9")
    client = case.again(base_url="https://far.invalid/api/v1", transport=transport)
    with pytest.raises(ConfigError, match=r"speaks SOCKS, which needs PySocks\n.*brushwork\[socks\]") as caught:
        client.qwen_image_2_0_pro.generate(PROMPT)
    assert "pass-word" not in str(caught.value)


@row(6, 74)
def test_a_proxy_that_is_spoken_to_over_tls(case: Case, authority: Authority) -> None:
    """TLS within TLS: the API's to the end, the proxy's as far as the proxy."""
    content = b"\x89PNG\r\n\x1a\n" + bytes(3_000_000)
    with RawServer(DONE, http(content), DONE, tls=authority.server("api.example"), keep_alive=True) as server:
        with Tunnel(server, authority.server()) as proxy:
            transport = HttpTransport(proxy=proxy.url, ca_file=authority.file)
            client = case.again(base_url="https://api.example/api/v1", transport=transport)
            client.qwen_image_2_0_pro.generate(PROMPT)
            asked = HttpRequest("GET", "https://api.example/", {}, stream=True, limit=10**7)
            assert transport.send(asked).read() == content
            client.wan2_7_image_pro.edit(PROMPT, [picture(700, 700) + bytes(2_000_000)], inline=True)
            client.close()
        assert (len(proxy.requests), server.connections) == (1, 1)
        assert proxy.requests[0].startswith(b"CONNECT api.example:443 ")
        assert [request[:5] for request in server.requests] == [b"POST ", b"GET /", b"POST "]
        assert len(server.requests[2]) > 2_000_000
    case.posts = None


@row(6, 67)
@pytest.mark.parametrize("secure", [False, True])
def test_a_stream_through_a_proxy_is_left_at_once(case: Case, authority: Authority, secure: bool) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 10000\r\n\r\n: wait\n\n"
    come = threading.Event()

    class Silent(RawServer):
        def _answer(self, connection: socket.socket) -> bool:
            self._read(connection)
            connection.sendall(head)
            come.set()
            return bool(connection.recv(1))

    tls = authority.server() if secure else None
    with Silent(tls=authority.server("api.example")) as server, Tunnel(server, tls) as proxy:
        transport = HttpTransport(proxy=proxy.url, ca_file=authority.file)
        client = case.again(base_url="https://api.example/api/v1", transport=transport, timeout=60)
        stream = client.wan2_6_image.interleave.stream(PROMPT, max_images=1)
        reader = threading.Thread(target=lambda: list(stream))
        reader.start()
        assert come.wait(5)
        stream.close()
        reader.join(5)
        assert not reader.is_alive()
        client.close()


def test_downloads_go_the_way_of_the_transport_and_stay_in_their_reach(case: Case) -> None:
    with RawServer(http(b"no image")) as proxy:
        client = case.again(transport=HttpTransport(proxy=f"http://127.0.0.1:{proxy.port}", ca_file="mine.pem"))
        ours = client.downloads.transport
        assert isinstance(ours, PublicTransport)
        assert (ours.proxy, ours.ca_file) == (f"http://127.0.0.1:{proxy.port}", "mine.pem")
    image = Image("http://10.0.0.1/secret.png", client.downloads)
    case.fails(DownloadFailed, image.bytes)
    assert proxy.connections == 0


def test_waiting_for_a_connection_counts(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brushwork_runtime.http.pools.POOL_SIZE", 1)
    client = case.again(retries=0)
    case.posts = case.billed = 1
    case.api.faults.add("slow-answer:0.4", endpoint="multimodal-generation")
    slow = threading.Thread(target=lambda: client.qwen_image_2_0_pro.generate(PROMPT))
    slow.start()
    while not case.api.ledger.images:
        time.sleep(0.001)
    quick = lambda: client.qwen_image_2_0_pro.generate(PROMPT, timeout=0.1)  # noqa: E731
    case.fails(ConnectFailed, quick, "no connection to .* became free within 0.1 s")
    slow.join()


def test_a_client_is_made_without_any_of_it(tmp_path: Path) -> None:
    with Client(KEY, transport=HttpTransport(ca_file=str(tmp_path / "none.pem"))) as client:
        assert client.settings.api_key == KEY
