"""What a call gives back, and how to save it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from brushwork_runtime.base import redact
from brushwork_runtime.base.redact import short
from brushwork_runtime.results.image import Image

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any, Generic, overload

    from brushwork_runtime.api.answer import Box, Document
    from brushwork_runtime.base.image_marks import AigcLabel
    from brushwork_runtime.request.cost import Estimate
    from brushwork_runtime.results.filename_template import Writable
    from brushwork_runtime.results.provenance import Provenance

ValueT = TypeVar("ValueT")

__all__ = ["Failure", "Image", "ImagePart", "Result", "TextPart", "Usage"]


class Result:
    """The images of a call, a sequence of `Image`.

    `parts` holds texts and images in the order of the answer, `failures` what was not made, `raw` the whole answer.
    `elapsed` is the seconds from the call to its result; None for a task picked up by its id. `story` tells whether
    texts and images come in turns. `complete` is False for what came of an answer that broke off. `values` holds what
    else the spec of the mode says that its answers hold, by name and of the type that it says; None for what this one
    does not hold, or holds otherwise: then only `raw` has it. `boxes` are those of all values that are boxes, as
    (x1, y1, x2, y2) in pixels from the top left corner, without those that the answer leaves empty. Both are empty
    for a task picked up by its id alone, since no answer tells its model: `client.task(id, model=...)` does.
    """

    __module__ = "brushwork"
    __slots__ = (
        "_cost",
        "_origin",
        "_values",
        "boxes",
        "complete",
        "elapsed",
        "failures",
        "images",
        "mode",
        "model",
        "parts",
        "raw",
        "request_id",
        "story",
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
        cost: Callable[[], Estimate | None] | None = None,
        values: Mapping[str, Any] | None = None,
        boxes: Sequence[Box] = (),
        story: bool = False,
        elapsed: float | None = None,
        origin: Provenance | None = None,
    ) -> None:
        self.parts = tuple(parts)
        self.images = tuple([part.image for part in self.parts if isinstance(part, ImagePart)])
        self.raw = raw
        self.usage = usage
        self.failures = failures
        self.request_id = request_id
        self.task_id = task_id
        self.model = model
        self.mode = mode
        self._cost = cost
        self._origin = origin
        self._values = values or {}
        self.boxes = tuple(boxes)
        self.story = story
        self.elapsed = elapsed
        self.complete = True

    @property
    def values(self) -> Mapping[str, Any]:
        """What the answer holds beside images, by the names of the mode's spec."""
        return self._values

    @property
    def seed(self) -> int | None:
        """The seed that was sent; None if none was."""
        return self._origin.seed if self._origin is not None else None

    @property
    def cost(self) -> Estimate | None:
        """What the images that were made cost by the list price of the region; None where that is not known."""
        return self._cost() if self._cost is not None else None

    @property
    def text(self) -> str:
        """The texts of the answer, a blank line between them."""
        return "\n\n".join(part.text for part in self.parts if isinstance(part, TextPart))

    @property
    def provenance(self) -> Document:
        """Where the images come from, as plain data; what is not known, as for a task of another process, is left out.

        prompt, model, mode, parameters as sent, seed, reference_images by name, request_id, task_id, made, software.
        """
        return self._origin.facts if self._origin is not None else {}

    def save(
        self,
        destination: str | os.PathLike[str] | Writable = ".",
        *,
        overwrite: bool = False,
        metadata: bool = False,
        sidecar: bool = False,
        format: str | None = None,
        quality: int | None = None,
        ai_marking: bool | AigcLabel = False,
    ) -> list[Path]:
        """Save every image and return the paths; text and images in turns get an `index.md` too.

        `destination` is a folder, made if missing; or a file name with an image's extension; or a template such as
        "out/{model}-{seed}-{i}.{ext}". Its fields: model, mode, seed, i (from 0), ext (from the content), id (the first
        eight characters of the task's or the request's), request_id, task_id. An extension of another format than the
        service's asks for a conversion, and so do `format` and `quality`: see `Image.save`. `metadata` and `sidecar`
        keep the `provenance` of each in its file or beside it, and `ai_marking` says in it that a model made it: see
        `Image.save`. The numbers of an `AigcLabel` may hold the same fields, as "{task_id}-{i}".

        A URL of fsspec (extra `fsspec`), such as "s3://bucket/out/", is a destination like a path, and the URLs of the
        files are returned as text. An open binary file, or another object with `write`, takes the one image of a result
        and has no path, so nothing is returned.

        Several images are fetched at the same time. Each file appears whole or not at all, and one that fails keeps no
        other from being saved: the first error is raised at the end and tells what was saved. Raises `FileExistsError`
        unless `overwrite`, `ResultExpired`, `DownloadFailed`, `OSError`; `ValueError` for an unknown field.
        """
        from brushwork_runtime.results.saving import save

        with short:
            return save(
                self,
                destination,
                overwrite=overwrite,
                metadata=metadata,
                sidecar=sidecar,
                form=format,
                quality=quality,
                ai_marking=ai_marking,
            )

    def fields(self) -> dict[str, str]:
        """What a template of file names may hold beside the number and the extension."""
        return {
            "model": self.model or "image",
            "mode": self.mode or "generate",
            "seed": "random" if self.seed is None else str(self.seed),
            "id": (self.task_id or self.request_id or "")[:8] or "result",
            "request_id": self.request_id or "none",
            "task_id": self.task_id or "none",
        }

    def markdown(self, folder: Path, places: Sequence[str | None] | None = None) -> str:
        """Texts and saved images in turns, as a page in `folder` that loads and runs nothing else.

        `places` are the paths of the images, where they are not on this machine.
        """
        import os.path
        from urllib.parse import quote

        blocks = list[str]()
        saved = iter([image.path for image in self.images] if places is None else places)
        for part in self.parts:
            if isinstance(part, TextPart):
                blocks.append(redact.prose(part.text.strip()))
            elif path := next(saved, None):
                place = os.path.relpath(path, folder).replace(os.sep, "/")
                blocks.append(f"![]({quote(place)})")
        return "\n\n".join(block for block in blocks if block) + "\n"

    def __reduce__(self) -> tuple[Callable[[], Result], tuple[()]]:
        """A pickle holds no client, and so no key."""
        restored = partial(
            Result,
            self.parts,
            self.raw,
            usage=self.usage,
            failures=self.failures,
            request_id=self.request_id,
            task_id=self.task_id,
            model=self.model,
            mode=self.mode,
            cost=partial(_itself, self.cost),
            values=self.values,
            boxes=self.boxes,
            story=self.story,
            elapsed=self.elapsed,
            origin=self._origin,
        )
        return restored, ()

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
        failed += "" if self.complete else ", broken off"
        origin = f" of {self.model}" if self.model else ""
        return f'<Result: {count}{failed}{origin}; .save("out/"), [0].to_pil(), .usage, .raw>'

    def _repr_html_(self) -> str:
        """For a notebook: texts and thumbnails in their order, the first twelve, fetched if they were not yet."""
        from brushwork_runtime.results.notebook import page

        return page(self)


