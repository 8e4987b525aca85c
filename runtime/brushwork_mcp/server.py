"""The server: the eight tools with their schemas, and resources for models, pictures and spending."""

from __future__ import annotations

import io
import json
from contextlib import asynccontextmanager
from pathlib import Path
from types import new_class
from typing import TYPE_CHECKING, Any, cast

from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError
from mcp.server.mcpserver.tools import Tool
from mcp_types import InputRequiredResult, ToolAnnotations
from pydantic import BaseModel, create_model, model_validator

from brushwork_mcp import catalogue
from brushwork_mcp.answers import Found
from brushwork_mcp.desk import Desk
from brushwork_mcp.tools import TOOLS
from brushwork_mcp.wishes import PICTURE, picture
from brushwork_runtime import InvalidRequest, fields, items, sniff

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable

    from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase
    from pydantic import AnyUrl

INSTRUCTIONS = """\
Makes and edits pictures with Alibaba's models (Wan, Qwen-Image, Z-Image). find_model, describe_mode and check_request
are free: use them before you buy. generate_image and edit_image cost money by list price, within a budget of the user.
A call that is repeated with the same arguments gives the same pictures and costs nothing, so repeat it after a
time-out; for another picture of the same request give another `variation`. A call answers within 45 seconds: if the
picture is not there by then, take the handle to get_image."""
EMULATED = """
This server has no key: an emulator makes the pictures, which are drawings of their prompts. Say so to the user."""


class _Server(MCPServer[Desk]):
    """The server of the SDK, which tells the type of a picture by its content."""

    async def read_resource(
        self, uri: AnyUrl | str, context: Context[Desk, Any] | None = None
    ) -> Iterable[ReadResourceContents] | InputRequiredResult:
        found = await super().read_resource(uri, context)
        if isinstance(found, InputRequiredResult):
            return found
        return [_typed(each) for each in found]


def _typed(content: ReadResourceContents) -> ReadResourceContents:
    if not isinstance(content.content, bytes):
        return content
    header = sniff(io.BytesIO(content.content))
    if header is not None:
        content.mime_type = f"image/{header.format.lower()}"
    return content


def server(desk: Desk, version: str) -> MCPServer[Desk]:
    """The server of a desk, which outlives it: several connections may share the desk."""

    @asynccontextmanager
    async def lifespan(_: MCPServer[Desk]) -> AsyncGenerator[Desk]:
        yield desk

    made = _Server(
        "brushwork",
        title="Brushwork",
        instructions=INSTRUCTIONS + (EMULATED if desk.terms.emulated else ""),
        version=version,
        log_level="WARNING",
        tools=[_tool(function, hints) for function, hints in TOOLS],
        lifespan=lifespan,
    )
    _add_resources(made, desk)
    return made


def _tool(function: Callable[..., Any], hints: ToolAnnotations) -> Tool:
    """A tool that takes arguments of its mode beside its own, where it has `parameters`, and no unknown ones elsewhere.

    By itself the SDK ignores what it does not know, and somebody would pay for a picture that nobody asked for.
    """
    tool = Tool.from_function(function, annotations=hints)
    plain = tool.fn_metadata.arg_model
    if "parameters" in plain.model_fields:
        validators: dict[str, Any] = {"further": model_validator(mode="before")(_further)}
        strict = create_model(plain.__name__, __base__=plain, __validators__=validators)
    else:
        strict = cast("type[ArgModelBase]", new_class(plain.__name__, (plain,), {"extra": "forbid"}))
    tool.fn_metadata.arg_model = strict
    tool.parameters = _brief(strict.model_json_schema(by_alias=True))
    tool.fn_metadata.output_schema = _brief(tool.fn_metadata.output_schema)
    return tool


def _brief(schema: Any) -> Any:
    """A schema without what only repeats a name, or says that what may be left out may be null: context costs money."""
    if items(schema) is not None:
        return [_brief(each) for each in schema]
    if fields(schema) is None:
        return schema
    kept = {name: value for name, value in schema.items() if not (name == "title" and isinstance(value, str))}
    ways = [each for each in kept.get("anyOf", ()) if each != {"type": "null"}]
    if len(ways) == 1 and kept.get("default", kept) is None:
        del kept["anyOf"], kept["default"]
        kept |= ways[0]
    return {name: _brief(value) for name, value in kept.items()}


def _further(cls: type[BaseModel], data: dict[str, Any]) -> dict[str, Any]:
    """Put what is no argument of the tool among the parameters of the mode, which are checked by its rules."""
    known = cls.model_fields
    further = {name: value for name, value in data.items() if name not in known}
    parameters = fields(data.get("parameters") or {})
    if not further or parameters is None:
        return data
    own = {name: value for name, value in data.items() if name in known}
    return {**own, "parameters": {**further, **parameters}}


def _add_resources(made: MCPServer[Desk], desk: Desk) -> None:
    @made.resource("brushwork://models", name="models", mime_type="application/json", description="All models.")
    def models() -> str:
        rows = catalogue.found(desk.client, catalogue.Need())
        return _json(Found.model_validate({"models": rows}).model_dump(mode="json", exclude_none=True))

    @made.resource(
        "brushwork://models/{+model}",
        name="model",
        mime_type="application/json",
        description="What each mode of a model accepts, makes and costs.",
    )
    def model_of(model: str) -> str:
        try:
            modes = desk.client.models[model].modes
        except InvalidRequest as error:
            raise ResourceNotFoundError(str(error)) from error
        return _json({mode: catalogue.described(desk.client, model, mode) for mode in modes})

    @made.resource(
        PICTURE + "{handle}/{number}",
        name="picture",
        mime_type="image/png",
        description="A picture that was made, by its handle and its number from 1.",
    )
    def picture_of(handle: str, number: str) -> bytes:
        path = picture(desk.journal, handle, number)
        if path is None:
            raise ResourceNotFoundError(f"There is no picture {handle}/{number}.")
        return Path(path).read_bytes()

    @made.resource(
        "brushwork://spending",
        name="spending",
        mime_type="application/json",
        description="What was spent, what is reserved, and what is left of the budget.",
    )
    def spending() -> str:
        return _json(desk.spending())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
