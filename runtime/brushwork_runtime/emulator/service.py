"""What the emulated service does with a request: the key, the path, the protocol, then the work."""

from __future__ import annotations

import re

from .answers import Shape, events, generation
from .files import RESULTS, STORE, Results, Uploads
from .ledger import Ledger
from .orders import Order
from .queue import Queue
from .wire import Refused, Reply, answer

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brushwork_runtime.spec import Api, Model, Route

    from .wire import Call, Document


class Service:
    """The service behind the server: models, tasks, files and the ledger."""

    def __init__(
        self, models: Iterable[Model], api: Api, *, origin: str, key: str, polls: int, shapes: Mapping[str, Shape]
    ) -> None:
        self.api = api
        self.key = key
        self.shapes = shapes
        self.models: dict[str, Model] = {}
        for model in models:
            self.models.update(dict.fromkeys((model.id, *model.snapshots), model))
        self.queue = Queue(polls)
        self.results = Results(origin)
        self.uploads = Uploads(origin)
        self.ledger = Ledger()
        self.refused: set[tuple[str, str]] = set()
        task = re.escape(api.base_path) + re.escape(api.paths["task"]).replace(r"\{task_id\}", "([^/]+)")
        self._task = re.compile(task)
        self._cancel = re.compile(task + "/cancel")

    def reply(self, call: Call) -> Reply:
        """The answer to any request."""
        try:
            if call.path.startswith(RESULTS) and call.method == "GET":
                return self.results.reply(call)
            if call.path == STORE and call.method == "POST":
                return self.uploads.store(call)
            self._authorize(call)
            return self._get(call) if call.method == "GET" else self._post(call)
        except Refused as refusal:
            return refusal.reply()

    def _authorize(self, call: Call) -> None:
        given = call.headers.get("authorization", "")
        if not given:
            raise Refused(401, "InvalidApiKey", "No API-key provided.")
        if given != f"Bearer {self.key}":
            raise Refused(401, "InvalidApiKey", "Invalid API-key provided.")

    def _get(self, call: Call) -> Reply:
        paths, base = self.api.paths, self.api.base_path
        if call.path == base + paths["task-list"]:
            return self.queue.listing(call)
        if call.path == base + paths["upload-policy"]:
            return self.uploads.policy(call)
        if found := self._task.fullmatch(call.path):
            return self.queue.query(found[1])
        raise Refused(404, "NotFound", "Not found")

    def _post(self, call: Call) -> Reply:
        if found := self._cancel.fullmatch(call.path):
            return self.queue.cancel(found[1])
        path = call.path.removeprefix(self.api.base_path)
        if path not in self.api.paths.values():
            raise Refused(404, "NotFound", "Not found")
        body = call.document()
        model_id = body.get("model")
        model = self.models.get(model_id) if isinstance(model_id, str) else None
        if model is None or not isinstance(model_id, str):
            raise Refused(400, "InvalidParameter", "Model not exist.")
        route = self._route(model, path, call)
        order = Order(model, model_id, route, body)
        self.uploads.check(order.images, model_id, call)
        return self._accept(call, path, body, order)

    def _route(self, model: Model, path: str, call: Call) -> Route:
        """The model's route at this path whose protocol the headers ask for."""
        routes = [route for mode in model.modes.values() for route in mode.routes if route.path == path]
        if not routes:
            raise Refused(400, "InvalidParameter", "url error, please check url!")
        wants = "async" if call.headers.get("x-dashscope-async") == "enable" else "sync"
        if wants == "sync" and call.headers.get("x-dashscope-sse") == "enable":
            wants = "stream"
        fitting = [route for route in routes if route.protocol == wants and (model.id, wants) not in self.refused]
        if not fitting:
            kind = "asynchronous" if wants == "async" else "synchronous"
            raise Refused(403, "AccessDenied", f"current user api does not support {kind} calls")
        return fitting[0]

    def _accept(self, call: Call, path: str, body: Document, order: Order) -> Reply:
        """Do the work, and enter it in the ledger."""
        if order.route.protocol == "sync" and order.mode.output == "parts":
            raise Refused(400, "InvalidParameter", "the interleaved mode answers synchronous calls by stream only")
        urls = self.results.make(order)
        self.ledger.add(call.method, path, call.headers, body, len(urls))
        shape = self.shapes.get(order.model.family) or Shape()
        if order.route.protocol == "stream":
            return Reply(200, events(order, urls, shape), "text/event-stream;charset=UTF-8")
        document = generation(order, urls, shape)
        if order.route.protocol == "async":
            return self.queue.submit(order.model_id, document)
        return answer(document)