if TYPE_CHECKING:
    ValuesT_co = TypeVar("ValuesT_co", bound=Mapping[str, Any], covariant=True)

    class ResultOf(Result, Generic[ValuesT_co]):
        """A `Result` whose values checkers and editors know by their names; there is no such class when it runs."""

        @property
        def values(self) -> ValuesT_co: ...


def _itself(value: ValueT) -> ValueT:
    return value


class TextPart:
    """A piece of text of an answer."""

    __module__ = "brushwork"
    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"TextPart({self.text!r})"


class ImagePart:
    """An image at its place in an answer."""

    __module__ = "brushwork"
    __slots__ = ("image",)

    def __init__(self, image: Image) -> None:
        self.image = image

    def __repr__(self) -> str:
        return f"ImagePart({self.image!r})"

    def _repr_html_(self) -> str:
        """For a notebook: its thumbnail."""
        return self.image._repr_html_()  # pyright: ignore[reportPrivateUsage] - the notebook's own name


class Failure:
    """An image that was not made: the service's code and message."""

    __slots__ = ("code", "message")

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message

    def __repr__(self) -> str:
        return f"Failure({self.code!r}, {self.message!r})"


class Usage:
    """What the service counted; None where it did not say. Images made are what is billed.

    `keys` says under which keys of `raw` a model counts images, input_images, width, height and size, if not under the
    usual ones.
    """

    __slots__ = ("_keys", "raw")

    def __init__(self, raw: Document, keys: Mapping[str, str] | None = None) -> None:
        self.raw = raw
        self._keys: Mapping[str, str] = keys or {}

    def _value(self, name: str, usual: str) -> object:
        own = self._keys.get(name)
        return self.raw[own] if own is not None and own in self.raw else self.raw.get(usual)

    def _number(self, name: str, usual: str | None = None) -> int | None:
        value = self._value(name, usual or name)
        return value if isinstance(value, int) else None

    @property
    def image_count(self) -> int | None:
        """Images made."""
        return self._number("images", "image_count")

    @property
    def input_image_count(self) -> int | None:
        """Images that went in, where these are billed too."""
        return self._number("input_images", "input_image_count")

    @property
    def size(self) -> str | None:
        """Size as "width*height" in pixels."""
        size = self._value("size", "size")
        if isinstance(size, str):
            return redact.shown(size)
        width, height = self._number("width"), self._number("height")
        return f"{width}*{height}" if width and height else None

    @property
    def input_tokens(self) -> int | None:
        """Tokens read; images are billed by count, not by these."""
        return self._number("input_tokens")

    @property
    def output_tokens(self) -> int | None:
        """Tokens written."""
        return self._number("output_tokens")

    @property
    def total_tokens(self) -> int | None:
        """Tokens in all."""
        return self._number("total_tokens")

    def __repr__(self) -> str:
        return f"Usage({', '.join(f'{redact.shown(name)}={redact.value(value)}' for name, value in self.raw.items())})"
