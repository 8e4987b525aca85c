"""A call as a reader would write it, in four forms, none of which holds an address of the emulator."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from brushwork_runtime import Size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_runtime import Json, Mode, Model, Prepared

    Given = Mapping[str, list[Path | str]]
    """Files and addresses of pictures by input."""

PUBLIC = "https://example.com/"
"""Where a reader's pictures are, in a call that takes addresses only."""


def python(
    model: Model, mode: Mode, prompt: str | None, given: Given, arguments: Mapping[str, Json], out: Path, region: str
) -> str:
    """The call: what stands by its place first, then what is named. `region` is "" for the default one."""
    first = prompt is not None and mode.prompt is not None and mode.prompt.required
    placed = [repr(prompt)] if first else []
    named = [] if first or prompt is None else [f"prompt={prompt!r}"]
    for limits in mode.inputs:
        if limits.name in given:
            names = [shown(image, out) for image in given[limits.name]]
            text = repr(names[0]) if limits.single else repr(names)
            (placed if limits.minimum else named).append(text if limits.minimum else f"{limits.name}={text}")
    named += [f"{name}={value!r}" for name, value in arguments.items()]
    call = f"client.{model.identifier}.{mode.name}({', '.join([*placed, *named])})"
    settings = f"region={region!r}" if region else ""
    return f'from brushwork import Client\n\nclient = Client({settings})\nresult = {call}\nresult.save("out/")'


def shell(
    model: Model, mode: Mode, prompt: str | None, given: Given, arguments: Mapping[str, Json], out: Path, region: str
) -> str:
    """The same for the shell."""
    parts = ["brushwork gen", *([] if prompt is None else [shlex.quote(prompt)]), "-m", model.id, "--mode", mode.name]
    several = len(given) > 1
    for name, images in given.items():
        for image in images:
            parts += ["-i", shlex.quote(f"{name}={shown(image, out)}" if several else shown(image, out))]
    sizes = {parameter.name for parameter in mode.parameters if isinstance(parameter, Size)}
    for name, value in arguments.items():
        if name in sizes and name == "size":
            parts += ["-s", str(value)]
        elif name in ("n", "seed"):
            parts += [f"{'-' if name == 'n' else '--'}{name}", str(value)]
        else:
            text = value if isinstance(value, str) else json.dumps(value)
            parts += ["-p", shlex.quote(f"{name}={text}")]
    return " ".join([*parts, *(["--region", region] if region else []), "-o", "out/"])


def curl_head(prepared: Prepared[Any, Any], host: str) -> str:
    """The curl command up to its body, which is the JSON in single quotes."""
    own = prepared.curl()
    head = own[own.index("curl -") : own.rindex(" \\\n  -d '")]
    return head.replace(_origin(prepared.url), host)


def body(prepared: Prepared[Any, Any]) -> dict[str, Json]:
    """The JSON that is sent; pictures of the emulator by an address of the reader's."""
    return cast("dict[str, Json]", _readdressed(prepared.body, _origin(prepared.url)))


def shown(image: Path | str, out: Path) -> str:
    """A picture as the reader names it, who stands in the folder of the page."""
    return image.relative_to(out).as_posix() if isinstance(image, Path) else public(image)


def public(url: str) -> str:
    """An address of the reader's for one of the emulator's."""
    return PUBLIC + urlsplit(url).path.rpartition("/")[2].rpartition("-")[2]


def _readdressed(value: Json, origin: str) -> Json:
    if isinstance(value, str):
        return public(value) if value.startswith(origin) else value
    if isinstance(value, dict):
        return {name: _readdressed(each, origin) for name, each in value.items()}
    return [_readdressed(each, origin) for each in value] if isinstance(value, list) else value


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
