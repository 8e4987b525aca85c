"""The check of what errors say of the bill: it knows true words from false ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from brushwork import Client, Task
from brushwork.testing import Emulator
from brushwork_runtime.base.errors import (
    APIError,
    BrushworkError,
    ConnectFailed,
    MalformedResponse,
    ModelNotFound,
    OutcomeUnknown,
    TaskFailed,
    TransportError,
)
from tests.reliability import bill
from tests.reliability.case import KEY, PROMPT

Act = Callable[[Client, Task], object]


@pytest.fixture
def world() -> Iterator[tuple[Emulator, Client, Task]]:
    """An account with one task that runs."""
    api = Emulator(key=KEY, polls=5)
    with Client(KEY, base_url=api.url, transport=api.transport()) as client:
        yield api, client, client.wan2_6_t2i.generate.submit(PROMPT)


def nothing(client: Client, task: Task) -> None:
    """Nothing reaches the service."""


def query(client: Client, task: Task) -> None:
    task.refresh()


def listing(client: Client, task: Task) -> None:
    client.tasks.list()


def generation(client: Client, task: Task) -> None:
    client.qwen_image_2_0.generate(PROMPT)


def error(kind: type[BrushworkError], hint: str) -> Callable[[Task], BrushworkError]:
    return lambda task: kind("so it is", hint=hint.replace("ID", task.id), task_id=task.id)


def nameless(kind: type[BrushworkError], hint: str) -> Callable[[Task], BrushworkError]:
    return lambda _: kind("so it is", hint=hint)


FALSE: list[tuple[Act, Callable[[Task], BrushworkError]]] = [
    (query, error(ModelNotFound, "Nothing was made. Check the model's name.")),
    (query, error(ConnectFailed, "Nothing was sent, so trying again is safe.")),
    (query, error(TaskFailed, "No image was made. It was not sent again.")),
    (query, nameless(OutcomeUnknown, "")),
    (query, nameless(TransportError, "Images may have been made and billed.")),
    (listing, nameless(APIError, "Nothing was made.")),
    (listing, nameless(ConnectFailed, "Nothing was sent.")),
    (listing, nameless(MalformedResponse, "The images were probably made and billed.")),
    (listing, nameless(APIError, 'It goes on and is not lost: client.task("another").wait() picks it up.')),
    (generation, nameless(TransportError, "Nothing was sent.")),
    (generation, nameless(MalformedResponse, "Nothing was made.")),
    (generation, nameless(MalformedResponse, "Read the message.")),
    (generation, nameless(APIError, "Images may have been made and billed.")),
    (generation, nameless(ConnectFailed, "Images may have been made and billed.")),
]
TRUE: list[tuple[Act, Callable[[Task], BrushworkError]]] = [
    (nothing, nameless(ConnectFailed, "Nothing was sent, so trying again is safe.")),
    (
        query,
        error(APIError, 'It goes on and is not lost: client.task("ID").wait() picks it up.'),
    ),
    (query, error(MalformedResponse, "The task succeeded, so that images were probably made and billed.")),
    (listing, nameless(APIError, "Only the list could not be read; tasks that were started go on.")),
    (generation, nameless(MalformedResponse, "The images were probably made and billed.")),
    (generation, nameless(OutcomeUnknown, "Images may have been made and billed.")),
]


@pytest.mark.parametrize(("act", "make"), FALSE)
def test_false_words_are_seen(
    world: tuple[Emulator, Client, Task], act: Act, make: Callable[[Task], BrushworkError]
) -> None:
    api, client, task = world
    before = bill.Account(api)
    act(client, task)
    with pytest.raises(AssertionError):
        bill.check(make(task), before, api)


@pytest.mark.parametrize(("act", "make"), TRUE)
def test_true_words_pass(
    world: tuple[Emulator, Client, Task], act: Act, make: Callable[[Task], BrushworkError]
) -> None:
    api, client, task = world
    before = bill.Account(api)
    act(client, task)
    bill.check(make(task), before, api)
