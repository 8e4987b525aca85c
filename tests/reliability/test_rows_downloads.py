"""Rows 49 to 56: a result's file is whole and the right one, or is not there."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from brushwork_runtime.base.errors import DownloadFailed, ResultExpired
from brushwork_runtime.results.download import Downloads
from brushwork_runtime.results.image import Image
from brushwork_runtime.results.result import Result
from tests.reliability.case import PROMPT, Case, row
from tests.reliability.files import CONTENT, Answer, FileServer, cut, rest, status, whole
from tests.runtime.support import FakeClock, picture
from tests.runtime.test_ends import KINDS, files, heic, jxl


def saved(folder: Path, *answers: Answer, clock: FakeClock | None = None) -> tuple[bytes, FileServer]:
    """The file that comes of these answers, and the server; nothing else may lie in the folder."""
    with FileServer(*answers) as server:
        fetch = Downloads(clock=clock or FakeClock(), home=server.url)
        try:
            target = fetch.file(server.url, lambda form: folder / f"a.{form.lower()}")
        finally:
            fetch.close()
            assert {path.name for path in folder.iterdir()} <= {"a.png"}
    return target.read_bytes(), server


def made(case: Case) -> Result:
    """A result of the emulator, billed."""
    case.billed = 1
    return case.client.z_image_turbo.generate(PROMPT, size="512*512", seed=1)


@row(49)
@pytest.mark.parametrize("at", [200, len(CONTENT) * 6 // 10, len(CONTENT) - 1])
def test_a_cut_file_goes_on_where_it_broke_off(tmp_path: Path, at: int) -> None:
    content, server = saved(tmp_path, cut(at), rest())
    assert content == CONTENT
    assert server.ranges == ["", f"bytes={at}-"]
    assert server.seen[1]["If-Range"] == '"A1"'


@row(49)
def test_as_long_as_more_comes_no_try_is_the_last(tmp_path: Path) -> None:
    content, server = saved(tmp_path, cut(150), *(rest(until=end) for end in range(200, 2000, 200)), rest())
    assert content == CONTENT
    assert len(server.seen) == 11


@row(49)
def test_the_emulator_serves_the_rest(case: Case) -> None:
    result = made(case)
    whole_file = result[0].bytes()
    case.api.faults.add("file-cut:1000", endpoint="result")
    again = made_again(case, result)
    assert again.save(case.folder)[0].read_bytes() == whole_file
    assert case.queries("result") == 3


def made_again(case: Case, result: Result) -> Result:
    """The same result, its image not fetched yet."""
    from brushwork_runtime.results.result import ImagePart

    return Result([ImagePart(Image(result[0].url, case.client.downloads))], result.raw, usage=result.usage)


@row(49)
def test_without_a_mark_of_the_file_it_comes_whole_again(tmp_path: Path) -> None:
    content, server = saved(tmp_path, cut(5000, etag=None), whole())
    assert content == CONTENT
    assert server.ranges == ["", ""]
    content, server = saved_elsewhere(tmp_path, cut(5000, etag='W/"weak"'), whole())
    assert (content, server.ranges) == (CONTENT, ["", ""])


def saved_elsewhere(folder: Path, *answers: Answer) -> tuple[bytes, FileServer]:
    (folder / "a.png").unlink()
    return saved(folder, *answers)


@row(49)
def test_at_every_byte(tmp_path: Path) -> None:
    small = picture(3, 3) + bytes(range(100))
    for at in range(0, len(small), 3):
        (tmp_path / str(at)).mkdir()
        content, _ = saved(tmp_path / str(at), cut(at, small), rest(small))
        assert content == small, at


@row(50)
def test_a_range_that_is_ignored_begins_anew(tmp_path: Path) -> None:
    content, server = saved(tmp_path, cut(30_000), whole())
    assert content == CONTENT
    assert server.ranges == ["", "bytes=30000-"]


@row(50)
def test_the_emulator_ignores_the_range(case: Case) -> None:
    result = made(case)
    expected = result[0].bytes()
    case.api.faults.add("file-cut:1000", endpoint="result")
    case.api.faults.add("range-ignored", endpoint="result", nth=2)
    assert made_again(case, result).save(case.folder)[0].read_bytes() == expected


@row(51)
@pytest.mark.parametrize(
    "wrong",
    [
        rest(moved=7),
        rest(etag='"B2"'),
        rest(CONTENT + b"more"),
        status(206, b"x", Content_Range="bytes 0-0/1"),
        status(206, b"x", Content_Range="nonsense"),
        status(206, b"x"),
        status(416),
        status(412),
    ],
)
def test_a_part_of_another_file_is_never_mixed_in(tmp_path: Path, wrong: Answer) -> None:
    content, server = saved(tmp_path, cut(30_000), wrong, whole())
    assert content == CONTENT
    assert server.ranges == ["", "bytes=30000-", ""]


@row(51)
@pytest.mark.parametrize("fault", ["wrong-range", "etag-changed"])
def test_the_emulator_mixes_files_up(case: Case, fault: str) -> None:
    result = made(case)
    expected = result[0].bytes()
    case.api.faults.add("file-cut:1000", endpoint="result")
    case.api.faults.add(fault, endpoint="result", nth=2)
    assert made_again(case, result).save(case.folder)[0].read_bytes() == expected


@row(51)
def test_a_part_that_nobody_asked_for_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="206"):
        saved(tmp_path, status(206, CONTENT, Content_Range=f"bytes 0-{len(CONTENT) - 1}/{len(CONTENT)}"))


@row(51)
def test_a_wrong_checksum_is_another_content(tmp_path: Path) -> None:
    right = base64.b64encode(hashlib.md5(CONTENT).digest()).decode()
    wrong = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    content, server = saved(tmp_path, whole(md5=wrong), whole(md5=right))
    assert (content, len(server.seen)) == (CONTENT, 2)


@row(52)
def test_more_than_announced_is_cut_off(case: Case) -> None:
    result = made(case)
    expected = result[0].bytes()
    case.api.faults.add("file-longer:100", endpoint="result")
    assert made_again(case, result).save(case.folder)[0].read_bytes() == expected
    assert made_again(case, result)[0].bytes() == expected  # the next answer is not what lay behind the last


def unmeasured(content: bytes) -> Answer:
    """200 without a length: the end of the connection is the end of the body."""
    return lambda handler: handler.give(200, {}, content)


def chunked(content: bytes) -> Answer:
    """200 in chunks, with their end."""
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (content[:50], content[50:])) + b"0\r\n\r\n"
    return lambda handler: handler.give(200, {"Transfer-Encoding": "chunked"}, body)


@row(52)
@pytest.mark.parametrize("kind", KINDS)
def test_without_a_length_the_end_of_the_image_counts(tmp_path: Path, kind: str) -> None:
    form, file = files()[kind]
    with FileServer(unmeasured(file[: len(file) // 2]), unmeasured(file[:-6]), unmeasured(file)) as server:
        image = Image(server.url, Downloads(clock=FakeClock(), home=server.url))
        target = image.save(tmp_path / "a.{ext}")
    assert target.read_bytes() == file
    assert len(server.seen) == 3
    assert image.format == form
    assert image.complete is True
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@row(52)
@pytest.mark.parametrize("kind", KINDS)
def test_half_a_picture_without_a_length_never_has_its_name(tmp_path: Path, kind: str) -> None:
    _, file = files()[kind]
    with FileServer(unmeasured(file[:-6])) as server:
        image = Image(server.url, Downloads(clock=FakeClock(), home=server.url))
        with pytest.raises(DownloadFailed, match="without its end"):
            image.save(tmp_path / "a.{ext}")
        with pytest.raises(DownloadFailed, match="without its end"):
            image.bytes()
    assert list(tmp_path.iterdir()) == []
    assert image.complete is None


@row(52)
@pytest.mark.parametrize("answer", [whole, chunked])
def test_what_the_server_vouches_for_is_taken(
    tmp_path: Path, answer: Callable[[bytes], Answer], caplog: pytest.LogCaptureFixture
) -> None:
    bare = jxl(parts=False)[-124:]
    for file in (*(content for _, content in files().values()), bare, picture() + bytes(5000), heic()[:-6]):
        with FileServer(answer(file)) as server:
            image = Image(server.url, Downloads(clock=FakeClock(), home=server.url))
            assert image.bytes() == file
        assert image.complete is True
        assert len(server.seen) == 1
    assert caplog.text == ""


@row(52)
def test_an_end_that_nothing_tells_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    bare = jxl(parts=False)[-124:]
    with FileServer(unmeasured(bare)) as server:
        image = Image(server.url, Downloads(clock=FakeClock(), home=server.url))
        assert image.save(tmp_path / "a.{ext}", sidecar=True).read_bytes() == bare
        assert image.bytes() == bare
    assert "came without a length" in caplog.text
    assert "JXL" in caplog.text
    assert (image.format, image.complete) == ("JXL", None)
    assert "neither the server nor the format" in json.loads((tmp_path / "a.jxl.json").read_text())["complete"]


@row(49, 52)
@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize("gone", [1, 12, 30])
def test_a_picture_without_its_end_is_not_whole_whatever_its_length_says(tmp_path: Path, form: str, gone: int) -> None:
    file = picture(40, 30, form)
    with FileServer(whole(file[:-gone]), whole(file)) as server:
        fetch = Downloads(clock=FakeClock(), home=server.url)
        assert fetch.content(server.url) == file
        fetch.close()
    assert len(server.seen) == 2
    with pytest.raises(DownloadFailed, match=f"beginning of a {form}, without its end"):
        saved(tmp_path, whole(file[:-gone]))
    assert list(tmp_path.iterdir()) == []


@row(52)
@pytest.mark.parametrize(
    ("form", "more"), [("PNG", 900), ("JPEG", 900), ("PNG", 90_000), ("JPEG", 90_000), ("GIF", 900), ("BMP", 900)]
)
def test_a_picture_may_be_followed_by_something(tmp_path: Path, form: str, more: int) -> None:
    file = picture(40, 30, form) + bytes(more)
    with FileServer(whole(file)) as server:
        fetch = Downloads(clock=FakeClock(), home=server.url)
        assert fetch.content(server.url) == file
        fetch.close()
    assert len(server.seen) == 1


@row(53)
@pytest.mark.parametrize(("fault", "status"), [("expired-url", 403), ("file-gone", 404)])
def test_a_url_that_has_ended_says_so_and_when(case: Case, fault: str, status: int) -> None:
    image = made(case)[0]
    end = image.expires_at
    case.api.faults.add(fault, endpoint="result")
    error = case.fails(ResultExpired, image.bytes, f"HTTP {status}")
    assert end is not None
    assert f"until {end:%Y-%m-%d %H:%M:%S} UTC" in str(error)
    assert "24 hours" in str(error)
    assert error.hint is not None
    assert "billed" in error.hint
    assert case.queries("result") == 1


@row(54)
@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/a.png",
        "https://10.0.0.1/a.png",
        "https://[::ffff:192.168.0.1]/a.png",
        "https://167772161/a.png",
        "http://example.com/a.png",
        "file:///etc/passwd",
        "//user@192.168.1.1/a.png",
        "https://metadata.internal/",
    ],
)
def test_a_redirect_to_elsewhere_is_refused(case: Case, address: str) -> None:
    image = made(case)[0]
    case.api.faults.add(f"redirect:302 {address}", endpoint="result")
    case.fails(DownloadFailed, lambda: image.save(case.folder / "a.png"))
    assert case.queries("result") == 1
    assert list(case.folder.iterdir()) == []


@row(54)
def test_a_loop_of_redirects_ends_after_three(case: Case) -> None:
    image = made(case)[0]
    case.api.faults.add("redirect-loop", endpoint="result", times=None)
    case.fails(DownloadFailed, image.bytes, "more than 3 times")
    assert case.queries("result") == 4


@row(54)
def test_a_redirect_that_leads_on_is_followed(tmp_path: Path) -> None:
    content, server = saved(tmp_path, status(307, Location="/b.png"), whole())
    assert content == CONTENT
    assert not any("authorization" in map(str.lower, headers) for headers in server.seen)


@row(54)
@pytest.mark.parametrize(
    "url",
    [
        "http://results.example/a.png",
        "https://127.0.0.1/a.png",
        "https://0x7f.1/a.png",
        "https://192.168.1.5/a.png",
        "https://[fe80::1]/a.png",
        "https://[64:ff9b::a00:1]/a.png",
        "https://localhost/a.png",
        "https://a\n.example/",
        "https://[/",
    ],
)
def test_a_client_of_the_cloud_fetches_from_no_private_address(url: str) -> None:
    with pytest.raises(DownloadFailed) as caught:
        Downloads(home="https://dashscope-intl.aliyuncs.com/api/v1").content(url)
    assert "Signature" not in str(caught.value)


@row(54)
def test_a_name_that_leads_into_a_private_net_is_refused_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with FileServer(whole()) as server:

        def resolve(*_: object, **__: object) -> list[object]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.server_port))]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        fetch = Downloads(home="https://dashscope-intl.aliyuncs.com/api/v1")
        with pytest.raises(DownloadFailed, match=r"results\.example leads to 127\.0\.0\.1"):
            fetch.content(f"https://results.example:{server.server_port}/a.png")
        fetch.anywhere = True
        assert fetch.content(f"http://results.example:{server.server_port}/a.png") == CONTENT
        fetch.close()
    assert len(server.seen) == 1


@row(55)
@pytest.mark.parametrize("fault", ["html-file", "xml-file", "not-an-image", "compressed-file"])
def test_what_is_no_image_is_not_saved(case: Case, fault: str) -> None:
    image = made(case)[0]
    case.api.faults.add(fault, endpoint="result")
    case.fails(DownloadFailed, lambda: image.save(case.folder / "a.png"))
    assert list(case.folder.iterdir()) == []
    assert image.save(case.folder / "a.png").stat().st_size > 1000


@row(55)
def test_a_file_without_bytes_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="0 bytes"):
        saved(tmp_path, status(200))


@row(56)
def test_ten_gigabytes_are_not_begun(case: Case) -> None:
    image = made(case)[0]
    case.api.faults.add("huge-body:10000000000", endpoint="result")
    case.fails(DownloadFailed, lambda: image.save(case.folder / "a.png"), "limit sets how many")
    assert list(case.folder.iterdir()) == []


@row(56)
def test_a_body_without_end_stops_at_the_limit(case: Case) -> None:
    image = made(case)[0]
    case.client.downloads.limit = 1_000_000
    case.api.faults.add("endless-chunks", endpoint="result")
    case.fails(DownloadFailed, lambda: image.save(case.folder / "a.png"), "longer than 1,000,000 bytes")
    assert list(case.folder.iterdir()) == []


@row(31)
def test_a_dripping_file_ends_with_its_time(case: Case) -> None:
    image = made(case)[0]
    case.client.downloads.timeout = 0.3
    case.api.faults.add("slow-body:0.05", endpoint="result", times=None)
    error = case.fails(DownloadFailed, lambda: image.save(case.folder / "a.png"))
    assert "0.3 s" in error.message
