"""The client for asyncio."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from brushwork_runtime.aio import AsyncClientBase, AsyncTask
from brushwork_runtime.results import Result

from .client import Models


class AsyncClient(Models[Coroutine[Any, Any, Result], Coroutine[Any, Any, AsyncTask]], AsyncClientBase):
    """`Client` with every call to be awaited."""
