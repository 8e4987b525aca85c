"""A mode as a tool of an agent: what a language model is told, what it may do, and what it reads of an error."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from brushwork import AsyncClient, Client, ConfigError
from brushwork.testing import Emulator, Rule
from brushwork_runtime.client.tools import AsyncTool, Tool
from tests.package.facts import ModelMode, modes, name_of

KEY = "sk-emulator-0123456789"
KEYWORDS = {
    "type", "description", "enum", "minimum", "maximum", "minItems", "maxItems", "required", "additionalProperties",
    "properties", "items", "anyOf", "pattern",
}  # fmt: skip
"""What the documentation of function calling has, in strict mode too."""


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator(key=KEY, polls=1) as emulator:
        yield emulator


@pytest.fixture
def client(api: Emulator) -> Iterator[Client]:
    with Client(KEY, base_url=api.url, region="intl", retries=0) as client:
        yield client


def tool_of(client: Client, which: ModelMode) -> Tool:
    tool: Tool = getattr(client[which[0]], which[1]).as_tool()
    return tool


def subschemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for each in (*schema.get("properties", {}).values(), *schema.get("anyOf", ())):
        yield from subschemas(each)
    if "items" in schema:
        yield from subschemas(schema["items"])


@pytest.mark.parametrize("which", modes(), ids=name_of)
def test_every_mode_is_a_tool_that_function_calling_takes(which: ModelMode, client: Client) -> None:
    tool = tool_of(client, which)
    assert tool.parameters["type"] == "object"
    assert "anyOf" not in tool.parameters
    for schema in subschemas(tool.parameters):
        assert schema.keys() <= KEYWORDS
        assert "type" in schema or "anyOf" in schema
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", tool.name)
    assert len(tool.description) <= 1024
    assert tool.parameters["properties"].keys() == client.models[which[0]].json_schema(which[1])["properties"].keys()  # type: ignore[attr-defined]
    jsonschema.Draft202012Validator.check_schema(tool.parameters)
    told = json.loads(json.dumps(tool.openai()))
    assert told == {
        "type": "function",
        "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters},
    }


def test_names_of_tools_differ(client: Client) -> None:
    names = [tool_of(client, which).name for which in modes()]
    assert len(set(names)) == len(names)


def test_rules_between_arguments_are_told(client: Client) -> None:
    assert "bbox_list must have one entry" in client.wan2_7_image.edit.as_tool().description


def test_a_call_answers_with_plain_data(client: Client, api: Emulator, tmp_path: Path) -> None:
    tool = client.wan2_6_t2i.generate.as_tool(save_to=tmp_path / "out")
    made = tool(prompt="a cat", size="16:9", n=2, seed=None)
    assert json.loads(json.dumps(made)) == made
    assert made.keys() == {"paths", "cost", "request_id"}
    assert [Path(path).read_bytes()[:4] for path in made["paths"]] == [b"\x89PNG"] * 2
    assert made["cost"] == "0.06 USD"
    (url,) = client.wan2_6_t2i.generate.as_tool()(prompt="a cat")["urls"]
    assert url.startswith("http")
    assert api.ledger.images == 3


def test_the_same_of_an_async_client(api: Emulator, tmp_path: Path) -> None:
    async def calls() -> None:
        async with AsyncClient(KEY, base_url=api.url, region="intl") as client:
            tool = client.wan2_6_t2i.generate.as_tool(save_to=tmp_path, max_cost="0.03")
            assert isinstance(tool, AsyncTool)
            assert iscoroutinefunction(tool.__call__)
            made = await tool(prompt="a cat")
            assert Path(made["paths"][0]).exists()
            assert "limit of a call is 0.03 USD" in (await tool(prompt="a cat", n=2))["error"]
            assert "violations" in await tool(prompt="a cat", size="8*8")

    asyncio.run(calls())
    assert api.ledger.images == 1


def test_violations_are_told_with_the_nearest_values(client: Client, api: Emulator) -> None:
    told = client.wan2_6_t2i.generate.as_tool()(prompt="a cat", n=9, size="8*8")
    assert {each["argument"]: each["nearest"] for each in told["violations"]}["n"] == 4
    assert {each["argument"] for each in told["violations"]} == {"n", "size"}
    assert "Traceback" not in told["error"]
    assert json.loads(json.dumps(told)) == told
    assert api.ledger.images == 0


@pytest.mark.parametrize("arguments", [{}, {"prompt": 7}, {"prompt": "a cat", "prmpt": "x"}, {"prompt": {"a": [1]}}])
def test_what_a_language_model_gets_wrong_is_told(arguments: dict[str, Any], client: Client) -> None:
    assert client.wan2_6_t2i.generate.as_tool()(**arguments)["error"]


@pytest.mark.parametrize(
    "arguments",
    [{"validate": False}, {"extra": {"parameters": {"n": 4}}}, {"timeout": 0.001}, {"local_files": True}],
)
def test_a_language_model_cannot_reach_what_is_up_to_the_program(
    arguments: dict[str, Any], client: Client, api: Emulator
) -> None:
    told = client.wan2_6_t2i.generate.as_tool(max_cost="0.03")(prompt="a cat", **arguments)
    assert "is an argument of the call" in told["error"]
    assert api.ledger.images == 0


def test_it_stays_with_its_model_and_mode(client: Client) -> None:
    told = client.wan2_7_image.generate.as_tool()(prompt="a cat", model="wan2.7-image-pro", mode="sequence", n=12)
    assert told["violations"][0]["argument"] == "n"
    assert "wan2.7-image generate" in told["error"]


def test_it_reads_no_file_unless_it_may(client: Client, api: Emulator, tmp_path: Path) -> None:
    picture = client.wan2_6_t2i.generate("a cat").save(tmp_path)[0]
    given = {"prompt": "redraw it", "reference_images": [str(picture)]}
    refused = client.wan2_7_image.edit.as_tool()
    assert "not paths of files" in refused.description
    assert refused(**given)["violations"][0]["argument"] == "reference_images[0]"
    allowed = client.wan2_7_image.edit.as_tool(local_files=True)
    assert "not paths" not in allowed.description
    assert len(allowed(**given)["urls"]) == 1
    assert api.ledger.images == 2


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("0.05", "It may cost USD 0.06"),
        (0, "It may cost USD 0.06"),
        ("1 CNY", "It is priced in USD, and the limit of a call is 1 CNY"),
    ],
)
def test_what_may_cost_more_is_not_sent(limit: str | int, said: str, client: Client, api: Emulator) -> None:
    told = client.wan2_6_t2i.generate.as_tool(max_cost=limit)(prompt="a cat", n=2)
    assert said in told["error"]
    assert "Nothing was sent" in told["error"]
    assert api.ledger.images == 0


def test_what_has_no_known_price_is_not_sent_either(client: Client, api: Emulator) -> None:
    client.models.register("wan9", like="wan2.6-t2i")
    tool = getattr(client["wan9"], "generate").as_tool(max_cost=5)  # noqa: B009 - of no class
    assert "What it costs is not known" in tool(prompt="a cat")["error"]
    assert api.ledger.images == 0


@pytest.mark.parametrize("limit", ["much", "-1", True, float("nan"), "1 dollar"])
def test_a_limit_that_is_no_amount_is_refused(limit: Any, client: Client) -> None:
    with pytest.raises(ConfigError, match=r"max_cost is .*; expected an amount such as 0\.50"):
        client.wan2_6_t2i.generate.as_tool(max_cost=limit)


def test_a_call_whose_outcome_is_unknown_is_not_to_be_repeated(tmp_path: Path) -> None:
    with (
        Emulator(key=KEY, faults=[Rule("drop-after-accepting")]) as api,
        Client(KEY, base_url=api.url, retries=0) as client,
    ):
        told = client.wan2_6_t2i.generate.as_tool()(prompt="a cat")
    assert "Do not call again without asking the user" in told["error"]


def test_what_was_made_is_saved_although_some_failed(tmp_path: Path) -> None:
    with (
        Emulator(key=KEY, polls=1, faults=[Rule("partial-failure", endpoint="task", times=None)]) as api,
        Client(KEY, base_url=api.url) as client,
    ):
        made = client.wan2_2_t2i_flash.generate.as_tool(save_to=tmp_path)(prompt="a cat", n=3)
    assert len(made["paths"]) == 2
    assert "2 of 3 images were made" in made["error"]


def test_what_cannot_be_saved_is_not_lost(client: Client, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("no folder")
    told = client.wan2_6_t2i.generate.as_tool(save_to=f"{tmp_path}/out/")(prompt="a cat")
    assert told["urls"]
    assert told["error"].startswith("The images were made and billed, but not saved: ")


def test_a_client_that_makes_no_tool_loads_none() -> None:
    code = (
        "import sys, brushwork; brushwork.Client('sk-x').wan2_6_t2i.generate; "
        "print('brushwork_runtime.client.tools' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "False\n"
