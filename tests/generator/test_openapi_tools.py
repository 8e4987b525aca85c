"""Tools of others read generated/openapi.yaml without complaint: two make code of it, one calls the emulator by it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from brushwork.testing import Emulator
from generator.openapi.render import document
from tests.generator.planned import real

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "generated" / "openapi.yaml"
HOST = "https://dashscope.aliyuncs.com"
"""Of the region that has every model, cn-beijing."""
UNPLAYED = ("/quotas", "/tokens")
"""What the emulator does not have, or only in another world."""


def paths_by_base() -> dict[str, str]:
    """Each base path that operations of the region have, and a pattern of the paths below it."""
    made = document(real())
    found: dict[str, list[str]] = {}
    for path, item in made["paths"].items():
        servers = [each for operation in item.values() for each in operation.get("servers", made["servers"])]
        bases = {each["url"].removeprefix(HOST) for each in servers if HOST in each["url"]}
        for base in bases if path not in UNPLAYED else ():
            found.setdefault(base, []).append(re.escape(path))
    return {base: f"^({'|'.join(paths)})$" for base, paths in found.items()}


PATHS = paths_by_base()
API = "/api/v1"

EXCLUDED = "unsupported_method"
"""No document says how the service refuses another method."""


def run(*command: str, where: Path, **settings: str) -> str:
    """Run a tool in the folder and return all that it printed; it must succeed."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    environment = (
        os.environ | {"PATH": path, "PYTHONPATH": os.pathsep.join((str(where), str(ROOT))), "NO_COLOR": "1"} | settings
    )
    done = subprocess.run(
        [sys.executable, *command], cwd=where, env=environment, capture_output=True, text=True, timeout=150, check=False
    )
    printed = done.stdout + done.stderr
    assert done.returncode == 0, printed[-6000:]
    return printed


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the package that openapi-python-client makes, with every warning a failure."""
    where = tmp_path_factory.mktemp("client")
    (where / "settings.yaml").write_text("post_hooks: []\npackage_name_override: images\n")
    said = run(
        *("-m", "openapi_python_client", "generate", "--path", str(DOCUMENT), "--output-path", "made"),
        *("--config", "settings.yaml", "--fail-on-warning"),
        where=where,
    )
    assert "WARNING" not in said.upper()
    return where / "made"


def test_a_client_is_made_of_every_endpoint(client: Path) -> None:
    made = {path.stem for path in (client / "images" / "api" / "default").glob("*.py")} - {"__init__"}
    wanted = set(re.findall(r"operationId: (\w+)", DOCUMENT.read_text(encoding="utf-8")))
    assert wanted == made


def test_the_client_asks_for_what_the_service_asks_for(client: Path) -> None:
    """Query parameters have their types, and those that must be there have no default."""
    program = """
from inspect import signature
from images.api.default import task_list, upload_policy
for endpoint in (upload_policy, task_list):
    for each in signature(endpoint.sync).parameters.values():
        print(each.name, getattr(each.annotation, "__name__", each.annotation), each.default is each.empty)
"""
    shown = run("-c", program, where=client).splitlines()
    assert {"action UploadPolicyAction True", "model str True"} <= {*shown}
    pages = [line for line in shown if line.startswith("page_")]
    assert pages == [f"page_{what} int | images.types.Unset False" for what in ("no", "size")]


def test_types_are_made_without_a_warning(tmp_path: Path) -> None:
    said = run(
        *("-m", "datamodel_code_generator", "--input", str(DOCUMENT), "--input-file-type", "openapi"),
        *("--output", "models.py", "--output-model-type", "pydantic_v2.BaseModel", "--use-annotated"),
        *("--target-python-version", "3.11", "--formatters", "builtin", "--naming-strategy", "parent-prefixed"),
        where=tmp_path,
    )
    assert said == ""
    module = ast.parse((tmp_path / "models.py").read_text(encoding="utf-8"))
    fields = [node for node in ast.walk(module) if isinstance(node, ast.AnnAssign)]
    palettes = [ast.unparse(each.annotation) for each in fields if ast.unparse(each.target) == "color_palette"]
    assert palettes
    assert [each for each in palettes if "Any" in each or "ColorPalette" not in each] == []


@pytest.fixture(scope="module")
def api() -> Iterator[Emulator]:
    """In a region that has every model."""
    with Emulator(region="cn-beijing") as started:
        yield started


def schemathesis(api: Emulator, where: Path, base: str, *options: str, paths: str = "", **settings: str) -> str:
    """Run schemathesis against the emulator, on the operations below one of the base paths."""
    said = run(
        *("-m", "schemathesis.cli", "run", str(DOCUMENT), "--url", api.origin + base),
        *("--header", f"Authorization: Bearer {api.key}", "--include-path-regex", paths or PATHS[base]),
        *("--generation-deterministic", "--max-examples", "8", "--exclude-checks", EXCLUDED, *options),
        where=where,
        SCHEMATHESIS_HOOKS="tests.generator.openapi_hooks",
        **settings,
    )
    assert "No issues found" in said
    return said


@pytest.mark.parametrize("base", PATHS)
def test_the_service_takes_every_example(api: Emulator, tmp_path: Path, base: str) -> None:
    said = schemathesis(api, tmp_path, base, "--phases", "examples")
    assert "WARNINGS" not in said


@pytest.mark.parametrize("base", PATHS)
def test_the_service_answers_anything_as_the_document_says(api: Emulator, tmp_path: Path, base: str) -> None:
    """What breaks the document is refused, and every answer has a status and a body that it names.

    Not every body that keeps to it is taken: rules that JSON Schema cannot say are in keywords that the tool skips.
    """
    schemathesis(api, tmp_path, base, "--phases", "fuzzing", "--exclude-checks", f"{EXCLUDED},positive_data_acceptance")


def test_a_path_of_both_protocols_takes_examples_without_the_header_of_tasks(api: Emulator, tmp_path: Path) -> None:
    """Those that can only be tasks are refused, as documented."""
    api.ledger.clear()
    settings = {"WITHOUT_HEADER": "X-DashScope-Async"}
    schemathesis(api, tmp_path, API, "--phases", "examples", paths="/image2image/", **settings)
    assert {each["protocol"] for each in api.ledger} == {"sync"}


def test_the_service_answers_queries_as_the_document_says(api: Emulator, tmp_path: Path) -> None:
    """Every bound of every query parameter, from both sides; of bodies there would be ten thousand."""
    schemathesis(api, tmp_path, API, "--phases", "coverage", paths="/(tasks|uploads|limits)$")
