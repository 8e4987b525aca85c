"""The client for asyncio."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from brushwork_runtime.client.aio import AsyncClientBase
from brushwork_runtime.results.result import Result
from brushwork_runtime.tasks.aiotasks import AsyncTask

from .client import Models


class AsyncClient(Models[Coroutine[Any, Any, Result], Coroutine[Any, Any, AsyncTask]], AsyncClientBase):
    """`Client` with awaitable calls."""

    __module__ = "brushwork"
