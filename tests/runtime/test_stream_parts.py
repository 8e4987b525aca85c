"""A streamed call as its user sees it: parts as they come, and what is left of a stream that breaks."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator

import pytest

from brushwork import AsyncClient, BrushworkError, Client, ContentRejected, ImagePart, PartialResult, ResultLost, Stream
from brushwork.testing import Emulator
from brushwork_runtime.base.errors import InvalidRequest
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.results.result import Result
from tests.runtime.support import FakeTransport, picture
from tests.runtime.test_stream import IMAGE, LAST, MORE, TEXT

KEY = "sk-0f1e2d3c4b5a69788796a5b4c3d2e1f0"


class Live(FakeTransport):
    """Streams these frames, each once it is let go."""

    def __init__(self, *frames: bytes) -> None:
        super().__init__(self._answer)
        self.frames = frames
        self.gate = threading.Semaphore(0)
        self.closed = False

    def _answer(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(200, {"content-type": "text/event-stream", "x-request-id": "h"}, chunks=self._chunks())

    def _chunks(self) -> Iterator[bytes]:
        try:
            for frame in self.frames:
                assert self.gate.acquire(timeout=5)
                yield frame
        finally:
            self.closed = True


def story(transport: FakeTransport) -> Stream[Result]:
    return Client(KEY, transport=transport).wan2_6_image.interleave.stream("a story", max_images=2)


def shown(part: object) -> str:
    return getattr(part, "text", "image")


def test_each_part_is_there_before_the_next_has_come() -> None:
    transport = Live(TEXT, MORE, IMAGE, LAST)
    stream = story(transport)
    assert transport.requests == []
    parts = iter(stream)
    for text in ("Fir", "st", "image", "end"):
        transport.gate.release()
        assert shown(next(parts)) == text
    assert next(parts, None) is None
    assert [shown(part) for part in stream.result.parts] == ["First", "image", "end"]
    assert stream.result.complete
    assert transport.closed
    (body,) = transport.bodies
    assert json.loads(body)["parameters"]["stream"] is True
    assert list(stream) == []


def test_what_has_come_is_there_at_any_time() -> None:
    transport = Live(TEXT, IMAGE, LAST)
    with story(transport) as stream:
        with pytest.raises(BrushworkError, match="nothing has come yet"):
            _ = stream.result
        parts = iter(stream)
        transport.gate.release()
        next(parts)
        assert [shown(part) for part in stream.result.parts] == ["Fir"]
        assert not stream.result.complete
        assert "broken off" in repr(stream)
    assert transport.closed
    assert list(stream) == []


def test_a_stream_that_breaks_gives_what_came_and_then_the_error() -> None:
    transport = Live(TEXT, IMAGE)
    transport.gate.release(2)
    stream = story(transport)
    seen = list[str]()
    parts = map(seen.append, map(shown, stream))
    with pytest.raises(PartialResult, match="broke off after 1 image") as caught:
        list(parts)
    assert seen == ["Fir", "image"]
    kept = caught.value.result
    assert isinstance(kept, Result)
    assert not kept.complete
    assert len(kept) == len(stream.result) == 1


def test_a_stream_of_nothing_is_lost() -> None:
    with pytest.raises(ResultLost):
        list(story(Live()))


def test_an_error_event_is_an_error() -> None:
    failure = b'event:error\n:HTTP_STATUS/400\ndata:{"code":"DataInspectionFailed","message":"no"}\n\n'
    transport = Live(TEXT, failure)
    transport.gate.release(2)
    stream = story(transport)
    with pytest.raises(ContentRejected):
        list(stream)
    assert stream.result.text == "Fir"


def test_faults_of_a_call_are_told_before_anything_is_sent() -> None:
    client = Client(KEY, transport=(transport := FakeTransport()))
    with pytest.raises(InvalidRequest):
        client.wan2_6_image.interleave.stream("a story", max_images=9)
    with pytest.raises(InvalidRequest):
        client.wan2_6_t2i.generate.prepare("a cat").stream()
    assert transport.requests == []


def test_prepared_requests_stream_too() -> None:
    transport = Live(TEXT, LAST)
    transport.gate.release(2)
    prepared = Client(KEY, transport=transport).wan2_6_image.interleave.prepare("a story", max_images=1)
    assert prepared.route.protocol == "async"
    with pytest.raises(PartialResult, match="only text"):
        assert list(prepared.stream())


def test_the_emulator_streams_to_both_clients() -> None:
    async def later(url: str) -> list[str]:
        async with AsyncClient(KEY, base_url=url) as client:
            stream = client.wan2_6_image.interleave.stream("a story", max_images=2)
            async with stream:
                seen = [shown(part) async for part in stream]
            assert len(stream.result) == 2
            with pytest.raises(TypeError, match="async for"):
                list(stream)  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]  # told at run time too
            return seen

    with Emulator(key=KEY) as api, Client(KEY, base_url=api.url) as client:
        with client.wan2_6_image.interleave.stream("a story", max_images=2) as stream:
            parts = list(stream)
        images = [part.image for part in parts if isinstance(part, ImagePart)]
        assert [image.url for image in images] == [image.url for image in stream.result]
        assert images[0].bytes().startswith(b"\x89PNG")
        assert asyncio.run(later(api.url)).count("image") == 2
        assert api.ledger.images == 4


def test_the_server_cutting_a_stream_leaves_it_incomplete() -> None:
    with Emulator(key=KEY) as api, Client(KEY, base_url=api.url) as client:
        api.faults.add("truncated-body:60%")
        stream = client.wan2_6_image.interleave.stream("a story", max_images=3)
        with pytest.raises((PartialResult, ResultLost)) as caught:
            list(stream)
        assert not stream.result.complete
        assert KEY not in str(caught.value)
        assert sum(seen.method == "POST" for seen in api.traffic) == 1


def test_the_images_of_a_result_are_those_that_were_handed_out_and_are_fetched_once() -> None:
    files = 0

    def answer(request: HttpRequest) -> HttpResponse:
        nonlocal files
        if request.method == "POST":
            drawn = IMAGE.replace(b"u1", b"https://files.example/1.png")
            frames = iter((TEXT, drawn, drawn, LAST))
            return HttpResponse(200, {"content-type": "text/event-stream", "x-request-id": "h"}, chunks=frames)
        files += 1
        return HttpResponse(200, {}, picture())

    with story(FakeTransport(answer)) as stream:
        handed = [part.image for part in stream if isinstance(part, ImagePart)]
    assert len(handed) == 2
    assert all(image is ours for image, ours in zip(handed, stream.result.images, strict=True))
    assert handed[0].provenance == stream.result.provenance
    assert handed[0].bytes() == stream.result[0].bytes() == picture()
    assert files == 1
