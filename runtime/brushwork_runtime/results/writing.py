"""One image into its file, with its provenance in it or beside it if that was asked for."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from brushwork_runtime.base import log
from brushwork_runtime.base.image_headers import signature, sniff
from brushwork_runtime.results.atomic_file import vacant, write
from brushwork_runtime.results.pngtext import Unfit, addition

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.base.cancellation import Cancellation
    from brushwork_runtime.base.image_headers import Header
    from brushwork_runtime.results.download import Downloads

SIDECAR = ".json"
"""What is put behind a file's whole name for the file beside it."""


def put(
    downloads: Downloads,
    url: str,
    content: bytes | None,
    place: Callable[[str], Path],
    *,
    overwrite: bool,
    facts: Callable[[], Document] | None,
    metadata: bool,
    sidecar: bool,
    cancellation: Cancellation | None,
    told: Callable[[bool], object],
) -> tuple[Path, Header | None]:
    """Write `content`, or what is fetched from `url`, to the file that `place` names for its format.

    Facts that a file takes no text for go beside it. `told` is called with whether it is known that all of it came.
    """
    unfit: Unfit | None = None

    def placed(form: str) -> Path:
        target = place(form)
        if facts is not None and (sidecar or form != "PNG"):
            vacant(beside(target), overwrite)
        return target

    def insert(stream: BinaryIO) -> tuple[int, bytes] | None:
        nonlocal unfit
        try:
            return addition(stream, facts() if facts is not None else {})
        except Unfit as error:
            unfit = error
            stream.seek(0)
            vacant(beside(place(signature(stream.read(64)) or "")), overwrite)
            return None

    inside = insert if metadata else None
    if content is None:
        target = downloads.file(url, placed, overwrite=overwrite, insert=inside, cancellation=cancellation, told=told)
    else:
        target = placed(signature(content[:64]) or "")
        write(content, target, overwrite=overwrite, insert=inside)
    with open(target, "rb") if content is None else io.BytesIO(content) as stream:
        header = sniff(stream)
    if facts is not None and (sidecar or unfit is not None):
        if not sidecar:
            log.warning("%s: the metadata goes to %s, since %s", target, beside(target), unfit)
        try:
            text = json.dumps(facts(), ensure_ascii=False, indent=2, default=str)
            write(f"{text}\n".encode("utf-8", "replace"), beside(target), overwrite=overwrite)
        except (OSError, ValueError, RecursionError) as error:  # the image is there, which is what was paid for
            log.warning("%s is saved; %s is not: %s", target, beside(target), error)
    return target, header


def beside(target: Path) -> Path:
    """The file beside `target` that tells about it."""
    return target.with_name(target.name + SIDECAR)
