"""A service with tasks whose durations are drawn, with a limit of queries: in this process or on loopback."""

from __future__ import annotations

import json
import math
import random
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import NormalDist
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from brushwork_runtime.http.messages import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from brushwork_runtime.base.clock import Clock

DRAWS = 500
"""Durations that are drawn, evenly over the distribution and shuffled, before they come again."""


class Service:
    """Tasks that run for lognormal times around `median` seconds; more than `limit` queries a second are refused."""

    def __init__(self, clock: Clock, median: float, *, sigma: float = 0.35, limit: int | None = None) -> None:
        self.clock = clock
        self.ends: dict[str, tuple[float, float]] = {}
        self.queries = 0
        self.refused = 0
        self._median, self._sigma, self._limit = median, sigma, limit
        self._draws = [NormalDist().inv_cdf((number + 0.5) / DRAWS) for number in range(DRAWS)]
        random.Random(11).shuffle(self._draws)
        self._recent: deque[float] = deque()
        self._lock = threading.Lock()

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Answer in this process: a transport."""
        parts = urlsplit(request.url)
        status, document = self.answer(request.method, parts.path, parse_qs(parts.query))
        return HttpResponse(status, {"content-type": "application/json"}, json.dumps(document).encode())

    def answer(self, method: str, path: str, query: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """Status and document."""
        now = self.clock.now()
        with self._lock:
            if method == "POST":
                return 200, self._submit(now)
            self.queries += 1
            if self._crowded(now):
                self.refused += 1
                return 429, {"code": "Throttling.RateQuota", "message": "too many requests", "request_id": "r"}
            if path.endswith("/tasks"):
                return 200, self._page(int(query["page_no"][0]), int(query["page_size"][0]), now)
            return 200, {"request_id": "r", "output": self._state(path.rpartition("/")[2], now)}

    def _submit(self, now: float) -> dict[str, Any]:
        name = f"task-{len(self.ends)}"
        draw = self._draws[len(self.ends) % DRAWS]
        self.ends[name] = (now, now + self._median * math.exp(self._sigma * draw))
        return {"request_id": "r", "output": {"task_id": name, "task_status": "PENDING"}}

    def _crowded(self, now: float) -> bool:
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if self._limit is not None and len(self._recent) >= self._limit:
            return True
        self._recent.append(now)
        return False

    def _page(self, number: int, size: int, now: float) -> dict[str, Any]:
        names = list(reversed(self.ends))
        rows = names[(number - 1) * size : number * size]
        data = [{"task_id": name, "status": self._state(name, now)["task_status"]} for name in rows]
        return {"total": len(names), "total_page": -(-len(names) // size), "data": data, "request_id": "r"}

    def _state(self, name: str, now: float) -> dict[str, Any]:
        begun, end = self.ends[name]
        if now < end:
            return {"task_id": name, "task_status": "RUNNING", "submit_time": _written(begun)}
        done = {"submit_time": _written(begun), "end_time": _written(end), "results": [{"url": "https://x.example/1"}]}
        return {"task_id": name, "task_status": "SUCCEEDED", **done}


def _written(moment: float) -> str:
    minutes, seconds = divmod(moment % 86400, 60)
    return f"2026-01-01 {int(minutes // 60):02d}:{int(minutes % 60):02d}:{seconds:06.3f}"


class Served:
    """A service on a loopback port; `connections` is how many there have been."""

    def __init__(self, service: Service) -> None:
        self.connections = 0
        served = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                served.connections += 1

            def do_POST(self) -> None:
                self.do_GET()

            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                parts = urlsplit(self.path)
                status, document = service.answer(self.command, parts.path, parse_qs(parts.query))
                body = json.dumps(document).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/api/v1"

    def __enter__(self) -> Served:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
