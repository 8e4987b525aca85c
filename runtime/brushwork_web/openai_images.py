"""`/v1/images/generations`, `/v1/images/edits` and `/v1/models`, as clients of OpenAI call them.

What they have in common with our requests is translated; every other field is ours, by its own name: `seed`,
`negative_prompt`, `bbox_list`, `mode`. The same again within a day is the same order, and gives the same pictures,
unless the header Idempotency-Key or the field `variation` says otherwise.
"""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse
from starlette.routing import Route

from brushwork_runtime import BrushworkError, Speaking, items, typed
from brushwork_web import openai_errors
from brushwork_web.openai_errors import NO_RETRY, Failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from brushwork_batch.records import Job
    from brushwork_runtime import Model
    from brushwork_web.studio import Studio

WAITING = 1000
"""Clients that may wait for their pictures at once."""

_NEUTRAL: Mapping[str, tuple[object, ...]] = {
    "background": ("auto", "opaque"),
    "input_fidelity": ("auto", "low"),
    "moderation": ("auto", "low"),
    "output_compression": (100,),
    "output_format": ("png",),
    "partial_images": (0,),
    "quality": ("auto", "standard"),
    "size": ("auto",),
    "stream": (False,),
}
"""Values of their fields that ask for nothing in particular, and so may be left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request of a client: what it is in our words, in which form its pictures are wanted, and who asks.

    `name` is the Idempotency-Key, `variation` what tells it from the same request before.
    """

    request: Mapping[str, Any]
    form: str
    origin: str
    user: str
    name: str | None
    variation: object


def routes(studio: Studio) -> list[Route]:
    """The routes of the endpoints."""
    waiting = CapacityLimiter(WAITING)

    async def images(request: Request) -> Response:
        try:
            body = await _body(request, studio)
            edits = request.url.path.endswith("/edits")
            asked = _asked(body, request, studio, edits=edits)
            document = await to_thread.run_sync(_made, studio, asked, limiter=waiting)
        except Failed as failed:
            headers = {} if failed.status == 504 else NO_RETRY
            return JSONResponse(failed.document, failed.status, headers=headers)
        return JSONResponse(document)

    async def models(_: Request) -> Response:
        return JSONResponse({"object": "list", "data": [_model(model) for model in studio.client.models.tables()]})

    async def model(request: Request) -> Response:
        try:
            found = studio.client.models.table(request.path_params["id"])
        except BrushworkError as error:
            failed = openai_errors.refused(error, {"model": request.path_params["id"]})
            return JSONResponse(failed.document, failed.status)
        return JSONResponse(_model(found))

    return [
        Route("/v1/images/generations", images, methods=["POST"]),
        Route("/v1/images/edits", images, methods=["POST"]),
        Route("/v1/models", models),
        Route("/v1/models/{id:path}", model),
    ]


