"""Images as people have them: objects of other libraries, texts, data: URIs, and what is said of what is none."""

from __future__ import annotations

import asyncio
import base64
import http.client
import http.server
import io
import json
import sys
import tempfile
import threading
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath, PureWindowsPath
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image as Pil, ImageCms, ImageOps

from brushwork import AsyncClient, Client, InvalidRequest
from brushwork.testing import Emulator
from tests.runtime.support import picture

CONTENT = picture(512, 400)
ENCODED = base64.b64encode(CONTENT).decode()
URI = f"data:image/png;base64,{ENCODED}"


class Keeping:
    """Passes requests on to the emulator and keeps the body of the last one."""

    def __init__(self, api: Emulator) -> None:
        self._inner = api.transport()
        self.body = b""

    def send(self, request: Any, /) -> Any:
        self.body = request.body if isinstance(request.body, bytes) else b"".join(request.body or ())
        return self._inner.send(request)


@pytest.fixture(scope="module")
def service() -> Iterator[tuple[Client, Keeping]]:
    with Emulator() as api:
        kept = Keeping(api)
        yield Client(api.key, base_url=api.url, transport=kept), kept


def sent(service: tuple[Client, Keeping], image: Any) -> bytes:
    """The bytes that reach the service for an image, which calls it an image of its kind."""
    client, kept = service
    client.qwen_image_2_0_pro.edit("make it night", image, inline=True)
    (content,) = [part["image"] for part in json.loads(kept.body)["input"]["messages"][0]["content"] if "image" in part]
    head, comma, encoded = content.partition(",")
    body = base64.b64decode(encoded, validate=True)
    with Pil.open(io.BytesIO(body)) as opened:
        assert head + comma == f"data:{Pil.MIME[opened.format or '']};base64,"
    return body


def seen(service: tuple[Client, Keeping], image: Any) -> Pil.Image:
    with Pil.open(io.BytesIO(sent(service, image))) as opened:
        opened.load()
        return opened


def refused(client: Client, image: Any) -> str:
    """What is said of an image that is not taken, on one line."""
    with pytest.raises(InvalidRequest) as caught:
        client.qwen_image_2_0_pro.edit.prepare("make it night", image)
    return " ".join(str(caught.value).split()).partition("qwen-image-2.0-pro edit: ")[2]


# Files and what stands for one


def uploaded(content: bytes = CONTENT) -> Any:
    fastapi: Any = pytest.importorskip("fastapi")
    return fastapi.UploadFile(io.BytesIO(content), filename="../photo.png")


def spooled() -> Any:
    stream = tempfile.SpooledTemporaryFile()  # noqa: SIM115 - it lives in memory
    stream.write(CONTENT)
    stream.seek(0)
    return stream


def entry_of_a_zip() -> Any:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("folder/a.png", CONTENT)
    return zipfile.ZipFile(whole)


class NoSeek(io.RawIOBase):
    """Reads once, as a pipe does."""

    def __init__(self) -> None:
        self._left = CONTENT

    def read(self, size: int = -1) -> bytes:
        piece, self._left = self._left[:1000], self._left[1000:]
        return piece


class Response:
    """An answer as requests and httpx have it."""

    url = "http://192.168.0.2/a.png"

    def __init__(self, status_code: int = 200) -> None:
        self.status_code = status_code
        self.content = CONTENT


class Storage:
    """An upload as Werkzeug has it, which looks like a PIL image too."""

    mode = "rb+"
    filename = "photo.png"

    def __init__(self) -> None:
        self.read = io.BytesIO(CONTENT).read

    def save(self, target: object) -> None:
        raise AssertionError("it is read")


