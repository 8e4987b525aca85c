"""The command: the emulator on a port until it is interrupted, and the demo."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import PIL.Image
import pytest
import urllib3

from brushwork import Client
from brushwork.__main__ import main

COMMAND = [sys.executable, "-m", "brushwork"]


@contextmanager
def emulator(*arguments: str) -> Generator[tuple[dict[str, str], subprocess.Popen[str]]]:
    """`brushwork emulator`, and what it says to export."""
    process = subprocess.Popen(
        [*COMMAND, "emulator", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(6)]
        yield dict(line.removeprefix("export ").strip().split("=", 1) for line in lines), process
    finally:
        process.kill()
        process.communicate()


def test_it_says_what_to_export_and_ends_on_an_interrupt() -> None:
    with emulator("--key", "sk-mine") as (exports, process):
        assert exports["BRUSHWORK_API_KEY"] == exports["DASHSCOPE_API_KEY"] == "sk-mine"
        url = exports["BRUSHWORK_BASE_URL"]
        assert exports["DASHSCOPE_HTTP_BASE_URL"] == url
        assert exports["BRUSHWORK_REGION"] == exports["DASHSCOPE_REGION"] == "ap-southeast-1"
        with Client("sk-mine", base_url=url) as client:
            client.z_image_turbo.generate("a cat")
        process.send_signal(signal.SIGINT)
        _, talk = process.communicate(timeout=30)
        assert process.returncode == 0
    assert "/__emulator__/ledger" in talk
    assert "images billed: 1" in talk
    assert "Traceback" not in talk


def test_the_ledger_is_where_it_says() -> None:
    with emulator("--limits", "--seed", "7", "--latency", "0.1") as (exports, process):
        url = exports["BRUSHWORK_BASE_URL"]
        with Client(exports["BRUSHWORK_API_KEY"], base_url=url) as client:
            client.z_image_turbo.generate("a cat")
        process.send_signal(signal.SIGTERM)
        assert process.stderr is not None
        place = re.search(r"ledger: (\S+)", process.stderr.readline())
        assert place is not None
        assert place[1].endswith("/__emulator__/ledger")
        assert place[1].partition("/__")[0] == url.partition("/api")[0]


def test_a_scenario_makes_it_go_wrong(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text("faults: [{fault: throttled, endpoint: multimodal-generation}]\n", "utf-8")
    with emulator("--scenario", str(scenario)) as (exports, _):
        reply = urllib3.request(
            "POST",
            exports["BRUSHWORK_BASE_URL"] + "/services/aigc/multimodal-generation/generation",
            headers={"Authorization": f"Bearer {exports['BRUSHWORK_API_KEY']}"},
            json={},
            retries=False,
        )
    assert reply.status == 429
    assert reply.json()["code"].startswith("Throttling")


def test_what_it_says_to_export_is_enough_to_keep_to_a_budget(tmp_path: Path) -> None:
    with emulator("--region", "cn-beijing") as (exports, _):
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), **exports}
        call = [*COMMAND, "gen", "a cat", "-m", "wan2.6-t2i", "-o", f"{tmp_path}/", "--max-cost"]
        done, refused = (
            subprocess.run([*call, most], capture_output=True, text=True, check=False, timeout=60, env=environment)
            for most in ("1CNY", "0.01CNY")
        )
    assert (done.returncode, refused.returncode) == (0, 7), done.stderr + refused.stderr
    assert len(list(tmp_path.glob("*.png"))) == 1


@pytest.mark.parametrize("missing", ["PIL", "jsonschema"])
def test_the_demo_without_its_extra_says_what_to_install(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = importlib.util.find_spec

    def find_spec(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == missing else known(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    monkeypatch.setattr(sys, "argv", ["brushwork", "demo", "--out", str(tmp_path / "demo")])
    assert main() == 2
    assert f"needs {missing}: pip install 'brushwork[emulator]'" in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()


_INTERRUPTING = """
import sys
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupt())
from brushwork.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize("command", ["emulator", "demo"])
@pytest.mark.parametrize("module", ["click", "brushwork_cli.program", "brushwork_emulator", "brushwork.testing"])
def test_an_interrupt_while_it_starts_is_told_in_a_word(command: str, module: str, tmp_path: Path) -> None:
    code = [sys.executable, "-c", _INTERRUPTING.format(module=module), command]
    done = subprocess.run(code, capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path)
    assert (done.returncode, done.stderr.strip()) == (130, "error: interrupted")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "COMMAND"),
        (["paint"], "'paint'"),
        (["emulator", "--port", "x"], "'x' is not a valid integer"),
        (["emulator", "--port", "70000"], "0<=x<=65535"),
        (["emulator", "--latency", "-1"], "'-1' is not a number of seconds"),
        (["emulator", "--latency", "nan"], "'nan' is not a number of seconds"),
    ],
)
def test_a_wrong_command_line_says_what_is_wrong(
    arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["brushwork", *arguments])
    assert main() == 2
    assert words in capsys.readouterr().err


