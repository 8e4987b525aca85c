"""Calls from end to end over canned answers: what is sent, how often, and what comes of every answer."""

from __future__ import annotations

import json
import logging
import pickle
import threading

import pytest

from brushwork_runtime.base.errors import (
    AccessDenied,
    AuthError,
    ConfigError,
    ConnectFailed,
    ContentRejected,
    OutcomeUnknown,
    PartialResult,
    ResultLost,
    TransportError,
)
from brushwork_runtime.client.client import session_of
from brushwork_runtime.http.messages import HttpResponse
from brushwork_runtime.results.result import Result
from tests.runtime.brushes import BRUSH, MESSAGES, TASKS
from tests.runtime.servers import RawServer, http
from tests.runtime.support import Client, FakeClock, client, error, finished, images, reply, submitted, task

DONE = reply(images("https://r.example/1.png"))
KEY = "sk-test-0123456789abcdef"
MISMATCH = error(403, "AccessDenied", "current user api does not support synchronous calls")


def test_a_call_posts_once_and_gives_the_images() -> None:
    made, transport = client(DONE)
    result = made.generate("a cat", model="brush-1.0", size="1K", seed=7)
    assert [image.url for image in result] == ["https://r.example/1.png"]
    (request,) = transport.requests
    assert (request.method, request.url) == ("POST", f"https://intl.example/api/v1{MESSAGES}")
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert request.headers["User-Agent"] == "brushwork/1.2.3"
    assert "X-DashScope-Async" not in request.headers
    assert (request.connect_timeout, request.read_timeout) == (10, 300)
    assert json.loads(transport.bodies[0]) == {
        "model": "brush-1.0",
        "input": {"messages": [{"role": "user", "content": [{"text": "a cat"}]}]},
        "parameters": {"size": "1K", "n": 1, "seed": 7},
    }


def test_a_snapshot_goes_out_by_its_own_id() -> None:
    made, transport = client(DONE)
    assert made.generate("a cat", model="brush-1.0-2026-01-01").model == "brush-1.0-2026-01-01"
    assert json.loads(transport.bodies[0])["model"] == "brush-1.0-2026-01-01"


def test_a_registered_model_is_called_by_its_modes() -> None:
    made, transport = client(DONE)
    made.models.register("brush-2.0", like="brush-1.0")
    call = made["brush-2.0"].generate  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]  # modes are found at run time
    assert isinstance(call("a cat", n=2), Result)
    assert json.loads(transport.bodies[0])["model"] == "brush-2.0"
    assert "brush-2.0" not in client(DONE)[0].models


def test_the_time_of_a_call_bounds_its_silence() -> None:
    made, transport = client(DONE, timeout=50)
    made.generate("a cat", model="brush-1.0")
    made.generate("a cat", model="brush-1.0", timeout=5)
    assert [(one.connect_timeout, one.read_timeout) for one in transport.requests] == [(10, 50), (5, 5)]


def test_a_wrong_key_names_the_region_tried_and_the_other() -> None:
    made, _ = client(error(401, "InvalidApiKey", f"Invalid API-key provided: {KEY}"))
    with pytest.raises(AuthError) as caught:
        made.generate("a cat", model="brush-1.0")
    said = str(caught.value)
    assert "ap-southeast-1" in said
    assert "cn-beijing" in said
    assert KEY not in said


def test_no_key_is_an_error_only_when_something_is_sent() -> None:
    made = Client()
    assert made.prepare(model="brush-1.0", prompt="a cat").url.endswith(MESSAGES)
    with pytest.raises(ConfigError, match="no API key"):
        made.generate("a cat", model="brush-1.0")


def test_the_wrong_protocol_falls_back_once_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    made, transport = client(MISMATCH, submitted(), finished("u1"))
    assert made.generate("a cat", model="brush-1.0").task_id == "t-1"
    assert transport.lines == [f"POST {MESSAGES}", f"POST {TASKS}", "GET /tasks/t-1"]
    assert transport.requests[1].headers["X-DashScope-Async"] == "enable"
    assert "async route" in caplog.text


def test_the_fallback_is_taken_once_only() -> None:
    made, transport = client(MISMATCH)
    with pytest.raises(AccessDenied):
        made.generate("a cat", model="brush-1.0")
    assert len(transport.requests) == 2


@pytest.mark.parametrize(
    ("answer", "parameters"),
    [
        (error(403, "AccessDenied", "Access denied."), {"model": "brush-1.0"}),
        (MISMATCH, {"model": "brush-1.0", "protocol": "sync"}),
        (MISMATCH, {"model": "slow-brush"}),
    ],
)
def test_there_is_no_fallback(answer: HttpResponse, parameters: dict[str, str]) -> None:
    made, transport = client(answer)
    with pytest.raises(AccessDenied):
        made.generate("a cat", **parameters)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # parameters
    assert len(transport.requests) == 1


def test_partial_and_empty_results_are_no_success() -> None:
    content = [{"image": "u1"}, {"code": "DataInspectionFailed", "message": "no"}]
    choices = [{"message": {"content": content}}]
    made, _ = client(reply({"output": {"choices": choices}, "request_id": "r-1"}))
    with pytest.raises(PartialResult, match="1 of 2") as caught:
        made.generate("a cat", model="brush-1.0", n=2)
    assert isinstance(caught.value.result, Result)
    assert (len(caught.value.result), caught.value.code) == (1, "DataInspectionFailed")
    made, _ = client(reply({"output": {"choices": [{"message": {"content": content[1:]}}]}}))
    with pytest.raises(ContentRejected):
        made.generate("a cat", model="brush-1.0")


def test_threads_share_a_client() -> None:
    made, transport = client(DONE)
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(made.generate("a cat", model="brush-1.0")))) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 16
    assert len(transport.requests) == 16


def test_a_client_pickles_as_its_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    again: Client = pickle.loads(pickle.dumps(Client(region="cn-beijing", timeout=7)))
    assert (again.settings.region, session_of(again).timeout) == ("cn-beijing", 7)
    assert KEY.encode() in pickle.dumps(Client(KEY))
    made = Client(KEY)
    made.settings.api_key = "from-elsewhere"
    assert b"from-elsewhere" not in pickle.dumps(made)


def test_models_may_come_as_tables() -> None:
    made = Client(KEY, specs=[BRUSH])
    assert "brush-1.0" in made.models


def test_neither_log_nor_repr_shows_the_key(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    made, _ = client(submitted(), task("RUNNING"), ConnectFailed(f"Bearer {KEY}"), finished("https://r/1?Signature=s3"))
    result = made.generate("a secret prompt", model="slow-brush")
    shown = caplog.text + repr(made) + repr(result) + repr(result[0]) + repr(made.settings)
    assert "t-1" in caplog.text
    for secret in (KEY, "s3", "a secret prompt"):
        assert secret not in shown


def test_close_can_be_called_twice_and_used_again() -> None:
    with RawServer(http(json.dumps(images("u1")).encode())) as server, Client(KEY, base_url=server.url) as made:
        made.generate("a cat", model="brush-1.0")
        made.close()
        made.close()
        made.generate("a cat", model="brush-1.0")


def test_transport_errors_are_one_family() -> None:
    for kind in (ConnectFailed, OutcomeUnknown, ResultLost):
        assert issubclass(kind, TransportError)


def test_the_clock_of_the_client_is_everyones() -> None:
    clock = FakeClock()
    made, _ = client(DONE, clock=clock)
    assert made.downloads.clock is clock