FILES: dict[str, Callable[[], Any]] = {
    "bytearray": lambda: bytearray(CONTENT),
    "memoryview": lambda: memoryview(CONTENT),
    "a part of memory": lambda: memoryview(b"xx" + CONTENT)[2:],
    "BytesIO": lambda: io.BytesIO(CONTENT),
    "SpooledTemporaryFile": spooled,
    "UploadFile": uploaded,
    "an upload of Werkzeug": Storage,
    "an open entry of a zip": lambda: entry_of_a_zip().open("folder/a.png"),
    "a path into a zip": lambda: zipfile.Path(entry_of_a_zip(), "folder/a.png"),
    "a stream that cannot seek": NoSeek,
    "an answer of requests": Response,
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_taken_as_it_is(service: tuple[Client, Keeping], kind: str) -> None:
    given = FILES[kind]()
    assert sent(service, given) == CONTENT
    if isinstance(given, tempfile.SpooledTemporaryFile):
        given.close()


def test_a_path_of_any_kind(service: tuple[Client, Keeping], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a b#1.png"
    path.write_bytes(CONTENT)
    (tmp_path / "a.png").write_bytes(CONTENT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    given = [
        path,
        PurePath(path),
        str(path),
        path.as_uri(),
        f"file://{path}",
        f"FILE:{path}",
        "file://localhost" + str(path),
    ]
    for each in [*given, "file://a.png", "file:a.png", "~/a.png", Path("~/a.png")]:
        assert sent(service, each) == CONTENT, each


def test_files_of_django(service: tuple[Client, Keeping], tmp_path: Path) -> None:
    files: Any = pytest.importorskip("django.core.files.uploadedfile")
    base: Any = pytest.importorskip("django.core.files.base")
    fields: Any = pytest.importorskip("django.db.models.fields.files")
    assert sent(service, files.SimpleUploadedFile("a.png", CONTENT)) == CONTENT
    assert sent(service, base.ContentFile(CONTENT)) == CONTENT
    (tmp_path / "a.png").write_bytes(CONTENT)

    class Storage:
        def open(self, name: str, mode: str = "rb") -> Any:
            return base.File((tmp_path / name).open(mode))

        def url(self, name: str) -> str:
            return f"/media/{name}"

    class Field:
        attname = name = "picture"
        storage = Storage()

    stored = fields.FieldFile(type("Row", (), {})(), Field(), "a.png")
    assert stored.url == "/media/a.png"
    for _ in range(2):  # closed, as it was before
        assert sent(service, stored) == CONTENT
        assert stored.closed


class _Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path == "/a.png"
        self.send_response(200 if found else 404)
        self.end_headers()
        self.wfile.write(CONTENT if found else b"nothing here")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has there
        pass


def test_an_open_answer(service: tuple[Client, Keeping], client: Client) -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), _Answers) as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/a.png", timeout=30) as answer:
                assert sent(service, answer) == CONTENT
                assert "is at its end, with nothing left to read; expected: the bytes that were read" in refused(
                    client, answer
                )
            connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
            connection.request("GET", "/b.png")
            with connection.getresponse() as missing:
                assert "is an answer with the status 404, not an image" in refused(client, missing)
            connection.close()
        finally:
            server.shutdown()
            serving.join()
    assert "with the status 403" in refused(client, Response(403))


def test_an_upload_in_an_async_client() -> None:
    async def edited() -> int:
        with Emulator() as api:
            async with AsyncClient(api.key, base_url=api.url) as client:
                return len((await client.qwen_image_2_0_pro.edit("make it night", uploaded())).images)

    assert asyncio.run(edited()) == 1


def closed() -> Any:
    stream = io.BytesIO(CONTENT)
    stream.close()
    return stream


def at_its_end() -> Any:
    stream = io.BytesIO(CONTENT)
    stream.read()
    return stream


def in_the_middle() -> Any:
    stream = io.BytesIO(CONTENT)
    stream.read(100)
    return stream


def read_upload() -> Any:
    given = uploaded()
    asyncio.run(given.read())
    return given


class OnlyAsync:
    async def read(self, size: int = -1) -> bytes:
        return CONTENT


class Coroutines:
    def read(self, size: int = -1) -> Any:
        return OnlyAsync().read(size)


class Awaitable:
    def __await__(self) -> Iterator[None]:
        yield


class Task:
    def wait(self) -> None: ...


NOT_TAKEN: dict[str, tuple[Callable[[], Any], str]] = {
    "closed file": (closed, "is a closed file; expected: the file opened again, or its path."),
    "file at its end": (
        at_its_end,
        "is at its end, with nothing left to read; expected: a file at its start: call seek(0)",
    ),
    "file in its middle": (in_the_middle, "stands, byte 100, and no image begins there; expected: a file at its start"),
    "upload that was read": (read_upload, "'photo.png' is at its end"),
    "text": (lambda: io.StringIO("text"), 'is open as text; expected: a file opened with mode "rb".'),
    "async file": (
        OnlyAsync,
        "is read by a coroutine, which is not awaited here; expected: its bytes: await its read()",
    ),
    "async by the back door": (Coroutines, "reads a value of type coroutine; expected: an object whose read() gives"),
    "a number": (lambda: 7, "image 1 is of type int; expected: a path, a URL, a data: URI, bytes"),
    "None in a list": (lambda: [None], "image 1 is None; expected: a path"),
    "a class": (lambda: io.BytesIO, "image 1 is the class BytesIO itself; expected: one of its objects"),
    "what is awaited": (Awaitable, "image 1 is of type Awaitable; expected: what it gives: await it first"),
    "a task": (Task, "image 1 is of type Task; expected: its result: call wait() first"),
    "a generator": (lambda: iter([CONTENT]), "expected: a list of images, or one of them"),
    "a part of a message": (
        lambda: {"url": "https://a.example/b.png"},
        "image 1 is of type dict; expected: the image that",
    ),
    "an entry by name": (lambda: entry_of_a_zip().infolist()[0], "expected: the open entry: archive.open(entry)"),
    "a path of Windows": (lambda: PureWindowsPath("D:/x.png"), "is a path of Windows, and this is another system"),
}


@pytest.mark.parametrize("kind", NOT_TAKEN)
def test_what_is_not_taken_is_called_by_what_it_is(client: Client, kind: str) -> None:
    given, said = NOT_TAKEN[kind]
    assert said in refused(client, given())


def test_a_file_that_is_written(client: Client, tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as stream:
        assert "'a.png' is not open for reading" in refused(client, stream)


# Pixels


class Tensor:
    """As torch has it: no memory of its own to look at, on another device, with a gradient."""

    def __init__(self, array: Any, steps: tuple[str, ...] = ()) -> None:
        self._array, self._steps = array, steps

    def detach(self) -> Tensor:
        return Tensor(self._array, (*self._steps, "detach"))

    def cpu(self) -> Tensor:
        return Tensor(self._array, (*self._steps, "cpu"))

    def numpy(self) -> Any:
        assert self._steps == ("detach", "cpu")
        return self._array


class Lazy:
    """As jax and others have it."""

    def __init__(self, array: Any) -> None:
        self._array = array

    def __array__(self) -> Any:
        return self._array


def test_arrays_and_tensors(service: tuple[Client, Keeping], client: Client) -> None:
    numpy: Any = pytest.importorskip("numpy")
    ramp = numpy.arange(400 * 512 * 3, dtype="uint32").reshape(400, 512, 3)
    pixels = (ramp % 251).astype("uint8")
    same = [pixels, Tensor(pixels), Lazy(pixels), numpy.asfortranarray(pixels), pixels.transpose(2, 0, 1)]
    same += [pixels.astype("int64"), pixels.astype("uint16")]
    for each in [*same, pixels / 255, (pixels / 255).astype("float32"), Tensor((pixels / 255).transpose(2, 0, 1))]:
        assert (numpy.asarray(seen(service, each)) == pixels).all()
    assert seen(service, pixels[:, ::-1]).getpixel((0, 0)) == tuple(pixels[0, -1])
    assert set(seen(service, pixels[..., 0] > 100).tobytes()) == {0, 255}
    assert sent(service, numpy.frombuffer(CONTENT, "uint8")) == CONTENT  # as OpenCV encodes
    for wrong, said in [
        (pixels[None], "is an array of 1 x 400 x 512 x 3 values of the format 'B'"),
        (pixels.astype("int64") * 2, "is an array of whole numbers from 0 to 500"),
        (pixels.astype("complex"), "is an array of 400 x 512 x 3 values of the format 'Zd'"),
        (pixels * 1.0, "is an array of floats from 0 to 250"),
        (Tensor([1]), "image 1 becomes no array, but a value of type list"),
    ]:
        told = refused(client, wrong)
        assert said in told
        assert "expected: an array of whole numbers from 0 to 255, or of floats" in told


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "HSV"]
)
def test_a_picture_in_any_mode_looks_the_same(service: tuple[Client, Keeping], mode: str) -> None:
    plain = Pil.linear_gradient("L").resize((512, 512))
    given = {"La": "LA", "RGBa": "RGBA", "PA": "P"}.get(mode, mode)
    image = plain.convert("RGB").convert(given).convert(mode) if mode != "La" else plain.convert("LA").convert("La")
    expected = (image.convert("LA") if mode == "La" else image).convert("RGB")
    found = seen(service, image).convert("RGB")
    assert found.size == (512, 512)
    assert found.tobytes() == expected.tobytes()


