"""What a result tells about itself: when it ends, where it comes from, in its file, beside it and in a notebook."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import pickle
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image as Pil

from brushwork_runtime.base.events import TransferEvent
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.results.download import Downloads
from brushwork_runtime.results.image import Image, expiry
from brushwork_runtime.results.result import Result
from tests.runtime.support import Client, FakeClock, client, finished, images, picture, reply, submitted

if TYPE_CHECKING:
    from brushwork_runtime.base.events import Hook

PROMPT = 'a <b>cat</b> & "dog" 水'
CONTENT = picture(20, 10)


def served(
    content: bytes = CONTENT, count: int = 2, on_transfer: Hook[TransferEvent] = None
) -> tuple[Client, list[str]]:
    """A client whose images can be fetched, and the URLs that were."""
    fetched: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            return reply(images(*(f"https://r.example/{number}.png?Signature=s3cret" for number in range(count))))
        fetched.append(request.url)
        return HttpResponse(200, {"content-length": str(len(content))}, content)

    return client(answer, on_transfer=on_transfer)[0], fetched


def made(content: bytes = CONTENT, count: int = 2) -> Result:
    return served(content, count)[0].generate(PROMPT, model="brush-1.0", n=count, seed=7, size="1K")


@pytest.mark.parametrize(
    ("query", "end"),
    [
        ("Expires=1795651200&Signature=x", datetime(2026, 11, 26, 0, 0, tzinfo=UTC)),
        ("x-oss-date=20261122T030000Z&x-oss-expires=86400", datetime(2026, 11, 23, 3, 0, tzinfo=UTC)),
        ("Expires=soon", None),
        ("Expires=999999999999999", None),
        ("x-oss-date=2026&x-oss-expires=1", None),
        ("", None),
    ],
)
def test_a_url_says_when_it_ends(query: str, end: datetime | None) -> None:
    url = f"https://r.example/1.png?{query}"
    assert expiry(url) == end
    assert Image(url, Downloads()).expires_at == end


def test_a_url_that_does_not_say_lives_as_long_as_documented() -> None:
    before = datetime.now(UTC)
    end = made()[0].expires_at
    assert end is not None
    assert 86400 <= (end - before).total_seconds() < 86460


def test_where_a_result_comes_from() -> None:
    facts = made().provenance
    software, moment = str(facts.pop("software")), str(facts.pop("made"))
    assert facts == {
        "prompt": PROMPT,
        "model": "brush-1.0",
        "mode": "generate",
        "parameters": {"size": "1K", "n": 2, "seed": 7},
        "seed": 7,
        "request_id": "r-1",
    }
    assert software.startswith("brushwork ")
    assert datetime.fromisoformat(moment).tzinfo is not None


def test_reference_images_are_named_without_their_signatures() -> None:
    result = served()[0].generate("x", model="brush-1.0", reference_images=["https://a.example/b.png?Signature=s3cret"])
    assert result.provenance["reference_images"] == ["https://a.example/b.png?…"]


def test_a_task_of_another_process_has_little_to_tell() -> None:
    result = client(finished("https://r.example/1.png"))[0].task("t-1").wait()
    assert {*result.provenance} == {"task_id", "request_id", "software"}
    assert result.elapsed is None
    assert result[0].expires_at is None


def test_elapsed_is_the_time_from_call_to_result() -> None:
    clock = FakeClock()

    def slow(request: HttpRequest) -> HttpResponse:
        clock.time += 5
        return submitted() if request.method == "POST" else finished("https://r.example/1.png")

    def prompt(request: HttpRequest) -> HttpResponse:
        clock.time += 3
        return reply(images("u"))

    assert client(prompt, clock=clock)[0].generate("a cat", model="brush-1.0").elapsed == 3
    elapsed = client(slow, clock=clock)[0].generate("a cat", model="slow-brush").elapsed
    assert elapsed is not None
    assert elapsed >= 10


def chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    found, at = list[tuple[bytes, bytes]](), 8
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", content, at + 8 + length)[0] == zlib.crc32(kind + body)
        found.append((kind, body))
        at += 12 + length
    return found


@pytest.mark.parametrize("fetched", [True, False])
def test_metadata_goes_into_a_png_and_changes_nothing_else(tmp_path: Path, fetched: bool) -> None:
    result = made()
    if fetched:
        result[0].bytes()
    path = result[0].save(tmp_path / "a.png", metadata=True)
    content = path.read_bytes()
    assert [chunk for chunk in chunks(content) if chunk[0] != b"iTXt"] == chunks(CONTENT)
    with Pil.open(io.BytesIO(content)) as opened:
        opened.load()
        text: dict[str, str] = dict(opened.info)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # texts here
    assert json.loads(text["brushwork"]) == result[0].provenance
    assert text["parameters"] == f"{PROMPT}\nSeed: 7, Size: 1K, Model: brush-1.0, n: 2"
    assert result[0].sha256() == hashlib.sha256(CONTENT).hexdigest()
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.png"]


def test_without_asking_a_file_is_as_the_service_made_it(tmp_path: Path) -> None:
    (path, _) = made().save(tmp_path)
    assert path.read_bytes() == CONTENT


def test_a_sidecar_stands_beside_each_image(tmp_path: Path) -> None:
    result = made()
    paths = result.save(str(tmp_path / "{i}.png"), sidecar=True)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["0.png", "0.png.json", "1.png", "1.png.json"]
    assert json.loads((tmp_path / "0.png.json").read_text("utf-8")) == result[0].provenance
    assert paths[0].read_bytes() == CONTENT
    paths[0].unlink()
    with pytest.raises(FileExistsError, match=r"0\.png\.json"):
        result[0].save(paths[0], sidecar=True)
    assert not paths[0].exists()


def test_what_is_no_png_keeps_its_bytes_and_gets_a_sidecar(tmp_path: Path) -> None:
    content = picture(20, 10, "JPEG")
    made(content)[0].save(tmp_path / "a.{ext}", metadata=True)
    assert (tmp_path / "a.jpg").read_bytes() == content
    assert json.loads((tmp_path / "a.jpg.json").read_text("utf-8"))["seed"] == 7


def with_chunks(*added: tuple[bytes, bytes], late: bool = False) -> bytes:
    """A PNG with these chunks behind its header, or before its end."""
    at = len(CONTENT) - 12 if late else 33
    new = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in added
    )
    return CONTENT[:at] + new + CONTENT[at:]


@pytest.mark.parametrize("fetched", [True, False])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (with_chunks((b"caBX", bytes(500))), "it is signed (C2PA)"),
        (with_chunks((b"caBX", bytes(500)), late=True), "it is signed (C2PA)"),
        (with_chunks((b"dSIG", bytes(20))), "it is signed (dSIG)"),
        (with_chunks((b"tEXt", b"parameters\0theirs")), "it already has a text 'parameters'"),
        (with_chunks((b"iTXt", b"brushwork\0\0\0\0\0{}"), late=True), "it already has a text 'brushwork'"),
        (CONTENT[:8] + b"\0\0\0\4CgBI" + bytes(8) + CONTENT[8:], "its chunks are not those of a PNG"),
    ],
)
def test_a_png_that_is_better_left_as_it_is_gets_a_sidecar(
    tmp_path: Path, content: bytes, why: str, fetched: bool, caplog: pytest.LogCaptureFixture
) -> None:
    image = made(content)[0]
    if fetched:
        image.bytes()
    path = image.save(tmp_path / "a.png", metadata=True)
    assert path.read_bytes() == content
    assert json.loads((tmp_path / "a.png.json").read_text("utf-8")) == image.provenance
    assert f"since {why}" in caplog.text
    path.unlink()
    with pytest.raises(FileExistsError, match=r"a\.png\.json"):
        image.save(path, metadata=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.png.json"]


@pytest.mark.parametrize("size", [10, 262_144 - 83, 262_144, 700_000])
def test_metadata_moves_what_lies_behind_it(tmp_path: Path, size: int) -> None:
    content = with_chunks((b"teSt", os.urandom(size)))
    path = made(content)[0].save(tmp_path / "a.png", metadata=True)
    assert [chunk for chunk in chunks(path.read_bytes()) if chunk[0] != b"iTXt"] == chunks(content)
    assert [kind for kind, _ in chunks(path.read_bytes())][:3] == [b"IHDR", b"iTXt", b"iTXt"]


def test_a_text_with_a_nul_stays_a_text(tmp_path: Path) -> None:
    result = served()[0].generate("a\0cat", model="brush-1.0", n=1, validate=False)
    path = result[0].save(tmp_path / "a.png", metadata=True)
    texts = [body for kind, body in chunks(path.read_bytes()) if kind == b"iTXt"]
    assert [body.count(b"\0") for body in texts] == [5, 5]


def test_a_data_uri() -> None:
    assert made()[0].data_uri() == "data:image/png;base64," + base64.b64encode(CONTENT).decode()


def test_a_result_shows_itself_in_a_notebook_with_every_text_escaped() -> None:
    page = made()._repr_html_()  # pyright: ignore[reportPrivateUsage] - what IPython calls
    assert page.count("<img ") == 2
    assert "a &lt;b&gt;cat&lt;/b&gt; &amp; &quot;dog&quot; 水" in page
    assert "<b>" not in page
    assert "s3cret" not in page
    assert "seed 7" in page


def test_nothing_is_fetched_for_a_plain_repr() -> None:
    made_client, fetched = served()
    result = made_client.generate(PROMPT, model="brush-1.0", n=2)
    assert PROMPT not in repr(result) + repr(result[0])
    assert fetched == []


def test_a_pickle_keeps_what_is_known() -> None:
    result = made()
    again: Result = pickle.loads(pickle.dumps(result))
    assert again.provenance == result.provenance
    assert again[0].provenance == result[0].provenance
    assert again.elapsed == result.elapsed
    assert again[0].expires_at is not None


def test_a_hook_is_told_of_every_transfer(tmp_path: Path) -> None:
    told: list[TransferEvent] = []
    result = served(on_transfer=told.append)[0].generate(PROMPT, model="brush-1.0", n=1)
    result[0].save(tmp_path / "a.png")
    assert [(event.kind, event.done, event.total) for event in told] == [("download", len(CONTENT), len(CONTENT))]
    assert "s3cret" not in told[0].url
