"""Addresses that a server names: none leads to this machine or into a private network, however it is written."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from urllib3.util import parse_url

import brushwork
from brushwork_runtime.base.errors import ConfigError, ConnectFailed, DownloadFailed
from brushwork_runtime.client.client import session_of
from brushwork_runtime.config import Reach
from brushwork_runtime.http.messages import HttpResponse
from brushwork_runtime.http.network_guard import connected, judge
from brushwork_runtime.http.pools import proxy_for
from brushwork_runtime.http.transport import HttpTransport
from brushwork_runtime.results.download import Downloads
from brushwork_runtime.uploads import Uploads
from brushwork_runtime.validate.inputs import read
from tests.reliability.files import CONTENT, FileServer, status, whole
from tests.runtime.servers import RawServer, http
from tests.runtime.support import Client, FakeTransport, client, images, picture, reply
from tests.runtime.test_upload import LEAVE, POLICY, STORED

CLOUD = Reach("https://dashscope-intl.aliyuncs.com/api/v1")
HERE = Reach("http://127.0.0.1:8000/api/v1")

PRIVATE = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.1."),
    *("0.0.0.0", "0", "00", "0x", "127.0.0.0x1", "10.0.0.1", "010.0.0.1", "08.0.0.1", "172.16.0.1", "192.168.1.1"),
    *("169.254.169.254", "0xa9fea9fe", "100.100.100.200", "1684301000", "192.0.0.192", "192.0.2.1", "192.88.99.1"),
    *("198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "1.2.3.256", "1.2.3.4.5", "8.8.2056"),
    *(
        "[::]",
        "[::1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:8.8.8.8]",
        "[::ffff:7f00:1]",
        "[::ffff:0:7f00:1]",
    ),
    *(
        "[64:ff9b::7f00:1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b::100.100.100.200]",
        "[64:ff9b:1::1]",
        "[64:ff9b:1::8.8.8.8]",
    ),
    *("[100::1]", "[2001::1]", "[2001:2::1]", "[2001:10::1]", "[2001:db8::1]", "[2002:7f00:1::1]", "[2002:808:808::1]"),
    *("[3fff::1]", "[5f00::1]", "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[4000::1]"),
    *(
        "localhost",
        "LOCALHOST",
        "a.localhost",
        "localhost.",
        "metadata.google.internal",
        "printer.local",
        "a.home.arpa",
    ),
    *("router.lan", "db.corp"),
]
NO_HOSTS = [
    *(
        "",
        "%31%32%37.0.0.1",
        "127.0.0.1%00.public.example",
        "public.example%2f@127.0.0.1",
        "[fe80::1%25eth0]",
        "[fe80::1%eth0]",
    ),
    *(
        "１２７.0.0.1",
        "127。0。0。1",
        "127．0．0．1",
        "ⓛocalhost",
        "pub lic.example",
        "public.example ",
        "public.example\t",
    ),
    *(
        "public.example\n",
        "public.example\0",
        "user@public.example",
        "user:key@public.example",
        "127.0.0.1\\@public.example",
    ),
    *(
        "public.example\\@127.0.0.1",
        "public.example?@127.0.0.1",
        "public.example#@127.0.0.1",
        "public.example;127.0.0.1",
    ),
    *(
        "public..example",
        ".public.example",
        "public.example..",
        "[::1",
        "::1",
        "[public.example]",
        "public.example:",
        ":443",
    ),
    *(
        "public.example:65536",
        "public.example:999999",
        "public.example:-1",
        "public.example:0x50",
        "public.example:443:443",
    ),
    *("a,b.example", "a'b.example", "{host}", "$(host)", "a_b!.example", "\u202epublic.example", "пример.example"),
]
PUBLIC = ["8.8.8.8", "100.64.0.1", "100.100.100.201", "198.18.0.7", "[2400:3200::1]", "[64:ff9b::8.8.8.8]"]
NAMES = [
    "public.example",
    "Public.Example.",
    "a-b_c.public.example",
    "xn--e1afmkfd.example",
    "1.2.3.4.example",
    "0x7f.example",
]


@pytest.mark.parametrize("host", [*PRIVATE, *NO_HOSTS])
def test_no_spelling_leads_inside(host: str) -> None:
    for url in (f"https://{host}/a.png", f"HTTPS://{host}/", f"https://{host}"):
        with pytest.raises(DownloadFailed):
            judge(url, CLOUD)
    if host in NO_HOSTS:
        with pytest.raises(DownloadFailed, match="no web address"):
            judge(f"https://{host}/a.png", HERE)


@pytest.mark.parametrize("host", [*PUBLIC, *NAMES, *(f"{host}:8443" for host in PUBLIC)])
def test_the_public_net_is_open(host: str) -> None:
    judge(f"https://{host}/a.png?Signature=%2f", CLOUD)
    with pytest.raises(DownloadFailed, match="is not https"):
        judge(f"http://{host}/a.png", CLOUD)


@given(st.text(alphabet="0123456789abcdefx.:[]%@\\/?#&;-_ \t。１é", max_size=24), st.sampled_from(["/", "", "/a@b"]))
def test_what_passes_is_the_host_that_is_connected_to(host: str, path: str) -> None:
    url = f"https://{host}{path}"
    try:
        judge(url, CLOUD)
    except DownloadFailed:
        return
    # As the transport takes it apart.
    end = url.find("/", 8)
    parts = parse_url(url if end < 0 else url[:end])
    assert parts.auth is None
    assert parts.host is not None
    judge(f"https://{parts.host}/", CLOUD)
    assert parts.host.lower() in url.lower()


PEERS = [host.strip("[]") for host in PRIVATE if "[" in host] + [
    "127.0.0.1",
    "0.0.0.0",
    "100.100.100.200",
    "fe80::1%eth0",
]


@pytest.mark.parametrize("peer", [peer for peer in PEERS if peer != "::ffff:8.8.8.8"])
def test_a_name_is_judged_by_where_it_leads(peer: str) -> None:
    with pytest.raises(DownloadFailed, match=r"public\.example leads to .*, a private address"):
        connected("public.example", peer, CLOUD)


@pytest.mark.parametrize("peer", [*(host.strip("[]") for host in PUBLIC), "::ffff:8.8.8.8"])
def test_a_name_may_lead_into_the_public_net(peer: str) -> None:
    connected("public.example", peer, CLOUD)  # the last as a socket of both protocols names 8.8.8.8


@pytest.mark.parametrize("host", ["127.0.0.1\\@public.example", "%31%32%37.0.0.1", "metadata", "100.100.100.200"])
def test_nothing_passes_a_proxy(host: str) -> None:
    with RawServer(http(b"")) as proxy:
        fetch = Downloads(HttpTransport(proxy=proxy.url), home=CLOUD.home)
        with pytest.raises(DownloadFailed):
            fetch.content(f"https://{host}/a.png")
        fetch.close()
    assert proxy.requests == []


@pytest.mark.parametrize(
    "url", ["https://a b.example/", "https://r.example/a b.png", "https://%41.example/", "https://[::1"]
)
def test_an_address_that_is_none_is_a_failed_download(url: str, tmp_path: Path) -> None:
    made, _ = client(reply(images(url)))
    image = made.generate("a cat", model="brush-1.0")[0]
    with pytest.raises(DownloadFailed, match="no web address"):
        image.bytes()
    with pytest.raises(DownloadFailed, match="no web address"):
        image.save(tmp_path / "a.png")


@pytest.mark.parametrize(
    "host", ["user@127.0.0.1:{port}", "127.0.0.1:{port}\\@x", "%31%32%37.0.0.1:{port}", "10.0.0.1"]
)
def test_a_redirect_is_judged_as_the_first_address_is(host: str) -> None:
    with FileServer(whole()) as other, FileServer() as server:
        server.answers = [status(302, Location=f"http://{host.format(port=other.server_port)}/a.png")]
        fetch = Downloads(home=server.url)
        with pytest.raises(DownloadFailed):
            fetch.content(server.url)
        fetch.close()
    assert other.seen == []
    assert len(server.seen) == 1


def stored_at(host: str) -> HttpResponse:
    return reply({"request_id": "r-0", "data": {**POLICY, "upload_host": host}})


@pytest.mark.parametrize(
    "host",
    [
        "http://store.example/",
        "http://127.0.0.1:9/",
        "https://127.0.0.1/",
        "https://127.0.0.1\\@store.example/",
        "store",
    ],
)
def test_no_policy_sends_a_picture_elsewhere(host: str) -> None:
    made, transport = client(stored_at(host), stored_at(host), LEAVE, STORED)
    with pytest.raises(ConnectFailed, match="the upload policy names no store") as caught:
        session_of(made).one(Uploads).put("brush-1.0", read(picture()))
    assert caught.value.lasting
    assert "nothing was billed" in str(caught.value)
    assert [request.method for request in transport.requests] == ["GET"]
    with pytest.raises(ConnectFailed):  # the policy was not kept
        session_of(made).one(Uploads).put("brush-1.0", read(picture()))
    assert session_of(made).one(Uploads).put("brush-1.0", read(picture())).startswith("oss://")


def test_a_picture_goes_to_this_machine_if_the_api_is_there_or_if_it_was_asked_for() -> None:
    made, _ = client(stored_at("http://127.0.0.1:9/"), STORED, base_url="http://localhost:8000")
    assert session_of(made).one(Uploads).put("brush-1.0", read(picture())).startswith("oss://")
    made, _ = client(stored_at("http://127.0.0.1:9/"), STORED)
    made.downloads.anywhere = True
    assert session_of(made).one(Uploads).put("brush-1.0", read(picture())).startswith("oss://")


def test_a_store_whose_name_leads_into_a_private_net_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with FileServer(whole()) as store, RawServer(http(b"")) as server:
        made = Client("sk-test-0123456789abcdef", base_url="https://far.example")
        session_of(made).transport = FakeTransport(stored_at(f"https://store.example:{store.server_port}/"))

        def resolve(*_: object, **__: object) -> list[object]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", store.server_port))]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        with pytest.raises(ConnectFailed, match=r"store\.example leads to 127\.0\.0\.1"):
            session_of(made).one(Uploads).put("brush-1.0", read(picture()))
        made.close()
    assert server.requests == []
    assert store.seen == []


@pytest.mark.parametrize(
    "url", ["http://far.example", "HTTP://far.example:8000/api/v1", "http://10.0.0.1", "http://[2400::1]/"]
)
def test_a_base_url_of_plain_http_must_be_asked_for(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for allowed in (None, False):
        with pytest.raises(ConfigError, match=r"from the base_url argument is not https.*in clear") as caught:
            brushwork.Client(base_url=url, allow_http=allowed)
        assert "BRUSHWORK_ALLOW_HTTP" in str(caught.value.hint)
    assert brushwork.Client(base_url=url, allow_http=True).settings.base_url.lower().startswith("http:")
    monkeypatch.setenv("BRUSHWORK_BASE_URL", url)
    for value in ("", "0", "no"):
        monkeypatch.setenv("BRUSHWORK_ALLOW_HTTP", value)
        with pytest.raises(ConfigError, match=r"\$BRUSHWORK_BASE_URL is not https"):
            brushwork.Client()
    monkeypatch.setenv("BRUSHWORK_ALLOW_HTTP", "maybe")
    with pytest.raises(ConfigError, match="must be 1 or 0"):
        brushwork.Client()
    monkeypatch.setenv("BRUSHWORK_ALLOW_HTTP", "1")
    assert brushwork.Client().settings.base_url.lower().startswith("http:")


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "127.0.0.1.example", "0.0.0.0"])
def test_this_machine_is_named_in_the_usual_way(host: str) -> None:
    with pytest.raises(ConfigError, match="in clear"):
        Client(base_url=f"http://{host}:8000")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "127.255.0.1", "localhost", "[::1]"])
def test_what_stays_on_this_machine_passes_no_proxy(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert Client(base_url=f"http://{host}:8000")
    assert proxy_for("http", host) is None
    assert proxy_for("http", "127.0.0.1.example") is not None


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000/", "https://far.example"]
)
def test_a_base_url_on_this_machine_or_of_https_needs_no_asking(url: str) -> None:
    assert Client(base_url=url).settings.base_url.endswith("/api/v1")


@pytest.mark.parametrize("host", [*(host for host in NO_HOSTS if host.strip() == host), "far.example:99999"])
def test_a_base_url_has_a_plain_host(host: str) -> None:
    with pytest.raises(ConfigError):
        Client(base_url=f"https://{host}/api/v1")


def test_a_result_that_a_name_of_the_cloud_serves_is_fetched() -> None:
    fetch = Downloads(FakeTransport(HttpResponse(200, {"content-length": str(len(CONTENT))}, CONTENT)), home=CLOUD.home)
    assert (
        fetch.content("https://dashscope-result.oss-cn-beijing.aliyuncs.com/a.png?Expires=1&Signature=a%2B") == CONTENT
    )