@pytest.mark.parametrize(("mode", "values"), [("I", (0, 255)), ("I", (0, 65535)), ("F", (0, 1)), ("F", (0, 255))])
def test_wide_grey_values_keep_their_range(
    service: tuple[Client, Keeping], mode: str, values: tuple[float, float]
) -> None:
    image = Pil.new(mode, (512, 512), values[0])
    image.paste(values[1], (0, 0, 256, 512))
    found = seen(service, image)
    assert (found.getpixel((0, 0)), found.getpixel((511, 0))) == (255, 0)


def test_values_without_a_range_are_refused(client: Client) -> None:
    image = Pil.new("F", (512, 512), -3.5)
    assert "has mode F and values from -3.5 to -3.5; scale them to 0 to 255" in refused(client, image)


def test_lab_and_inks_become_their_colours(service: tuple[Client, Keeping]) -> None:
    red = Pil.new("RGB", (512, 512), (200, 30, 30))
    cms: Any = ImageCms
    lab = cms.profileToProfile(red, cms.createProfile("sRGB"), cms.createProfile("LAB"), outputMode="LAB")
    point = seen(service, lab).getpixel((5, 5))
    assert isinstance(point, tuple)
    assert all(abs(one - other) < 6 for one, other in zip(point, (200, 30, 30), strict=True))
    inks = red.convert("CMYK")
    inks.info["icc_profile"] = b"no profile of inks"
    found = seen(service, inks)
    assert (found.getpixel((5, 5)), "icc_profile" in found.info) == ((200, 30, 30), False)


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_of_a_phone_stands_upright(service: tuple[Client, Keeping], turn: int) -> None:
    image = Pil.new("RGB", (640, 400), "blue")
    image.paste((255, 0, 0), (0, 0, 320, 200))
    exif = Pil.Exif()
    exif[0x0112] = turn
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    with Pil.open(file) as photo:
        upright = ImageOps.exif_transpose(photo)
        found = seen(service, photo)
        assert found.size == upright.size == ((640, 400) if turn < 5 else (400, 640))
        assert found.tobytes() == upright.tobytes()
        assert photo.getexif()[0x0112] == turn  # the caller's stays as it is


