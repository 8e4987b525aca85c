"""A request that is prepared: checked, built, and ready to be sent by the client that it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from brushwork_runtime.request.prepare import checked
from brushwork_runtime.request.request import Request

if TYPE_CHECKING:
    from typing import Self

    from brushwork_runtime.base.clock import Clock
    from brushwork_runtime.config.settings import Settings
    from brushwork_runtime.session import Session
    from brushwork_runtime.submit.stream import Stream
    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Model
    from brushwork_runtime.validate.call import Call
    from brushwork_runtime.validate.check import Checked

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

    @property
    def session(self) -> Session:
        """What its requests share."""
        ...

    def _send(self, prepared: Prepared[ResultT, TaskT], timeout: float | None) -> ResultT: ...

    def _submit(self, prepared: Prepared[ResultT, TaskT]) -> TaskT: ...

    def _stream(self, prepared: Prepared[ResultT, TaskT], timeout: float | None) -> Stream[ResultT]: ...


class Prepared(Request, Generic[ResultT, TaskT]):
    """A request that passed the checks and was not sent. `body` is its JSON as a dict, `url` where it goes."""

    __slots__ = ("client",)

    def __init__(self, client: Connection[ResultT, TaskT], call: Call, checked: Checked) -> None:
        super().__init__(client.settings, client.models, call, checked)
        self.client = client

    def send(self, timeout: float | None = None) -> ResultT:
        """Send it and wait for the result, for `timeout` seconds at most. It is billed."""
        return self.client._send(self, timeout)  # pyright: ignore[reportPrivateUsage] - not for users of a client

    def submit(self) -> TaskT:
        """Send it as a task and return at once. It is billed. Raises `InvalidRequest` if the mode has no such route."""
        prepared = self if self.route.protocol == "async" else self.by("async")
        return self.client._submit(prepared)  # pyright: ignore[reportPrivateUsage] - not for users of a client

    def stream(self, timeout: float | None = None) -> Stream[ResultT]:
        """Its parts as they come. It is sent, and billed, once the iteration begins.

        Raises `InvalidRequest` if the mode has no route that streams.
        """
        prepared = self if self.route.protocol == "stream" else self.by("stream")
        return self.client._stream(prepared, timeout)  # pyright: ignore[reportPrivateUsage] - not for users of a client

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        # Made anew from its client, so that settings that hold a key of the environment do not travel along.
        return type(self), (self.client, self.call, self._checked)

    def _again(self, call: Call) -> Self:
        return type(self)(self.client, call, self._checked)


def prepare(client: Connection[ResultT, TaskT], call: Call) -> Prepared[ResultT, TaskT]:
    """Check a call and build its request. Raises `InvalidRequest` with all its faults.

    Warns of what is disputed, and once in a process of a model that retires.
    """
    prepared = Prepared(client, call, checked(call, client.settings, client.models))
    if call.model.lifecycle is not None and call.model.id not in _warned_of:
        _warn_of_retirement(call.model, client.session.clock)
    return prepared


_warned_of: set[str] = set()


def _warn_of_retirement(model: Model, clock: Clock) -> None:
    from brushwork_runtime.base.clock import today
    from brushwork_runtime.base.errors import RetirementWarning
    from brushwork_runtime.validate.findings import warn

    lifecycle = model.lifecycle
    if lifecycle is None or lifecycle.retires is None:
        return
    past = lifecycle.retires <= today(clock)
    when = f"is past the date of its retirement, {lifecycle.retires}" if past else f"retires on {lifecycle.retires}"
    warn(f"{model.id} {when}. {lifecycle.said} The call is not refused here.", RetirementWarning)
    _warned_of.add(model.id)  # not before: where warnings are errors, each call is one
