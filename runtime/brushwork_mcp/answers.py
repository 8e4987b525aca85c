"""What the tools answer: data with a schema, and the blocks of content that clients show."""

from __future__ import annotations

import base64
import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mcp_types import CallToolResult, ImageContent, ResourceLink, TextContent
from pydantic import BaseModel, Field

from brushwork_batch.forecast import GUESSED
from brushwork_batch.orders import DAY
from brushwork_mcp.wishes import PICTURE
from brushwork_runtime import sniff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcp_types import ContentBlock

    from brushwork_batch.records import Job, State
    from brushwork_mcp.terms import Give
    from brushwork_mcp.wishes import Refused, Wish
    from brushwork_runtime import SyncClient

Status = Literal["queued", "running", "done", "failed", "unknown", "expired", "skipped"]

_STATUS: dict[State, Status] = {
    "planned": "queued",
    "sending": "running",
    "submitted": "running",
    "done": "done",
    "failed": "failed",
    "rejected": "failed",
    "unknown": "unknown",
    "expired": "expired",
    "skipped": "skipped",
}

_ADVICE: dict[Status, str] = {
    "queued": "Call get_image with the handle to wait for it. The same call again costs nothing.",
    "running": "Call get_image with the handle to wait for it. The same call again costs nothing.",
    "done": "",
    "failed": "Nothing was billed. Change what the error names, or make the same call again.",
    "unknown": "It may have been made and billed. Do not ask for it again without asking the user; another variation "
    "is billed anew.",
    "expired": "It was made and billed, and is lost. Ask the user before you ask for it with another variation, which "
    "is billed anew.",
    "skipped": "Nothing was sent and nothing was billed.",
}
_BILLED = "It may have been billed. Ask the user before you ask for it with another variation, which is billed anew."


class Picture(BaseModel):
    """A picture that was made and saved."""

    uri: str = Field(description="The address of the picture as a resource; edit_image takes it as an image.")
    path: str = Field(description="The file on the machine of the server.")
    mime_type: str
    width: int | None = None
    height: int | None = None
    bytes: int | None = None
    sha256: str | None = None


class Made(BaseModel):
    """An order of pictures as it stands."""

    handle: str = Field(description="What get_image and cancel take.")
    status: Status
    model: str
    mode: str
    prompt: str | None = None
    pictures: list[Picture] = Field(default_factory=list[Picture])
    cost: str | None = Field(default=None, description="What it cost by list price: 0.03 USD, or 0.")
    cost_at_most: str | None = Field(default=None, description="What it may cost, as long as that is not known.")
    expected_seconds: int | None = Field(default=None, description="How much longer it takes, about.")
    repeated: bool = Field(default=False, description="Whether an earlier call paid for it already.")
    repeats_until: str | None = Field(default=None, description="The same call gives these pictures until then.")
    request_id: str | None = None
    error: str | None = None
    advice: str | None = Field(default=None, description="What to do next.")
    emulated: bool = Field(default=False, description="Whether an emulator made them, and no model.")


class Fault(BaseModel):
    """Something that is wrong with a request."""

    argument: str
    message: str
    nearest: Any = Field(default=None, description="The nearest value that is accepted.")
    accepted_by: list[str] = Field(default_factory=list[str], description="Models that accept the value unchanged.")


class Checked(BaseModel):
    """What a request would be; nothing was sent."""

    valid: bool
    model: str | None = None
    mode: str | None = None
    cost: str | None = Field(default=None, description="What it costs by list price.")
    cost_at_most: str | None = Field(default=None, description="The most that it may cost, such as 0.03 USD.")
    within_limits: bool | None = Field(default=None, description="Whether budget and limits allow it now.")
    asks_the_user: bool = Field(default=False, description="Whether the user is asked before it is sent.")
    known_as: str | None = Field(default=None, description="The handle of an earlier call that paid for it.")
    error: str | None = None
    faults: list[Fault] = Field(default_factory=list[Fault])
    warnings: list[str] = Field(default_factory=list[str])


class Candidate(BaseModel):
    """A mode of a model."""

    model: str
    mode: str
    tool: str = Field(description="The tool that makes it.")
    summary: str
    images_in: list[int] = Field(description="How many reference images go in, from and to.")
    images_out: list[int] = Field(description="How many pictures a call can make, from and to.")
    price: str = Field(description="What such a call costs by list price, and how that comes about.")
    seconds: list[float] | None = Field(default=None, description="How long it usually takes, from and to.")
    retires: str | None = Field(default=None, description="The date from which the service may refuse the model.")


class Found(BaseModel):
    """Models for a purpose, the cheapest first."""

    models: list[Candidate]


class Described(BaseModel):
    """What a mode accepts, makes and costs."""

    model: str
    mode: str
    modes: list[str] = Field(description="All modes of the model.")
    tool: str
    summary: str
    arguments: dict[str, Any] = Field(description="JSON Schema of the arguments; those without a place of their own in "
                                      "the tool go into its parameters.")  # fmt: skip
    sizes: dict[str, str] = Field(description="Sizes by name, in pixels.")
    images_in: list[int]
    images_out: list[int]
    answers_with: str
    price: str
    seconds: list[float] | None = None
    retires: str | None = None
    disputed: list[str] = Field(description="What the vendor's documents disagree about.")


