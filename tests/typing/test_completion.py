"""jedi completes what a model has, a mode takes, and nothing else."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

jedi: Any = import_module("jedi")  # it has no types of its own

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """jedi's cache is not safe for the several processes of a test run."""
    jedi.settings.cache_directory = tmp_path_factory.mktemp("jedi")


def complete(expression: str) -> list[str]:
    project = jedi.Project(ROOT, added_sys_path=[str(ROOT / "generated"), str(ROOT / "runtime")])
    code = f"from brushwork import Client\nclient = Client()\n{expression}"
    return [found.name for found in jedi.Script(code, project=project).complete()]


def keywords(expression: str) -> set[str]:
    return {name.removesuffix("=") for name in complete(expression) if name.endswith("=")}


def test_the_client_completes_its_models() -> None:
    assert {"wan2_7_image_pro", "wan2_6_t2i", "qwen_image_2_0", "z_image_turbo"} <= set(complete("client."))


def test_a_model_completes_its_modes_and_no_other() -> None:
    modes = {"generate", "edit", "sequence", "interleave"}
    assert modes & set(complete("client.wan2_7_image_pro.")) == {"generate", "edit", "sequence"}
    assert modes & set(complete("client.wan2_6_image.")) == {"edit", "interleave"}
    assert modes & set(complete("client.z_image_turbo.")) == {"generate"}


@pytest.mark.parametrize("call", ["edit(", "edit.submit(", "edit.prepare("])
def test_a_mode_completes_its_keywords(call: str) -> None:
    found = keywords(f"client.wan2_7_image_pro.{call}'a hat', ['a.png'], ")
    assert {"size", "n", "bbox_list", "color_palette", "watermark", "seed"} <= found
    assert not {"thinking_mode", "enable_sequential", "prompt_extend"} & found


@pytest.mark.parametrize("call", ["generate(", "generate.prepare("])
def test_a_mode_completes_no_keyword_that_it_lacks(call: str) -> None:
    found = keywords(f"client.z_image_turbo.{call}'a cat', ")
    assert {"size", "prompt_extend", "seed"} <= found
    assert not {"n", "negative_prompt", "watermark", "reference_images", "bbox_list"} & found


def test_results_and_tasks_complete() -> None:
    assert {"images", "save", "usage", "request_id"} <= set(complete("client.wan2_6_t2i.generate('a cat')."))
    assert {"id", "status", "wait", "cancel"} <= set(complete("client.wan2_6_t2i.generate.submit('a cat')."))
