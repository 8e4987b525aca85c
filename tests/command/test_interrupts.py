"""Ctrl-C at any moment: the exit code is 130, and what runs on the server is named with how to take it up again."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from brushwork.testing import Emulator, VirtualClock
from brushwork_cli.execution.state import CallState, what_goes_on
from brushwork_runtime.results.download import Downloads
from brushwork_runtime.results.image import Image
from tests.command.running import Command

COMMAND = [sys.executable, "-m", "brushwork"]
PATIENCE = 30.0


@pytest.fixture
def slow() -> Iterator[Emulator]:
    """An emulator whose tasks end only when its clock is set forward."""
    with Emulator(key="sk-emulator-0123456789", latency=3600, clock=VirtualClock()) as emulator:
        yield emulator


@pytest.fixture
def start(slow: Emulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    monkeypatch.setenv("BRUSHWORK_BASE_URL", slow.url)
    monkeypatch.setenv("BRUSHWORK_API_KEY", slow.key)
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, restore_signals=True
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def until(process: subprocess.Popen[str], words: str) -> str:
    """What the process says up to a line with these words."""
    assert process.stderr is not None
    told = ""
    for line in process.stderr:
        told += line
        if words in line:
            return told
    raise AssertionError(f"it never said {words!r}: {told}")


def once(happened: Callable[[], bool]) -> None:
    """Return when it has happened."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def asked(api: Emulator) -> list[str]:
    """The endpoints that were asked, in their order."""
    return [seen.endpoint for seen in api.traffic]


def fetched(api: Emulator) -> int:
    """How many result files were asked for."""
    return asked(api).count("result")


def interrupted(process: subprocess.Popen[str]) -> tuple[str, str]:
    """stdout and the rest of stderr, after a Ctrl-C; a second one where Python loses the first, as in a callback."""
    process.send_signal(signal.SIGINT)
    try:
        out, err = process.communicate(timeout=PATIENCE / 3)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    return out, err


TASK = ("gen", "a cat", "-m", "wan2.2-t2i-flash", "-s", "512*512")


def test_while_a_task_runs_its_id_and_the_command_are_told(
    start: Callable[..., subprocess.Popen[str]], slow: Emulator
) -> None:
    process = start(*TASK)
    task_id = until(process, "task ").splitlines()[-1].removeprefix("task ").strip()
    out, err = interrupted(process)
    assert out == ""
    assert f"brushwork task wait {task_id}" in err
    assert slow.ledger.images == 1
    slow.clock.advance(3600)
    again = start("task", "wait", task_id)
    paths, _ = again.communicate(timeout=PATIENCE)
    assert again.returncode == 0
    assert Path(paths.strip()).read_bytes().startswith(b"\x89PNG")


def test_with_json_the_id_is_in_the_object(start: Callable[..., subprocess.Popen[str]]) -> None:
    process = start(*TASK, "--json")
    task_id = until(process, "task ").splitlines()[-1].removeprefix("task ").strip()
    out, _ = interrupted(process)
    error = json.loads(out)["error"]
    assert error["type"] == "Interrupted"
    assert error["task_id"] == task_id
    assert error["exit_code"] == 130
    assert f"brushwork task wait {task_id}" in error["hint"]


def test_while_several_are_waited_for_those_that_go_on_are_told(start: Callable[..., subprocess.Popen[str]]) -> None:
    submitted = [start(*TASK, "--no-wait", "-q") for _ in range(2)]
    ids = [process.communicate(timeout=PATIENCE)[0].strip() for process in submitted]
    process = start("task", "wait", *ids)
    until(process, "pending")
    _, err = interrupted(process)
    assert f"brushwork task wait {' '.join(ids)}" in err


def test_while_a_synchronous_answer_is_awaited_it_may_be_billed(
    start: Callable[..., subprocess.Popen[str]], slow: Emulator
) -> None:
    slow.faults.add("stall", endpoint="multimodal-generation")
    process = start("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512", "-v")
    once(lambda: "multimodal-generation" in asked(slow))
    out, err = interrupted(process)
    assert out == ""
    assert "may be made and billed" in err