def test_a_scenario_that_is_not_there_is_told_without_a_traceback() -> None:
    done = subprocess.run(
        [*COMMAND, "emulator", "--scenario", "no.yaml"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert "no.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told_without_a_traceback() -> None:
    with emulator() as (exports, _):
        port = exports["BRUSHWORK_BASE_URL"].split(":")[2].partition("/")[0]
        done = subprocess.run(
            [*COMMAND, "emulator", "--port", port], capture_output=True, text=True, check=False, timeout=60
        )
    assert done.returncode == 2
    assert "in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_package_installs_it() -> None:
    (found,) = entry_points(group="console_scripts", name="brushwork")
    assert found.load() is main


def test_asking_for_help_imports_no_emulator(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv=['brushwork', '--version']\n"
        "from brushwork.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'PIL', 'jsonschema', 'urllib3', 'brushwork_emulator'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


def _hosts() -> set[str]:
    """Where the API is, by region."""
    with Client("sk-none") as client:
        hosts = [host for region in client.models.api.regions for host in (region.host, region.workspace_host)]
    return {host for host in hosts if host is not None}


def _run(
    calls: dict[str, dict[str, Any]], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the page says of its calls in Python and for the shell makes the requests that it shows."""
    monkeypatch.chdir(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, call in calls.items():
            monkeypatch.setattr(sys, "argv", [*shlex.split(call["sh"]), "--dry-run", "--json"])
            assert main() == 0, call["sh"]
            assert json.loads(capsys.readouterr().out)["body"] == call["body"], name
            written = ast.parse(call["py"])
            made = written.body[2]
            assert isinstance(made, ast.Assign)
            assert isinstance(made.value, ast.Call)
            made.value.func = ast.Attribute(made.value.func, "prepare", ast.Load())
            made_of: dict[str, Any] = {}
            exec(ast.unparse(ast.Module(written.body[:3], [])), made_of)
            assert made_of["result"].body == call["body"], name
            made_of["client"].close()


def test_the_demo_makes_a_page_of_every_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["brushwork", "demo", "--out", str(tmp_path / "demo")])
    assert main() == 0
    target = Path(capsys.readouterr().out.strip())
    assert target == tmp_path / "demo/index.html"
    page = target.read_text("utf-8")
    assert len(page.encode()) < 300_000
    assert not re.search(r"127\.0\.0\.1|localhost|Signature=", page)
    assert set(re.findall(r"https?://[^/\"]+", page)) <= {"https://example.com"} | _hosts()
    for link in re.findall(r'(?:src|href)="(?!data:|#)([^"]+)"', page):
        assert (target.parent / unquote(link)).is_file()
    calls = json.loads(page.partition('id="calls">')[2].partition("</script>")[0])
    articles = {match[1]: match[0] for match in re.finditer(r'<article id="([^"]+)">.*?</article>', page, re.DOTALL)}
    with Client("sk-none") as client:
        for model in client.models.tables():
            for mode in model.modes.values():
                article, call = articles[f"{model.id}-{mode.name}"], calls[f"{model.id}-{mode.name}"]
                named = re.findall(r"<figcaption>(.*?)</figcaption>", article)
                assert set(named) >= {each.name for each in mode.inputs if each.minimum}
                assert set(named) <= {each.name for each in mode.inputs}
                assert len(re.findall("<img", article)) > len(named)
                assert ("cn-beijing" in article) == ("ap-southeast-1" not in model.regions)
                assert f"client.{model.identifier}.{mode.name}(" in call["py"]
                assert call["body"]["model"] == model.id
                assert call["curl"].startswith("curl -sS -X POST https://")
    with PIL.Image.open(target.parent / "contact.png") as sheet:
        assert sheet.width == 1200
    _run(calls, target.parent, monkeypatch, capsys)
    with PIL.Image.open(
        target.parent / "wanx2.1-imageedit/description_edit_with_mask/inputs/mask_image_url.png"
    ) as mask:
        assert (mask.mode, mask.getpixel((0, 0)), mask.getpixel((mask.width // 2, mask.height // 2))) == ("L", 0, 255)
