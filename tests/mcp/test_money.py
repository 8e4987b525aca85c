"""What agents may spend: budget, limit of a call, the question to the user, and one bill for repeated calls."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from mcp import Client as Agent, MCPError
from mcp_types import ElicitResult

from brushwork.testing import Emulator
from brushwork_mcp.desk import Desk
from brushwork_mcp.server import server
from tests.mcp.support import CAT, ERAS, command, desk, http, told, usd


@pytest.mark.parametrize("era", ERAS)
def test_ten_agents_at_once_never_pass_the_budget(era: str, tmp_path: Path) -> None:
    async def agents(address: str) -> list[dict[str, Any]]:
        async def one(number: int) -> dict[str, Any]:
            async with Agent(address, mode=era) as agent:
                return told(await agent.call_tool("generate_image", {**CAT, "prompt": f"cat {number}"}))

        return await asyncio.gather(*(one(number) for number in range(10)))

    with Emulator(latency=0.2) as api, desk(api, tmp_path, budget=usd("0.10")) as opened, http(opened) as address:
        made = asyncio.run(agents(address))
        assert sorted(each["status"] for each in made) == ["done"] * 3 + ["skipped"] * 7
        assert api.ledger.images == 3
        (money,) = opened.journal.money()
        assert (money.spent, money.reserved) == (Decimal("0.09"), Decimal(0))
        refused = next(each for each in made if each["status"] == "skipped")
        assert "0.01 USD of the budget are left" in refused["error"]


@pytest.mark.parametrize("era", ERAS)
def test_a_client_that_gives_up_after_a_second_disconnects_and_repeats_pays_once(era: str, tmp_path: Path) -> None:
    async def hurried(address: str) -> None:
        async with Agent(address, mode=era) as agent:
            with pytest.raises(MCPError, match=r"[Tt]imed out"):
                await agent.call_tool("generate_image", CAT, read_timeout_seconds=1)

    async def patient(address: str) -> dict[str, Any]:
        async with Agent(address, mode=era) as agent:
            return told(await agent.call_tool("generate_image", CAT))

    with Emulator(latency=3.0) as api, desk(api, tmp_path) as opened, http(opened) as address:
        asyncio.run(hurried(address))
        asyncio.run(hurried(address))
        made = asyncio.run(patient(address))
        assert (made["status"], made["repeated"]) == ("done", True)
        assert len(api.ledger) == api.ledger.images == 1


@pytest.mark.parametrize("era", ERAS)
def test_so_does_one_whose_server_ends_with_it(era: str, tmp_path: Path) -> None:
    """Over stdin and stdout the server is the client's own process; what it leaves behind, the next one collects."""

    async def hurried(api: Emulator) -> None:
        async with Agent(command(api, tmp_path, "--budget", "1"), mode=era) as agent:
            await agent.list_tools()
            with pytest.raises(MCPError, match=r"[Tt]imed out"):
                await agent.call_tool("generate_image", CAT, read_timeout_seconds=1)

    async def patient(api: Emulator) -> dict[str, Any]:
        async with Agent(command(api, tmp_path, "--budget", "1"), mode=era) as agent:
            return told(await agent.call_tool("generate_image", CAT))

    with Emulator(latency=4.0) as api:
        asyncio.run(hurried(api))
        made = asyncio.run(patient(api))
        assert (made["status"], made["repeated"]) == ("done", True), made
        assert len(api.ledger) == api.ledger.images == 1


def test_servers_of_one_folder_share_its_budget(tmp_path: Path) -> None:
    """As where each of several clients starts a server of its own."""

    async def one(api: Emulator, number: int) -> list[str]:
        async with Agent(command(api, tmp_path, "--budget", "0.10")) as agent:
            calls = [{**CAT, "prompt": f"cat {number}-{each}"} for each in range(3)]
            made = await asyncio.gather(*(agent.call_tool("generate_image", call) for call in calls))
            return [told(each)["status"] for each in made]

    async def several(api: Emulator) -> list[list[str]]:
        return await asyncio.gather(*(one(api, number) for number in range(3)))

    with Emulator(latency=0.2) as api:
        found = [status for each in asyncio.run(several(api)) for status in each]
        assert sorted(found) == ["done"] * 3 + ["skipped"] * 6
        assert api.ledger.images == 3


def test_a_call_answers_in_time_and_the_picture_comes_later(tmp_path: Path) -> None:
    reports = list[float]()

    async def told_of(progress: float, total: float | None, message: str | None) -> None:
        reports.append(progress)

    async def waited(desk: Desk) -> list[dict[str, Any]]:
        async with Agent(server(desk, "0.1"), mode=ERAS[1]) as agent:
            begun = told(await agent.call_tool("generate_image", CAT, progress_callback=told_of))
            later = begun
            while later["status"] == "running":
                later = told(await agent.call_tool("get_image", {"handle": begun["handle"]}))
            return [begun, later]

    with Emulator(latency=3.0) as api, desk(api, tmp_path, answer=2.0) as opened:
        begun, later = asyncio.run(waited(opened))
        assert begun["status"] == "running"
        assert begun["expected_seconds"] > 0
        assert "get_image" in begun["advice"]
        assert reports
        assert later["status"] == "done"
        assert api.ledger.images == 1


