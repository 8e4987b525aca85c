"""Rows 57 to 61: what the disk, another process or a name does to a file."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from brushwork_runtime.base.errors import DownloadFailed, ResultExpired
from brushwork_runtime.results.download import Downloads
from brushwork_runtime.results.saving import safe
from tests.reliability.case import PROMPT, Case, row
from tests.reliability.files import CONTENT, FileServer, Handler, whole

ROOT = Path(__file__).parents[2]


def failing(code: int) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise OSError(code, os.strerror(code))

    return fail


@row(57)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("overwrite", [True, False])
def test_a_disk_that_refuses_names_the_file_and_leaves_the_old_one(
    case: Case, monkeypatch: pytest.MonkeyPatch, code: int, overwrite: bool
) -> None:
    image = case.client.z_image_turbo.generate(PROMPT, size="512*512")[0]
    target = case.folder / "a.png"
    if overwrite:
        target.write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing(code))
        error = case.fails(OSError, lambda: image.save(target, overwrite=overwrite))
    assert (error.errno, error.filename) == (code, str(target))
    assert [path.name for path in case.folder.iterdir()] == (["a.png"] if overwrite else [])
    assert not overwrite or target.read_bytes() == b"old"
    case.billed = 1


@row(57)
def test_a_disk_that_fills_up_while_bytes_come(case: Case) -> None:
    image = case.client.z_image_turbo.generate(PROMPT, size="512*512")[0]
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from brushwork_runtime.results.download import Downloads\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\n"
        "try:\n"
        "    Downloads(home=sys.argv[1]).file(sys.argv[1], lambda form: Path(sys.argv[2]))\n"
        "except OSError as error:\n"
        "    print(error.errno, error.filename)\n"
    )
    target = case.folder / "a.png"
    done = subprocess.run(python(code, image.url, str(target)), capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.split() == [str(errno.EFBIG), str(target)]
    assert list(case.folder.iterdir()) == []


@row(57)
@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_to(case: Case) -> None:
    image = case.client.z_image_turbo.generate(PROMPT, size="512*512")[0]
    case.folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    error = case.fails(PermissionError, lambda: image.save(case.folder / "a.png"))
    assert error.filename == str(case.folder / "a.png")


def python(code: str, *arguments: str) -> list[str]:
    paths = [str(ROOT / name) for name in ("generated", "runtime")]
    return [sys.executable, "-c", f"import sys\nsys.path[:0] = {paths!r}\n{code}", *arguments]


FETCH = (
    "from pathlib import Path\n"
    "from brushwork_runtime.results.download import Downloads\n"
    "Downloads(home=sys.argv[1]).file(sys.argv[1], lambda form: Path(sys.argv[2]), overwrite=True)\n"
)


@row(58)
@pytest.mark.parametrize("old", [b"", b"the old file"])
def test_a_killed_process_leaves_no_half_file(tmp_path: Path, old: bytes) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def half(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(CONTENT)))
        handler.end_headers()
        handler.wfile.write(CONTENT[: len(CONTENT) // 2])
        handler.wfile.flush()
        begun.set()
        go_on.wait(10)
        handler.close_connection = True

    target = tmp_path / "a.png"
    if old:
        target.write_bytes(old)
    with FileServer(half) as server:
        process = subprocess.Popen(python(FETCH, server.url, str(target)))
        try:
            assert begun.wait(20)
            end = time.monotonic() + 10
            while not any(path.suffix == ".part" for path in tmp_path.iterdir()) and time.monotonic() < end:
                time.sleep(0.01)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(10)
            go_on.set()
    assert (target.read_bytes() if target.exists() else b"") == old


@row(59)
def test_two_processes_with_one_name_leave_one_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    with FileServer(whole()) as server:
        processes = [subprocess.Popen(python(FETCH, server.url, str(target))) for _ in range(2)]
        assert [process.wait(30) for process in processes] == [0, 0]
    assert target.read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


@row(59)
def test_many_threads_with_one_name_and_no_leave_to_overwrite_leave_one(tmp_path: Path) -> None:
    outcomes: list[object] = []
    with FileServer(whole()) as server:
        fetch = Downloads(home=server.url)

        def save() -> None:
            try:
                outcomes.append(fetch.file(server.url, lambda form: tmp_path / "a.png"))
            except FileExistsError as error:
                outcomes.append(error)

        threads = [threading.Thread(target=save) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        fetch.close()
    assert sum(isinstance(outcome, Path) for outcome in outcomes) == 1
    assert (tmp_path / "a.png").read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


@row(60)
def test_what_stands_in_the_way_stays(case: Case) -> None:
    image = case.client.z_image_turbo.generate(PROMPT, size="512*512")[0]
    other = case.folder / "other"
    other.write_bytes(b"other")
    link, dangling, folder = (case.folder / name for name in ("link.png", "dangling.png", "folder.png"))
    link.symlink_to(other)
    dangling.symlink_to(case.folder / "nowhere")
    folder.mkdir()
    for target in (other, link, dangling):
        case.fails(FileExistsError, lambda target=target: image.save(target), "overwrite=True")  # type: ignore[misc]
    for overwrite in (True, False):
        case.fails(IsADirectoryError, lambda overwrite=overwrite: image.save(folder, overwrite=overwrite), "folder")  # type: ignore[misc]
    image.save(link, overwrite=True)
    assert not link.is_symlink()
    assert other.read_bytes() == b"other"
    image.save(dangling, overwrite=True)
    assert not (case.folder / "nowhere").exists()


@row(61)
def test_no_name_comes_from_the_service(case: Case) -> None:
    case.api.faults.add("content-disposition", endpoint="result", times=None)
    result = case.client.z_image_turbo.generate(PROMPT, size="512*512")
    paths = result.save(case.folder / "out")
    assert [path.parent for path in paths] == [case.folder / "out"]
    assert paths[0].name.startswith("z-image-turbo-")
    assert {path.name for path in case.folder.iterdir()} == {"out"}


@row(61)
def test_a_url_that_leads_out_names_nothing(case: Case) -> None:
    case.api.faults.add("result-url:http://127.0.0.1:1/%2e%2e%2fx%00.png")
    result = case.client.z_image_turbo.generate(PROMPT, size="512*512")
    case.client.downloads.timeout = 0.1
    case.fails(DownloadFailed, lambda: result.save(case.folder))
    assert list(case.folder.iterdir()) == []


@row(61)
@pytest.mark.parametrize(
    "value",
    [
        "CON",
        "con.png",
        "nul",
        "COM1",
        "lpt9.txt",
        "CONIN$",
        "a/b",
        "a\\b",
        "..",
        "a\0b",
        "x" * 300,
        "a:b",
        "é" * 300,
        "a. ",
    ],
)
def test_fields_are_names_on_every_system(value: str) -> None:
    name = safe(value)
    assert not set(name) & set('/\\:*?"<>|\0')
    assert name.partition(".")[0].upper() not in {"CON", "NUL", "COM1", "LPT9", "CONIN$"}
    assert len(name.encode()) <= 80
    assert name == name.strip(". ")
    assert name != ".."


def several(case: Case) -> list[str]:
    """The names of the files that are there."""
    return sorted(path.name for path in case.folder.iterdir())


@row(53, 57)
def test_one_image_that_fails_loses_no_other(case: Case) -> None:
    result = case.client.qwen_image_2_0_pro.generate(PROMPT, n=4, size="1024*1024")
    case.api.faults.add("expired-url", endpoint="result", nth=2)
    error = case.fails(ResultExpired, lambda: result.save(str(case.folder / "{i}.png")))
    assert len(several(case)) == 3
    assert error.hint is not None
    for name in several(case):
        assert name in error.hint
    assert "of 4" in error.hint
    assert [image.path is not None for image in result].count(True) == 3
    case.billed = 4


@row(60)
def test_images_are_saved_in_their_order_and_all_before_an_error_of_the_disk(case: Case) -> None:
    result = case.client.qwen_image_2_0_pro.generate(PROMPT, n=4, size="1024*1024")
    (case.folder / "1.png").write_bytes(b"mine")
    error = case.fails(FileExistsError, lambda: result.save(str(case.folder / "{i}.png")))
    assert several(case) == ["0.png", "1.png", "2.png", "3.png"]
    assert (case.folder / "1.png").read_bytes() == b"mine"
    assert "image 2 of 4" in error.__notes__[0]
    paths = result.save(str(case.folder / "{i}.png"), overwrite=True)
    assert [path.name for path in paths] == several(case)
    assert [path.read_bytes() == image.bytes() for path, image in zip(paths, result, strict=True)] == [True] * 4


@row(67)
def test_ctrl_c_while_images_are_fetched_leaves_nothing_half(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    result = case.client.qwen_image_2_0_pro.generate(PROMPT, n=3, size="1024*1024")
    case.api.faults.add("slow-body:5", endpoint="result", times=None)
    join = threading.Thread.join

    def interrupted(thread: threading.Thread, timeout: float | None = None) -> None:
        if timeout is None and thread.name.startswith("brushwork-save"):
            join(thread, 0.3)
            raise KeyboardInterrupt
        join(thread, timeout)

    monkeypatch.setattr(threading.Thread, "join", interrupted)
    begun = time.monotonic()
    case.fails(KeyboardInterrupt, lambda: result.save(case.folder))
    assert time.monotonic() - begun < 3  # five seconds lie between two bytes
    assert list(case.folder.iterdir()) == []
