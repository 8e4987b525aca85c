"""How images and results show themselves in a notebook: texts and pictures in their order, with prompt, model and cost.

A notebook keeps what it shows, so it gets a thumbnail of at most 64 KB for a picture, made by Pillow; without Pillow,
the picture itself if it is no larger, else a line that says so. `SHOWN` pictures of a result are shown. One that was
neither fetched nor saved is fetched for it, which costs nothing, and kept, so that saving it does not fetch it again;
the notebook never holds its URL, which ends and is a secret while it lives. What cannot be fetched is told instead.
"""

from __future__ import annotations

import base64
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import BrushworkError, DownloadFailed
from brushwork_runtime.base.image_headers import MEDIA_TYPES, sniff
from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from brushwork_runtime.results.image import Image
    from brushwork_runtime.results.result import Result

SHOWN = 12
"""Pictures of one result that are shown; the others are counted."""
LIMIT = 48_000
"""Bytes of a thumbnail, which are a third more as text."""
_SIDES = (512, 384, 256, 128, 64)
_TEXT = 20_000
"""Characters of the texts of one result that are shown."""
_DISPLAYED = frozenset(("PNG", "JPEG", "WEBP", "GIF"))


def data_uri(content: bytes, media_type: str) -> str:
    """Bytes as a data: URI."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"


def picture(image: Image) -> str:
    """An image as HTML, with what is known of it."""
    facts = [
        f"{image.width}×{image.height} {image.format}" if image.format else None,
        tr("saved to {path}", path=image.path) if image.path else None,
    ]
    return f"<div>{_figure(image)}{_line(facts)}</div>"


def page(result: Result) -> str:
    """A result as HTML: texts and pictures in their order over a line of facts. Every text in it is escaped."""
    prompt = result.provenance.get("prompt")
    asked = f'<div style="margin:0 0 6px">{_text(str(prompt), 1000)}</div>' if prompt else ""
    cost, more = result.cost, len(result) - SHOWN
    facts = [
        result.model,
        result.mode,
        tr("seed {seed}", seed=result.seed) if result.seed is not None else None,
        tr("{count} failed", count=len(result.failures)) if result.failures else None,
        None if result.complete else tr("broken off"),
        tr("{more} more", more=more) if more > 0 else None,
        str(cost) if cost is not None else None,
        f"{result.elapsed:.1f} s" if result.elapsed is not None else None,
    ]
    return f"<div>{asked}{_parts(result)}{_line(facts)}</div>"


def _parts(result: Result) -> str:
    """Texts and pictures in turns, or pictures alone in a grid."""
    from brushwork_runtime.results.result import TextPart

    blocks = list[str]()
    told, shown, reached = 0, 0, True
    for part in result.parts:
        if isinstance(part, TextPart):
            text = part.text.strip()
            if text and told < _TEXT:
                blocks.append(f'<p style="white-space:pre-wrap;max-width:44em">{_text(text, _TEXT - told)}</p>')
            told += len(text)
        elif shown < SHOWN:
            shown += 1
            blocks.append(_figure(part.image, fetch=reached))
            reached = reached and not blocks[-1].startswith(_UNREACHED)
    if told:
        return "".join(blocks)
    grid = "display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:8px"
    return f'<div style="{grid}">{"".join(blocks)}</div>'


_UNREACHED = '<pre class="unreached">'


def _figure(image: Image, *, fetch: bool = True) -> str:
    """The thumbnail, or why there is none. After one that could not be reached, no other is tried."""
    try:
        content = image.kept() or (image.bytes() if fetch else None)
    except DownloadFailed as error:
        return f"{_UNREACHED}{escape(str(error))}</pre>"
    except BrushworkError as error:
        return f"<pre>{escape(str(error))}</pre>"
    if content is None:
        return f"<pre>{escape(tr('not fetched; .save(...) tries again'))}</pre>"
    found = thumbnail(content)
    if found is None:
        header = sniff(BytesIO(content))
        what = f"{header.width}×{header.height} {header.format}, " if header else ""
        size = tr("{count:,} bytes: too large to be kept in a notebook.", count=len(content))
        ways = tr("pip install 'brushwork[pil]' shows a thumbnail, .save(...) writes the picture.")
        return f"<pre>{what}{size}\n{ways}</pre>"
    label = _text(image.prompt or "", 400)
    return f'<img src="{data_uri(*found)}" alt="{label}" style="max-width:min(100%,512px);height:auto;display:block">'


def thumbnail(content: bytes) -> tuple[bytes, str] | None:
    """A picture that is small enough to be kept, with its media type; None where Pillow is needed and cannot help."""
    header = sniff(BytesIO(content))
    if header is not None and header.format in _DISPLAYED and len(content) <= LIMIT:
        return content, MEDIA_TYPES[header.format]
    try:
        from PIL import Image as Pil

        with Pil.open(BytesIO(content)) as opened:
            small = opened.convert("RGBA" if header is not None and header.alpha else "RGB")
    except Exception:  # no Pillow, or one of the many classes that it raises for a damaged file
        return None
    for side in _SIDES:
        small.thumbnail((side, side))
        stream = BytesIO()
        small.save(stream, "WEBP", quality=80)
        if stream.tell() <= LIMIT:
            return stream.getvalue(), "image/webp"
    return None


def _text(text: str, most: int) -> str:
    """A text as HTML that loads and runs nothing, cut after `most` characters."""
    cut = text if len(text) <= most else text[:most] + redact.HIDDEN
    return escape(redact.escaped(cut, keep="\n\t"))


def _line(facts: list[str | None]) -> str:
    told = " · ".join(escape(fact) for fact in facts if fact)
    return f'<small style="opacity:.7">{told}</small>'
