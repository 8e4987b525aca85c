"""What a call gives back, and how to save it."""

from __future__ import annotations

from brushwork_runtime.results.image import Image
from brushwork_runtime.results.names import Names
from brushwork_runtime.results.parts import Failure, ImagePart, TextPart, Usage

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import overload

    from brushwork_runtime.request.cost import Estimate
    from brushwork_runtime.results.response import Document

__all__ = ["Failure", "Image", "ImagePart", "Result", "TextPart", "Usage"]


class Result:
    """The images of a call, a sequence of `Image`.

    `parts` holds texts and images in the order of the answer, `failures` what was not made, `raw` the whole answer.
    """

    __slots__ = (
        "_cost",
        "_seed",
        "_story",
        "failures",
        "images",
        "mode",
        "model",
        "parts",
        "raw",
        "request_id",
        "task_id",
        "usage",
    )

    def __init__(
        self,
        parts: Sequence[TextPart | ImagePart],
        raw: Document,
        *,
        usage: Usage,
        failures: tuple[Failure, ...] = (),
        request_id: str | None = None,
        task_id: str | None = None,
        model: str | None = None,
        mode: str | None = None,
        seed: Callable[[], int | None] | None = None,
        cost: Callable[[], Estimate | None] | None = None,
        story: bool = False,
    ) -> None:
        self.parts = tuple(parts)
        self.images = tuple(part.image for part in self.parts if isinstance(part, ImagePart))
        self.raw = raw
        self.usage = usage
        self.failures = failures
        self.request_id = request_id
        self.task_id = task_id
        self.model = model
        self.mode = mode
        self._seed = seed
        self._cost = cost
        self._story = story

    @property
    def seed(self) -> int | None:
        """The seed that was sent; None if none was."""
        return self._seed() if self._seed is not None else None

    @property
    def cost(self) -> Estimate | None:
        """What the images that were made cost by the list price of the region; None where that is not known."""
        return self._cost() if self._cost is not None else None

    @property
    def text(self) -> str:
        """The texts of the answer, a blank line between them."""
        return "\n\n".join(part.text for part in self.parts if isinstance(part, TextPart))

    def save(self, destination: str | os.PathLike[str] = ".", *, overwrite: bool = False) -> list[Path]:
        """Save every image and return the paths; text and images in turns get an `index.md` too.

        `destination` is a folder, made if missing; or a file name with an image's extension; or a template such as
        "out/{model}-{seed}-{i}.{ext}". Its fields: model, mode, seed, i (from 0), ext (from the content), id (the first
        eight characters of the task's or the request's), request_id, task_id. Each file appears whole or not at all.
        Raises `FileExistsError` unless `overwrite`, `ResultExpired`, `DownloadFailed`, `OSError`; `ValueError` for
        an unknown field.
        """
        names = Names(destination, self._fields(), len(self.images))
        paths = [image.save_as(names.of(index), overwrite) for index, image in enumerate(self.images)]
        if self._story:
            from brushwork_runtime.results.download import write

            index = names.folder / "index.md"
            write(self._markdown(index.parent).encode(), index, overwrite=overwrite)
            paths.append(index)
        return paths

    def _fields(self) -> dict[str, str]:
        some_id = self.task_id or self.request_id or ""
        return {
            "model": self.model or "image",
            "mode": self.mode or "generate",
            "seed": "random" if self.seed is None else str(self.seed),
            "id": some_id[:8] or "result",
            "request_id": self.request_id or "",
            "task_id": self.task_id or "",
        }

    def _markdown(self, folder: Path) -> str:
        blocks = list[str]()
        for part in self.parts:
            if isinstance(part, TextPart):
                blocks.append(part.text.strip())
            elif part.image.path:
                blocks.append(f"![]({part.image.path.relative_to(folder).as_posix()})")
        return "\n\n".join(block for block in blocks if block) + "\n"

    def __reduce__(self) -> tuple[Callable[..., Result], tuple[object, ...]]:
        seed, cost = self.seed, self.cost
        known = (self.usage, self.failures, self.request_id, self.task_id, self.model, self.mode, self._story)
        return _restored, (self.parts, self.raw, *known, seed, cost)

    def __len__(self) -> int:
        return len(self.images)

    def __iter__(self) -> Iterator[Image]:
        return iter(self.images)

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, index: int) -> Image: ...
        @overload
        def __getitem__(self, index: slice) -> tuple[Image, ...]: ...

    def __getitem__(self, index: int | slice) -> Image | tuple[Image, ...]:
        return self.images[index]

    def __repr__(self) -> str:
        count = f"{len(self)} image{'' if len(self) == 1 else 's'}"
        failed = f", {len(self.failures)} failed" if self.failures else ""
        origin = f" of {self.model}" if self.model else ""
        return f'<Result: {count}{failed}{origin}; .save("out/"), [0].to_pil(), .usage, .raw>'


def _restored(
    parts: tuple[TextPart | ImagePart, ...],
    raw: Document,
    usage: Usage,
    failures: tuple[Failure, ...],
    request_id: str | None,
    task_id: str | None,
    model: str | None,
    mode: str | None,
    story: bool,
    seed: int | None,
    cost: Estimate | None,
) -> Result:
    """A result from its pickle, which holds no client and so no key."""
    return Result(
        parts,
        raw,
        usage=usage,
        failures=failures,
        request_id=request_id,
        task_id=task_id,
        model=model,
        mode=mode,
        story=story,
        seed=lambda: seed,
        cost=lambda: cost,
    )
