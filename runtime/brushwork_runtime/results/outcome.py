"""From an answer to a result, or to the error that it is: nothing made, something missing, moderation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from brushwork_runtime.api.answer import boxes_of, fits, held, text
from brushwork_runtime.base import log
from brushwork_runtime.base.errors import (
    APIError,
    BrushworkError,
    ContentRejected,
    MalformedResponse,
    PartialResult,
    ServerError,
)
from brushwork_runtime.base.language import tr
from brushwork_runtime.results.download import Downloads
from brushwork_runtime.results.provenance import Provenance, sent
from brushwork_runtime.results.result import Failure, Image, ImagePart, Result, TextPart, Usage
from brushwork_runtime.tables.spec import ANY_RESULTS, Results

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from brushwork_runtime.api.answer import Answer, Box, Document, Found
    from brushwork_runtime.request.cost import Estimate
    from brushwork_runtime.request.request import Request
    from brushwork_runtime.session import Session
    from brushwork_runtime.tables.spec import Mode


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


def finish(
    session: Session,
    answer: Answer,
    origin: Origin,
    *,
    task_id: str | None = None,
    broken: BrushworkError | None = None,
    handed: Sequence[Image] = (),
) -> Result:
    """The result of an answer; `handed` are the images of it that the caller has already.

    Raises `PartialResult` with what is good if something failed or, with `broken`, the answer broke off;
    `ContentRejected` or another `APIError` if every image failed; `MalformedResponse` if there is none at all.
    """
    result = _result(session, answer, origin, task_id, handed)
    result.complete = broken is None
    failures = result.failures
    if not result.images and failures:
        raise _failed(session, answer, result, failures[0])
    if not result.parts:
        raise _empty(answer, result, task_id)
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


def so_far(session: Session, answer: Answer, origin: Origin, *, complete: bool, handed: Sequence[Image] = ()) -> Result:
    """What an answer holds, however little that is; `handed` as for `finish`."""
    result = _result(session, answer, origin, None, handed)
    result.complete = complete
    return result


def image_of(downloads: Downloads, found: Found, url: str, provenance: Provenance) -> Image:
    """The image at `url` that an answer names."""
    return Image(url, downloads, text(found.item.get("actual_prompt")), origin=provenance)


def _result(
    session: Session, answer: Answer, origin: Origin, task_id: str | None, handed: Sequence[Image] = ()
) -> Result:
    parts: list[TextPart | ImagePart] = []
    failures: list[Failure] = []
    made = 0
    task_id = task_id or answer.task_id
    request_id, downloads = answer.request_id, session.one(Downloads.of)
    declared = origin.results
    if declared is not None and declared.images:
        answer.look(declared.images)
    elif declared is None and not any(found.url for found in answer.found):
        answer.look(session.api.image_places)
    provenance = Provenance(session.api, origin, request_id=request_id, task_id=task_id)
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
    values, boxes = _declared(answer.raw, declared)
    return Result(
        parts,
        answer.raw,
        usage=usage,
        failures=tuple(failures),
        request_id=request_id,
        task_id=task_id,
        model=origin.model,
        mode=origin.mode,
        cost=None if origin.prepared is None else partial(_cost, origin.prepared, usage, made),
        values=values,
        boxes=boxes,
        story=bool(parts) and isinstance(parts[0], TextPart) if origin.story is None else origin.story,
        elapsed=None if origin.begun is None else session.clock.now() - origin.begun,
        origin=provenance,
    )


def _declared(raw: Document, declared: Results | None) -> tuple[dict[str, Any], list[Box]]:
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
    return values, boxes


def _empty(answer: Answer, result: Result, task_id: str | None) -> MalformedResponse:
    """The error of an answer without any image: of a task that has ended, if `task_id` is given, or of a call."""
    hint = None
    if task_id is not None:
        hint = tr(
            "The task succeeded, so that images were probably made and billed. It was not sent again. "
            'client.task("{task_id}").wait() asks for them anew.',
            task_id=task_id,
        )
    elif result.task_id is not None:
        hint = tr('It names a task: client.task("{task_id}").wait() gets what it makes.', task_id=result.task_id)
    return MalformedResponse(
        tr("the answer holds no image"), hint=hint, request_id=answer.request_id, task_id=result.task_id
    )


def _failed(session: Session, answer: Answer, result: Result, failure: Failure) -> BrushworkError:
    """The error of an answer in which every image failed: what the first one's code means."""
    from brushwork_runtime.api.errors import from_api

    error = from_api(
        session.api,
        200,
        failure.code,
        failure.message,
        answer.request_id,
        task_id=result.task_id,
        body=answer.raw,
        where=tr("for every image; none was made"),
    )
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