async def _body(request: Request, studio: Studio) -> dict[str, Any]:
    """The fields of a request; files among them are kept, and named by their handles."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        try:
            body = json.loads(await request.body())
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise Failed(400, "invalid_json", "The body must be a JSON object, or multipart/form-data.")
        return dict(cast("dict[str, Any]", body))
    fields: dict[str, Any] = {}
    async with request.form(max_files=32, max_fields=100, max_part_size=1024 * 1024) as form:
        for name, value in form.multi_items():
            found: Any = value
            if isinstance(value, UploadFile):
                found = await to_thread.run_sync(_kept, studio, await value.read(), name)
            plain = name.removesuffix("[]")
            if plain in fields or name != plain:
                fields[plain] = [*_several(fields.get(plain)), found]
            else:
                fields[plain] = found
    model = _table(studio, fields)
    return {name: _typed(model, name, value) for name, value in fields.items()}


def _kept(studio: Studio, content: bytes, name: str) -> str:
    try:
        return studio.pictures.keep(content)
    except BrushworkError as error:
        raise Failed(400, "invalid_image", f"{name.removesuffix('[]')}: {error.message}. {error.hint}") from error


def _typed(model: Model | None, name: str, value: object) -> object:
    """A field that came as text, as our rules have it."""
    if not isinstance(value, str) or model is None or name in ("model", "prompt"):
        return value
    if name in ("partial_images", "output_compression", "stream"):
        return {"true": True, "false": False}.get(value, int(value) if value.isdecimal() else value)
    return typed(model, name, value)


def _table(studio: Studio, body: Mapping[str, Any]) -> Model | None:
    try:
        return studio.client.models.table(body.get("model") or studio.model)
    except BrushworkError:
        return None  # refused in the words of the checks


def _asked(body: dict[str, Any], request: Request, studio: Studio, *, edits: bool) -> Asked:
    form = body.pop("response_format", None) or "url"
    if form not in ("url", "b64_json"):
        text = f'response_format is {str(form)[:80]!r}; it must be "url" or "b64_json".'
        raise Failed(400, "invalid_value", text, param="response_format")
    user, variation = str(body.pop("user", "") or ""), body.pop("variation", None)
    body = {name: value for name, value in body.items() if value is not None}
    flat: dict[str, Any] = {"model": studio.model, **body}
    model = _table(studio, flat)
    if model is not None:
        own = {parameter.name for mode in model.modes.values() for parameter in mode.parameters}
        for name, values in _NEUTRAL.items():
            if name in flat and (name not in own or name == "size") and flat[name] in values:
                del flat[name]
        if flat.get("n") == 1 and "n" not in own:
            del flat["n"]
    images = [each for name in ("image", "images") for each in _several(flat.pop(name, None))]
    if images:
        flat["reference_images"] = [*map(_address, images), *_several(flat.get("reference_images"))]
    if edits:
        _hold_to_edit(flat, model)
    return Asked(
        request=flat,
        form=form,
        origin=f"{request.url.scheme}://{request.headers['host']}",
        user=user,
        name=request.headers.get("idempotency-key") or None,
        variation=variation,
    )


def _hold_to_edit(flat: Mapping[str, Any], model: Model | None) -> None:
    if "mask" in flat:
        text = (
            "mask is not taken here: theirs mark by transparency what ours mark in white. wanx2.1-imageedit takes a "
            "mask_image_url with mode description_edit_with_mask; other models take boxes (bbox_list)."
        )
        raise Failed(400, "unsupported_parameter", text, param="mask")
    inputs = {each.name for mode in model.modes.values() for each in mode.inputs} if model is not None else set[str]()
    if model is not None and not any(flat.get(name) for name in ("reference_images", *inputs)):
        text = "An edit needs the picture that is to be edited: image."
        raise Failed(400, "missing_required_parameter", text, param="image")


def _several(value: Any) -> list[Any]:
    found = items(value)
    return list(found) if found is not None else [] if value is None else [value]


def _address(image: Any) -> Any:
    """An image of a JSON body: its address, or an object that holds it."""
    return cast("dict[str, Any]", image).get("image_url", image) if isinstance(image, dict) else image


def _made(studio: Studio, asked: Asked) -> dict[str, Any]:
    """Buy it, wait for it, and say what was made. Raises `Failed`. What programs read is English."""
    with Speaking("en"):
        try:
            job = studio.buy(asked.request, "openai", asked.user, asked.variation, name=asked.name)
        except BrushworkError as error:
            raise openai_errors.refused(error, asked.request) from error
        job = studio.orders.wait(job.key, studio.wait) or job
        if job.state != "done":
            raise openai_errors.ended(job, studio.client.models.api)
        return {
            "created": int(job.finished_at or time.time()),
            "data": list(_pictures(studio, asked, job)),
            "brushwork": {
                "order": job.key,
                "model": job.model,
                "mode": job.mode,
                "cost": None if job.cost is None else str(job.cost),
                "currency": job.currency,
                "emulator": studio.emulated,
                "error": job.error,
            },
        }


def _pictures(studio: Studio, asked: Asked, job: Job) -> Iterator[dict[str, Any]]:
    for index, _ in enumerate(job.paths):
        path = studio.pictures.made(job.key, index)
        if path is None:
            raise Failed(502, "result_expired", f"A file of order {job.key} is gone from the folder of the server.")
        if asked.form == "b64_json":
            yield {"b64_json": base64.b64encode(path.read_bytes()).decode()}
        else:
            yield {"url": asked.origin + studio.pictures.address(job.key, index)}


def _model(model: Model) -> dict[str, Any]:
    about = {"modes": list(model.modes), "summary": model.summary}
    return {"id": model.id, "object": "model", "created": 0, "owned_by": "alibaba", **about}
