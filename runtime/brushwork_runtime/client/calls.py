"""Bases of the generated model and mode classes: from a typed call to a request that is prepared, ready to be sent."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from brushwork_runtime.base.errors import BrushworkError, RetirementWarning
from brushwork_runtime.base.language import series, tr
from brushwork_runtime.base.redact import short
from brushwork_runtime.request.request import Request, checked
from brushwork_runtime.validate.call import Call, warn
from brushwork_runtime.validate.pictures import REFERENCES

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike
    from typing import ClassVar, Self, Unpack, overload

    from brushwork_runtime.base.clock import Clock
    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.client.aio import AsyncResult, AsyncTaskResult
    from brushwork_runtime.client.tools import Amount, AsyncTool, Tool
    from brushwork_runtime.config import Settings
    from brushwork_runtime.results.result import Result
    from brushwork_runtime.session import Session
    from brushwork_runtime.submit.stream import Stream
    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Model
    from brushwork_runtime.tasks.task import Task
    from brushwork_runtime.validate.call import Options
    from brushwork_runtime.validate.check import Checked


ResultT = TypeVar("ResultT", covariant=True)  # noqa: PLC0105 - named in each generated class
TaskT = TypeVar("TaskT", covariant=True)  # noqa: PLC0105


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
    def _session(self) -> Session:
        """What its requests share."""
        ...

    def _send(self, prepared: Prepared[Any, Any], timeout: float | None) -> ResultT: ...

    def _submit(self, prepared: Prepared[Any, Any]) -> TaskT: ...

    def _stream(self, prepared: Prepared[Any, Any], timeout: float | None) -> Stream[ResultT]: ...


class Prepared(Request, Generic[ResultT, TaskT]):
    """A request that passed the checks and was not sent. `body` is its JSON as a dict, `url` where it goes."""

    __slots__ = ("client",)

    def __init__(self, client: Connection[ResultT, TaskT], call: Call, checked: Checked) -> None:
        super().__init__(client.settings, client.models, call, checked)
        self.client = client

    def send(self, timeout: float | None = None) -> ResultT:
        """Send it and wait for the result, for `timeout` seconds at most. It is billed."""
        with short:
            return self.client._send(self, timeout)  # pyright: ignore[reportPrivateUsage] - not for users of a client

    def submit(self) -> TaskT:
        """Send it as a task and return at once. It is billed. Raises `InvalidRequest` if the mode has no such route."""
        with short:
            prepared = self if self.route.protocol == "async" else self.by("async")
            return self.client._submit(prepared)  # pyright: ignore[reportPrivateUsage] - not for users of a client

    def stream(self, timeout: float | None = None) -> Stream[ResultT]:
        """Its parts as they come. It is sent, and billed, once the iteration begins.

        Raises `InvalidRequest` if the mode has no route that streams.
        """
        with short:
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
        _warn_of_retirement(call.model, client._session.clock)  # pyright: ignore[reportPrivateUsage] - as above
    return prepared


_warned_of: set[str] = set()


def _warn_of_retirement(model: Model, clock: Clock) -> None:
    from brushwork_runtime.base.clock import today

    lifecycle = model.lifecycle
    if lifecycle is None or lifecycle.retires is None:
        return
    past = lifecycle.retires <= today(clock)
    when = (
        tr("is past the date of its retirement, {retires}", retires=lifecycle.retires)
        if past
        else tr("retires on {retires}", retires=lifecycle.retires)
    )
    warn(
        tr("{id} {when}. {said} The call is not refused here.", id=model.id, when=when, said=lifecycle.said),
        RetirementWarning,
    )
    _warned_of.add(model.id)  # not before: where warnings are errors, each call is one


class ModelClient(Generic[ResultT, TaskT]):
    """A model of a client; generated subclasses set `spec` and add an attribute per mode.

    `id` is what goes out as `model`: the model's id, or a snapshot's.
    """

    __slots__ = ("client", "id")
    spec: ClassVar[Model]

    def __init__(self, client: Connection[ResultT, TaskT], id: str | None = None) -> None:  # noqa: A002 - the API's word
        self.client = client
        self.id = id or self.spec.id

    def __repr__(self) -> str:
        return f"<{self.id}: {', '.join(self.spec.modes)}>"

    def _at(self, snapshot: str) -> Self:
        """This model with the snapshot's id on the wire."""
        return type(self)(self.client, snapshot)


def _guarded(way: Callable[..., Any]) -> Callable[..., Any]:
    """A way of calling a mode, with help for arguments that it does not have, and with a short traceback."""

    @wraps(way)
    def called(self: ModeCall[Any, Any], *given: Any, **named: Any) -> Any:
        try:
            return way(self, *given, **named)
        except BrushworkError as error:
            short.cut(error)
            raise
        except TypeError as error:
            if error.__traceback__ is None or error.__traceback__.tb_next is not None:
                raise  # from within: the arguments have got there
        from brushwork_runtime.client.arguments import misused

        raise misused(self, way, given, named)

    return called