# Texts


LOOKS = {
    "/9j/": picture(600, 400, "JPEG"),
    "iVBORw0KGgo": CONTENT,
    "UklGR": picture(600, 400, "WEBP"),
}


@pytest.mark.parametrize("begins", LOOKS)
@pytest.mark.parametrize("shape", ["plain", "lines", "url-safe"])
def test_bare_base64_is_called_so(client: Client, begins: str, shape: str) -> None:
    text = base64.b64encode(LOOKS[begins]).decode()
    assert text.startswith(begins)
    if shape == "lines":
        text = base64.encodebytes(LOOKS[begins]).decode()
    elif shape == "url-safe":
        text = base64.urlsafe_b64encode(LOOKS[begins]).decode()
    kind = {"/9j/": "jpeg", "UklGR": "webp"}.get(begins, "png")
    told = refused(client, text)
    assert told.startswith(
        "image 1 is base64 without the head of a data: URI; expected: bytes, as base64.b64decode(text)"
    )
    assert f"or 'data:image/{kind};base64,' + text." in told
    assert text[:40] not in told


TEXTS = {
    "s3://bucket/a.png": "image 1 is an address of s3:, which is not fetched; expected: an https:// address that",
    "gs://bucket/a.png": "is an address of gs:, which is not fetched",
    "ftp://host.example/a.png": "is an address of ftp:, which is not fetched",
    "blob:https://a.example/1-2": "is an address of blob:, which is not fetched; expected: an https:// address",
    "htps://a.example/b.png": "is an address of htps:, which is not fetched",
    "www.example.com/a.png": "is not a file, and as a web address it has no scheme; expected: https://www.example.com/a.png.",
    "example.com/a.png": "is not a file, and as a web address it has no scheme; expected: https://example.com/a.png.",
    "//cdn.example.com/a.png": "it has no scheme; expected: https://cdn.example.com/a.png.",
    " https://a.example/b.png": "a URL must not contain spaces or control characters",
    "\nhttps://a.example/b.png": "a URL must not contain spaces or control characters",
    " a.png": "' a.png' begins or ends with blanks, and there is no such file; expected: the same without blanks.",
    "a.png\n": "begins or ends with blanks, and there is no such file",
    "file://a.jpg": "is read as the path a.jpg, where there is no such file; expected: file:/// and the whole path",
    "file:///missing/a.jpg": "'/missing/a.jpg' cannot be read: No such file or directory",
    "missing.png": "'missing.png' cannot be read: No such file or directory; expected: a path",
    "a" * 5000: (
        "image 1 is a text of 5,000 characters that is neither a path, a URL nor a data: URI; expected: base64 as data:"
    ),
}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:30].strip())
def test_a_text_that_is_no_image_is_told_by_its_looks(client: Client, text: str) -> None:
    told = refused(client, text)
    assert TEXTS[text] in told
    assert len(told) < 600


