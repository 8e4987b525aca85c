"""The request of the form as other ways in take it: Python, the command line, curl, a line of a batch, a tool call."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_runtime import Mode, Model, Prepared

_VERBS = ("edit", "sequence", "interleave")
_FLAGS = {"size": "-s", "n": "-n", "seed": "--seed"}
_APART = ("model", "mode", "prompt")


def codes(prepared: Prepared[Any, Any], request: Mapping[str, Any], base_url: str | None) -> dict[str, str]:
    """The texts by the name of the way. `request` has names of files in the places of pictures.

    `base_url` is the service's own address, where the client that prepared it talks to an emulator.
    """
    model, mode = prepared.model, prepared.mode
    flat = {"model": model.id, **{name: value for name, value in request.items() if name not in ("model", "mode")}}
    if mode.name not in ("generate", "edit"):
        flat["mode"] = mode.name
    command = prepared.curl()
    if base_url is not None:
        command = command.replace(prepared.settings.base_url, base_url)
    return {
        "python": _python(model, mode, request),
        "command": _command(model, mode, request),
        "curl": command,
        "batch": json.dumps(flat, ensure_ascii=False),
        "mcp": json.dumps(_tool_call(mode, flat), ensure_ascii=False, indent=2),
    }


def _python(model: Model, mode: Mode, request: Mapping[str, Any]) -> str:
    given = [repr(request["prompt"])] if request.get("prompt") else []
    given += [f"{name}={value!r}" for name, value in request.items() if name not in _APART]
    arguments = ", ".join(given)
    if len(arguments) > 60:
        arguments = "\n    " + "\n    ".join(f"{each}," for each in given) + "\n"
    call = f"client.{model.identifier}.{mode.name}({arguments})"
    return f'from brushwork import Client\n\nclient = Client()\nresult = {call}\nresult.save("out/")\n'


def _command(model: Model, mode: Mode, request: Mapping[str, Any]) -> str:
    verb = mode.name if mode.name in _VERBS else "gen"
    words = ["brushwork", verb, *([str(request["prompt"])] if request.get("prompt") else []), "-m", model.id]
    if mode.name not in ("generate", *_VERBS):
        words += ["--mode", mode.name]
    inputs = {each.name for each in mode.inputs}
    for name, value in request.items():
        if name in inputs:
            for image in cast("list[str]", value) if isinstance(value, list) else [value]:
                words += ["-i", image if name == "reference_images" else f"{name}={image}"]
        elif name in _FLAGS:
            words += [_FLAGS[name], str(value)]
        elif name not in _APART:
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            words += ["-p", f"{name}={text}"]
    return " ".join(map(shlex.quote, words))


_TOOL_FIELDS = ("model", "mode", "prompt", "size", "n", "seed")


def _tool_call(mode: Mode, flat: Mapping[str, Any]) -> dict[str, Any]:
    """The call of a tool of `brushwork mcp`."""
    inputs = [each.name for each in mode.inputs if flat.get(each.name)]
    images = [image for name in inputs for image in (flat[name] if isinstance(flat[name], list) else [flat[name]])]
    arguments = {**({"images": images} if images else {}), **{n: flat[n] for n in _TOOL_FIELDS if n in flat}}
    further = {name: value for name, value in flat.items() if name not in (*_TOOL_FIELDS, *inputs)}
    if further:
        arguments["parameters"] = further
    return {"name": "edit_image" if images else "generate_image", "arguments": arguments}
