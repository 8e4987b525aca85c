"""What a request needs of its client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from brushwork_runtime.config import Settings
    from brushwork_runtime.registry import Registry
    from brushwork_runtime.request.prepared import Prepared

ResultT = TypeVar("ResultT")
TaskT = TypeVar("TaskT")


class Connection(Protocol[ResultT, TaskT]):
    """A client as a request sees it: its settings, its models, and how it sends."""

    @property
    def settings(self) -> Settings:
        """Key, region, base URL and workspace."""
        ...

    @property
    def models(self) -> Registry:
        """The models that the client knows."""
        ...

    def _send(self, prepared: Prepared[ResultT, TaskT], timeout: float | None) -> ResultT: ...

    def _submit(self, prepared: Prepared[ResultT, TaskT]) -> TaskT: ...
