"""Rows 62 to 66: files that change, files that are none, texts that look like files, and uploads that fail."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from brushwork import Client
from brushwork.testing import Emulator
from brushwork_runtime.base.errors import InvalidRequest, TransportError, TruncationWarning
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.validate import inputs
from brushwork_runtime.validate.inputs import Input
from tests.reliability.case import PROMPT, Case, row
from tests.runtime.support import picture

CONTENT = picture(512, 512)


class Endless(io.RawIOBase):
    """An open file that begins as a picture does, and has no end."""

    def __init__(self) -> None:
        self.begun = False

    def read(self, size: int = -1) -> bytes:
        head, self.begun = b"" if self.begun else CONTENT[:100], True
        return head + bytes(900)


class Keeping:
    """Passes requests on to the emulator and keeps their bodies."""

    def __init__(self, api: Emulator) -> None:
        self._inner = api.transport()
        self.bodies: list[bytes] = []

    def send(self, request: HttpRequest, /) -> HttpResponse:
        self.bodies.append(request.body if isinstance(request.body, bytes) else b"".join(request.body or ()))
        return self._inner.send(request)


def edit(client: Client, image: object, prompt: str = PROMPT, **more: Any) -> object:
    return client.qwen_image_2_0_pro.edit(prompt, image, **more)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # wrong ones too


def changed(path: Path, how: str) -> None:
    if how == "vanishes":
        path.unlink()
    elif how == "grows":
        path.write_bytes(CONTENT + b"more")
    elif how == "shrinks":
        path.write_bytes(CONTENT[:-5])
    else:
        path.write_bytes(bytes(reversed(CONTENT)))
        os.utime(path, ns=(1, 1))


@row(62)
@pytest.mark.parametrize("how", ["vanishes", "grows", "shrinks", "is rewritten"])
@pytest.mark.parametrize("inline", [True, False])
def test_a_file_that_changes_after_it_was_checked_is_not_sent(case: Case, how: str, inline: bool) -> None:
    path = case.folder / "a.png"
    path.write_bytes(CONTENT)
    prepared = case.client.qwen_image_2_0_pro.edit.prepare(PROMPT, path, inline=inline)
    changed(path, how)
    error = case.fails(InvalidRequest, prepared.send, "no longer can be" if how == "vanishes" else "changed")
    assert "Nothing was billed" in str(error)
    case.posts, case.billed = 0, 0


@row(62)
@pytest.mark.parametrize("how", ["grows", "shrinks", "is rewritten"])
@pytest.mark.parametrize("inline", [True, False])
def test_a_file_that_changes_while_it_is_sent_never_arrives_whole(
    case: Case, monkeypatch: pytest.MonkeyPatch, how: str, inline: bool
) -> None:
    path = case.folder / "a.png"
    path.write_bytes(CONTENT)
    unchanged = Input.unchanged
    looks: list[bool] = []

    def look(image: Input, stream: BinaryIO) -> bool:
        looks.append(True)
        if len(looks) == (1 if inline else 3):  # the content of an upload is read before, to know it again
            seen = unchanged(image, stream)
            changed(path, how)
            return seen
        return unchanged(image, stream)

    monkeypatch.setattr(Input, "unchanged", look)
    case.fails(InvalidRequest, lambda: edit(case.client, path, inline=inline), "changed")
    assert not case.api.service.uploads.files
    case.posts, case.billed = 0, 0


@row(63)
def test_what_is_no_usable_file_is_refused_before_the_network(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "_MOST", 20_000)
    pipe = case.folder / "pipe.png"
    os.mkfifo(pipe)
    empty, text, large = (case.folder / name for name in ("empty.png", "text.png", "large.png"))
    empty.write_bytes(b"")
    text.write_bytes(b"just text")
    with open(large, "wb") as stream:
        stream.write(CONTENT)
        stream.truncate(10 * 1024 * 1024 + 1)
    for value, said in [
        (case.folder, "is a folder"),
        (pipe, "not a regular file"),
        ("/dev/zero", "not a regular file"),
        (empty, "is empty"),
        (b"", "is empty"),
        (text, "not a valid image"),
        (large, "at most 10 MB"),
        (Endless(), "or never"),
        (io.BytesIO(bytes(100_000)), "not a valid image"),
        (case.folder / "missing.png", "missing.png' cannot"),
    ]:
        case.fails(InvalidRequest, lambda value=value: edit(case.client, value), said)  # type: ignore[misc]
    transparent = picture(512, 512, mode="RGBA")
    case.fails(
        InvalidRequest, lambda: case.client.wan2_7_image_pro.edit(PROMPT, transparent, validate=True), "alpha channel"
    )
    assert case.api.traffic == ()
    case.posts, case.billed = 0, 0


@row(64)
@pytest.mark.parametrize("prompt", ["/etc/passwd", "/etc/hostname", "file:///etc/passwd", "a.png", "~/.ssh/id_rsa"])
def test_a_prompt_is_text_whatever_it_looks_like(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prompt: str) -> None:
    (tmp_path / "a.png").write_bytes(CONTENT)
    monkeypatch.chdir(tmp_path)
    touched: list[str] = []
    watching = [True]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open":
            touched.append(str(arguments[0]))

    with Emulator() as api:
        kept = Keeping(api)
        client = Client(api.key, base_url=api.url, transport=kept)
        client.z_image_turbo.generate("warm", size="512*512")
        sys.addaudithook(watch)
        try:
            client.z_image_turbo.generate(prompt, size="512*512")
        finally:
            watching.clear()
    assert json.loads(kept.bodies[-1])["input"]["messages"][0]["content"] == [{"text": prompt}]
    assert len(kept.bodies) == 2
    assert not [path for path in touched if path.endswith(("passwd", "hostname", "a.png", "id_rsa"))]


@row(65)
@pytest.mark.parametrize("fault", ["policy-expired", "key-exists", "error-503", "reset", "drop-after-accepting"])
def test_an_upload_that_fails_is_tried_again_and_only_then_the_request_is_sent(case: Case, fault: str) -> None:
    case.api.faults.add(fault, endpoint="upload")
    edit(case.client, CONTENT)
    seen = [one.endpoint for one in case.api.traffic]
    assert seen[-1] == "multimodal-generation"
    assert seen.count("upload") == 2
    assert seen.count("upload-policy") == (2 if fault in ("policy-expired", "key-exists", "error-503") else 1)
    case.billed = 1


@row(65)
def test_an_upload_that_stays_broken_bills_nothing(case: Case) -> None:
    case.api.faults.add("reset", endpoint="upload", times=None)
    error = case.fails(TransportError, lambda: edit(case.client, CONTENT))
    assert "nothing was billed" in str(error)
    case.posts, case.billed = 0, 0


@row(65)
def test_the_same_content_goes_up_once_whatever_its_name(case: Case) -> None:
    (case.folder / "a.png").write_bytes(CONTENT)
    (case.folder / "b.jpg").write_bytes(CONTENT)
    edit(case.client, [case.folder / "a.png", str(case.folder / "b.jpg"), CONTENT])
    edit(case.client, io.BytesIO(CONTENT))
    assert sum(seen.endpoint == "upload" for seen in case.api.traffic) == 1
    case.posts, case.billed = 2, 2


@row(65, 69)
def test_threads_with_the_same_file_share_an_upload(case: Case) -> None:
    threads = [threading.Thread(target=edit, args=(case.client, CONTENT)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(seen.endpoint == "upload" for seen in case.api.traffic) == 1
    case.posts, case.billed = 6, 6


@row(66)
@pytest.mark.parametrize("prompt", ["a\ud800b", "a\0b", "\udcff"])
def test_text_that_json_cannot_carry_is_refused(case: Case, prompt: str) -> None:
    case.fails(InvalidRequest, lambda: case.client.qwen_image_2_0_pro.generate(prompt))
    assert case.api.traffic == ()
    case.posts, case.billed = 0, 0


@row(66)
@pytest.mark.parametrize(
    "prompt", ["line\u2028and\u2029paragraph", "水彩 🦊 \U0010ffff", "\x7f\x1b[31m", '"\\</script>']
)
def test_odd_text_arrives_as_it_was(prompt: str) -> None:
    with Emulator() as api:
        kept = Keeping(api)
        Client(api.key, base_url=api.url, transport=kept).qwen_image_2_0_pro.generate(prompt)
    sent = json.loads(kept.bodies[-1])
    assert sent["input"]["messages"][0]["content"][0]["text"] == prompt


@row(66)
def test_a_megabyte_of_prompt_goes_out_whole_with_a_warning() -> None:
    prompt = "水" * 350_000
    with Emulator() as api:
        kept = Keeping(api)
        with pytest.warns(TruncationWarning):
            Client(api.key, base_url=api.url, transport=kept).qwen_image_2_0_pro.generate(prompt)
    assert json.loads(kept.bodies[-1])["input"]["messages"][0]["content"][0]["text"] == prompt
