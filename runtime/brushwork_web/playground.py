"""The page and what its script asks for: models, schemas, checks as one types, orders, the gallery."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, cast

from anyio import CapacityLimiter, to_thread
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from brushwork_runtime import BrushworkError, InvalidRequest, Speaking, chinese, localized, log, plain, sentences, tr
from brushwork_web.codes import codes
from brushwork_web.errors import UnknownPicture
from brushwork_web.orders_told import told
from brushwork_web.words import words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Container, Mapping

    from starlette.requests import Request

    from brushwork_runtime import Estimate, Model, Violation
    from brushwork_web.studio import Studio

SHOWN = 24
"""Orders of a page of the gallery."""

LONGEST = 30.0
"""Seconds that the page may be kept waiting for news of an order."""

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


_NAME = re.compile(r"[a-z]+\.[a-z]+")


def routes(studio: Studio) -> list[Route]:
    """The routes of the page."""
    waiting = CapacityLimiter(200)

    def answering(
        answer: Callable[[Request], Any], limiter: CapacityLimiter | None = None
    ) -> Callable[[Request], Awaitable[Response]]:
        """What is answered in a thread, in the language that the page has."""

        def spoken(request: Request) -> Response:
            with Speaking(language(request)):
                try:
                    return JSONResponse(answer(request))
                except BrushworkError as error:
                    said = str(error.message).removeprefix("client.models: ").rstrip(".。")
                    text = sentences(said + tr("."), error.hint)
                    return JSONResponse({"error": {"message": log.redact(text)}}, 400)

        async def answered(request: Request) -> Response:
            request.scope["content"] = await request.body()
            return await to_thread.run_sync(spoken, request, limiter=limiter)

        return answered

    def start(_: Request) -> Any:
        texts = _texts(studio)
        return {
            "words": words(),
            "models": [_about(model, texts) for model in studio.client.models.tables() if _here(studio, model)],
            "model": studio.model,
            "emulated": studio.emulated,
            "region": studio.client.settings.region,
            "money": _money(studio),
        }

    def form(request: Request) -> Any:
        model, mode = request.path_params["model"], request.query_params.get("mode", "")
        return _form(studio, studio.client.models.table(model), mode, _texts(studio))

    def check(request: Request) -> Any:
        return _checked(studio, _content(request))

    def order(request: Request) -> Any:
        content = _content(request)
        job = studio.buy(_object(content, "request"), "page", content.get("variation"))
        return told(studio, job)

    def orders(request: Request) -> Any:
        before = request.query_params.get("before")
        found = studio.journal.latest(SHOWN, before=int(before) if before and before.isdecimal() else None)
        return {"orders": [told(studio, job) for job in found], "money": _money(studio)}

    def one(request: Request) -> Any:
        asked = request.query_params.get("wait", "")
        seconds = min(LONGEST, float(asked)) if asked.isdecimal() else 0.0
        job = studio.orders.wait(request.path_params["key"], seconds)
        return None if job is None else told(studio, job)

    def cancel(request: Request) -> Any:
        return {"cancelled": studio.orders.cancel(request.path_params["key"])}

    def keep(request: Request) -> Any:
        return {"handle": studio.pictures.keep(request.scope["content"])}

    async def picture(request: Request) -> Response:
        try:
            path = await to_thread.run_sync(studio.pictures.path, request.path_params["handle"])
        except UnknownPicture:
            return Response(status_code=404)
        return FileResponse(path, headers={"cache-control": "private, max-age=86400"})

    return [
        Route("/api/start", answering(start)),
        Route("/api/form/{model:path}", answering(form)),
        Route("/api/check", answering(check), methods=["POST"]),
        Route("/api/orders", answering(order), methods=["POST"]),
        Route("/api/orders", answering(orders), methods=["GET"]),
        Route("/api/orders/{key}", answering(one, waiting), methods=["GET"]),
        Route("/api/orders/{key}", answering(cancel), methods=["DELETE"]),
        Route("/api/pictures", answering(keep), methods=["POST"]),
        Route("/api/pictures/{handle}", picture),
        Route("/assets/{name}", _asset),
    ]


def page(*, inside: bool, request: Request) -> Response:
    """The page itself, or what is said to who has not brought the token."""
    chosen = language(request)
    with Speaking(chosen):
        text = localized(_read("page.html" if inside else "locked.html").decode())
    answer = Response(text, 200 if inside else 401, media_type="text/html")
    if "lang" in request.query_params:
        answer.set_cookie("brushwork-lang", chosen, samesite="strict", max_age=365 * 24 * 3600)
    return answer


def language(request: Request) -> str:
    """The language of the page: as it is asked for, else as before, else as the browser has it."""
    asked = request.query_params.get("lang") or request.cookies.get("brushwork-lang")
    asked = asked or request.headers.get("accept-language", "")
    return "zh" if asked[:2].lower() == "zh" else "en"


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    kind = _TYPES.get(PurePath(name).suffix)
    if kind is None or not _NAME.fullmatch(name):
        return Response(status_code=404)
    try:
        return Response(_read(name), media_type=kind, headers={"cache-control": "no-cache"})
    except FileNotFoundError:
        return Response(status_code=404)


def _read(name: str) -> bytes:
    return files("brushwork_web").joinpath("assets", name).read_bytes()


def _content(request: Request) -> dict[str, Any]:
    try:
        content = json.loads(request.scope["content"])
    except (ValueError, RecursionError):
        content = None
    return _object({"": content}, "")


def _object(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A member that is an object itself, an empty one where there is none. Raises `InvalidRequest` for any other."""
    found = content.get(name, {})
    if not isinstance(found, dict):
        raise InvalidRequest(tr("the body must be a JSON object"))
    return cast("dict[str, Any]", found)


