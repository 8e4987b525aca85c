"""A transport that somebody else writes, with the public names alone."""

from __future__ import annotations

import urllib.request
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError

import pytest

from brushwork import Client, ConnectFailed, HttpRequest, HttpResponse, InvalidRequest, Transport
from brushwork.testing import Emulator


class Stdlib:
    """Over urllib.request: it reads every answer whole, whatever was asked for."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.closed = False

    def send(self, request: HttpRequest, /) -> HttpResponse:
        self.seen.append(request.method)
        body = request.body if isinstance(request.body, bytes) or request.body is None else b"".join(request.body)
        asked = urllib.request.Request(request.url, body, dict(request.headers), method=request.method)
        try:
            with urllib.request.urlopen(asked, timeout=request.read_timeout) as answer:
                return HttpResponse(answer.status, _lower(answer.headers), answer.read())
        except HTTPError as error:
            with error:
                return HttpResponse(error.code, _lower(error.headers), error.read())
        except OSError as error:
            raise ConnectFailed(str(error)) from error

    def close(self) -> None:
        self.closed = True


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@pytest.fixture
def own() -> Stdlib:
    return Stdlib()


def test_it_carries_calls_tasks_uploads_downloads_and_streams(
    brushwork_emulator: Emulator, own: Stdlib, tmp_path: Path
) -> None:
    transport: Transport = own
    with Client(brushwork_emulator.key, base_url=brushwork_emulator.url, transport=transport) as client:
        (first,) = client.z_image_turbo.generate("a cat").save(tmp_path / "cat.png")
        client.qwen_image_2_0.edit("make it blue", [first]).save(tmp_path / "blue.png")
        client.qwen_image_plus.generate.submit("a poster").wait(timeout=60).save(tmp_path / "poster.png")
        with client.wan2_6_image.interleave.stream("fold a boat", max_images=1) as stream:
            assert list(stream)
        assert stream.result.complete
    assert {file.name for file in tmp_path.iterdir()} == {"cat.png", "blue.png", "poster.png"}
    assert {"GET", "POST"} <= set(own.seen)
    assert own.closed


def test_its_errors_are_those_of_the_client(own: Stdlib) -> None:
    with Client("sk-test", base_url="http://127.0.0.1:9/api/v1", transport=own, retries=0) as client:
        with pytest.raises(ConnectFailed):
            client.z_image_turbo.generate("a cat")
        with pytest.raises(InvalidRequest):
            client.z_image_turbo.generate("")
    assert own.seen == ["POST"]
