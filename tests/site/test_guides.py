"""The guides say what is true: every block of code runs, and prints what the page says it prints."""

from __future__ import annotations

import json
import logging
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import dashscope
import pytest
import urllib3
from PIL import Image

from brushwork import Client
from brushwork.batch import Journal
from brushwork.tables.api import API
from brushwork.testing import Emulator
from brushwork_batch.batch import give_back
from brushwork_batch.orders import Orders
from brushwork_web.pictures import Pictures
from brushwork_web.server import Server
from brushwork_web.studio import Studio
from generator.cli import main
from generator.ir import Json, Spec
from generator.load.parse import read
from generator.pipeline import planned
from generator.spec_language.family import FAMILY
from generator.spec_language.shape import Between, Choice, Either, Items, Map, Record, Shape, Tagged
from tests.package.facts import ROOT
from tests.site.blocks import CHINESE, GUIDES, Block, blocks, commands

LOG = logging.getLogger("brushwork")
HOST = "https://dashscope-intl.aliyuncs.com/api/v1"
EMULATED = "http://127.0.0.1:8123"
"""Where `brushwork emulator --port 8123` listens."""
MADE = {"boxes": ["boxes.png", "room-with-clock.png"], "interleave": ["latte/index.md"], "quickstart": ["poster.png"]}
"""Some of the files that the blocks of a guide leave behind."""


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, brushwork_emulator: Emulator) -> Path:
    """A folder with the pictures that the guides name, and the emulator wherever a client looks for the service."""
    for name in ("clock.jpg", "room.jpg", "car.jpg", "graffiti.jpg", "photo.jpg"):
        Image.new("RGB", (1280, 720), "navy").save(tmp_path / name)
    Image.new("RGB", (64, 64), "navy").save(tmp_path / "tiny.png")
    Image.new("L", (1280, 720), 255).save(tmp_path / "mask.png")
    (tmp_path / "jobs.jsonl").write_text('{"key": "cat", "model": "wan2.6-t2i", "prompt": "a cat"}\n', "utf-8")
    curl = next(block.code for block in blocks(ROOT / "docs/guides/from-curl.md") if block.language == "sh")
    (tmp_path / "command.sh").write_text(curl, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRUSHWORK_REGION", "intl")
    monkeypatch.setenv("BRUSHWORK_BASE_URL", brushwork_emulator.url)  # put back when a block has set another
    monkeypatch.setenv("DASHSCOPE_API_KEY", brushwork_emulator.key)
    monkeypatch.setattr(dashscope, "api_key", brushwork_emulator.key)
    monkeypatch.setattr(dashscope, "base_http_api_url", brushwork_emulator.url)
    return tmp_path


@pytest.fixture
def own_process(tmp_path: Path) -> Iterator[None]:
    """What a program may set, or open, for its whole process is put back."""
    told, level, handlers = signal.getsignal(signal.SIGTERM), LOG.level, list(logging.getLogger().handlers)
    yield
    give_back(tmp_path / "engine.journal")
    signal.signal(signal.SIGTERM, told)
    LOG.setLevel(level)
    logging.getLogger().handlers[:] = handlers


@pytest.fixture
def served(page: Path, workshop: Path, brushwork_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What `brushwork serve` starts, for the guide about it, in the place of the address that it names."""
    if page.stem != "serve":
        yield
        return
    token, out = "a-token-of-mine", workshop / "out"
    with Client() as client, Journal(workshop / "serve.journal") as journal:
        studio = Studio(
            client=client,
            orders=Orders(journal, client, out=out),
            pictures=Pictures(out, journal, token),
            token=token,
            emulated=False,
            model="wan2.6-t2i",
            version="0",
        )
        with Server(studio) as server:
            monkeypatch.setenv("OPENAI_BASE_URL", f"{server.origin}/v1")
            monkeypatch.setenv("OPENAI_API_KEY", token)
            yield


@pytest.mark.parametrize("page", [*GUIDES, *CHINESE], ids=lambda page: f"{page.parent.name}/{page.stem}")
@pytest.mark.brushwork_emulator(polls=1)
@pytest.mark.filterwarnings("ignore:Using `httpx`")  # what FastAPI's test client says of the version beside it
@pytest.mark.usefixtures("served", "no_warnings", "own_process")
def test_every_block_of_python_runs(
    page: Path, brushwork_emulator: Emulator, capsys: pytest.CaptureFixture[str], workshop: Path
) -> None:
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(page):
        if block.language == "python" and "def test_" not in block.code:
            padding = "\n" * (block.line - 1)  # so that a traceback names the line of the page
            exec(compile(padding + block.code, str(page), "exec"), names)
            printed = capsys.readouterr().out.replace(brushwork_emulator.url, HOST)
            assert block.prints is None or printed == block.prints, f"{page.name}:{block.line}"
    for file in MADE.get(page.stem, []):
        assert (workshop / file).exists()


def test_every_test_of_the_guides_passes(tmp_path: Path) -> None:
    found = [block.code for page in GUIDES for block in blocks(page) if "def test_" in block.code]
    for number, code in enumerate(found):
        (tmp_path / f"test_guide_{number}.py").write_text(code, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout
    assert f"{sum(code.count('def test_') for code in found)} passed" in done.stdout


def test_every_block_is_of_a_known_kind() -> None:
    kinds = {block.language for page in GUIDES for block in blocks(page)}
    assert kinds == {"python", "text", "console", "sh", "yaml", "dockerfile", "json", "toml"}


TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
SETTINGS = ("BRUSHWORK_LOG", "OPENAI_API_KEY", "OPENAI_BASE_URL")
VARIABLES = {*SETTINGS, *(name for names in API.environment.values() for name in names)}
COMMANDS = [
    (page, command)
    for page in GUIDES
    for block in blocks(page)
    if block.language in ("console", "sh")
    for command in commands(block.code)
]


@pytest.mark.parametrize(("page", "command"), COMMANDS, ids=lambda each: getattr(each, "stem", None))
@pytest.mark.usefixtures("workshop")
def test_every_command_is_one_that_works(page: Path, command: str, brushwork_emulator: Emulator) -> None:
    match shlex.split(command):
        case ["curl", *words]:
            assert _sent(words, brushwork_emulator) == 200
        case ["brushwork", "demo", "--out", _]:  # tests of the command run it
            assert "--out" in _output("demo", "--help")
        case ["brushwork", "emulator", *words]:  # it would run until it is stopped
            flags = {word for word in words if word.startswith("--")}
            assert flags <= set(re.findall(r"--[a-z]+", _output("emulator", "--help")))
        case ["brushwork", "mcp", *words] | ["claude", "mcp", "add", "brushwork", "--", *words]:
            _starts(words)
        case ["brushwork", "batch", "status" | "report" as what, file] if file.endswith("mcp.journal"):
            assert _output("batch", what, "--help")  # tests of the server ask it of one that was started
        case ["brushwork", "skill", "install", *_]:  # the page names folders of the reader's home
            assert _output("skill", "install", "--to", "skills")
        case ["brushwork", "serve", *words]:  # it would run until it is stopped
            flags = {word for word in words if word.startswith("--")}
            assert flags <= set(re.findall(r"--[a-z-]+", _output("serve", "--help")))
        case ["brushwork", "login"]:  # it asks
            assert _output("login", "--help")
        case ["brushwork", "batch", what, *words] if any(word.startswith("postgresql:") for word in words):
            flags = {word for word in words if word.startswith("-")}  # tests of batches start such a server
            assert flags <= set(re.findall(r"-[a-z-]+", _output("batch", what, "--help")))
        case ["createdb", name]:
            assert name.isalpha()
        case ["brushwork", "batch", "status" | "resume" | "report" | "work" as what, file]:  # of a batch that was begun
            _output("batch", "run", file)
            _output("batch", what, file)
        case ["brushwork", *words]:
            _output(*words)
        case ["python", "-m", "generator", "new", model, "--like", other]:
            specs = shutil.copytree(ROOT / "specs", Path("specs"))
            assert main(["new", "--specs", str(specs), model, "--like", other]) == 0
            assert model in planned(specs).spec.models
        case ["make", target]:
            assert target in TARGETS
        case ["pip", "install", "--target", "app", "brushwork"] | ["python", "-m", "zipapp", *_] | ["pyinstaller", _]:
            assert page.name == "serverless.md"  # tests/release/test_packed.py packs programs like its
        case ["export", setting]:
            assert setting.partition("=")[0] in VARIABLES
        case ["pip", "install", what]:
            assert re.fullmatch(r"(\.|brushwork)(\[(emulator|cli|mcp|postgres|serve)\])?", what)
        case other:
            pytest.fail(f"{page.name}: nobody knows how to try {other}")


def _starts(words: list[str]) -> None:
    """A server for agents with these words, which a client starts by itself, or with uvx."""
    uvx = ["uvx", "--from", "brushwork[mcp]", "brushwork", "mcp"]
    words = words[len(uvx) :] if words[: len(uvx)] == uvx else words
    flags = [word for word in words if word.startswith("-")]
    assert set(flags) <= set(re.findall(r"--[a-z-]+", _output("mcp", "--help")))


@pytest.mark.parametrize(
    "block",
    [block for page in GUIDES for block in blocks(page) if block.language in ("json", "toml")],
    ids=lambda block: f"{block.language}-{block.line}",
)
def test_every_setting_of_a_client_starts_the_server(block: Block) -> None:
    found = json.loads(block.code) if block.language == "json" else tomllib.loads(block.code)
    (servers,) = found.values()
    (started,) = servers.values()
    _starts([started["command"], *started["args"]])


def _output(*words: str) -> str:
    """What the command prints; it must end well."""
    command = [sys.executable, "-m", "brushwork", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _sent(words: list[str], api: Emulator) -> int:
    """The request of a curl command, sent to the emulator; its status."""
    (url,) = (word for word in words if word.startswith(("https://", EMULATED)))
    headers = dict(each.split(": ", 1) for flag, each in pairwise(words) if flag == "-H")
    body = words[words.index("-d") + 1]
    assert json.loads(body)["fault" if url.startswith(EMULATED) else "model"]
    assert headers.pop("Authorization") == "Bearer $DASHSCOPE_API_KEY"
    headers["Authorization"] = f"Bearer {api.key}"
    url = url.replace(HOST, api.url).replace(EMULATED, api.origin)
    return urllib3.request("POST", url, body=body, headers=headers, retries=False).status


_YAML = [block.code for page in GUIDES for block in blocks(page) if block.language == "yaml"]
YAML = [code for code in _YAML if not code.startswith("faults:")]  # which is a scenario, and no spec
EXCERPTS = [code for code in YAML if not code.startswith("family:")]


def _laid_over(base: Json, excerpt: Json) -> Json:
    if not isinstance(base, dict) or not isinstance(excerpt, dict):
        return excerpt
    return base | {key: _laid_over(base.get(key), value) for key, value in excerpt.items()}


def _planned(folder: Path, spec: str) -> Spec:
    """The specs of the repository and one more."""
    (folder / "models").mkdir()
    for file in [*(ROOT / "specs").glob("*.yaml"), *(ROOT / "specs/models").glob("*.yaml")]:
        (folder / file.relative_to(ROOT / "specs")).write_bytes(file.read_bytes())
    (folder / "models" / "fresco-3.yaml").write_text(spec, "utf-8")
    return planned(folder).spec


def test_the_spec_of_the_guide_is_a_sound_one(tmp_path: Path) -> None:
    (whole,) = (code for code in YAML if code not in EXCERPTS)
    spec = _planned(tmp_path, whole)
    (family,) = (family for family in spec.families if family.id == "fresco-3")
    assert [model.id for model in family.models] == ["fresco-3-mini"]
    assert spec.chinese["Small and quick."] == "小巧快速。"


@pytest.mark.parametrize("excerpt", EXCERPTS, ids=lambda code: code.split(":")[0])
def test_an_excerpt_of_the_guide_fits_its_spec(excerpt: str, tmp_path: Path) -> None:
    (whole,) = (code for code in YAML if code not in EXCERPTS)
    base, more = (read("guide.yaml", code.encode())[0].data for code in (whole, excerpt))
    _planned(tmp_path, json.dumps(_laid_over(base, more), ensure_ascii=False, indent=1))


def _words(shape: Shape) -> Iterator[tuple[str, bool]]:
    """Every word of the spec language below a shape; with each, whether it is a key, a type or a rule, not a value."""
    match shape:
        case Record(fields):
            for name, field in fields.items():
                yield name.rstrip("!"), True
                yield from _words(field)
        case Tagged(tag, records):
            yield tag, True
            for name, record in records.items():
                yield name, True
                yield from _words(record)
        case Either(shapes):
            for each in shapes:
                yield from _words(each)
        case Choice(options):
            yield from ((option, False) for option in options)
        case Items() | Between() | Map():
            yield from _words(shape.of)
        case _:
            pass


def _written(value: Json) -> Iterator[str]:
    """The keys of a spec, and its texts."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield key
            yield from _written(entry)
    elif isinstance(value, list):
        for item in value:
            yield from _written(item)
    elif isinstance(value, str):
        yield value


def test_the_guide_of_models_shows_every_word_of_the_spec_language() -> None:
    """Keys, types and rules in a spec that a test reads; values of a choice at least in the text."""
    shown = {word for code in YAML for word in _written(read("guide.yaml", code.encode())[0].data)}
    text = (ROOT / "docs/guides/adding-a-model.md").read_text("utf-8")
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    named = shown | {word for code in re.findall(r"`([^`\n]+)`", prose) for word in re.findall(r"[\w+*-]+", code)}
    words = set(_words(FAMILY))
    assert {word for word, _ in words} > {"family", "sums_to", "palette", "messages", "members"}
    assert sorted(word for word, key in words if key and word not in shown) == []
    assert sorted(word for word, key in words if not key and word not in named) == []