def _texts(studio: Studio) -> Mapping[str, str]:
    return studio.texts("zh") if chinese() else {}


def _here(studio: Studio, model: Model) -> bool:
    return not model.regions or studio.client.settings.region in model.regions


def _about(model: Model, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": model.id,
        "summary": texts.get(model.summary, model.summary),
        "retires": None if model.lifecycle is None else model.lifecycle.retires is not None,
        "modes": [{"name": name} for name in model.modes],
    }


def _form(studio: Studio, model: Model, mode: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """The schema of a mode's arguments, its descriptions in the language of the page, and what its images are."""
    chosen = model.modes.get(mode) or next(iter(model.modes.values()))
    schema = studio.client.models[model.id].json_schema(chosen.name)
    properties: dict[str, Any] = {}
    for name, own in cast("dict[str, dict[str, Any]]", schema["properties"]).items():
        about = str(own.get("description", ""))
        kept = {key: value for key, value in own.items() if key != "x-sources"}
        properties[name] = {**kept, "description": texts.get(about, about)}
    images = [{"name": each.name, "single": each.single, "most": each.maximum} for each in chosen.inputs]
    typical = model.typical_seconds
    return {
        "model": model.id,
        "mode": chosen.name,
        "summary": texts.get(str(schema["description"]), schema["description"]),
        "properties": properties,
        "required": schema["required"],
        "images": images,
        "typical": None if typical is None else list(typical),
    }


def _money(studio: Studio) -> list[dict[str, Any]]:
    return [
        {
            "currency": each.currency,
            "spent": str(each.spent + each.reserved),
            "budget": None if each.budget is None else str(each.budget),
        }
        for each in studio.journal.money()
    ]


def _checked(studio: Studio, content: Mapping[str, Any]) -> dict[str, Any]:
    """The violations of a request, or what it costs and how other ways in say it."""
    request = _object(content, "request")
    try:
        prepared = studio.prepared(request)
    except InvalidRequest as error:
        offered = {model.id for model in studio.client.models.tables() if _here(studio, model)}
        faults = [_fault(each, offered) for each in error.violations]
        return {"violations": faults, "message": log.redact(str(error.message))}
    names = _object(content, "names")
    known = studio.known(request, "page", content.get("variation"))
    return {
        "violations": [],
        "mode": prepared.mode.name,
        "cost": _cost(prepared.estimate()),
        "known": None if known is None else known.key,
        "codes": codes(prepared, _named(request, names), _real(studio) if studio.emulated else None),
    }


def _real(studio: Studio) -> str | None:
    """The service's address in the region that the emulator plays."""
    api = studio.client.models.api
    host = next((each.host for each in api.regions if each.id == studio.client.settings.region), None)
    return None if host is None else host + api.base_path


def _named(request: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    def named(value: object) -> object:
        if isinstance(value, str):
            return str(names.get(value) or "") or (
                value.replace(":", "-") + ".png" if value.startswith("made:") else value
            )
        return [named(each) for each in cast("list[object]", value)] if isinstance(value, list) else value

    return {name: value if name == "prompt" else named(value) for name, value in request.items()}


def _cost(estimate: Estimate) -> dict[str, Any]:
    return {
        "low": None if estimate.minimum is None else f"{estimate.minimum:f}",
        "high": None if estimate.maximum is None else f"{estimate.maximum:f}",
        "currency": estimate.currency,
        "basis": estimate.basis,
    }


def _fault(fault: Violation, offered: Container[str]) -> dict[str, Any]:
    """A violation, with the models that would take the value as far as the page offers them."""
    nearest = plain(fault.nearest)
    return {
        "argument": fault.argument,
        "parameter": fault.parameter,
        "message": log.redact(fault.message),
        "nearest": nearest if isinstance(nearest, (str, int, float, bool, list, dict)) else None,
        "accepted_by": [each for each in fault.accepted_by if each in offered][:6],
    }
