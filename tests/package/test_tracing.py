"""Spans of OpenTelemetry: one for each request that makes images, and nothing secret in it."""

from __future__ import annotations

import asyncio
import pickle
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from brushwork import PartialResult, RequestEvent
from brushwork.testing import Emulator, Rule

pytest.importorskip("opentelemetry.sdk")  # it wants its own version of the API, which is not the lowest that we take

from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from brushwork.otel import AsyncClient, Client

KEY = "sk-emulator-0123456789"
PROMPT = "a secret cat"


class Spans:
    def __init__(self) -> None:
        self._exporter = InMemorySpanExporter()
        self.provider = TracerProvider()
        self.provider.add_span_processor(SimpleSpanProcessor(self._exporter))

    @property
    def all(self) -> tuple[ReadableSpan, ...]:
        return self._exporter.get_finished_spans()

    @property
    def only(self) -> ReadableSpan:
        (span,) = self.all
        return span

    def attributes(self) -> dict[str, Any]:
        return dict(self.only.attributes or {})

    def events(self) -> list[str]:
        return [event.name for event in self.only.events]


@pytest.fixture
def spans() -> Spans:
    return Spans()


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator(key=KEY, polls=3) as emulator:
        yield emulator


@pytest.fixture
def client(api: Emulator, spans: Spans) -> Iterator[Client]:
    with Client(KEY, base_url=api.url, region="intl", tracer_provider=spans.provider) as client:
        yield client


def test_a_call_is_a_span(client: Client, spans: Spans) -> None:
    result = client.wan2_6_t2i.generate(PROMPT, n=2)
    assert spans.only.name == "generate_content wan2.6-t2i"
    assert spans.only.kind is trace.SpanKind.CLIENT
    assert spans.events() == ["attempt", "answer"]
    assert spans.attributes() == {
        "gen_ai.operation.name": "generate_content",
        "gen_ai.output.type": "image",
        "gen_ai.request.model": "wan2.6-t2i",
        "gen_ai.response.id": result.request_id,
        "server.address": "127.0.0.1",
        "brushwork.mode": "generate",
        "brushwork.protocol": "sync",
        "brushwork.region": "ap-southeast-1",
        "brushwork.images": 2,
        "brushwork.cost": 0.06,
        "brushwork.cost_at_most": 0.06,
        "brushwork.currency": "USD",
    }


def test_a_task_that_is_waited_for_is_one_span_with_its_states(client: Client, spans: Spans) -> None:
    result = client.wan2_2_t2i_flash.generate(PROMPT)
    result.images[0].bytes()
    assert spans.events()[:3] == ["attempt", "answer", "task"]
    states = [dict(event.attributes or {})["status"] for event in spans.only.events if event.name == "task"]
    assert states[0] == "PENDING"
    assert states[-1] == "SUCCEEDED"
    assert len(states) == len(set(states))
    assert spans.attributes()["brushwork.task_id"] == result.task_id


def test_a_task_that_is_submitted_is_one_span(client: Client, spans: Spans) -> None:
    task = client.wan2_2_t2i_flash.generate.submit(PROMPT)
    task.wait(timeout=60)
    assert spans.attributes()["brushwork.task_id"] == task.id
    assert "brushwork.images" not in spans.attributes()
    assert spans.attributes()["brushwork.cost_at_most"] > 0


def test_a_stream_is_one_span(client: Client, spans: Spans) -> None:
    for _ in client.wan2_6_image.interleave.stream(PROMPT, max_images=2):
        pass
    assert spans.attributes()["brushwork.images"] == 2
    assert spans.events() == ["attempt", "answer"]
    assert spans.only.status.status_code is trace.StatusCode.UNSET


def test_a_stream_that_is_left_early_is_ended(client: Client, spans: Spans) -> None:
    with client.wan2_6_image.interleave.stream(PROMPT, max_images=2) as stream:
        for _ in stream:
            break
    assert spans.attributes()["brushwork.complete"] is False


def test_calls_of_asyncio_each_have_a_span_of_their_own(api: Emulator, spans: Spans) -> None:
    async def calls() -> None:
        async with AsyncClient(
            KEY, base_url=api.url, region="intl", tracer_provider=spans.provider, max_concurrency=2
        ) as client:
            await asyncio.gather(*(client.wan2_6_t2i.generate(PROMPT, n=n) for n in (1, 2, 3)))
            await client.wan2_2_t2i_flash.generate(PROMPT)
            async for _ in client.wan2_6_image.interleave.stream(PROMPT, max_images=2):
                pass

    asyncio.run(calls())
    assert sorted((span.attributes or {})["brushwork.images"] for span in spans.all) == [1, 1, 2, 2, 3]  # type: ignore[type-var]
    for span in spans.all:
        assert [event.name for event in span.events][:2] == ["attempt", "answer"]


def test_attempts_are_events(spans: Spans) -> None:
    with (
        Emulator(key=KEY, faults=[Rule("throttled")]) as api,
        Client(KEY, base_url=api.url, tracer_provider=spans.provider) as client,
    ):
        client.z_image_turbo.generate(PROMPT)
    assert spans.events() == ["attempt", "answer", "retry", "attempt", "answer"]


def test_an_error_is_its_kind(spans: Spans) -> None:
    with (
        Emulator(key=KEY, faults=[Rule("partial-failure", endpoint="task", times=None)], polls=1) as api,
        Client(KEY, base_url=api.url, region="intl", tracer_provider=spans.provider) as client,
        pytest.raises(PartialResult),
    ):
        client.wan2_2_t2i_flash.generate(PROMPT, n=3)
    assert spans.only.status.status_code is trace.StatusCode.ERROR
    assert spans.attributes()["error.type"] == "PartialResult"
    assert spans.attributes()["brushwork.images"] == 2


def test_nothing_secret_is_in_a_span(client: Client, spans: Spans) -> None:
    client.wan2_2_t2i_flash.generate(PROMPT)
    for secret in (PROMPT, KEY, "Signature", "Expires="):
        assert secret not in spans.only.to_json()


def test_a_prompt_is_there_if_asked_for_and_copies_of_a_client_are_traced_alike(client: Client, spans: Spans) -> None:
    seen: list[RequestEvent] = []
    copy = client.with_options(on_request=seen.append).with_options(timeout=60)
    copy.wan2_6_t2i.generate(PROMPT)
    assert [event.model for event in seen] == ["wan2.6-t2i"]
    assert spans.events() == ["attempt", "answer"]
    asked = client.with_options(record_prompts=True)
    asked.wan2_6_t2i.generate(PROMPT)
    assert (spans.all[1].attributes or {})["brushwork.prompt"] == PROMPT


def test_without_opentelemetry_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['opentelemetry'] = None; import brushwork.otel"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr.endswith("ImportError: traces need OpenTelemetry: pip install 'brushwork[otel]'\n")


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_client_travels(kind: type[Client | AsyncClient]) -> None:
    assert type(pickle.loads(pickle.dumps(kind(KEY)))) is kind


def test_the_span_is_below_the_one_around_it(client: Client, spans: Spans) -> None:
    with spans.provider.get_tracer("program").start_as_current_span("order") as around:
        client.wan2_6_t2i.generate(PROMPT)
    inner, outer = spans.all
    assert inner.parent is not None
    assert inner.parent.span_id == around.get_span_context().span_id
    assert outer.name == "order"
