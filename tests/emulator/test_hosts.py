"""The emulator answers no web page: by whichever name, for whatever it serves."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from brushwork import Client
from brushwork.testing import Emulator
from brushwork_emulator.hosts import Hosts
from brushwork_emulator.judging.refusals import Refused
from brushwork_emulator.wire import Call
from tests.emulator.loopback import Line
from tests.emulator.raw import SYNC, asking, body

EVERYWHERE = [
    ("GET", "/__emulator__/ledger"),
    ("POST", "/api/v1" + SYNC),
    ("GET", "/api/v1/tasks/some-id"),
    ("GET", "/api/v1/tasks?page_no=1"),
    ("POST", "/api/v1/tasks/some-id/cancel"),
    ("GET", "/api/v1/uploads?action=getPolicy&model=wan2.6-t2i"),
    ("GET", "/results/x.png"),
    ("POST", "/uploads"),
    ("OPTIONS", "/api/v1" + SYNC),
    ("GET", "/"),
]


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator() as made:
        yield made


def ask(api: Emulator, method: str, target: str, **headers: str) -> tuple[int, bytes]:
    with Line(api) as line:
        content = body() if method == "POST" else b""
        line.send(method, target, content, {**asking(api), **headers})
        found = line.read(0.05)
        return found.status, found.body


@pytest.mark.parametrize(("method", "target"), EVERYWHERE)
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "localhost@evil.example"},
        {"Host": "169.254.169.254"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "file://"},
        {"Origin": "http://localhost.evil.example:8080"},
    ],
    ids=str,
)
def test_a_foreign_name_is_refused(api: Emulator, method: str, target: str, headers: dict[str, str]) -> None:
    status, content = ask(api, method, target, **headers)
    assert status == 403
    assert b"ForbiddenHost" in content
    assert b"hosts=[NAME]" in content
    assert b"--allow-host NAME" in content
    assert len(api.ledger) == 0
    assert api.traffic == ()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:1",
        "127.8.8.8",
        "localhost",
        "LOCALHOST.:99",
        "a.localhost",
        "[::1]:5",
        "dashscope.aliyuncs.com",
    ],
)
def test_its_own_names_are_answered(api: Emulator, host: str) -> None:
    assert ask(api, "GET", "/__emulator__/ledger", Host=host, Origin=f"http://{host}")[0] == 200


def test_a_target_that_names_a_host(api: Emulator) -> None:
    assert ask(api, "GET", "http://evil.example/__emulator__/ledger")[0] == 403
    assert ask(api, "GET", f"{api.origin}/__emulator__/ledger")[0] == 200


def test_two_hosts_are_none(api: Emulator) -> None:
    assert ask(api, "GET", "/", Host="127.0.0.1\r\nhost: evil.example")[0] == 400


def test_a_name_that_it_is_told() -> None:
    with Emulator(hosts=["Emulator.test"]) as api:
        assert ask(api, "GET", "/__emulator__/ledger", Host="emulator.test:8123")[0] == 200
        assert ask(api, "GET", "/__emulator__/ledger", Host="other.test")[0] == 403


def test_an_address_to_listen_at() -> None:
    with Emulator(host="0.0.0.0") as api, Client(api.key, base_url=api.url) as client:
        assert api.origin.startswith("http://127.0.0.1:")
        assert len(client.wan2_6_t2i.generate("a cat").images[0].bytes()) > 100
        assert ask(api, "GET", "/", Host="0.0.0.0")[0] == 403


@pytest.mark.skipif(not socket.has_ipv6, reason="needs IPv6")
def test_an_address_of_ipv6() -> None:
    try:
        api = Emulator(host="::1")
    except OSError:
        pytest.skip("no loopback address of IPv6 here")
    with api, Client(api.key, base_url=api.url) as client:
        assert api.origin.startswith("http://[::1]:")
        assert len(client.wan2_6_t2i.generate("a cat").images[0].bytes()) > 100


@pytest.mark.parametrize("text", ["[", "[::1", "a b", "http://x", "//x", "\x00", "[zz]"])
def test_a_header_that_is_no_name(text: str) -> None:
    for header in ("host", "origin"):
        with pytest.raises(Refused):
            Hosts([], lambda _: False).check(Call("GET", "/", {header: text}))
