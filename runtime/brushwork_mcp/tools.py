"""The eight tools: what each is asked and answers, and when the user is asked before something is bought.

Their functions stand at the top level of this module, since the SDK reads their annotations there; the desk that they
work for comes with each call.
"""

from __future__ import annotations

import time
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import anyio
import anyio.to_thread
from mcp.server.mcpserver import (
    AcceptedElicitation,
    Context,
    Elicit,
    ElicitationResult,
    Resolve,
)
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, ToolAnnotations
from pydantic import BaseModel, Field

from brushwork_mcp import answers, catalogue
from brushwork_mcp.answers import Cancelled, Checked, Described, Found, Listed, Made
from brushwork_mcp.desk import Consent, Desk
from brushwork_mcp.wishes import Refused
from brushwork_runtime import BrushworkError, InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brushwork_batch.records import Job

T = TypeVar("T")
Asking = Context[Desk, Any]

STEP = 1.0
"""Seconds from one look at an order to the next, and from one report of progress to the next."""

_WAITING = 200
"""Calls that wait at once; each takes a thread for its looks."""

_FREE = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_BUYS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=True)
_LOOKS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=True)
_ENDS = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=True)

Model = Annotated[str | None, Field(description="The id of a model; see find_model. Default: the usual one.")]
ModeName = Annotated[str | None, Field(description="A mode of the model; default: what the other arguments ask for.")]
SizeText = Annotated[str | None, Field(description="Such as 1280*720, 16:9 or 2K; describe_mode tells what there is.")]
Count = Annotated[int | None, Field(description="How many pictures; each is billed. Default: 1.")]
Seed = Annotated[int | None, Field(description="The same seed makes similar pictures.")]
Further = Annotated[
    dict[str, Any] | None, Field(description="Other arguments of the mode by their names; see describe_mode.")
]
Variation = Annotated[
    str | int | None,
    Field(description="Another value makes, and bills, another picture of the same request. Leave it out otherwise."),
]
References = Annotated[
    list[str],
    Field(
        min_length=1,
        description="Pictures to edit or combine, in their order: addresses (https://, data:, oss://), pictures made "
        "before (brushwork://images/HANDLE/1), or files in the folders that the user allowed.",
    ),
]
Handle = Annotated[str, Field(description="The handle of an order.")]


class Agreement(BaseModel):
    """What the user is asked for."""

    buy: bool = Field(description="Buy it for this price")


# What is asked before a call costs more than is bought without asking


async def agreed_to_generate(
    ctx: Asking,
    prompt: str,
    model: str | None,
    mode: str | None,
    size: str | None,
    n: int | None,
    seed: int | None,
    parameters: dict[str, Any] | None,
    variation: str | int | None,
) -> Consent | Elicit[Agreement]:
    """Ask the user about a call of generate_image where that is due."""
    given = _given(prompt=prompt, model=model, mode=mode, size=size, n=n, seed=seed)
    return await _asked(ctx, "generate_image", {**given, "parameters": parameters, "variation": variation})


async def agreed_to_edit(
    ctx: Asking,
    images: list[str],
    prompt: str | None,
    model: str | None,
    mode: str | None,
    size: str | None,
    n: int | None,
    seed: int | None,
    parameters: dict[str, Any] | None,
    variation: str | int | None,
) -> Consent | Elicit[Agreement]:
    """Ask the user about a call of edit_image where that is due."""
    given = _given(images=images, prompt=prompt, model=model, mode=mode, size=size, n=n, seed=seed)
    return await _asked(ctx, "edit_image", {**given, "parameters": parameters, "variation": variation})


async def _asked(ctx: Asking, tool: str, arguments: Mapping[str, Any]) -> Consent | Elicit[Agreement]:
    desk = _desk(ctx)
    try:
        question = await _in_thread(lambda: desk.question(desk.wishes.of(tool, arguments)))
    except Refused:
        return "not needed"  # the call itself says what is wrong
    if question is None:
        return "not needed"
    can = ctx.client_capabilities.elicitation if ctx.client_capabilities is not None else None
    if can is None or (can.form is None and can.url is not None):
        return "cannot be asked for"
    return Elicit(question, Agreement)


def _consent(outcome: ElicitationResult[Any]) -> Consent:
    if not isinstance(outcome, AcceptedElicitation):
        return "refused"
    data: Consent | Agreement = outcome.data
    if isinstance(data, Agreement):
        return "given" if data.buy else "refused"
    return data


# The tools