def test_another_variation_is_another_picture(tmp_path: Path) -> None:
    calls: list[dict[str, Any]] = [
        CAT,
        CAT,
        {**CAT, "variation": 2},
        {**CAT, "variation": 2},
        {**CAT, "variation": "two"},
    ]

    async def made(desk: Desk) -> list[dict[str, Any]]:
        async with Agent(server(desk, "0.1"), mode=ERAS[1]) as agent:
            return [told(await agent.call_tool("generate_image", call)) for call in calls]

    with Emulator() as api, desk(api, tmp_path) as opened:
        answers = asyncio.run(made(opened))
        assert [answer["repeated"] for answer in answers] == [False, True, False, True, False]
        assert len({answer["handle"] for answer in answers}) == 3
        assert api.ledger.images == 3


def test_what_was_refused_is_tried_anew_and_what_may_be_billed_is_not(tmp_path: Path) -> None:
    sync = {"prompt": "a cat", "model": "qwen-image-2.0"}

    async def made(desk: Desk, call: dict[str, Any]) -> tuple[bool, dict[str, Any]]:
        async with Agent(server(desk, "0.1"), mode=ERAS[1]) as agent:
            answer = await agent.call_tool("generate_image", call)
            return answer.is_error, told(answer)

    with Emulator() as api, desk(api, tmp_path) as opened:
        api.faults.add("moderated", nth=1)
        wrong, refused = asyncio.run(made(opened, CAT))
        assert wrong
        assert refused["status"] == "failed"
        assert refused["advice"].startswith("Nothing was billed")
        assert asyncio.run(made(opened, CAT))[1]["status"] == "done"
        api.faults.add("drop-after-accepting", nth=1, endpoint="*generation*")
        for _ in range(2):
            wrong, lost = asyncio.run(made(opened, sync))
            assert wrong
            assert lost["status"] == "unknown"
            assert "without asking the user" in lost["advice"]
        assert api.ledger.images == 2


# Limits, and the question to the user


def bought(desk: Desk, era: str, call: dict[str, Any], says: ElicitResult | None) -> tuple[dict[str, Any], list[str]]:
    """What a client is answered whose user says this, or cannot be asked; and what the user was asked."""
    questions = list[str]()

    async def answered(context: Any, params: Any) -> ElicitResult:
        questions.append(params.message)
        assert says is not None
        return says

    async def buy() -> dict[str, Any]:
        callback = None if says is None else answered
        async with Agent(server(desk, "0.1"), mode=era, elicitation_callback=callback) as agent:
            return told(await agent.call_tool("generate_image", call))

    return asyncio.run(buy()), questions


@pytest.mark.parametrize("era", ERAS)
def test_above_a_limit_the_user_is_asked(era: str, tmp_path: Path) -> None:
    yes = ElicitResult(action="accept", content={"buy": True})
    refusals = [ElicitResult(action="accept", content={"buy": False}), ElicitResult(action="decline")]
    two = {**CAT, "n": 2}
    with Emulator() as api, desk(api, tmp_path, ask_above=usd("0.05")) as opened:
        for no in (*refusals, ElicitResult(action="cancel")):
            refused, questions = bought(opened, era, two, no)
            assert "does not want it" in refused["error"]
            assert len(questions) == 1
        unasked, _ = bought(opened, era, two, None)
        assert "--ask-above" in unasked["error"]
        assert "0.05 USD" in unasked["error"]
        assert len(api.ledger) == 0
        made, questions = bought(opened, era, two, yes)
        assert made["status"] == "done"
        assert questions == [
            "wan2.6-t2i is to make “a cat” (generate). It may cost USD 0.06 (2 x 0.03 USD, list price in "
            "ap-southeast-1). Buy it?"
        ]
        again, questions = bought(opened, era, two, None)
        assert (again["repeated"], questions) == (True, [])
        cheap, questions = bought(opened, era, CAT, None)
        assert (cheap["status"], questions) == ("done", [])
        assert api.ledger.images == 3


@pytest.mark.parametrize("flag", ["--max-cost-per-call", "--budget"])
def test_no_call_costs_more_than_the_terms_allow(flag: str, tmp_path: Path) -> None:
    terms: dict[str, Any] = {"max_cost": usd("0.05")} if flag == "--max-cost-per-call" else {"budget": usd("0.05")}
    with Emulator() as api, desk(api, tmp_path, **terms) as opened:
        refused, _ = bought(opened, ERAS[1], {**CAT, "n": 2}, None)
        assert f"and {flag} of this server is 0.05 USD. Nothing was sent." in refused["error"]
        assert len(api.ledger) == 0


def test_what_has_no_price_is_not_bought(tmp_path: Path) -> None:
    with Emulator() as api, desk(api, tmp_path) as opened:
        opened.client.models.register("wan9-t2i", like="wan2.6-t2i")
        refused, _ = bought(opened, ERAS[1], {**CAT, "model": "wan9-t2i"}, None)
        assert "buys nothing of unknown price" in refused["error"]
        assert len(api.ledger) == 0