@pytest.mark.skipif(sys.platform == "win32", reason="there it is a path")
@pytest.mark.parametrize("text", ["file://D:/x.png", "file://D:\\x.png", "D:\\x.png", "C:/x.png"])
def test_a_path_of_windows(client: Client, text: str) -> None:
    assert "is a path of Windows, and this is another system; expected: a path of this system" in refused(client, text)


LOCAL = [
    "http://localhost/a.png",
    "http://localhost:8000/a.png",
    "https://LOCALHOST./a.png",
    "http://127.0.0.1:9000/a.png",
    "http://127.1/a.png",
    "http://0x7f000001/a.png",
    "http://[::1]/a.png",
    "http://[fe80::1]/a.png",
    "http://10.0.0.7/a.png",
    "https://192.168.1.5/a.png",
    "https://user:word@192.168.1.5/a.png",
    "http://172.17.0.2/a.png?x=1",
    "http://169.254.169.254/a.png",
    "http://nas.local/a.png",
    "https://host.docker.internal/a.png",
    "http://minio:9000/bucket/a.png",
    "http://nas/a.png",
]


@pytest.mark.parametrize("url", LOCAL)
def test_an_address_that_the_service_cannot_reach_costs_no_call(client: Client, url: str) -> None:
    told = refused(client, url)
    assert "an address of this machine or its network; the service fetches it from the public net" in told
    assert "Pass the image itself: its path, its bytes or an open file." in told
    assert "user:word" not in told


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/b.png",
        "https://a.example:8443/b.png",
        "https://local.example/b.png",
        "https://xn--fiqs8s.xn--p1ai/b.png",
        "https://8.8.8.8/b.png",
        "https://a.example",
        "https://a.example?x=localhost",
        "HTTPS://A.EXAMPLE/b.png",
    ],
)
def test_an_address_of_the_public_net_is_passed_on(client: Client, url: str) -> None:
    body = client.qwen_image_2_0_pro.edit.prepare("make it night", url).body
    assert f"'{url}'" in str(body)


