"""What a call gives back and how to save it, or the error that it is: nothing made, something missing, moderation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from brushwork_runtime.api.answer import Answer, boxes_of, fits, held, text
from brushwork_runtime.base import log, redact
from brushwork_runtime.base.errors import (
    APIError,
    BrushworkError,
    ContentRejected,
    MalformedResponse,
    PartialResult,
    ServerError,
)
from brushwork_runtime.base.language import tr
from brushwork_runtime.base.redact import short
from brushwork_runtime.results.download import Downloads
from brushwork_runtime.results.image import Image, Provenance, sent
from brushwork_runtime.tables.spec import ANY_RESULTS, Results

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any, Generic, TypeVar, overload

    from brushwork_runtime.api.answer import Box, Document, Found
    from brushwork_runtime.base.image_marks import AigcLabel
    from brushwork_runtime.request.cost import Estimate
    from brushwork_runtime.request.request import Request
    from brushwork_runtime.results.saving import Writable
    from brushwork_runtime.session import Session
    from brushwork_runtime.tables.spec import Mode


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
        self, parts: Sequence[TextPart | ImagePart], raw: Document, *, usage: Usage, origin: Provenance | None = None
    ) -> None:
        self.parts = tuple(parts)
        self.images = tuple([part.image for part in self.parts if isinstance(part, ImagePart)])
        self.raw = raw
        self.usage = usage
        self.failures: tuple[Failure, ...] = ()
        self.request_id = origin.request_id if origin is not None else None
        self.task_id = origin.task_id if origin is not None else None
        self.model: str | None = None
        self.mode: str | None = None
        self._cost: Callable[[], Estimate | None] | Estimate | None = None
        self._origin = origin
        self._values: Mapping[str, Any] = {}
        self.boxes: tuple[Box, ...] = ()
        self.story = False
        self.elapsed: float | None = None
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
        return self._cost() if callable(self._cost) else self._cost

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
        from brushwork_runtime.results.saving import SaveOptions, save

        with short:
            options = SaveOptions(
                overwrite=overwrite,
                metadata=metadata,
                sidecar=sidecar,
                format=format,
                quality=quality,
                ai_marking=ai_marking,
            )
            return save(self, destination, options)

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

    def markdown(self, folder: Path, places: Sequence[str | Path | None] | None = None) -> str:
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

    def __getstate__(self) -> object:
        """A pickle holds no client, and so no key."""
        return None, {**{name: getattr(self, name) for name in self.__slots__}, "_cost": self.cost}

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


class Origin:
    """What is known of the call that an answer belongs to; for a task picked up by its id, what the caller tells.

    `begun` is when the call began, on the client's clock. The seed is looked for in the body only when it is asked for,
    since a body may be built only then.
    """

    __slots__ = ("_modes", "begun", "mode", "model", "prepared", "story")

    def __init__(
        self,
        prepared: Request | None = None,
        begun: float | None = None,
        *,
        model: str | None = None,
        modes: Sequence[Mode] = (),
    ) -> None:
        """`modes` are those that may have been called, where there is no request to tell."""
        self.prepared = prepared
        self.begun = begun
        self._modes = modes
        if prepared is None:
            self.model, self.mode, self.story = model, modes[0].name if len(modes) == 1 else None, None
        else:
            self.model, self.mode = prepared.model_id, prepared.mode.name
            self.story = prepared.mode.output == "parts"

    @property
    def results(self) -> Results | None:
        """What the spec says of its answers."""
        prepared = self.prepared
        return _common(self._modes) if prepared is None else prepared.route.results or prepared.mode.results

    def seed(self) -> int | None:
        """The seed that was sent, None if none was or it is not known."""
        if self.prepared is None:
            return None
        seed = sent(self.prepared).get("seed")
        return seed if isinstance(seed, int) else None


def _common(modes: Sequence[Mode]) -> Results | None:
    """What the answers of tasks of any of these modes hold, None if there are none; pictures are looked for anywhere.

    Of what they say otherwise, nothing is known.
    """
    declared = [route.results or mode.results for mode in modes for route in mode.routes if route.protocol == "async"]
    if len({*map(id, declared)}) < 2:
        return declared[0] if declared else None
    first, lifetimes = declared[0], {each.lifetime for each in declared}
    return Results(
        images=tuple(dict.fromkeys(place for each in declared for place in each.images)),
        values={
            name: place
            for each in declared
            for name, place in each.values.items()
            if all(other.values.get(name, place) == place for other in declared)
        },
        usage=first.usage if all(each.usage == first.usage for each in declared) else {},
        lifetime=first.lifetime if len(lifetimes) == 1 else None,
    )


def finish(session: Session, answer: Answer, origin: Origin, *, task_id: str | None = None) -> Result:
    """The result of an answer. Raises as `checked`."""
    return checked(session, answer, so_far(session, answer, origin, task_id=task_id), ended=task_id is not None)


def checked(
    session: Session, answer: Answer, result: Result, *, ended: bool = False, broken: BrushworkError | None = None
) -> Result:
    """The result of an answer, if there is nothing wrong with it; `ended`: it is that of a task, which succeeded.

    Raises `PartialResult` with what is good if something failed or, with `broken`, the answer broke off;
    `ContentRejected` or another `APIError` if every image failed; `MalformedResponse` if there is none at all.
    """
    result.complete = broken is None
    failures = result.failures
    if not result.images and failures:
        raise _failed(session, answer, result, failures[0])
    if not result.parts:
        raise _empty(result, ended=ended)
    if failures or broken or not result.images:
        raise _partial(result, broken) from broken
    return result


def untasked(session: Session, answer: Answer, origin: Origin) -> BrushworkError:
    """The error of an answer that holds images where it should name a task; or what they all failed with."""
    try:
        result = finish(session, answer, origin)
    except BrushworkError as error:
        return error
    partial = _partial(result, None)
    partial.message = tr("the answer to a submission holds images and names no task")
    return partial


def image_of(downloads: Downloads, found: Found, url: str, provenance: Provenance) -> Image:
    """The image at `url` that an answer names."""
    return Image(url, downloads, text(found.item.get("actual_prompt")), origin=provenance)


def so_far(
    session: Session, answer: Answer, origin: Origin, *, task_id: str | None = None, handed: Sequence[Image] = ()
) -> Result:
    """What an answer holds, however little that is; `handed` are the images of it that the caller has already."""
    parts: list[TextPart | ImagePart] = []
    failures: list[Failure] = []
    made = 0
    downloads = session.one(Downloads.of)
    declared = origin.results
    if declared is not None and declared.images:
        answer.look(declared.images)
    elif declared is None and not any(found.url for found in answer.found):
        answer.look(session.api.image_places)
    provenance = Provenance(session.api, origin, request_id=answer.request_id, task_id=task_id or answer.task_id)
    for found in answer.found:
        if found.url is not None:
            image = handed[made] if made < len(handed) else image_of(downloads, found, found.url, provenance)
            parts.append(ImagePart(image))
            made += 1
        elif found.text is not None:
            parts.append(TextPart(found.text))
        else:
            failures.append(Failure(found.code or "", found.message or ""))
    usage = Usage(answer.usage, declared.usage if declared is not None else {})
    result = Result(parts, answer.raw, usage=usage, origin=provenance)
    result.failures = tuple(failures)
    result.model, result.mode = origin.model, origin.mode
    if origin.prepared is not None:
        result._cost = partial(_cost, origin.prepared, usage, made)  # pyright: ignore[reportPrivateUsage] - its own
    result._values, result.boxes = _declared(answer.raw, declared)  # pyright: ignore[reportPrivateUsage] - the same
    result.story = bool(parts) and isinstance(parts[0], TextPart) if origin.story is None else origin.story
    if origin.begun is not None:
        result.elapsed = session.clock.now() - origin.begun
    return result


def _declared(raw: Document, declared: Results | None) -> tuple[dict[str, Any], tuple[Box, ...]]:
    """The values that a spec says an answer holds, None for those that it does not hold so, and the boxes of them."""
    values: dict[str, Any] = {}
    boxes: list[Box] = []
    for name, (place, kind) in (declared or ANY_RESULTS).values.items():
        found = held(raw, place)
        if found is not None and not fits(found, kind):
            log.info("the answer holds something else at %s than its spec says (%s); it is kept in raw", place, kind)
            found = None
        values[name] = found
        boxes += boxes_of(found, kind)
    return values, tuple(boxes)


def _empty(result: Result, *, ended: bool) -> MalformedResponse:
    """The error of an answer without any image: of a task that has `ended`, or of a call."""
    hint = None
    if ended:
        hint = tr(
            "The task succeeded, so that images were probably made and billed. It was not sent again. "
            'client.task("{task_id}").wait() asks for them anew.',
            task_id=result.task_id,
        )
    elif result.task_id is not None:
        hint = tr('It names a task: client.task("{task_id}").wait() gets what it makes.', task_id=result.task_id)
    return MalformedResponse(
        tr("the answer holds no image"), hint=hint, request_id=result.request_id, task_id=result.task_id
    )


def _failed(session: Session, answer: Answer, result: Result, failure: Failure) -> BrushworkError:
    """The error of an answer in which every image failed: what the first one's code means."""
    from brushwork_runtime.api.exchange import from_api

    said = Answer({"code": failure.code, "message": failure.message}, answer.request_id)
    where = tr("for every image; none was made")
    error = from_api(session.api, 200, said, task_id=result.task_id, where=where)
    error.body = answer.raw
    error.result = result if result.parts else None
    if isinstance(error, ContentRejected):
        error.hint = error.hint or tr("Moderation refused it. Rephrase the prompt or change the reference images.")
    if isinstance(error, ServerError):  # what the tables say of it is of a request whose outcome nobody knows
        failed = APIError(error.message, hint=tr("Images that failed are not billed. It was not sent again."))
        failed.__dict__.update({**error.__dict__, "hint": failed.hint, "retry": "never"})
        return failed
    return error


