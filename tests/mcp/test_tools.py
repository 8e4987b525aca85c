"""The eight tools and the resources, by the official client in memory, in both eras of the protocol."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from mcp import Client as Agent
from mcp_types import ImageContent, ResourceLink, TextResourceContents
from PIL import Image

from brushwork.testing import Emulator, VirtualClock
from brushwork_mcp.desk import Desk
from brushwork_mcp.server import server
from tests.mcp.support import CAT, ERAS, desk, told

TOOLS = {
    "find_model": (True, True),
    "describe_mode": (True, True),
    "check_request": (True, True),
    "generate_image": (False, True),
    "edit_image": (False, True),
    "get_image": (True, True),
    "list_images": (True, True),
    "cancel": (False, True),
}
"""Tool -> whether it only reads, and whether calling it again changes nothing more."""


def asked(desk: Desk, era: str, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """What one client is answered to some calls, one after another."""

    async def ask() -> list[Any]:
        async with Agent(server(desk, "0.1"), mode=era) as agent:
            return [await agent.call_tool(name, arguments) for name, arguments in calls]

    return asyncio.run(ask())


@pytest.mark.parametrize("era", ERAS)
def test_there_are_eight_and_they_say_what_they_do(era: str, tmp_path: Path) -> None:
    async def listed(desk: Desk) -> list[Any]:
        async with Agent(server(desk, "0.1"), mode=era) as agent:
            assert "generate_image" in (agent.instructions or "") or era != "legacy"
            return list((await agent.list_tools()).tools)

    with Emulator() as api, desk(api, tmp_path) as opened:
        tools = asyncio.run(listed(opened))
    hints = {tool.name: (tool.annotations.read_only_hint, tool.annotations.idempotent_hint) for tool in tools}
    assert hints == TOOLS
    assert {tool.name for tool in tools if tool.annotations.destructive_hint} == {"cancel"}
    assert all(tool.output_schema["type"] == "object" and tool.description for tool in tools)
    size = sum(len(json.dumps(tool.model_dump(mode="json", exclude_none=True))) for tool in tools)
    assert size < 20_000, "every conversation carries it"


@pytest.mark.parametrize("era", ERAS)
def test_an_agent_looks_checks_buys_and_edits(era: str, tmp_path: Path) -> None:
    with Emulator() as api, desk(api, tmp_path) as opened:
        found, mode, wrong, right = asked(
            opened,
            era,
            ("find_model", {"n": 4, "size": "16:9", "max_cost": 0.12}),
            ("describe_mode", {"model": "wan2.6-t2i"}),
            ("check_request", {**CAT, "n": 9, "aspect_ratio": "16:9"}),
            ("check_request", CAT),
        )
        models = [each["model"] for each in told(found)["models"]]
        assert "wan2.6-t2i" in models
        assert "wan2.7-image-pro" not in models, "it costs more"
        assert told(mode)["arguments"]["properties"]["n"]["maximum"] == 4
        assert told(mode)["sizes"]["16:9"] == "1696*960"
        assert {each["argument"]: each["nearest"] for each in told(wrong)["faults"]} == {"n": 4, "aspect_ratio": "size"}
        assert told(right)["cost_at_most"] == "0.03 USD"
        assert told(right)["within_limits"] is True
        assert len(api.ledger) == 0
        (made,) = asked(opened, era, ("generate_image", CAT))
        data = told(made)
        assert (data["status"], data["cost"], data["repeated"]) == ("done", "0.03 USD", False)
        (picture,) = data["pictures"]
        assert Path(picture["path"]).parent == tmp_path / "out"
        with Image.open(picture["path"]) as image:
            assert image.size == (picture["width"], picture["height"])
        link = made.content[1]
        assert isinstance(link, ResourceLink)
        assert (link.uri, link.mime_type, link.size) == (picture["uri"], "image/png", picture["bytes"])
        edit = {"images": [picture["uri"]], "prompt": "make it night", "n": 1}
        edited, got, listed = asked(
            opened, era, ("edit_image", edit), ("get_image", {"handle": data["handle"]}), ("list_images", {})
        )
        assert told(edited)["status"] == "done"
        assert told(got)["pictures"] == data["pictures"]
        assert [each["handle"] for each in told(listed)["orders"]] == [told(edited)["handle"], data["handle"]]
        assert api.ledger.images == 2


@pytest.mark.parametrize("era", ERAS)
def test_what_is_wrong_is_an_answer_and_costs_nothing(era: str, tmp_path: Path) -> None:
    with Emulator() as api, desk(api, tmp_path) as opened:
        answers = asked(
            opened,
            era,
            ("generate_image", {**CAT, "n": 9}),
            ("generate_image", {**CAT, "model": "wan9"}),
            ("generate_image", {**CAT, "parameters": {"validate": False}}),
            ("generate_image", {**CAT, "n": 1, "parameters": {"n": 4}}),
            ("describe_mode", {"model": "wan2.6-t2i", "mode": "dance"}),
            ("get_image", {"handle": "nobody"}),
            ("cancel", {"handle": "nobody"}),
        )
        assert all(answer.is_error for answer in answers)
        errors = [told(answer)["error"] for answer in answers]
        for error, words in zip(
            errors,
            (
                "n is 9; it must be an integer from 1 to 4",
                "model is 'wan9', which is not known here",
                "validate is an argument of the call",
                "n is given twice",
                "has no mode 'dance'",
                "There is no order 'nobody'",
                "There is no order 'nobody'",
            ),
            strict=True,
        ):
            assert words in error
        (unknown,) = asked(opened, era, ("list_images", {"limit": 1, "most": 3}))
        assert unknown.is_error
        assert "Extra inputs are not permitted" in unknown.content[0].text
        assert len(api.ledger) == 0


@pytest.mark.parametrize("give", ["link", "thumbnail", "full"])
def test_pictures_come_as_the_user_chose(give: str, tmp_path: Path) -> None:
    with Emulator() as api, desk(api, tmp_path, give=give) as opened:
        (made,) = asked(opened, ERAS[1], ("generate_image", CAT))
        pictures = [block for block in made.content if isinstance(block, ImageContent)]
        if give == "link":
            assert not pictures
            (got,) = asked(opened, ERAS[1], ("get_image", {"handle": told(made)["handle"], "give": "thumbnail"}))
            pictures = [block for block in got.content if isinstance(block, ImageContent)]
        (picture,) = pictures
        content = base64.b64decode(picture.data)
        path = Path(told(made)["pictures"][0]["path"])
        if give == "full":
            assert content == path.read_bytes()
            assert picture.mime_type == "image/png"
        else:
            assert len(content) <= 64 * 1024
            assert max(Image.open(io.BytesIO(content)).size) == 512
            assert picture.mime_type == "image/jpeg"


@pytest.mark.parametrize("era", ERAS)
def test_models_pictures_and_spending_are_resources(era: str, tmp_path: Path) -> None:
    async def read(desk: Desk) -> None:
        async with Agent(server(desk, "0.1"), mode=era) as agent:
            made = told(await agent.call_tool("generate_image", CAT))

            async def text(uri: str) -> Any:
                (content,) = (await agent.read_resource(uri)).contents
                assert isinstance(content, TextResourceContents)
                return json.loads(content.text)

            assert {str(each.uri) for each in (await agent.list_resources()).resources} == {
                "brushwork://models",
                "brushwork://spending",
            }
            models = await text("brushwork://models")
            assert {each["model"] for each in models["models"]} > {"wan2.6-t2i", "z-image-turbo"}
            for model in ("wan2.6-t2i", "kling/kling-v3-image-generation"):
                assert "arguments" in (await text(f"brushwork://models/{model}"))["generate"]
            (sums,) = (await text("brushwork://spending"))["sums"]
            assert sums == {"currency": "USD", "spent": "0.03", "reserved": "0", "left": "4.97"}
            (picture,) = (await agent.read_resource(made["pictures"][0]["uri"])).contents
            assert base64.b64decode(getattr(picture, "blob", "")) == Path(made["pictures"][0]["path"]).read_bytes()
            for uri in (
                "brushwork://images/nobody/1",
                f"brushwork://images/{made['handle']}/2",
                "brushwork://models/x",
            ):
                with pytest.raises(Exception, match=r"There is no|not known"):
                    await agent.read_resource(uri)

    with Emulator() as api, desk(api, tmp_path) as opened:
        asyncio.run(read(opened))


def test_a_task_that_waits_is_given_up_and_one_that_runs_is_not(tmp_path: Path) -> None:
    clock = VirtualClock()  # of the service alone, which stands still until it is told
    with Emulator(latency=4.0, clock=clock) as api, desk(api, tmp_path, answer=0.1) as opened:
        (begun,) = asked(opened, ERAS[1], ("generate_image", CAT))
        handle = told(begun)["handle"]
        assert told(begun)["status"] in ("queued", "running")
        assert told(begun)["expected_seconds"] > 0
        while opened.job(handle).task_id is None:
            pass
        (cancelled,) = asked(opened, ERAS[1], ("cancel", {"handle": handle}))
        assert told(cancelled)["cancelled"] is True
        assert api.ledger.images == 0
        (again,) = asked(opened, ERAS[1], ("generate_image", CAT))
        handle = told(again)["handle"]
        while opened.job(handle).task_id is None:
            pass
        clock.advance(1.0)
        (late,) = asked(opened, ERAS[1], ("cancel", {"handle": handle}))
        assert told(late)["cancelled"] is False
        assert "cannot be stopped" in told(late)["advice"]
        clock.advance(10.0)


def test_the_emulator_says_that_it_is_one(tmp_path: Path) -> None:
    with Emulator() as api, desk(api, tmp_path, emulated=True, budget=None) as opened:
        (made,) = asked(opened, ERAS[1], ("generate_image", CAT))
        assert told(made)["emulated"] is True
        assert "no key" in (server(opened, "0.1").instructions or "")
