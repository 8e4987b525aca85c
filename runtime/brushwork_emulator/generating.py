"""Requests for images: which model, by which protocol, judged, billed, done."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from brushwork_emulator.answers import Shape, events, generation
from brushwork_emulator.judging import refusals
from brushwork_emulator.judging.judge import Judge
from brushwork_emulator.ledger import refunds
from brushwork_emulator.orders import Order, content
from brushwork_emulator.wire import Reply, answer, new_id
from brushwork_runtime import by_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brushwork_emulator.judging.judge import SchemaOf
    from brushwork_emulator.service import Limits, Service
    from brushwork_emulator.wire import Call, Document
    from brushwork_runtime import Model, Route


class Generation:
    """The endpoints that make images."""

    def __init__(
        self,
        service: Service,
        models: Iterable[Model],
        schemas: SchemaOf,
        shapes: Mapping[str, Shape],
        limits: Limits | None,
    ) -> None:
        self._service = service
        self._judge = Judge(schemas)
        self._shapes = shapes
        self._limits = limits
        self._models: dict[str, Model] = {}
        for model in models:
            self._models.update(dict.fromkeys((model.id, *model.ids.values(), *model.snapshots), model))
        modes = [mode for model in self._models.values() for mode in model.modes.values()]
        base = service.api.base_path
        self.paths = {route.endpoint: (route.base_path or base) + route.path for mode in modes for route in mode.routes}
        """The endpoints at which some model makes images, with their paths."""
        self.flat = {route.endpoint for mode in modes for route in mode.routes if route.payload == "flat"}
        """Those that speak as OpenAI does, in errors too."""

    def model(self, model_id: object) -> Model | None:
        """The model of this id, or of the snapshot of this id."""
        return self._models.get(model_id) if isinstance(model_id, str) else None

    def models(self, region: str) -> list[Model]:
        """The models of a region, each once."""
        return [model for model in dict.fromkeys(self._models.values()) if region in model.regions]

    def reply(self, call: Call, endpoint: str, region: str) -> Reply:
        """The answer to a request for images."""
        body = _document(call)
        model_id, model = self._known(body, region)
        if self._limits is not None:
            self._limits.admit(endpoint, model, region)
        candidates = self._routes(model, endpoint, call, region)
        if "input" not in body and endpoint not in self.flat:
            raise refusals.empty_input()
        name = self._judge.mode(model.id, candidates, body)
        mode = model.modes[name]
        route = by_name(mode.routes)[candidates[name]]
        for urls in content(mode, route, body)[1].values():
            self._check_images(urls, model_id, call)
        order = Order(model, model_id, mode, route, body, self._shape(model), self._service)
        return self._accept(call, order, body, region)

    def _shape(self, model: Model) -> Shape:
        return self._shapes.get(model.family) or Shape()

    def _known(self, body: Document, region: str) -> tuple[str, Model]:
        """The model that is asked for, if this region has it."""
        model_id = body.get("model")
        if model_id is None or model_id == "":
            raise refusals.empty_model()
        if not isinstance(model_id, str):
            raise refusals.invalid("Model not exist.")
        model = self._models.get(model_id)
        here = model is not None and (not model.regions or region in model.regions)
        world = self._service.world
        if model is not None and (world.has("gone", model.id, "") or world.has("gone", model.id, region)):
            raise refusals.unknown_model(model_id)
        if model is None or not here or model.id_in(region, model_id) != model_id:
            raise refusals.unknown_model(model_id)
        return model_id, model

    def _routes(self, model: Model, endpoint: str, call: Call, region: str) -> dict[str, str]:
        """By mode, the name of the route to this endpoint that speaks the protocol that the headers ask for."""
        here = [
            (mode.name, name, route)
            for mode in model.modes.values()
            for name, route in by_name(mode.routes).items()
            if route.endpoint == endpoint and (not route.regions or region in route.regions)
        ]
        world = self._service.world
        asked = "async" if call.headers.get("x-dashscope-async", "").lower() == "enable" else "sync"
        if world.has("added", model.id, endpoint, asked):
            return {mode.name: next(iter(by_name(mode.routes))) for mode in model.modes.values()}
        if not here:
            raise refusals.url_error()
        protocol = _protocol(call, [route for _, _, route in here])
        allowed = model.regions.get(region) or (protocol,)
        fitting = {mode: name for mode, name, route in here if route.protocol == protocol}
        if protocol == "stream":
            fitting = {mode: name for mode, name, route in here if route.protocol == "sync"} | fitting
        refused = (model.id, protocol) in self._service.refused or world.has("refused", model.id, endpoint, protocol)
        if not fitting or protocol not in allowed or refused:
            raise refusals.async_refused() if protocol == "async" else refusals.sync_refused()
        return fitting

    def _check_images(self, urls: list[str], model_id: str, call: Call) -> None:
        """Refuse `oss://` addresses that are unknown, of another model, or without the header that resolves them."""
        for url in urls:
            content = self._service.results.references.content(url) if url[:5].lower() == "data:" else None
            fault = self._service.world.image_fault(self._models[model_id].id, content) if content else None
            if fault:
                raise refusals.bad_image(*fault)
            if url[:6].lower() != "oss://":
                continue
            resolved = call.headers.get("x-dashscope-ossresourceresolve") == "enable"
            if not resolved or self._service.uploads.owner(url[6:]) != model_id:
                raise refusals.not_fetched()

    def _accept(self, call: Call, order: Order, body: Document, region: str) -> Reply:
        """Do the work, and enter it in the ledger."""
        service, request_id = self._service, new_id()
        urls = service.results.make(order)
        path = (order.route.base_path or "") + order.route.path
        entry = service.ledger.add(
            call, order, body, path=path, region=region, time=service.clock.now(), request_id=request_id
        )
        call.refund = refunds(entry, order.count)
        if order.route.protocol == "stream":
            frames = events(order, urls, self._shape(order.model), request_id)
            return _with_id(Reply(200, media_type="text/event-stream;charset=UTF-8", frames=frames), request_id)
        done = generation(order, urls, self._shape(order.model))
        if order.route.protocol == "async":
            return service.queue.submit(order, done, entry)
        if order.route.payload == "flat":
            return _with_id(answer({"created": int(service.clock.now()), **done}), request_id)
        return answer({**done, "request_id": request_id})


def _protocol(call: Call, routes: list[Route]) -> str:
    """What the headers ask for. Where nothing streams, and in modes that do not, that header changes nothing."""
    if call.headers.get("x-dashscope-async", "").lower() == "enable":
        return "async"
    streams = any(route.protocol == "stream" for route in routes)
    return "stream" if streams and call.headers.get("x-dashscope-sse", "").lower() == "enable" else "sync"


def _with_id(reply: Reply, request_id: str) -> Reply:
    reply.headers["x-request-id"] = request_id
    return reply


def _document(call: Call) -> Document:
    """The JSON object of the body."""
    try:
        found: object = json.loads(call.content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise refusals.bad_body()
    return cast("Document", found)
