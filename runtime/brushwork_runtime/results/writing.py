"""One image into its file, with its provenance in it or beside it if that was asked for."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from brushwork_runtime import log
from brushwork_runtime.images.sniff import signature, sniff
from brushwork_runtime.results.pngtext import with_text
from brushwork_runtime.results.storing import vacant, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brushwork_runtime.images.sniff import Header
    from brushwork_runtime.results.download import Downloads
    from brushwork_runtime.results.response import Document
    from brushwork_runtime.results.saving import Stop

SIDECAR = ".json"
"""What is put behind a file's whole name for the file beside it."""


def put(
    downloads: Downloads,
    url: str,
    content: bytes | None,
    place: Callable[[str], Path],
    *,
    overwrite: bool,
    facts: Document | None,
    metadata: bool,
    sidecar: bool,
    stop: Stop | None,
) -> tuple[Path, Header | None]:
    """Write `content`, or what is fetched from `url`, to the file that `place` names for its format."""

    def placed(form: str) -> Path:
        target = place(form)
        if facts is not None and (sidecar or form != "PNG"):
            vacant(beside(target), overwrite)
        return target

    def change(head: bytes) -> bytes:
        return with_text(head, facts or {})

    inside = change if metadata else None
    if content is None:
        target = downloads.file(url, placed, overwrite=overwrite, change=inside, stop=stop)
    else:
        target = placed(signature(content) or "")
        write(inside(content) if inside else content, target, overwrite=overwrite)
    with open(target, "rb") if content is None else io.BytesIO(content) as stream:
        header = sniff(stream)
    form = header.format if header is not None else ""
    if facts is not None and (sidecar or form != "PNG"):
        if not sidecar:
            log.warning("%s is no PNG, so its metadata goes to %s", target, beside(target))
        text = json.dumps(facts, ensure_ascii=False, indent=2, default=str) + "\n"
        write(text.encode("utf-8", "replace"), beside(target), overwrite=overwrite)
    return target, header


def beside(target: Path) -> Path:
    """The file beside `target` that tells about it."""
    return target.with_name(target.name + SIDECAR)
