"""`brushwork serve` as it is started: with a key and without, until it is told to stop."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from openai import OpenAI

from brushwork.__main__ import PACKAGE
from brushwork.testing import Emulator
from brushwork_cli import run
from tests.package.facts import ROOT

KEY = "sk-the-key-of-the-account"
TOKEN = "a-token-of-tests"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home without settings, and no key."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    for name in ("BRUSHWORK_API_KEY", "DASHSCOPE_API_KEY", "QWEN_API_KEY", "BRUSHWORK_SERVE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@contextmanager
def started(folder: Path, *words: str, **environment: str) -> Generator[tuple[dict[str, Any], subprocess.Popen[str]]]:
    """The command in a process of its own, and what it says about itself."""
    path = os.pathsep.join(str(ROOT / name) for name in ("generated", "runtime"))
    command = [sys.executable, "-m", "brushwork", "serve", "--port", "0", "--token", TOKEN, "--json", *words]
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": path, **environment}, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline()), process
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def buy(told: dict[str, Any], prompt: str = "a cat") -> dict[str, Any]:
    with OpenAI(api_key=told["token"], base_url=told["base_url"]) as client:
        made: Any = client.images.generate(prompt=prompt).model_extra
        return dict(made["brushwork"])


def test_without_a_key_it_is_the_emulator_and_says_so(tmp_path: Path) -> None:
    with started(tmp_path) as (told, _):
        assert told["emulator"]
        assert told["page"] == told["base_url"].removesuffix("/v1") + f"/?token={TOKEN}"
        assert buy(told)["emulator"]
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with browser.open(told["page"], timeout=20) as answer:
            assert 'id="form"' in answer.read().decode()
    (picture,) = (tmp_path / "out/serve").glob("*.png")
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_with_a_key_it_buys_within_the_budget_that_outlives_it(tmp_path: Path) -> None:
    with Emulator(key=KEY) as api:
        where = {"BRUSHWORK_API_KEY": KEY, "BRUSHWORK_BASE_URL": api.url, "BRUSHWORK_REGION": "intl"}
        with started(tmp_path, "--budget", "0.05", **where) as (told, _):
            assert not told["emulator"]
            assert told["money"] == [{"currency": "USD", "budget": "0.05", "spent": "0"}]
            assert KEY not in json.dumps(told)
            assert buy(told)["cost"] == "0.03"
        with started(tmp_path, "--budget", "0.05USD", **where) as (told, _):
            assert told["money"] == [{"currency": "USD", "budget": "0.05", "spent": "0.03"}]
            assert buy(told)["cost"] == "0.03", "the same again is found in the journal"
            with pytest.raises(Exception, match="of the budget are left"):
                buy(told, "a dog")
        assert api.ledger.images == 1


def test_with_a_key_a_budget_is_required(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUSHWORK_API_KEY", KEY)
    assert run(PACKAGE, ["serve", "--port", "0"]) == 2
    said = capsys.readouterr().err
    assert "--budget must say what the server may spend" in said
    assert KEY not in said
    assert not Path("out").exists()


def test_a_short_token_and_a_port_in_use_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(PACKAGE, ["serve", "--emulator", "--token", "short"]) == 2
    assert "fewer than 12 characters" in capsys.readouterr().err
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(PACKAGE, ["serve", "--emulator", "--port", str(port)]) == 2
    assert f"port {port} of 127.0.0.1 is not available" in capsys.readouterr().err


@pytest.mark.parametrize(("only", "page", "models"), [("page", 200, 404), ("openai", 404, 200)])
def test_each_way_can_be_served_alone(only: str, page: int, models: int, tmp_path: Path) -> None:
    with started(tmp_path, "--only", only) as (told, _):
        assert set(told) >= ({"page"} if only == "page" else {"base_url"})
        origin = re.match(r"http://[^/]+", told.get("page") or told["base_url"])
        assert origin is not None
        found: list[int] = []
        for path in ("/api/start", "/v1/models"):
            request = urllib.request.Request(origin[0] + path, headers={"Authorization": f"Bearer {TOKEN}"})
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    found.append(answer.status)
            except urllib.error.HTTPError as error:
                found.append(error.code)
                error.close()
        assert found == [page, models]


def test_what_it_says_to_people(tmp_path: Path) -> None:
    path = os.pathsep.join(str(ROOT / name) for name in ("generated", "runtime"))
    command = [sys.executable, "-m", "brushwork", "serve", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert process.stderr is not None
    said: list[str] = []
    while not said or "Ctrl-C" not in said[-1]:
        said.append(process.stderr.readline())
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[0-9a-f]{32}\nhttp://127\.0\.0\.1:\d+/v1\n", out)
    assert "the emulator draws the pictures, and nothing costs anything" in "".join(said)


def test_none_of_it_is_loaded_before_it_is_asked_for() -> None:
    code = (
        "import sys\nfrom brushwork.__main__ import PACKAGE\nfrom brushwork_cli import run\n"
        "run(PACKAGE, ['models', '--json'])\n"
        "print([name for name in sys.modules if name.startswith(('brushwork_web', 'starlette', 'uvicorn'))])\n"
    )
    path = os.pathsep.join(str(ROOT / name) for name in ("generated", "runtime"))
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
