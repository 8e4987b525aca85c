"""What checkers and jedi know of a package of every construct."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

jedi: Any = import_module("jedi")  # it has no types of its own

ROOT = Path(__file__).parents[2]
CALLS = """
from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

if TYPE_CHECKING:
    from brushwork import AsyncClient, AsyncTask, Client, Result, Task
    from brushwork.clients.loom_2 import Loom2Values
    from brushwork_runtime.results.result import ResultOf
    from brushwork_runtime.tasks.task import TaskOf


def calls(client: Client) -> None:
    model = client.mosaic_1
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


def images(client: Client) -> None:
    model, style, stage = client.retouch_1, client.retouch_1_style, client.retouch_1_stage
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


async def unshipped(client: AsyncClient) -> None:
    assert_type(await client.image_out_painting.outpaint("cup.jpg", angle=10, output_ratio=""), Result)
    assert_type(await client.aitryon.try_on.submit("p.png", bottom_garment_url=b"...", resolution=-1), AsyncTask)
    await client.aitryon_plus.try_on("p.png", "t.jpg", resolution=800)
    parsed = await client.aitryon_parsing_v1.parse("p.png", clothes_type=["upper", "lower"])
    assert_type(parsed.values["bbox"], list[list[float] | None] | None)
    assert_type(parsed.boxes, tuple[tuple[int, int, int, int], ...])
    await client.wanx_x_painting.paint("a hat", "oak.png", "mask.png", mask_color=[(255, 255, 255)], size="9:16")
    await client.wanx_virtualmodel.dress("a", "p.png", "m.png", face_prompt="a", short_side_size="512")
    await client.wanx_poster_generation_v1.enlarge(title="a", auxiliary_parameters="b")
    await client.image_out_painting.outpaint("a prompt", "cup.jpg")  # wrong
    await client.aitryon.try_on("p.png", "t.jpg", resolution=800)  # wrong
    await client.aitryon.try_on(top_garment_url="t.jpg")  # wrong
    await client.aitryon_refiner.refine("p.png", "t.jpg", "c.jpg")  # wrong
    await client.aitryon_parsing_v1.parse.submit("p.png")  # wrong
    await client.shoemodel_v1.shoe("p.png", "shoe.png", scale="5")  # wrong
    await client.wanx_poster_generation_v1.generate(title="a", generate_mode="sr")  # wrong


def woven(client: Client) -> None:
    woven = client.loom_2.weave("a.png", prompt="stripes", protocol="async")
    task = client.loom_2_hand.weave.submit("a.png", ["b.jpg"], tags=["soft", "other"], flags=[True])
    assert_type(woven, ResultOf[Loom2Values])
    assert_type(task, TaskOf[Loom2Values])
    assert_type(woven.values["threads"], int | None)
    assert_type(task.wait().values["weight"], float | None)
    assert_type(woven.values["knots"], list[int | None] | None)
    if yarn := woven.values["yarn"]:
        assert_type(yarn.get("dyes"), list[str | None] | None)
    assert_type(client.atelier_2.sequence("a").values.get("bbox"), list[list[float] | None] | None)  # of one mode
    result: Result = woven
    tasks: list[Task] = [task, client.atelier_2.generate.submit("a")]
    for done in client.as_completed(tasks):
        print(done.result().boxes, result.values)
    woven.values["thread"]  # wrong
    client.loom_2.weave("a.png", hem={"side": "left", "rows": [{"ink": "#010203"}]}, tint="#010203", gaps=[3])
    client.fresco_fresco_3_1_mini.generate("a chapel", wall="dry")
    client.atelier_2.generate("a", size="2:1", route="atelier-open")
    client.loom_2.weave("a.png", protocol="stream")  # wrong
    client.loom_2.weave("a.png", hem={"side": "top"})  # wrong
    client.loom_2.weave("a.png", hem={"wide": 3})  # wrong
    client.loom_2.weave("a.png", flags=["up"])  # wrong
    client.loom_2.weave("a.png", shares=["half"])  # wrong
    client.atelier_2.edit("a", ["b.png"], route="atelier")  # wrong
"""


@pytest.fixture(scope="module")
def project(tree: Path) -> Path:
    """The tree, with calls of what is in it."""
    (tree / "calls.py").write_text(CALLS, "utf-8")
    return tree


def wrong(project: Path) -> list[int]:
    lines = (project / "calls.py").read_text("utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if line.endswith("# wrong")]


def run(project: Path, *command: str) -> str:
    command = (sys.executable, "-m", *command)
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=170).stdout


def test_mypy_finds_just_the_wrong_calls(project: Path) -> None:
    config = project / "mypy.ini"
    config.write_text(f"[mypy]\nstrict = True\nmypy_path = {project}:{project}/generated:{ROOT}/runtime\n", "utf-8")
    said = run(project, "mypy", "--no-pretty", "--no-error-summary", "-m", "calls", "-p", "brushwork")
    assert sorted({int(line) for line in re.findall(r"^calls\.py:(\d+): error", said, re.MULTILINE)}) == wrong(project)
    assert "brushwork/" not in said


def test_pyright_finds_just_the_wrong_calls(project: Path) -> None:
    settings = {
        "include": ["calls.py", "generated/brushwork/clients", "generated/brushwork/wire"],
        "extraPaths": ["generated", str(ROOT / "runtime")],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (project / "pyrightconfig.json").write_text(json.dumps(settings))
    found = json.loads(run(project, "pyright", "--outputjson", "-p", "."))["generalDiagnostics"]
    assert {Path(each["file"]).name for each in found} == {"calls.py"}, found
    assert sorted({each["range"]["start"]["line"] + 1 for each in found}) == wrong(project)


def complete(tree: Path, expression: str) -> set[str]:
    jedi.settings.cache_directory = tree / ".jedi"  # not safe for the several processes of a test run
    project = jedi.Project(tree, sys_path=[str(tree / "generated"), str(ROOT / "runtime"), *sys.path])
    code = f"from brushwork import AsyncClient, Client\nclient = Client()\nothers = AsyncClient()\n{expression}"
    return {found.name for found in jedi.Script(code, project=project).complete()}


def test_jedi_completes_models_modes_and_parameters(tree: Path) -> None:
    assert {"aitryon_parsing_v1", "fresco_fresco_3_1_mini", "image_out_painting", "loom_2"} <= complete(tree, "client.")
    assert {"expand", "local_edit"} == {"expand", "local_edit", "repaint", "generate"} & complete(
        tree, "client.retouch_1."
    )
    assert {"enlarge", "generate", "refine"} <= complete(tree, "others.wanx_poster_generation_v1.")
    for client in ("client", "others"):
        found = complete(tree, f"{client}.wanx_background_generation_v2.background('bottle.png', ")
        assert {"ref_image_url=", "foreground_edge=", "prompt=", "noise_level=", "model_version="} <= found
        found = complete(tree, f"{client}.image_out_painting.outpaint.submit('cup.jpg', ")
        assert {"angle=", "output_ratio=", "x_scale=", "top_offset="} <= found
        assert not {"prompt=", "n=", "size="} & found


def test_jedi_completes_values_and_what_they_are(tree: Path) -> None:
    woven = 'client.loom_2.weave("a.png").values'
    assert {'"threads"', '"yarn"'} <= complete(tree, f'{woven}["')
    assert "bit_count" in complete(tree, f'{woven}["threads"].')
    assert "removeprefix" not in complete(tree, f'{woven}["threads"].')
