"""Error codes of the API, what errors show, and what they never show."""

from __future__ import annotations

import pickle

import pytest

from brushwork_runtime.api.answer import Answer
from brushwork_runtime.api.exchange import find, from_api
from brushwork_runtime.base import errors, redact
from tests.runtime.support import client, error
from tests.runtime.tables import API, KEY


@pytest.mark.parametrize(
    ("status", "code", "kind", "retry"),
    [
        (401, "InvalidApiKey", errors.AuthError, "never"),
        (401, "invalid_api_key", errors.AuthError, "never"),
        (404, "model_not_found", errors.ModelNotFound, "never"),
        (429, "Throttling", errors.RateLimited, "after_delay"),
        (429, "Throttling.RateQuota", errors.RateLimited, "after_delay"),
        (429, "Throttling.AllocationQuota", errors.RateLimited, "slowly"),
        (401, None, errors.AuthError, "never"),
        (403, "Brand.New", errors.AccessDenied, "never"),
        (429, None, errors.RateLimited, "after_delay"),
        (422, "Brand.New", errors.BadRequest, "never"),
        (502, None, errors.ServerError, "unknown_outcome"),
        (418, "Odd", errors.BadRequest, "never"),
        (200, "Brand.New", errors.APIError, "never"),
    ],
)
def test_a_code_means_an_exception(status: int, code: str | None, kind: type[errors.APIError], retry: str) -> None:
    found = from_api(
        API, status, Answer({"code": code, "message": "no"}, "r-1"), task_id="t-1", where="from east.example"
    )
    assert type(found) is kind
    assert (found.retry, found.status, found.code) == (retry, status, code)
    assert str(found).splitlines()[-1] == "  task_id t-1, request_id r-1"


def test_the_service_may_not_make_us_show_the_key() -> None:
    made, _ = client(error(401, "InvalidApiKey", "Bad key sk-test-0123456789abcdef."))
    with pytest.raises(errors.AuthError) as caught:
        made.generate("a cat", model="brush-1.0")
    assert "sk-test-0123456789abcdef" not in str(caught.value)
    assert "sk-…cdef" in str(caught.value)


def test_a_code_is_found_by_its_parts() -> None:
    entry = find(API, "Throttling.AllocationQuota.More", 429)
    assert entry is not None
    assert entry.code == "Throttling.AllocationQuota"
    assert find(API, None, 500) is None


def test_errors_survive_pickling() -> None:
    error = from_api(API, 429, Answer({"code": "Throttling", "message": "slow"}, "r-1"))
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.retry, again.request_id) == (str(error), error.retry, "r-1")


def test_an_unknown_outcome_is_recovered_only_where_there_are_tasks() -> None:
    error = errors.OutcomeUnknown("the connection dropped")
    with pytest.raises(errors.OutcomeUnknown):
        error.recover()
    error.recovery = lambda timeout: f"a task within {timeout} s"
    assert error.recover(5) == "a task within 5 s"


@pytest.mark.parametrize(
    ("secret", "shown"),
    [(KEY, "sk-…f3a9"), ("sk-short", "sk-…"), ("x", "…"), ("st-0123456789abcdefgh", "st-…efgh"), ("a" * 40, "…aaaa")],
)
def test_a_key_shows_its_ends_at_most(secret: str, shown: str) -> None:
    assert redact.key(secret) == shown


def test_what_is_shown_of_addresses_and_values() -> None:
    assert redact.url("https://u:p@h.example/a?Signature=s") == "https://h.example/a?…"
    assert redact.url("data:image/png;base64,AAAA") == "data:image/png;base64,… (26 characters)"
    assert redact.value("data:image/png;base64,AAAA") == "data:image/png;base64,… (26 characters)"
    assert redact.value("x" * 100).endswith("…'")
    assert redact.value(b"abc") == "3 bytes"
    assert redact.value("\ud800") == "'\\ud800'"
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    assert redact.value(nested) == "a list"