async def find_model(
    ctx: Asking,
    words: Annotated[str | None, Field(description="Words that are in the name or the description.")] = None,
    mode: Annotated[str | None, Field(description="Such as generate, edit, sequence or interleave.")] = None,
    images: Annotated[int | None, Field(ge=0, description="How many reference images go in.")] = None,
    size: SizeText = None,
    n: Count = None,
    text_and_pictures: Annotated[bool, Field(description="Whether it writes text between the pictures.")] = False,
    max_cost: Annotated[float | None, Field(description="What such a call may cost, in the region's currency.")] = None,
) -> Annotated[CallToolResult, Found]:
    """Find a model for a purpose; free. The cheapest that fit come first, each with its price and usual time."""
    desk = _desk(ctx)
    need = catalogue.Need(
        words=tuple((words or "").split()),
        mode=mode,
        images=images,
        size=size,
        n=n,
        text=text_and_pictures,
        most=None if max_cost is None else Decimal(str(max_cost)),
    )
    rows = await _in_thread(lambda: catalogue.found(desk.client, need))
    return answers.answer(Found.model_validate({"models": rows}))


async def describe_mode(
    ctx: Asking,
    model: Annotated[str, Field(description="The id of a model.")],
    mode: Annotated[str | None, Field(description="One of its modes; default: its first.")] = None,
) -> Annotated[CallToolResult, Described]:
    """Tell what a mode of a model accepts, as JSON Schema, its sizes and its price; free."""
    desk = _desk(ctx)
    try:
        found = await _in_thread(lambda: catalogue.described(desk.client, model, mode))
    except InvalidRequest as error:
        return answers.refusal(error.message)
    except KeyError as error:
        return answers.refusal(f"{error.args[0]}.")
    return answers.answer(Described.model_validate(found))


async def check_request(
    ctx: Asking,
    prompt: Annotated[str | None, Field(description="What to make.")] = None,
    images: Annotated[list[str] | None, Field(description="As those of edit_image.")] = None,
    model: Model = None,
    mode: ModeName = None,
    size: SizeText = None,
    n: Count = None,
    seed: Seed = None,
    parameters: Further = None,
    variation: Variation = None,
) -> Annotated[CallToolResult, Checked]:
    """Check what generate_image, or with images edit_image, would do: everything that is wrong, and the price; free."""
    desk = _desk(ctx)
    given = _given(images=images or None, prompt=prompt, model=model, mode=mode, size=size, n=n, seed=seed)
    tool = "edit_image" if images else "generate_image"
    arguments = {**given, "parameters": parameters, "variation": variation}
    return answers.answer(await _in_thread(lambda: _checked(desk, tool, arguments)))


def _checked(desk: Desk, tool: str, arguments: Mapping[str, Any]) -> Checked:
    try:
        wish = desk.wishes.of(tool, arguments)
    except Refused as refused:
        return Checked(valid=False, error=str(refused), faults=answers.fault(refused))
    known = desk.known(wish)
    found = answers.checked(wish)
    found.known_as = None if known is None else known.key
    found.within_limits = known is not None or desk.affordable(wish)
    found.asks_the_user = desk.question(wish) is not None
    found.error = None if known is not None else desk.objection(wish)
    return found


async def generate_image(
    ctx: Asking,
    consent: Annotated[ElicitationResult[Agreement], Resolve(agreed_to_generate)],
    prompt: Annotated[str, Field(description="What to make.")],
    model: Model = None,
    mode: ModeName = None,
    size: SizeText = None,
    n: Count = None,
    seed: Seed = None,
    parameters: Further = None,
    variation: Variation = None,
) -> Annotated[CallToolResult, Made]:
    """Make pictures from a prompt; this costs money. The same call again gives the same pictures, for free."""
    given = _given(prompt=prompt, model=model, mode=mode, size=size, n=n, seed=seed)
    arguments = {**given, "parameters": parameters, "variation": variation}
    return await _bought(ctx, "generate_image", arguments, _consent(consent))


async def edit_image(
    ctx: Asking,
    consent: Annotated[ElicitationResult[Agreement], Resolve(agreed_to_edit)],
    images: References,
    prompt: Annotated[str | None, Field(description="What to change; some modes take none.")] = None,
    model: Model = None,
    mode: ModeName = None,
    size: SizeText = None,
    n: Count = None,
    seed: Seed = None,
    parameters: Further = None,
    variation: Variation = None,
) -> Annotated[CallToolResult, Made]:
    """Edit or combine pictures; this costs money. The same call again gives the same pictures, for free."""
    given = _given(images=images, prompt=prompt, model=model, mode=mode, size=size, n=n, seed=seed)
    arguments = {**given, "parameters": parameters, "variation": variation}
    return await _bought(ctx, "edit_image", arguments, _consent(consent))


