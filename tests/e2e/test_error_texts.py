"""The text of every error of sending, as it is made against the emulator: what happened, and what to do next."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork import BrushworkError, Client, InvalidRequest, OutcomeUnknown
from brushwork.testing import Emulator, VirtualClock

KEY = "sk-0f1e2d3c4b5a69788796a5b4c3d2e1f0"
SYNC = (
    *("error:401 InvalidApiKey", "error:403 AccessDenied.Unpurchased", "error:404 ModelNotFound"),
    *(
        "error:400 Arrearage",
        "moderated",
        "rate-limited:7200",
        "quota-used-up:7200",
        "bill-overdue",
        "error:400 InvalidParameter",
    ),
    *("error-500", "error-503", "error-408", "html-502", "html-429:7200", "business-error", "error:409 Brand.New"),
    *("drop-after-accepting", "reset", "stall", "truncated-body", "unfinished-chunks", "malformed-json", "html-page"),
    *(
        "empty-body",
        "json-value:null",
        "wrong-types",
        "no-urls",
        "redirect",
        "partial-failure",
        "huge-body",
        "gzip-body",
    ),
    *("binary-garbage", "long-header", "bodiless"),
)
TASK = (
    *(
        "drop-after-accepting",
        "drop-before-accepting",
        "truncated-body",
        "error-500-after-accepting",
        "missing-field:output",
    ),
    *(
        "task-failed",
        "task-failed-flat",
        "task-canceled",
        "task-unknown",
        "task-never-ends",
        "task-id:../../x",
        "moderated",
    ),
)


def plain(text: str) -> str:
    """A text without what differs from run to run."""
    text = re.sub(r"[\d,]+ (bytes read|more expected|bytes\))", r"N \1", text)
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", text)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID", text)


def told(fault: str, call: Callable[[Client], object], endpoint: str) -> tuple[BrushworkError, Client]:
    """What `call` raises when the fault strikes every request to the endpoint."""
    clock = VirtualClock(start=1_700_000_000)
    api = Emulator(key=KEY, clock=clock)
    api.faults.add(fault, endpoint=endpoint, times=None)
    client = Client(KEY, base_url=api.url, transport=api.transport(), clock=clock, timeout=100)
    with pytest.raises(BrushworkError) as caught:
        call(client)
    return caught.value, client


def line(error: BaseException) -> str:
    return f"{type(error).__name__}: {plain(str(error))}"


@pytest.mark.parametrize("fault", SYNC)
def test_a_call(fault: str, snapshot: SnapshotAssertion) -> None:
    error, _ = told(fault, lambda client: client.qwen_image_2_0.generate("a cat", n=2), "multimodal-generation")
    assert line(error) == snapshot
    assert error.hint


@pytest.mark.parametrize("fault", TASK)
def test_a_task(fault: str, snapshot: SnapshotAssertion) -> None:
    error, client = told(fault, lambda client: client.wan2_2_t2i_flash.generate("a cat"), "text2image")
    lines = [line(error)]
    if "recover" in (error.hint or ""):
        try:
            lines.append(f"recover(): {plain(repr(error.recover()))}")  # type: ignore[attr-defined]  # pyright: ignore
        except BrushworkError as other:
            lines.append(f"recover(): {line(other)}")
    assert "\n".join(lines) == snapshot
    assert error.hint
    client.close()


def test_several_tasks(snapshot: SnapshotAssertion) -> None:
    clock = VirtualClock(start=1_700_000_000)
    api = Emulator(key=KEY, clock=clock)
    api.faults.add("drop-after-accepting", endpoint="text2image", nth=2)
    one, two = (Client(KEY, base_url=api.url, transport=api.transport(), clock=clock) for _ in range(2))
    one.wan2_2_t2i_flash.generate.submit("a cat")
    with pytest.raises(OutcomeUnknown) as caught:
        two.wan2_2_t2i_flash.generate.submit("a cat")
    with pytest.raises(OutcomeUnknown) as several:
        caught.value.recover()
    assert line(several.value) == snapshot


def test_nothing_to_send_again() -> None:
    with pytest.raises(InvalidRequest, match=r"err\.request"):
        Client(KEY).resend(None)


def test_a_key_that_belongs_elsewhere(snapshot: SnapshotAssertion) -> None:
    api = Emulator(keys={"ap-southeast-1": "sk-east-0123456789abcdef", "cn-beijing": "sk-west-0123456789abcdef"})
    client = Client(
        "sk-west-0123456789abcdef", region="ap-southeast-1", transport=api.transport(), clock=VirtualClock()
    )
    with pytest.raises(BrushworkError) as caught:
        client.qwen_image_2_0.generate("a cat")
    assert line(caught.value) == snapshot
