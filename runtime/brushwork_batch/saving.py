"""The pictures of a job on the disk: each under a name of its own, none over a file of somebody else."""

from __future__ import annotations

import hashlib
import io
from glob import escape
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from brushwork_runtime import Names, safe, sniff, tr

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence

    from brushwork_batch.records import Picture
    from brushwork_runtime import Cancellation, Image

TEMPLATE = "{key}-{i}.{ext}"
"""What pictures are called below the folder of the batch."""

_STAND_IN: dict[str, str] = dict.fromkeys(("key", "model", "mode", "seed", "id", "request_id", "task_id"), "x")


def template(out: str | os.PathLike[str], names: str) -> str:
    """The template of all files: `names` below `out`. Raises `ValueError` where two jobs would have one name."""
    whole = str(Path(str(Path(out).expanduser().absolute()).replace("{", "{{").replace("}", "}}")) / names)
    Names(whole, _STAND_IN, 2)
    if "{key" not in names:
        raise ValueError(
            tr(
                "the template {names!r} has no {place}, without which two jobs could have files of one name",
                names=names,
                place="{key}",
            )
        )
    return whole


def save(
    images: Sequence[Image],
    names: str,
    fields: Mapping[str, str],
    cancellation: Cancellation,
    wanted: Sequence[int],
    *,
    again: bool = False,
) -> list[Picture | Exception]:
    """Fetch and write those of a job's images whose numbers are `wanted`, several at once; what became of each.

    `again`: a process died that may have been about to do so, and what it left half is removed.

    A file that is there already and holds the same bytes is the picture itself, saved before a death.
    """
    from brushwork_runtime import run  # with it comes urllib3, which nobody needs before something is fetched

    places = Names(names, {**fields, "key": safe(fields["key"])}, len(images))

    def job(index: int) -> Callable[[Cancellation], Path]:
        def work(stop: Cancellation) -> Path:
            path = _placed(images[index], places.of(index), stop)
            if again:
                _clear(path)
            return path

        return work

    outcomes = run([job(index) for index in wanted], cancellation)
    return [
        picture(outcome, images[index].url) if isinstance(outcome, Path) else outcome
        for index, outcome in zip(wanted, outcomes, strict=True)
    ]


def _placed(image: Image, place: Callable[[str], Path], stop: Cancellation) -> Path:
    for number in count(1):
        try:
            return image.save_as(_numbered(place, number), stop=stop)
        except FileExistsError as error:
            found = Path(str(error.filename or ""))
            content = _content(image, stop)
            if found.is_file() and found.stat().st_size == len(content) and found.read_bytes() == content:
                return found
    raise AssertionError("numbers do not end")


def _content(image: Image, stop: Cancellation) -> bytes:
    """What was written of an image."""
    content = image.fetched(stop)
    if image.output_size is None:
        return content
    stream = io.BytesIO()
    image.save(stream)
    return stream.getvalue()


def _clear(path: Path) -> None:
    """Remove what was begun of a file by a process that died; a longer name may be the beginning of another one's."""
    if len(path.name) <= _WHOLE:
        for part in path.parent.glob(f".{escape(path.name)}.????????.part"):
            part.unlink(missing_ok=True)


_WHOLE = 40
"""Characters of a name that the name of its unfinished file has."""


def _numbered(place: Callable[[str], Path], number: int) -> Callable[[str], Path]:
    def placed(extension: str) -> Path:
        path = place(extension)
        return path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")

    return placed


def picture(path: Path, url: str) -> Picture:
    """What the journal keeps of a saved picture."""
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        file.seek(0)
        header = sniff(file)
    return {
        "url": url,
        "file": str(path),
        "bytes": size,
        "sha256": digest,
        "width": header.width if header is not None else None,
        "height": header.height if header is not None else None,
    }