def test_a_service_of_this_machine_reaches_this_machine() -> None:
    client = Client("sk-test", base_url="http://127.0.0.1:8000/api/v1", allow_http=True)
    client.qwen_image_2_0_pro.edit.prepare("make it night", "http://localhost:9000/a.png")


# data: URIs


def lines(text: str, end: str) -> str:
    return end.join(text[start : start + 76] for start in range(0, len(text), 76))


URIS = {
    "as it should be": URI,
    "in capitals": f"DATA:IMAGE/PNG;BASE64,{ENCODED}",
    "with parameters": f"data:image/png;charset=utf-8;name=a.png;base64,{ENCODED}",
    "with blanks around": f"  {URI}\n",
    "with blanks in its head": f"data: image/png ; base64 ,{ENCODED}",
    "with ends of lines": f"data:image/png;base64,{lines(ENCODED, chr(10))}",
    "with ends of lines of the web": f"data:image/png;base64,\r\n{lines(ENCODED, chr(13) + chr(10))}",
    "percent-encoded base64": f"data:image/png;base64,{quote(ENCODED, safe='')}",
    "percent-encoded bytes": f"data:image/png,{quote(CONTENT)}",
    "in the alphabet for URLs": f"data:image/png;base64,{base64.urlsafe_b64encode(CONTENT).decode()}",
    "without padding": f"data:image/png;base64,{ENCODED.rstrip('=')}",
    "without a type": f"data:;base64,{ENCODED}",
    "with base64 alone": f"data:base64,{ENCODED}",
    "of a wrong type": f"data:image/jpeg;base64,{ENCODED}",
    "of an unknown type": f"data:image/jpg;base64,{ENCODED}",
    "of no image's type": f"data:application/octet-stream;base64,{ENCODED}",
}


@pytest.mark.parametrize("kind", URIS)
def test_a_data_uri_is_sent_as_the_service_takes_it(client: Client, service: tuple[Client, Keeping], kind: str) -> None:
    assert sent(service, URIS[kind]) == CONTENT
    body = client.qwen_image_2_0_pro.edit.prepare("make it night", URIS[kind]).body
    assert f"'{URI}'" in str(body)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_missing_padding_of_every_length(client: Client, length: int) -> None:
    content = CONTENT + b"x" * length
    encoded = base64.b64encode(content).decode()
    prepared = client.qwen_image_2_0_pro.edit.prepare("x", f"data:image/png;base64,{encoded.rstrip('=')}")
    assert encoded in str(prepared.body)


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("data:image/png;base64", "is a data: URI without a comma before its content"),
        (
            f"data:image/png,{ENCODED}",
            "is a data: URI without base64 before its comma, though its content is in base64",
        ),
        ("data:text/plain,hello", "is a data: URI without base64, and its content is not an image"),
        ("data:image/png;base64,iVBO$w0K", "is not valid base64: character 5 of its content is '$'"),
        ("data:image/png;base64,iVBORw0KGgo=AAAA", "is not valid base64: character 12 of its content is '='"),
        ("data:image/png;base64,iVBOR", "is not valid base64: it is cut short after 5 characters"),
        ("data:image/png;base64,", "is empty"),
        (f"data:text/html;base64,{base64.b64encode(b'<html>').decode()}", "is not a valid image"),
    ],
)
def test_a_data_uri_that_cannot_be_read_says_where(client: Client, uri: str, said: str) -> None:
    told = refused(client, uri)
    assert said in told
    assert len(told) < 400


def test_nothing_of_it_is_loaded_with_the_package() -> None:
    import subprocess

    code = (
        "import sys, brushwork; from brushwork import Client;"
        "Client('sk-test').qwen_image_2_0_pro.edit.prepare('x', 'https://a.example/b.png');"
        "ends = ('.pixels', '.image_texts', '.validate.inputs', 'PIL');"
        "names = [name for name in sys.modules if name.endswith(ends)];"
        "sys.exit(str(names) if names else 0)"
    )
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        timeout=60,
        env={"PYTHONPATH": "runtime:generated"},
        cwd=Path(__file__).parents[2],
    )
