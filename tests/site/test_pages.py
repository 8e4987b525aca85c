"""The pages of models say what is true: each example in Python, on the command line and as curl runs when copied."""

from __future__ import annotations

import json
import re
import shlex
import warnings
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import urllib3
from PIL import Image

import brushwork
from brushwork import BrushworkWarning, Client
from brushwork.__main__ import PACKAGE
from brushwork.testing import Emulator
from brushwork_cli import run
from generator.naming import file_name
from tests.package.facts import ROOT, specs
from tests.site.blocks import Block, blocks

FOLDER = ROOT / "generated/docs"
MODELS = {file_name(model.id): model for family in specs().families for model in family.models}


@pytest.fixture
def api(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Emulator]:
    """The emulator of a region that has the model, wherever a client looks for the service; warnings say nothing."""
    page: str = request.getfixturevalue("page")
    regions = [use.region for use in MODELS[page].regions]
    default = specs().api.default_region
    with Emulator(polls=1, region=default if default in regions else regions[0]) as emulator:
        # A region that is given comes before an address of the environment, so the address is given too.
        def connected(**settings: Any) -> Client:
            here: dict[str, Any] = {**settings, "api_key": emulator.key, "base_url": emulator.url}
            return Client(**here)

        monkeypatch.setattr(brushwork, "Client", connected)
        monkeypatch.setenv("BRUSHWORK_CONFIG", str(tmp_path / "none.toml"))
        monkeypatch.chdir(tmp_path)
        for name in set(re.findall(r"\b[\w-]+\.(?:png|jpg)\b", (FOLDER / f"models/{page}.md").read_text("utf-8"))):
            picture = Image.new("RGBA" if name == "cutout.png" else "RGB", (1280, 720), "navy")
            picture.paste(Image.effect_noise((160, 160), 64), (0, 0))  # some models want a few kilobytes
            picture.save(tmp_path / name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", BrushworkWarning)
            yield emulator


@pytest.mark.parametrize("page", MODELS)
def test_every_example_runs(page: str, api: Emulator, capsys: pytest.CaptureFixture[str]) -> None:
    """Each mode has the three, which make the same images; a query follows where curl is answered with a task."""
    shown = blocks(FOLDER / f"models/{page}.md")
    kinds = [_kind(block) for block in shown]
    package = replace(PACKAGE, make_client=brushwork.Client)
    starts = [number for number, kind in enumerate(kinds) if kind == "python"]
    assert len(starts) == len(MODELS[page].modes)
    for start, end in pairwise([*starts, len(shown)]):
        python, command, curl, *query = shown[start:end]
        assert kinds[start:end] in (["python", "brushwork", "curl"], ["python", "brushwork", "curl", "curl"])
        exec(compile(python.code, page, "exec"), {})
        made = api.ledger.images
        assert made, python.code
        api.ledger.clear()
        assert run(package, _words(command.code)[1:]) == 0, capsys.readouterr().err
        assert (api.ledger.images, capsys.readouterr().err.count("Traceback")) == (made, 0), command.code
        api.ledger.clear()
        answer = _sent(curl.code, api)
        assert ("task_id" in answer.get("output", {})) == bool(query)
        for block in query:
            state = _sent(block.code.replace("TASK_ID", answer["output"]["task_id"]), api)
            assert state["output"]["task_status"] == "SUCCEEDED"
        assert api.ledger.images == made, curl.code
        api.ledger.clear()


@pytest.mark.parametrize("page", MODELS)
def test_the_chinese_page_has_the_same_examples(page: str) -> None:
    english, chinese = (blocks(FOLDER / f"{folder}models/{page}.md") for folder in ("", "zh/"))
    assert [(block.language, block.code) for block in chinese] == [(block.language, block.code) for block in english]


def _kind(block: Block) -> str:
    return block.language if block.language == "python" else block.code.split()[0]


def _words(code: str) -> list[str]:
    """What the shell makes of a command of several lines."""
    return shlex.split(code.replace("\\\n", ""))


def _sent(code: str, api: Emulator) -> dict[str, dict[str, str]]:
    """The answer to a curl command, as the shell would send it, from the emulator."""
    words = _words(code.replace("$DASHSCOPE_API_KEY", api.key))
    (url,) = (word for word in words if word.startswith("https://"))
    headers = dict(each.split(": ", 1) for flag, each in pairwise(words) if flag == "-H")
    body = next((each for flag, each in pairwise(words) if flag == "-d"), None)
    address = f"{api.origin}{re.sub(r'^https://[^/]+', '', url)}"
    answer = urllib3.request("POST" if body else "GET", address, body=body, headers=headers, retries=False)
    assert answer.status == 200, answer.data
    told: dict[str, dict[str, str]] = json.loads(answer.data)
    return told
