"""Rows 7 and 10 to 13: a request that was being written, or went out on a connection that was no longer good."""

from __future__ import annotations

import os
import socket
import time

import pytest

from brushwork import HttpTransport
from brushwork_runtime.base.errors import APIError, OutcomeUnknown
from brushwork_runtime.http import connections
from tests.reliability.case import PROMPT, Case, row
from tests.reliability.test_rows_connecting import DONE
from tests.reliability.tls import Authority
from tests.runtime.servers import RawServer
from tests.runtime.support import picture

LARGE = picture(400, 400) + bytes(4_000_000) + picture()[-12:]
"""Longer than what a connection holds that nobody reads from."""


@row(7)
def test_a_refusal_that_comes_before_the_request_is_written_is_read(case: Case) -> None:
    case.posts = case.billed = 0
    case.api.faults.add("refuse-before-reading")
    edit = case.client.qwen_image_2_0_pro.edit
    error = case.fails(APIError, lambda: edit(PROMPT, [LARGE], inline=True))
    assert error.status == 413


@row(7)
@pytest.mark.parametrize("fault", ["drop-before-reading", "reset-before-reading"])
def test_a_connection_that_ends_while_the_request_is_written(case: Case, fault: str) -> None:
    case.posts = case.billed = 0
    case.api.faults.add(fault)
    case.fails(OutcomeUnknown, lambda: case.client.qwen_image_2_0_pro.edit(PROMPT, [LARGE], inline=True))


@row(7)
def test_a_server_that_reads_no_further(case: Case) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        client = case.again(base_url=f"http://127.0.0.1:{deaf.getsockname()[1]}/api/v1", timeout=0.2)
        case.fails(OutcomeUnknown, lambda: client.qwen_image_2_0_pro.edit(PROMPT, [LARGE], inline=True))


@row(10)
@pytest.mark.parametrize("fault", ["stall", "stall-before-accepting"])
def test_silence_ends_with_the_time_for_the_call(case: Case, fault: str) -> None:
    case.api.faults.add(fault)
    began = time.monotonic()
    case.fails(OutcomeUnknown, lambda: case.client.qwen_image_2_0_pro.generate(PROMPT, timeout=0.2), r"0\.2 s")
    assert time.monotonic() - began < 5
    assert case.work == 1


class Undecryptable(RawServer):
    """Answers over TLS with a record that cannot be decrypted."""

    def _answer(self, connection: socket.socket) -> bool:
        self.requests.append(self._read(connection))
        os.write(connection.fileno(), b"\x17\x03\x03\x00\x20" + bytes(32))
        return False


@row(11)
@pytest.mark.parametrize("kind", [RawServer, Undecryptable])
def test_tls_that_breaks_after_the_request(case: Case, authority: Authority, kind: type[RawServer]) -> None:
    with kind(b"", tls=authority.server()) as server:
        client = case.again(base_url=f"{server.url}/api/v1", transport=HttpTransport(ca_file=authority.file))
        case.fails(OutcomeUnknown, lambda: client.qwen_image_2_0_pro.generate(PROMPT))
        client.close()
    assert len(server.requests) == 1


@row(12)
def test_a_connection_that_closed_while_idle_is_not_used(case: Case) -> None:
    case.posts = case.billed = 2
    case.api.faults.add("close-when-idle")
    for _ in range(2):
        assert len(case.client.qwen_image_2_0_pro.generate(PROMPT)) == 1
        time.sleep(0.02)


@row(12)
def test_a_connection_that_was_idle_for_long_is_not_used(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    later = 0.0
    monkeypatch.setattr(connections, "_awake", lambda: time.monotonic() + later)
    with RawServer(DONE, keep_alive=True) as server:
        client = case.again(base_url=f"{server.url}/api/v1")
        for later, count in ((0.0, 1), (19.0, 1), (40.0, 2)):  # noqa: B007 - read by the clock
            client.qwen_image_2_0_pro.generate(PROMPT)
            assert server.connections == count
        client.close()
    assert len(server.requests) == 3


@row(13)
@pytest.mark.parametrize("ending", [b"", None])
def test_a_connection_that_closes_as_the_request_comes(case: Case, ending: bytes | None) -> None:
    with RawServer(DONE, ending, keep_alive=True) as server:
        client = case.again(base_url=f"{server.url}/api/v1")
        client.qwen_image_2_0_pro.generate(PROMPT)
        case.fails(OutcomeUnknown, lambda: client.qwen_image_2_0_pro.generate(PROMPT))
    assert len(server.requests) == 2
