"""What checkers say of clients that have every construct of a parameter, and of image inputs, prompts and modes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.package.clients import client_module
from generator.package.docstrings import Facts
from generator.package.formatting import format_python
from generator.package.tables import table_module
from generator.templating import templates
from tests.package.made_up import family

ROOT = Path(__file__).parents[2]
CALLS = """
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brushwork import Result, Task
    from mosaic.clients.mosaic_1 import Mosaic1
    from mosaic.clients.retouch_1 import Retouch1, Retouch1Stage, Retouch1Style


def calls(model: Mosaic1[Result, Task]) -> None:
    model.generate("a", strength=0.5, ctrl_step=1, angle=45, resolution=-1, style="<3d cartoon>", skip_goods=True)
    model.generate.prepare("a", language="nb", layer=7)
    model.generate("a", sensitives=["a"], terminologies=[{"src": "a", "tgt": "b"}], edge=[[0, 0.5]])
    model.generate("a", clothes_type=("upper",), ink=(1, 2, 3), sketch_color=["#010203"], frame={"color": "#fff"})
    model.generate("a", style="<cartoon>")  # wrong
    model.generate("a", terminologies=[{"src": "a"}])  # wrong
    model.generate("a", terminologies=[{"src": "a", "tgt": 7}])  # wrong
    model.generate("a", clothes_type=["hat"])  # wrong
    model.generate("a", frame={"colour": "#fff"})  # wrong
    model.generate("a", ink=7)  # wrong
    model.generate.prepare("a", resolution=1000)  # wrong
    model.generate.prepare("a", resolution="1024")  # wrong
    model.generate("a", angle=0.5)  # wrong
    model.generate.submit("a", language=3)  # wrong
    model.generate("a", layer="back")  # wrong


def images(
    model: Retouch1[Result, Task], style: Retouch1Style[Result, Task], stage: Retouch1Stage[Result, Task]
) -> None:
    model.expand("a garden", "house.jpg", n=2)
    model.local_edit.submit("a cat", b"...", mask_image_url="mask.png", inline=True)
    style.repaint("face.jpg", style_index=3)
    style.repaint.prepare("face.jpg", "style.png", style_index=-1)
    stage.background("bottle.png", None, ["leaf.png", b"..."], prompt="pebbles")
    stage.background("bottle.png", "beach.jpg", noise_level=7)
    model.expand("a garden")  # wrong
    model.expand("a garden", ["house.jpg"])  # wrong
    model.local_edit("a cat", "sofa.jpg")  # wrong
    model.expand("a garden", "house.jpg", function="expand")  # wrong
    model.describe("house.jpg")  # wrong
    style.repaint(prompt="a", image_url="face.jpg", style_index=3)  # wrong
    style.expand("a garden", "house.jpg")  # wrong
    stage.background(prompt="pebbles")  # wrong
    stage.background("bottle.png", reference_images=["a.png"])  # wrong
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with client and table of the family, and calls of it."""
    folder = tmp_path_factory.mktemp("typed")
    render = templates("package")
    files = {"calls.py": CALLS} | dict.fromkeys(
        ("mosaic/__init__.py", "mosaic/clients/__init__.py", "mosaic/tables/__init__.py"), ""
    )
    for made in map(family, ("mosaic-1", "retouch-1")):
        module = client_module(made, Facts(titles={}, result_hours=24))
        files |= {
            f"mosaic/clients/{made.module}.py": render.get_template("client_module.py.j2").render(module=module),
            f"mosaic/tables/{made.module}.py": render.get_template("table.py.j2").render(module=table_module(made)),
        }
    for path, text in format_python(files).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def wrong(project: Path) -> list[int]:
    lines = (project / "calls.py").read_text("utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if line.endswith("# wrong")]


def run(project: Path, *command: str) -> str:
    command = (sys.executable, "-m", *command)
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=170).stdout


def test_mypy_finds_just_the_wrong_calls(project: Path) -> None:
    config = project / "mypy.ini"
    config.write_text(f"[mypy]\nstrict = True\nmypy_path = {ROOT}/generated:{ROOT}/runtime\n", "utf-8")
    said = run(project, "mypy", "--no-pretty", "--no-error-summary", "calls.py", "mosaic")
    assert sorted({int(line) for line in re.findall(r"^calls\.py:(\d+): error", said, re.MULTILINE)}) == wrong(project)
    assert "mosaic/" not in said


def test_pyright_finds_just_the_wrong_calls(project: Path) -> None:
    settings = {
        "include": ["."],
        "extraPaths": [str(ROOT / "generated"), str(ROOT / "runtime")],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (project / "pyrightconfig.json").write_text(json.dumps(settings))
    found = json.loads(run(project, "pyright", "--outputjson", "-p", "."))["generalDiagnostics"]
    assert {Path(each["file"]).name for each in found} == {"calls.py"}, found
    assert sorted({each["range"]["start"]["line"] + 1 for each in found}) == wrong(project)