def test_while_an_image_is_uploaded_nothing_is_billed(
    start: Callable[..., subprocess.Popen[str]], slow: Emulator, tmp_path: Path
) -> None:
    from PIL import Image

    Image.new("RGB", (512, 512), "navy").save(tmp_path / "room.png")
    slow.faults.add("stall-before-accepting", endpoint="upload-policy")
    process = start("gen", "night", "-m", "wan2.7-image", "-i", str(tmp_path / "room.png"), "-v")
    once(lambda: "upload-policy" in asked(slow))
    _, err = interrupted(process)
    assert "No request that is billed was sent." in err
    assert slow.ledger.images == 0


def test_while_images_are_fetched_their_addresses_are_told(
    start: Callable[..., subprocess.Popen[str]], slow: Emulator, tmp_path: Path
) -> None:
    slow.faults.add("stall-in-body", endpoint="result", nth=2)
    process = start(*TASK, "-n", "2", "-o", str(tmp_path), "-v")
    task_id = until(process, "task ").splitlines()[-1].removeprefix("task ").strip()
    slow.clock.advance(3600)
    once(lambda: any(tmp_path.glob("*-?.png")) and fetched(slow) == 2)
    time.sleep(0.3)  # a file is there a moment before it is counted
    _, err = interrupted(process)
    assert "1 saved, 1 not yet" in err
    assert ".png?Expires=" in err
    assert f"brushwork task wait {task_id}" in err
    assert [path.suffix for path in tmp_path.iterdir() if path.suffix in (".png", ".part")] == [".png"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(720 * 3600, "for 30 days"), (24 * 3600, "for 24 hours"), (600, "for 10 minutes"), (-9, "no more")],
)
def test_images_are_there_as_long_as_their_addresses_say(seconds: int, said: str) -> None:
    image = Image(f"https://store.example/a.png?Expires={int(time.time()) + seconds + 2}", Downloads())
    state = CallState(task_seconds=36 * 3600, stage="downloading", images=[image])
    assert what_goes_on(state) == f"0 saved, 1 not yet; those are available {said} at:\n{image.url}"
    assert "for a limited time" in what_goes_on(
        replace(state, images=[Image("https://store.example/a.png", Downloads())])
    )
    assert "within 36 hours: " in what_goes_on(replace(state, stage="waiting", tasks=["0385dc79"]))


def test_before_anything_is_sent(online: Command, api: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits for the prompt on stdin."""

    class Terminal(io.StringIO):
        def read(self, size: int | None = -1, /) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Terminal())
    done = online("gen", "-", "-m", "z-image-turbo")
    assert done.code == 130
    assert "interrupted" in done.err
    assert api.ledger.images == 0


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ('PyCapsule_Import could not import module "_socket"', 130, "error: interrupted\n"),
        ("cannot import name 'x' from 'y'", 2, "error: cannot import name 'x' from 'y'\n"),
    ],
)
def test_an_interrupt_that_python_loses_while_it_imports_ssl_is_one(
    command: Command, text: str, code: int, said: str
) -> None:
    """The C code of `ssl` drops the `KeyboardInterrupt` that came while it asked for the one of `socket`."""

    def lost(**_: object) -> object:
        raise ImportError(text)

    command.package = replace(command.package, make_client=lost)
    done = command("gen", "a cat", "--dry-run")
    assert (done.code, done.err) == (code, said)


@pytest.mark.parametrize(
    "module", ["brushwork_cli", "brushwork_cli.package", "brushwork.tables.api", "brushwork_cli.program"]
)
def test_an_interrupt_while_the_command_is_read_is_said_in_one_line(module: str) -> None:
    code = f"""
import sys
class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            raise KeyboardInterrupt
sys.modules.pop({module!r}, None)
sys.meta_path.insert(0, Interrupted())
from brushwork.__main__ import main
sys.exit(main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (130, "error: interrupted\n")
