"""Row 67, while a request is on its way or waits to be sent again: Ctrl-C is obeyed at once and says what it leaves."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable

import pytest

from brushwork import Client
from tests.reliability.case import PROMPT, Case, row

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="needs signals to a thread")


def interrupted(case: Case, call: Callable[[], object], when: Callable[[], bool]) -> tuple[BaseException, float]:
    """What `call` raises when Ctrl-C is pressed once `when` holds, and how many seconds later it did."""
    pressed = [0.0]
    main = threading.get_ident()

    def press() -> None:
        until = time.monotonic() + 5
        while not when() and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(0.03)
        pressed[0] = time.monotonic()
        signal.pthread_kill(main, signal.SIGINT)

    hand = threading.Thread(target=press)
    hand.start()
    try:
        raised = case.call(call)
    finally:
        hand.join()
    assert isinstance(raised, KeyboardInterrupt)
    return raised, time.monotonic() - pressed[0]


@row(67)
def test_ctrl_c_while_the_service_draws(case: Case) -> None:
    case.api.faults.add("stall")
    raised, seconds = interrupted(case, lambda: case.client.qwen_image_2_0_pro.generate(PROMPT), lambda: case.work == 1)
    assert seconds < 1
    assert raised.__notes__ == [
        "qwen-image-2.0-pro generate: the request was on its way; images may have been made and billed."
    ]
    case.billed = 1


@row(67)
def test_ctrl_c_while_a_task_is_submitted_says_where_to_look(case: Case) -> None:
    case.api.faults.add("stall")
    raised, seconds = interrupted(case, lambda: case.client.wan2_6_t2i.generate.submit(PROMPT), lambda: case.work == 1)
    assert seconds < 1
    assert 'client.tasks.list(model_name="wan2.6-t2i")' in raised.__notes__[0]
    case.billed = 1


@row(67)
def test_ctrl_c_between_two_tries_says_nothing_since_nothing_was_made(case: Case) -> None:
    case.again(timeout=100)
    case.api.faults.add("rate-limited:30", times=None)
    raised, seconds = interrupted(case, lambda: case.client.qwen_image_2_0_pro.generate(PROMPT), lambda: case.work == 1)
    assert seconds < 1
    assert not hasattr(raised, "__notes__")
    case.billed = 0


@row(67)
def test_a_client_that_was_interrupted_goes_on(case: Case) -> None:
    case.api.faults.add("stall")
    interrupted(case, lambda: case.client.wan2_6_t2i.generate.submit(PROMPT), lambda: case.work == 1)
    client: Client = case.client
    assert len(client.qwen_image_2_0_pro.generate(PROMPT).images) == 1
    case.posts, case.billed = 2, 2
