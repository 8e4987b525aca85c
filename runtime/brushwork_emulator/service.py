"""How the emulated service handles a request: routing, authentication, then the work."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from brushwork_emulator import ledger
from brushwork_emulator.generating import Generation
from brushwork_emulator.judging.refusals import Refused, not_found
from brushwork_emulator.ledger import Ledger
from brushwork_emulator.limits import told
from brushwork_emulator.regions import Regions
from brushwork_emulator.store.files import RESULTS, STORE, Results
from brushwork_emulator.store.uploads import Uploads
from brushwork_emulator.tasks.queue import Queue
from brushwork_emulator.wire import Reply, answer, new_id
from brushwork_emulator.world import World
from brushwork_runtime import sniff

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Protocol

    from brushwork_emulator.answers import Shape
    from brushwork_emulator.judging.judge import SchemaOf
    from brushwork_emulator.tasks.schedules import Now
    from brushwork_emulator.wire import Call
    from brushwork_runtime import Api, Model

    class Limits(Protocol):
        """The rate limits of an account."""

        def admit(self, endpoint: str, model: Model | None, region: str) -> None:
            """Count a request. Raises `Refused` if it exceeds the limit."""
            ...

        def concurrent(self, model: Model, region: str) -> int | None:
            """How many tasks of a model run at once, None for any number."""
            ...


class Service:
    """The service behind the server: models, tasks, files and the ledger. Safe for threads.

    `schemas` gives the JSON Schema that judges a body, by model, mode and route. `keys` maps a region to its key, ""
    to that of all others; `region` is the one that this address serves. `refused` holds pairs of model and protocol
    that are refused as a mismatch of the two would be. `world` has sides of conflicts of the specs.
    """

    def __init__(
        self,
        models: Iterable[Model],
        api: Api,
        *,
        schemas: SchemaOf,
        origin: str,
        keys: Mapping[str, str],
        clock: Now,
        region: str | None = None,
        shapes: Mapping[str, Shape] | None = None,
        polls: int = 2,
        latency: float = 0.0,
        limits: Limits | None = None,
        world: World | None = None,
    ) -> None:
        self.api = api
        self.world = world or World()
        self.clock = clock
        self.regions = Regions(api, region, keys)
        lifetimes = api.lifetimes
        self.uploads = Uploads(
            origin,
            clock=clock,
            lifetime=lifetimes.get("upload", 48 * 3600),
            policy_seconds=lifetimes.get("upload_policy", 300),
        )
        self.results = Results(
            origin,
            clock=clock,
            uploads=self.uploads,
            lifetime=lifetimes.get("result_url", 24 * 3600),
            marks={family: shape.watermark for family, shape in (shapes or {}).items()},
        )
        self.queue = Queue(
            clock, lifetimes=lifetimes, polls=polls, latency=latency, concurrent=limits.concurrent if limits else None
        )
        self.ledger = Ledger()
        self.refused: set[tuple[str, str]] = set()
        self._limits = limits
        self._generation = Generation(self, models, self.world.schemas(schemas), shapes or {}, limits)
        paths = {endpoint: api.base_path + path for endpoint, path in api.paths.items()} | self._generation.paths
        self._patterns = [(endpoint, _pattern(path)) for endpoint, path in paths.items()]

    def endpoint(self, call: Call) -> str:
        """The name of the endpoint: of the API's paths, "upload" for the form, "result" for a file, "" for no other."""
        if call.path.startswith(RESULTS):
            return "result"
        if call.path == STORE:
            return "upload"
        return next((endpoint for endpoint, pattern in self._patterns if pattern.fullmatch(call.path)), "")

    @property
    def endpoints(self) -> list[str]:
        """The names that `endpoint` gives."""
        return [*dict.fromkeys(endpoint for endpoint, _ in self._patterns), "upload", "result"]

    def reply(self, call: Call) -> Reply:
        """The answer to any request."""
        endpoint = self.endpoint(call)
        try:
            return self._reply(call, endpoint)
        except Refused as refusal:
            return refusal.reply(flat=endpoint in self._generation.flat)

    def _reply(self, call: Call, endpoint: str) -> Reply:
        if endpoint == "result":
            return self.results.reply(call)
        if endpoint == "upload":
            return self.uploads.store(call)
        if call.path == ledger.PATH and call.method == "GET":
            return Reply(200, self.ledger.to_json().encode())
        region = self.regions.of(call)
        self.regions.authorize(call, region)
        if call.method == "POST" and endpoint in self._generation.paths:
            return self._generation.reply(call, endpoint, region)
        there = self.world.answers_get(call.path.removeprefix(self.api.base_path)) if call.method == "GET" else None
        if call.method == "GET" and endpoint.startswith("quotas"):
            return self._quotas(call, endpoint, region)
        if there and (call.method, endpoint) not in _ACCOUNT:
            return answer({"request_id": new_id()})
        if there is False or (call.method, endpoint) not in _ACCOUNT:
            raise not_found()
        if self._limits is not None:
            self._limits.admit(endpoint, self._generation.model(call.query.get("model")), region)
        return self._account(call, endpoint, region)

    def _quotas(self, call: Call, endpoint: str, region: str) -> Reply:
        """The rate limits, at the one path of the two that this world has."""
        first = self.world.answers_get(self.api.paths.get("quotas-first-edition", "")) or False
        if first != (endpoint == "quotas-first-edition"):
            raise not_found()
        return answer(told(self._generation.models(region), region, call.query))

    def _account(self, call: Call, endpoint: str, region: str) -> Reply:
        """Tasks and upload policies."""
        if endpoint == "upload-policy":
            return self.uploads.policy(call)
        limits = self.api.limits
        if endpoint == "task-list":
            window = limits.get("task_list_window_hours", 24) * 3600
            listed = self.queue.listing(call, region, window, limits.get("task_list_page_size", 10))
            return answer(self.world.renamed(self.api.paths[endpoint], listed))
        task_id = call.path.removeprefix(f"{self.api.base_path}/tasks/").partition("/")[0]
        if endpoint == "task-cancel":
            return self.queue.cancel(task_id, region)
        job = self.queue.find(task_id, region)
        if job is not None:
            call.refund = ledger.refunds(job.entry, job.order.count)
        return self.queue.query(task_id, region)

    def pixels(self, url: str) -> tuple[int, int] | None:
        """Width and height of a reference image; None where its bytes are elsewhere."""
        content = self.results.references.content(url)
        header = sniff(io.BytesIO(content)) if content else None
        return (header.width, header.height) if header else None


_ACCOUNT = {("GET", "task"), ("GET", "task-list"), ("POST", "task-cancel"), ("GET", "upload-policy")}


def _pattern(path: str) -> re.Pattern[str]:
    """The path of an endpoint, with or without a slash at the end: the documents print both of the same one."""
    return re.compile(re.escape(path.rstrip("/")).replace(r"\{task_id\}", "[^/]+") + "/?")