class ModeCall(Generic[ResultT, TaskT]):
    """A mode of a model, callable; generated subclasses give it a signature.

    `values` holds every parameter of the signature by its name, None where it was not given.
    """

    __slots__ = ("mode", "model")

    def __init_subclass__(cls) -> None:
        for name in ("__call__", "submit", "stream", "prepare"):
            if name in cls.__dict__:
                setattr(cls, name, _guarded(cls.__dict__[name]))

    def __init__(self, model: ModelClient[ResultT, TaskT], mode: str) -> None:
        self.model = model
        self.mode = model.spec.modes[mode]

    def __repr__(self) -> str:
        return f"<{self.model.id} {self.mode.name}>"

    if TYPE_CHECKING:

        @overload
        def as_tool(
            self: ModeCall[Result, Task],
            *,
            save_to: str | PathLike[str] | None = None,
            max_cost: Amount | None = None,
            local_files: bool = False,
            name: str | None = None,
            description: str | None = None,
        ) -> Tool: ...
        @overload
        def as_tool(
            self: ModeCall[AsyncResult, AsyncTaskResult],
            *,
            save_to: str | PathLike[str] | None = None,
            max_cost: Amount | None = None,
            local_files: bool = False,
            name: str | None = None,
            description: str | None = None,
        ) -> AsyncTool: ...

    def as_tool(
        self,
        *,
        save_to: str | PathLike[str] | None = None,
        max_cost: Amount | None = None,
        local_files: bool = False,
        name: str | None = None,
        description: str | None = None,
    ) -> Tool | AsyncTool:
        """This mode as a tool of an agent: a name, a description, a JSON Schema, and a call that answers plain data.

        `save_to`: where images are saved, as of `Result.save`; without it a call answers with their URLs. `max_cost`:
        what one call may cost at most, such as "0.10" or "0.10 USD"; what may cost more, or has no known price, is not
        sent. `local_files=True` lets the language model name image files of this machine. Raises `ConfigError` for a
        `max_cost` that is no amount.
        """
        from inspect import iscoroutinefunction

        from brushwork_runtime.client.tools import AsyncTool, Tool

        with short:
            kind = AsyncTool if iscoroutinefunction(self.model.client._send) else Tool  # pyright: ignore[reportPrivateUsage] - as above
            return kind(
                self,
                save_to=save_to,
                max_cost=max_cost,
                local_files=local_files,
                name=name,
                description=description,
            )

    def _prepare(
        self,
        prompt: str | None,
        images: dict[str, ImageInputs | None],
        values: dict[str, object],
        **options: Unpack[Options],
    ) -> Prepared[ResultT, TaskT]:
        model = self.model
        return prepare(model.client, Call(model.spec, model.id, self.mode, prompt, images, values, **options))


class AnyCall(ModeCall[ResultT, TaskT]):
    """A mode of such a model: prompt and images by place or by name; all is checked when it is called."""

    __slots__ = ()

    def __call__(self, *given: str | ImageInputs | None, timeout: float | None = None, **named: Any) -> ResultT:
        """Call the mode with what `prepare` takes. Raises `InvalidRequest` with every fault, or what sending raises."""
        return self.prepare(*given, **named).send(timeout)

    def submit(self, *given: str | ImageInputs | None, **named: Any) -> TaskT:
        """Submit it as a task. Raises `InvalidRequest` if the mode has no asynchronous route."""
        return self.prepare(*given, **named, protocol="async").submit()

    def stream(self, *given: str | ImageInputs | None, timeout: float | None = None, **named: Any) -> Stream[ResultT]:
        """Give texts and images as they come. Raises `InvalidRequest` if the mode has no route that streams."""
        return self.prepare(*given, **named, protocol="stream").stream(timeout)

    def prepare(
        self,
        *given: str | ImageInputs | None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        protocol: str | None = None,
        route: str | None = None,
        validate: bool = True,
        **parameters: object,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request, and send nothing."""
        options: Options = {
            "extra": extra,
            "fit": fit,
            "inline": inline,
            "output_size": output_size,
            "protocol": protocol,
            "route": route,
            "validate": validate,
        }
        return self._prepare(*self._arguments(given, parameters), **options)

    def _arguments(
        self, given: tuple[Any, ...], named: dict[str, Any]
    ) -> tuple[Any, dict[str, Any], dict[str, object]]:
        """Prompt, images and parameters. Raises `TypeError` for one too many by place, or given twice."""
        inputs = sorted(self.mode.inputs, key=lambda images: images.minimum == 0)
        first = () if self.mode.prompt is None or not self.mode.prompt.required else ("prompt",)
        names = (*first, *(images.name for images in inputs))
        placed = dict(zip(names, given, strict=False))
        if len(given) > len(names) or placed.keys() & named.keys():
            raise TypeError(
                tr("{name} takes {names} by their places, each once", name=self.mode.name, names=series(names))
            )
        values = {**placed, **named}
        prompt = values.pop("prompt", None)
        return prompt, {name: values.pop(name) for name in (*names, REFERENCES) if name in values}, values


class AnyModel(ModelClient[ResultT, TaskT]):
    """A model by its table: `client["my-model"].generate("a cat")`."""

    __slots__ = ("_table",)

    def __init__(self, client: Connection[ResultT, TaskT], table: Model, model_id: str) -> None:
        self._table = table
        super().__init__(client, model_id)

    @property
    def spec(self) -> Model:  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]  # of the instance here
        """The model's table."""
        return self._table

    def __getattr__(self, mode: str) -> AnyCall[ResultT, TaskT]:
        if mode in self._table.modes:
            return AnyCall(self, mode)
        raise AttributeError(
            tr("{id} has no mode {mode!r}; it has {names}", id=self.id, mode=mode, names=series(self._table.modes))
        )
