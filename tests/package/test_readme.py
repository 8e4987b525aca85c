"""The README says what is true: its code runs as it stands."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from brushwork.testing import Emulator
from generator.naming import file_name
from tests.package.facts import ROOT, specs

README = (ROOT / "README.md").read_text("utf-8")
INDEX = (ROOT / "generated/docs/index.md").read_text("utf-8")
ACCEPTED = re.compile(r"Accepted unchanged by: ([^\n]*(?:\n {6}[^\n]*)*)\.(?=\n|$)")
BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.mark.brushwork_emulator(polls=1)
@pytest.mark.usefixtures("no_warnings")
def test_every_block_of_python_runs(
    brushwork_emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("clock.jpg", "room.jpg"):
        Image.new("RGB", (1280, 720), "navy").save(name)
    names: dict[str, object] = {}
    for number, block in enumerate(BLOCKS, 1):
        if "recover()" in block:
            brushwork_emulator.faults.add("drop-after-accepting")
        exec(compile(block, f"README.md, block {number}", "exec"), names)
    assert len(BLOCKS) >= 6
    assert (tmp_path / "shop.png").exists()
    assert (tmp_path / "latte" / "index.md").exists()
    assert "curl -sS -X POST" in capsys.readouterr().out
    assert brushwork_emulator.ledger.images > len(BLOCKS)


def test_the_first_screen_shows_what_it_makes_and_how() -> None:
    screen = README.partition("## Quickstart")[0]
    assert len(screen.splitlines()) <= 24
    (picture,) = re.findall(r"^!\[[^]]+\]\(([^)]+)\)$", screen, re.MULTILINE)
    assert (ROOT / picture).stat().st_size <= 300_000
    with Image.open(ROOT / picture) as gallery:
        assert gallery.width >= 1000
        assert len(gallery.convert("RGB").getcolors(1 << 24) or ()) > 1000
    assert re.findall(r"^\$ (make \w+)", screen, re.MULTILINE) == ["make demo", "make test"]
    (block,) = re.findall(r"^```python\n(.*?)^```", screen, re.MULTILINE | re.DOTALL)
    assert len(block.strip().splitlines()) == 3, "two lines of Python, and one between them"


def test_the_commands_of_the_quickstart_make_pictures(
    brushwork_emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = re.findall(
        r"^\$ \.venv/bin/brushwork (.*)$", README.partition("## Quickstart")[2].partition("## ")[0], re.MULTILINE
    )
    assert ["--emulator" in line for line in lines] == [True, False]
    monkeypatch.chdir(tmp_path)
    for line in lines:
        done = subprocess.run(
            [sys.executable, "-m", "brushwork", *shlex.split(line)],
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
            env=environment(),
        )
        assert done.returncode == 0, done.stderr
        with Image.open(tmp_path / done.stdout.strip()) as picture:
            assert min(picture.size) >= 1000
    assert brushwork_emulator.ledger.images == 1  # the one without --emulator


def environment() -> dict[str, str]:
    path = os.pathsep.join(str(ROOT / part) for part in ("generated", "runtime"))
    return {**os.environ, "PYTHONPATH": path}


def test_the_refusal_is_the_one_that_is_shown() -> None:
    shown = re.search(r"^```text\n(InvalidRequest.*?)^```", README, re.MULTILINE | re.DOTALL)
    call = re.search(r"^>>> (client\..*)$", README, re.MULTILINE)
    assert shown
    assert call
    from brushwork import Client, InvalidRequest

    with pytest.raises(InvalidRequest) as refused:
        eval(call[1], {"client": Client(region="intl")})
    told, _ = without_lists(f"InvalidRequest: {refused.value}")
    stands, named = without_lists(shown[1].strip())
    assert told == stands
    others = [violation.accepted_by for violation in refused.value.violations]
    assert all(some and some <= {*every} for some, every in zip(named, others, strict=True))


def without_lists(text: str) -> tuple[str, list[set[str]]]:
    """A refusal without the models that would take it, and these: a new model may be one more of them."""
    lists = [re.sub(r"\s+", " ", models) for models in ACCEPTED.findall(text)]
    found = [set(re.sub(r" and \d+ others$", "", models).split(", ")) for models in lists]
    return ACCEPTED.sub("Accepted", text), found


def test_it_leads_to_the_list_of_every_model() -> None:
    assert "](generated/docs/index.md)" in README.partition("## Models")[2]
    assert all(f"models/{file_name(model.id)}.md" in INDEX for family in specs().families for model in family.models)