async def get_image(
    ctx: Asking,
    handle: Handle,
    give: Annotated[
        Literal["link", "thumbnail", "full"] | None,
        Field(description="Links, small pictures beside them, or whole ones. Default: as the user chose."),
    ] = None,
) -> Annotated[CallToolResult, Made]:
    """Get the pictures of an order, waiting for them up to 45 seconds; free."""
    desk = _desk(ctx)
    begun = time.monotonic()
    try:
        goes_on = await _in_thread(lambda: desk.collect(handle))
    except Refused as refused:
        return answers.refusal(str(refused))
    job = await _waited(ctx, handle, begun) if goes_on else desk.job(handle)
    found = _made(desk, job)
    return answers.answer(found, *await _in_thread(lambda: answers.blocks(found, give or desk.terms.give)))


async def list_images(
    ctx: Asking,
    limit: Annotated[int, Field(ge=1, le=100, description="How many orders at most.")] = 20,
) -> Annotated[CallToolResult, Listed]:
    """List the orders of this server, the newest first, with their pictures and what they cost; free."""
    desk = _desk(ctx)
    jobs, more = await _in_thread(lambda: desk.listed(limit))
    return answers.answer(Listed(orders=[_made(desk, job) for job in jobs], more=more))


async def cancel(ctx: Asking, handle: Handle) -> Annotated[CallToolResult, Cancelled]:
    """Give an order up that was not sent, or whose task still waits. What runs cannot be stopped, and is billed."""
    desk = _desk(ctx)
    try:
        done, job = await _in_thread(lambda: desk.cancel(handle))
    except Refused as refused:
        return answers.refusal(str(refused))
    found = _made(desk, job)
    told = "It was given up before anything was billed." if done else _TOO_LATE[job.ended]
    return answers.answer(Cancelled(handle=job.key, cancelled=done, status=found.status, advice=told))


_TOO_LATE = {
    False: "It runs at the service, which cannot be stopped, and is billed. get_image has its pictures later.",
    True: "It has ended already.",
}


# What the tools share


def _desk(ctx: Asking) -> Desk:
    return ctx.request_context.lifespan_context


def _given(**arguments: Any) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if value is not None}


async def _in_thread(call: Callable[[], T]) -> T:
    """What blocks runs beside the loop, and to its end: what a cancelled call orders is ordered whole, or not."""
    try:
        return await anyio.to_thread.run_sync(call)
    except InvalidRequest:
        raise
    except BrushworkError as error:  # of the journal: what the user of the server can mend
        raise ToolError(str(error)) from error


async def _bought(ctx: Asking, tool: str, arguments: Mapping[str, Any], consent: Consent) -> CallToolResult:
    desk, begun = _desk(ctx), time.monotonic()

    def ordered() -> tuple[Job, bool]:
        placed = desk.buy(desk.wishes.of(tool, arguments), consent)
        return placed.job, placed.repeated

    try:
        job, repeated = await _in_thread(ordered)
    except Refused as refused:
        return answers.refusal(str(refused), answers.fault(refused))
    job = await _waited(ctx, job.key, begun)
    found = _made(desk, job, repeated=repeated)
    if found.status in ("queued", "running", "done"):
        return answers.answer(found, *await _in_thread(lambda: answers.blocks(found, desk.terms.give)))
    return answers.answer(found, error=True)


async def _waited(ctx: Asking, key: str, begun: float) -> Job:
    """The order once it has ended, or as it stands when it is time to answer; the client is told that it goes on."""
    desk = _desk(ctx)
    expected = float(_made(desk, desk.job(key)).expected_seconds or 1)
    while True:
        left = desk.terms.answer - (time.monotonic() - begun)
        look = partial(desk.wait, key, max(0.0, min(STEP, left)))
        job = await anyio.to_thread.run_sync(look, abandon_on_cancel=True, limiter=_limiter())
        if job.ended or left <= STEP:
            return job
        await ctx.report_progress(round(time.monotonic() - begun, 1), expected, f"{job.model}: {job.state}")


_limiters: dict[int, anyio.CapacityLimiter] = {}


def _limiter() -> anyio.CapacityLimiter:
    """Threads of their own for those who wait, so that free questions are answered meanwhile."""
    import asyncio

    loop = id(asyncio.get_running_loop())
    return _limiters.setdefault(loop, anyio.CapacityLimiter(_WAITING))


def _made(desk: Desk, job: Job, *, repeated: bool = False) -> Made:
    return answers.made(job, desk.client, now=desk.journal.now(), emulated=desk.terms.emulated, repeated=repeated)


TOOLS: tuple[tuple[Callable[..., Any], ToolAnnotations], ...] = (
    (find_model, _FREE),
    (describe_mode, _FREE),
    (check_request, _FREE),
    (generate_image, _BUYS),
    (edit_image, _BUYS),
    (get_image, _LOOKS),
    (list_images, _FREE),
    (cancel, _ENDS),
)
"""Each tool, and what clients are told of its effects."""
