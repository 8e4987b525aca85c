"""Server-sent events are read as the HTML standard says, whatever their lines end with and however they are cut."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType

import pytest
from hypothesis import given, strategies as st

from brushwork import Client
from brushwork_runtime.api.answer import events, lines
from brushwork_runtime.base.errors import PartialResult
from brushwork_runtime.http.messages import HttpResponse
from tests.runtime.servers import RawServer, chunked
from tests.runtime.test_stream import IMAGE, KEY, LAST, TEXT

ENDS = st.sampled_from(["\n", "\r", "\r\n"])
FIELDS = st.sampled_from(
    [
        'data:{"a": 1}',
        'data: {"b": "x"}',
        'data:{"c":\ndata: 2}',
        'data:{"d": [\ndata:\ndata\ndata: ]}',
        "data",
        "data:",
        "event:error",
        "event: error",
        "event:  spaced",
        "event",
        "event:",
        "id:1",
        "id: a\0b",
        "id",
        "retry:10",
        "retry: soon",
        ":",
        ": a comment",
        ":HTTP_STATUS/400",
        ": HTTP_STATUS/200",
        ":HTTP_STATUS/many",
        "unknown: field",
        "data :{}",
        " data:{}",
        "Data:{}",
        "",
        "",
        "",
    ]
)


def by_the_standard(text: str) -> list[tuple[str, str]]:
    """Name and data of each event, step by step as the standard tells it."""
    found: list[tuple[str, str]] = []
    data, name = "", ""
    for line in re.split("\r\n|\n|\r", text.removeprefix("\ufeff"))[:-1]:
        if not line:
            if data:
                found.append((name, data.removesuffix("\n")))
            data, name = "", ""
        elif line.startswith(":"):
            continue
        else:
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "data":
                data += value + "\n"
            elif field == "event":
                name = value
    return found


def cuts(body: bytes, sizes: list[int]) -> list[bytes]:
    found, start = list[bytes](), 0
    while start < len(body):
        size = sizes[len(found) % len(sizes)]
        found.append(body[start : start + size])
        start += size
    return found


@given(st.lists(st.tuples(FIELDS, ENDS), max_size=30), st.booleans(), st.lists(st.integers(1, 9), min_size=1))
def test_events_are_those_of_the_standard(fields: list[tuple[str, str]], mark: bool, sizes: list[int]) -> None:
    text = ("\ufeff" if mark else "") + "".join(field.replace("\n", end) + end for field, end in fields)
    expected = by_the_standard(text)
    sound = [(name, json.loads(data.strip() or "{}")) for name, data in expected if _is_object(data)]
    found = list[tuple[str, object]]()
    try:
        found += [(event.name, event.data) for event in events(HttpResponse(200, {}), cuts(text.encode(), sizes))]
    except Exception:
        assert len(sound) < len(expected)
    else:
        assert found == sound
        assert len(sound) == len(expected)


def _is_object(data: str) -> bool:
    try:
        return isinstance(json.loads(data.strip() or "{}"), dict)
    except ValueError:
        return False


@given(st.text(st.sampled_from("ab:é\u2028\x0b\x0c\x1c\x85\r\n"), max_size=60), st.lists(st.integers(1, 5), min_size=1))
def test_lines_end_with_the_three_ends_and_nothing_else(text: str, sizes: list[int]) -> None:
    assert list(lines(cuts(text.encode(), sizes))) == re.split("\r\n|\n|\r", text)[:-1]


def test_a_line_is_there_before_what_may_follow_its_return() -> None:
    came = iter([b"data:1\r", b"\n\r", b"\n"])
    read = lines(came)
    assert next(read) == "data:1"
    assert next(came) == b"\n\r"


def test_a_long_line_in_small_pieces_takes_no_longer_than_its_length() -> None:
    begun = time.process_time()
    assert len(next(lines([b"x"] * 400_000 + [b"\n"]))) == 400_000
    assert time.process_time() - begun < 5


def streamed(*pieces: bytes) -> bytes:
    return chunked(*pieces).replace(b"200 OK\r\n", b"200 OK\r\nContent-Type: text/event-stream\r\n")


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_whole_call_with_every_oddity(end: bytes, size: int) -> None:
    image = IMAGE.replace(b'{"output":', b'\ndata:{"output":\ndata: ').replace(b"id:1", b"id:a\0b")
    body = b"\xef\xbb\xbf: hello\n\nretry: 5\n\n" + (TEXT + image + LAST + b"data: [DONE]\n\n")
    body = body.replace(b"data:\ndata:", b"data:").replace(b"\n", end)
    answer = streamed(*cuts(body, [size]))
    with RawServer(answer) as server, Client(KEY, base_url=server.url, timeout=5) as made:
        result = made.generate("a story", model="wan2.6-image", enable_interleave=True, max_images=2, protocol="stream")
        assert (len(result), result.text, result.complete) == (1, "Fir\n\nend", True)


class Held(RawServer):
    """Sends a stream, and then neither more nor the end of the connection."""

    def __init__(self, *pieces: bytes, every: float = 60) -> None:
        super().__init__(b"")
        self.pieces = pieces
        self.every = every
        self.over = threading.Event()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        super().__exit__(kind, error, trace)

    def _converse(self, connection: socket.socket) -> None:
        with connection:
            self._read(connection)
            connection.sendall(streamed(*self.pieces).removesuffix(b"0\r\n\r\n"))
            while not self.over.wait(self.every):
                try:
                    connection.sendall(b"8\r\n: wait\n\n\r\n")
                except OSError:
                    return


@pytest.mark.parametrize("last", [LAST, LAST.replace(b"\n", b"\r"), b"data: [DONE]\n\n"])
def test_a_connection_that_is_held_after_the_end_keeps_nobody_waiting(last: bytes) -> None:
    with Held(TEXT, IMAGE, last) as server, Client(KEY, base_url=server.url, timeout=20) as made:
        begun = time.monotonic()
        with made.wan2_6_image.interleave.stream("a story", max_images=2) as stream:
            assert len(list(stream)) >= 2
        assert stream.result.complete
        assert len(stream.result) == 1
        assert time.monotonic() - begun < 5


def joined(client: Client) -> object:
    return client.generate(
        "a story", model="wan2.6-image", enable_interleave=True, max_images=2, protocol="stream", timeout=0.5
    )


def iterated(client: Client) -> object:
    return list(client.wan2_6_image.interleave.stream("a story", max_images=2, timeout=0.5))


@pytest.mark.parametrize("call", [joined, iterated])
def test_comments_for_ever_end_with_the_time_of_the_call(call: Callable[[Client], object]) -> None:
    with Held(TEXT, IMAGE, every=0.05) as server, Client(KEY, base_url=server.url) as made:
        begun = time.monotonic()
        with pytest.raises(PartialResult, match="1 image") as caught:
            call(made)
        assert time.monotonic() - begun < 1.5
        assert caught.value.result is not None
