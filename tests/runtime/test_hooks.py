"""Hooks: what they are told of each request, that they are never told a secret, and that they break nothing."""

from __future__ import annotations

import logging
import pickle

import pytest

from brushwork_runtime.base.errors import ConfigError
from brushwork_runtime.base.events import RequestEvent, ResponseEvent
from brushwork_runtime.client.client import session_of
from tests.runtime.support import Client, FakeClock, client, error, images, reply, task

SIGNED = "https://files.example/1.png?Signature=abc"


def test_a_call_tells_its_request_and_its_answer() -> None:
    told: list[object] = []
    clock = FakeClock()
    made, _ = client(reply(images(SIGNED)), clock=clock, on_request=told.append, on_response=told.append)
    made.generate("a secret cat", model="brush-1.0")
    request, response = told
    assert isinstance(request, RequestEvent)
    assert isinstance(response, ResponseEvent)
    assert (request.method, request.model, request.mode, request.attempt) == ("POST", "brush-1.0", "generate", 1)
    assert (response.status, response.seconds, response.request_id) == (200, 0.0, "header-id")
    assert request.url == response.url == "https://intl.example/api/v1/services/aigc/multimodal-generation/generation"
    assert "cat" not in repr(told)
    assert "sk-test" not in repr(told)


def test_a_query_starts_no_work_and_a_refusal_is_an_answer() -> None:
    requests: list[RequestEvent] = []
    answers: list[ResponseEvent] = []
    made, _ = client(task("RUNNING"), error(400, "X"), on_request=requests.append, on_response=answers.append)
    made.task("t-1").refresh()
    with pytest.raises(Exception, match="400"):
        made.generate("a cat", model="brush-1.0")
    assert [(event.method, event.model) for event in requests] == [("GET", None), ("POST", "brush-1.0")]
    assert [event.status for event in answers] == [200, 400]


def test_a_hook_that_raises_costs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def broken(event: object) -> None:
        raise ValueError("no such bar")

    made, _ = client(reply(images(SIGNED)), on_request=broken, on_response=broken)
    assert len(made.generate("a cat", model="brush-1.0").images) == 1
    assert caplog.text.count("no such bar") == 2


def test_ctrl_c_passes_through_a_hook() -> None:
    def interrupted(event: object) -> None:
        raise KeyboardInterrupt

    made, transport = client(reply(images(SIGNED)), on_request=interrupted)
    with pytest.raises(KeyboardInterrupt):
        made.generate("a cat", model="brush-1.0")
    assert not transport.requests


def test_the_log_has_ids_and_seconds_and_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "brushwork")
    made, _ = client(reply(images(SIGNED)))
    made.generate("a secret cat", model="brush-1.0")
    assert "200 after 0.000 s, request_id header-id" in caplog.text
    for secret in ("sk-test", "Signature=", "secret cat"):
        assert secret not in caplog.text


def test_a_pickled_client_keeps_its_hooks_and_retries() -> None:
    again = pickle.loads(pickle.dumps(Client("sk-test-1", retries=2, retry_unknown=True, on_task=print)))
    session = session_of(again)
    assert (session.retries, session.retry_unknown, session.hooks.on_task) == (2, True, print)


@pytest.mark.parametrize("retries", [-1, 1.5, True, "3", None])
def test_retries_are_a_whole_number(retries: object) -> None:
    with pytest.raises(ConfigError, match="retries is"):
        Client("sk-test-1", retries=retries)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # on purpose
