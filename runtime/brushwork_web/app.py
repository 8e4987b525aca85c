"""The application: its routes, behind the guard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse
from starlette.routing import Route

from brushwork_runtime import log
from brushwork_web import openai_images, playground
from brushwork_web.guard import Guard, TooLarge

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from brushwork_web.studio import Studio


def application(studio: Studio) -> ASGIApp:
    """All that the server answers, as an ASGI application."""

    async def file(request: Request) -> Response:
        key, index = request.path_params["key"], int(request.path_params["index"])
        known = studio.pictures.signed(request.path_params["signature"], key, index)
        path = studio.pictures.made(key, index) if known else None
        if path is None:
            return _error(404, "not_found", "There is no such picture, or the server was started anew since.")
        return FileResponse(path, headers={"cache-control": "private, max-age=86400"})

    async def home(request: Request) -> Response:
        return playground.page(inside=guard.knows(request.scope), request=request)

    routes = [Route("/files/{signature}/{key}/{index:int}", file)]
    if "page" in studio.ways:
        routes += [Route("/", home), *playground.routes(studio)]
    if "openai" in studio.ways:
        routes += openai_images.routes(studio)
    app = Starlette(
        routes=routes,
        exception_handlers={
            404: _missing,
            405: _missing,
            HTTPException: _malformed,
            TooLarge: _too_large,
            Exception: _broken,
        },
    )
    guard = Guard(app, token=studio.token, hosts=studio.hosts)
    return guard


async def _missing(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    return _error(status, "not_found", f"There is nothing at {request.method} {request.url.path[:100]}.")


async def _malformed(_: Request, error: Exception) -> Response:
    status, detail = getattr(error, "status_code", 400), getattr(error, "detail", "")
    return _error(status, "invalid_body", f"The body cannot be read: {detail}")


async def _too_large(_: Request, __: Exception) -> Response:
    return _error(413, "too_large", "The request is larger than any may be: 128 MB.")


async def _broken(_: Request, error: Exception) -> Response:
    log.warning("the server failed: %s: %s", type(error).__name__, error)
    return _error(500, "server_error", log.redact(f"The server failed: {type(error).__name__}."))


def _error(status: int, code: str, message: str) -> Response:
    kind = "invalid_request_error" if status < 500 else "server_error"
    return JSONResponse({"error": {"message": message, "type": kind, "param": None, "code": code}}, status)
