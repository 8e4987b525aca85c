"""How images and results show themselves in a notebook: the pictures, with prompt, model and cost.

A picture is fetched to be shown, since a notebook shows what a cell gives back and fetching costs nothing; it is kept
then, and the notebook holds the picture, not its URL, which ends and is a secret while it lives. What cannot be fetched
is told in its place.
"""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

from brushwork_runtime.base.errors import BrushworkError
from brushwork_runtime.base.image_headers import MEDIA_TYPES

if TYPE_CHECKING:
    from brushwork_runtime.results.image import Image
    from brushwork_runtime.results.result import Result

SHOWN = 12
"""Pictures of one result that are shown; the others are counted."""


def picture(image: Image, form: str) -> bytes | None:
    """The bytes of an image of this format, None for another format and for one that cannot be fetched."""
    try:
        content = image.bytes()
    except BrushworkError:
        return None
    return content if image.format == form else None


def data_uri(image: Image) -> str:
    """The image as a data: URI."""
    content = image.bytes()
    media_type = MEDIA_TYPES.get(image.format or "", "application/octet-stream")
    return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"


def page(result: Result) -> str:
    """A result as HTML: a grid of its pictures over a line of facts. Every text in it is escaped."""
    prompt = result.provenance.get("prompt")
    figures = "".join(_figure(image) for image in result.images[:SHOWN])
    more = len(result) - SHOWN
    cost = result.cost
    facts = [
        result.model,
        result.mode,
        f"seed {result.seed}" if result.seed is not None else None,
        f"{len(result.failures)} failed" if result.failures else None,
        f"{more} more" if more > 0 else None,
        str(cost) if cost is not None else None,
        f"{result.elapsed:.1f} s" if result.elapsed is not None else None,
    ]
    line = " · ".join(escape(fact) for fact in facts if fact)
    asked = f'<div style="margin:0 0 6px">{escape(str(prompt))}</div>' if prompt else ""
    grid = "display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:8px"
    return f'<div>{asked}<div style="{grid}">{figures}</div><small style="opacity:.7">{line}</small></div>'


def _figure(image: Image) -> str:
    try:
        source = data_uri(image)
    except BrushworkError as error:
        return f"<pre>{escape(str(error))}</pre>"
    label = escape(image.prompt or "", quote=True)
    return f'<img src="{source}" alt="{label}" style="width:100%;height:auto;display:block">'