def _partial(result: Result, broken: BrushworkError | None) -> PartialResult:
    made, failed = len(result.images), len(result.failures)
    good = tr("1 image") if made == 1 else tr("{count} images", count=made)
    first = result.failures[0].code or tr("no reason given") if failed else ""
    if isinstance(broken, APIError):
        what = tr(
            "the service ended the answer after {good} with an error: {message}", good=good, message=broken.message
        )
    elif broken is not None:
        what = tr("the answer broke off after {good}: {message}", good=good, message=broken.message)
    elif failed:
        what = tr(
            "{made} of {all} images were made; {failed} failed ({first})",
            made=made,
            all=made + failed,
            failed=failed,
            first=first,
        )
    else:
        what = tr("no image was made, only text")
    error = PartialResult(
        what,
        hint=tr("err.result holds {good}. Images that were made are billed, failed ones are not.", good=good),
        request_id=result.request_id,
        task_id=result.task_id,
        code=broken.code if broken is not None else result.failures[0].code if failed else None,
        status=None if broken is None else broken.status,
    )
    error.result = result
    return error


def _cost(request: Request, usage: Usage, made: int) -> Estimate | None:
    """What the images that a call made cost by the list price; None where that is not known."""
    from brushwork_runtime.request.cost import of_images

    cost = of_images(request, usage.image_count or made, usage.size)
    return cost if cost.known else None