class Listed(BaseModel):
    """Orders, the newest first."""

    orders: list[Made]
    more: bool


class Cancelled(BaseModel):
    """What became of the attempt to give an order up."""

    handle: str
    cancelled: bool
    status: Status
    advice: str


def made(job: Job, client: SyncClient, *, now: float, emulated: bool, repeated: bool = False) -> Made:
    """An order as it stands at the moment `now`."""
    status = _STATUS[job.state]
    under_way = not job.ended
    billed = status == "failed" and job.cost
    cost = job.cost if job.cost is not None or status != "done" else job.upper
    until = None if job.finished_at is None or status != "done" else job.finished_at + DAY
    prompt = job.request.get("prompt")
    return Made(
        handle=job.key,
        status=status,
        model=job.model,
        mode=job.mode,
        prompt=prompt if isinstance(prompt, str) else None,
        pictures=list(_pictures(job)),
        cost=None if cost is None else _money(cost, job.currency),
        cost_at_most=_money(job.upper, job.currency) if job.upper is not None and cost is None else None,
        expected_seconds=_left(job, client, now) if under_way else None,
        repeated=repeated,
        repeats_until=None if until is None else datetime.fromtimestamp(until, UTC).isoformat(timespec="seconds"),
        request_id=job.request_id,
        error=job.error if not under_way else None,
        advice=(_BILLED if billed else _ADVICE[status]) or None,
        emulated=emulated,
    )


def _pictures(job: Job) -> Iterator[Picture]:
    for number, each in enumerate([picture for picture in job.files if "file" in picture], 1):
        path = Path(each.get("file", ""))
        yield Picture(
            uri=f"{PICTURE}{job.key}/{number}",
            path=str(path),
            mime_type=mime_type(path),
            width=each.get("width"),
            height=each.get("height"),
            bytes=each.get("bytes"),
            sha256=each.get("sha256"),
        )


def mime_type(path: Path) -> str:
    """The type of a picture, by its content."""
    try:
        with open(path, "rb") as file:
            header = sniff(file)
    except OSError:
        header = None
    return "application/octet-stream" if header is None else f"image/{header.format.lower()}"


def _money(amount: Any, currency: str | None) -> str:
    return f"{amount:f} {currency}" if currency else "0"


def _left(job: Job, client: SyncClient, now: float) -> int:
    typical = client.models.table(job.model).typical_seconds
    whole = math.sqrt(typical[0] * typical[1]) if typical else GUESSED
    return max(1, round(whole - (now - job.sending_at if job.sending_at is not None else 0.0)))


def fault(refused: Refused) -> list[Fault]:
    """What the rules say against a request."""
    return [
        Fault(
            argument=each.parameter,
            message=each.message,
            nearest=_plain(each.nearest),
            accepted_by=list(each.accepted_by),
        )
        for each in refused.violations
    ]


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float) else str(value)


def checked(wish: Wish) -> Checked:
    """A request that passed the checks."""
    most = wish.cost.maximum
    return Checked(
        valid=True,
        model=wish.model,
        mode=wish.mode,
        cost=str(wish.cost),
        cost_at_most=None if most is None else _money(most, wish.cost.currency),
        warnings=list(wish.warnings),
    )


def answer(data: BaseModel, *more: ContentBlock, error: bool = False) -> CallToolResult:
    """An answer: the data as such, the same as text for clients that know no other, and further blocks."""
    plain = data.model_dump(mode="json", exclude_none=True)
    text = TextContent(type="text", text=json.dumps(plain, ensure_ascii=False))
    return CallToolResult(content=[text, *more], structured_content=plain, is_error=error)


def refusal(message: str, faults: list[Fault] | None = None) -> CallToolResult:
    """The answer to a call of which nothing was sent."""
    plain: dict[str, Any] = {"error": message}
    if faults:
        plain["faults"] = [each.model_dump(mode="json", exclude_none=True) for each in faults]
    text = TextContent(type="text", text=json.dumps(plain, ensure_ascii=False))
    return CallToolResult(content=[text], structured_content=plain, is_error=True)


def blocks(found: Made, give: Give) -> list[ContentBlock]:
    """The pictures as blocks of content: a link to each, and with it a small picture or the whole."""
    several: list[ContentBlock] = []
    for each in found.pictures:
        path = Path(each.path)
        several.append(
            ResourceLink(
                type="resource_link",
                name=path.name,
                uri=each.uri,
                description=f"{each.width} x {each.height} pixels, {each.path}",
                mime_type=each.mime_type,
                size=each.bytes,
            )
        )
        content = _content(path, each.mime_type, give)
        if content is not None:
            several.append(content)
    return several


def _content(path: Path, mime: str, give: Give) -> ImageContent | None:
    if give == "link" or not path.is_file():
        return None
    if give == "full":
        return ImageContent(type="image", data=base64.b64encode(path.read_bytes()).decode("ascii"), mime_type=mime)
    from brushwork_mcp.thumbnails import thumbnail

    try:
        small = thumbnail(path)
    except (OSError, ValueError):  # of a form that Pillow does not know: the link is there
        return None
    return ImageContent(type="image", data=base64.b64encode(small).decode("ascii"), mime_type="image/jpeg")
