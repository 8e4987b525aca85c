"""Every whole request of the guides, given as a flat request, is dry-run to the same path, async header and body."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from brushwork import Client
from brushwork_runtime.base.json_values import items, named
from brushwork_runtime.tables.spec import Constant
from generator.ir import Example
from tests.command.running import Command
from tests.package.facts import examples, name_of, specs


def flat(example: Example) -> dict[str, object]:
    """The example as the guides' script takes it: the flags choose the mode, and nothing names it."""
    with Client(api_key="sk-test") as client:
        mode = client.models[example.model].spec.modes[example.mode]
    flags = {each.name: each.value for each in mode.parameters if isinstance(each, Constant)}
    return {"model": example.model, **example.call, **flags}


def where(example: Example) -> list[str]:
    """The region, and the route unless it is the one that the mode takes by itself."""
    with Client(api_key="sk-test") as client:
        best = client.models[example.model].spec.modes[example.mode].routes[0]
    region = ["--region", example.region]
    if (example.endpoint, example.protocol) == (best.endpoint, best.protocol):
        return region
    return [*region, "--protocol", str(example.protocol), "--route", example.endpoint]


def inputs(example: Example) -> set[str]:
    """The names of the image inputs of the example's mode."""
    with Client(api_key="sk-test") as client:
        return {limits.name for limits in client.models[example.model].spec.modes[example.mode].inputs}


def holds(example: Example, answer: dict[str, object]) -> None:
    (endpoint,) = (each for each in specs().api.endpoints if each.id == example.endpoint)
    assert urlsplit(str(answer["url"])).path == (endpoint.base_path or specs().api.base_path) + example.path
    assert named(answer["headers"]).get("X-DashScope-Async") == example.headers.get("X-DashScope-Async")
    assert json.dumps(answer["body"], sort_keys=True) == json.dumps(example.body, sort_keys=True)


@pytest.mark.parametrize("example", examples(), ids=name_of)
def test_a_flat_request_makes_the_request_of_the_guides(example: Example, knowing_all: Command, work: Path) -> None:
    request = json.dumps(flat(example), ensure_ascii=False)
    done = knowing_all("gen", "--request", request, *where(example), "--dry-run", "--json", "-q")
    assert done.code == 0, done.err
    assert set(done.json) == {"method", "url", "headers", "body", "estimate"}
    holds(example, done.json)
    (work / "request.json").write_text(request, "utf-8")
    assert knowing_all("gen", "--file", "request.json", *where(example), "--dry-run", "--json", "-q").out == done.out


@pytest.mark.parametrize("example", examples(), ids=name_of)
def test_the_same_with_options(example: Example, knowing_all: Command) -> None:
    """Prompt, images, size, n and seed by their options, all else by -p: JSON for what is no plain value."""
    prompt = [str(example.call["prompt"])] if "prompt" in example.call else []
    arguments = [*prompt, "-m", example.model]
    values = {name: value for name, value in flat(example).items() if name not in ("model", "prompt")}
    for name, value in values.items():
        if name in inputs(example):
            arguments += [word for image in items(value) or [value] for word in ("-i", f"{name}={image}")]
        elif name in ("size", "n", "seed"):
            arguments += [f"{'-' if len(name) == 1 else '--'}{name}", str(value)]
        else:
            arguments += ["-p", f"{name}={value if isinstance(value, str) else json.dumps(value)}"]
    done = knowing_all("gen", *arguments, *where(example), "--dry-run", "--json", "-q")
    assert done.code == 0, done.err
    holds(example, done.json)
