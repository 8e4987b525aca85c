"""What an editor or a notebook shows of a call before it is made: signature, parameters and price."""

from __future__ import annotations

import inspect
import os
import pydoc
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from brushwork import Client

jedi: Any = import_module("jedi")  # it has no types of its own

ROOT = Path(__file__).parents[2]
PRICE = "List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing."
INSPECTED = """
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
shell.run_cell("from brushwork import Client; client = Client()")
for expression in ("client.wan2_7_image.edit", "client.wan2_7_image.edit.submit", "client.wan2_7_image"):
    print(shell.object_inspect_mime(expression)["text/plain"])
with provisionalcompleter():
    print("completed", *(found.text for found in shell.Completer.completions("client.", 7)))
"""


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """jedi's cache is not safe for the several processes of a test run."""
    jedi.settings.cache_directory = tmp_path_factory.mktemp("jedi")


def test_ipython_shows_signature_parameters_and_price(tmp_path: Path) -> None:
    path = os.pathsep.join(str(ROOT / each) for each in ("generated", "runtime"))
    env = {**os.environ, "PYTHONPATH": path, "IPYTHONDIR": str(tmp_path), "NO_COLOR": "1"}
    command = [sys.executable, "-c", INSPECTED]
    run = subprocess.run(command, capture_output=True, text=True, env=env, cwd=tmp_path, timeout=120, check=False)
    edit, _, rest = run.stdout.partition("edit.submit")
    assert "property object" not in run.stdout, run.stdout + run.stderr
    for told in ("reference_images", "bbox_list", PRICE, "0 to 2 boxes", "Each side must be 240 to 8,000"):
        assert told in edit, run.stdout + run.stderr
    assert "Start a task and return it at once" in edit + rest
    assert "Faster and cheaper; up to 2K." in run.stdout
    completed = run.stdout.partition("\ncompleted ")[2].split()
    assert {"wan2_7_image", "generate", "tasks"} <= set(completed), run.stdout


def test_help_and_inspect_show_them_too() -> None:
    edit = Client().wan2_7_image.edit
    assert list(inspect.signature(edit).parameters)[:4] == ["prompt", "reference_images", "size", "n"]
    assert list(inspect.signature(edit.submit).parameters)[:4] == ["prompt", "reference_images", "size", "n"]
    assert PRICE in (edit.__doc__ or "")
    assert PRICE in (inspect.getdoc(edit.__call__) or "")
    told = pydoc.plain(pydoc.render_doc(edit))
    assert PRICE in told
    assert "0 to 2 boxes" in told
    assert inspect.getsource(type(edit).submit).lstrip().startswith("def submit")


@pytest.mark.parametrize("expression", ["client.wan2_7_image.edit(", "others.wan2_7_image.edit("])
def test_jedi_shows_signature_parameters_and_price(expression: str) -> None:
    code = f"from brushwork import AsyncClient, Client\nclient = Client()\nothers = AsyncClient()\n{expression}"
    project = jedi.Project(ROOT, added_sys_path=[str(ROOT / "generated"), str(ROOT / "runtime")])
    (signature,) = jedi.Script(code, project=project).get_signatures()
    assert [each.name for each in signature.params][:4] == ["prompt", "reference_images", "size", "n"]
    assert PRICE in signature.docstring()


def test_jedi_shows_them_of_a_client_that_is_there() -> None:
    """As in a notebook, where jedi looks at the objects themselves."""
    (signature,) = jedi.Interpreter("client.wan2_7_image.edit(", [{"client": Client()}]).get_signatures()
    assert [each.name for each in signature.params][:4] == ["prompt", "reference_images", "size", "n"]
    assert PRICE in signature.docstring()
