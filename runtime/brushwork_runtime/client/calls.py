"""Bases of the generated model and mode classes: from a typed call to a prepared request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from brushwork_runtime.client.prepared import prepare
from brushwork_runtime.validate.call import Call
from brushwork_runtime.validate.pictures import REFERENCES

if TYPE_CHECKING:
    from typing import ClassVar, Self, Unpack

    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.client.prepared import Connection, Prepared
    from brushwork_runtime.submit.stream import Stream
    from brushwork_runtime.tables.spec import Model
    from brushwork_runtime.validate.call import Options


ResultT = TypeVar("ResultT")
TaskT = TypeVar("TaskT")


class ModelClient(Generic[ResultT, TaskT]):
    """A model of a client; generated subclasses set `spec` and add a property per mode.

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


class ModeCall(Generic[ResultT, TaskT]):
    """A mode of a model, callable; generated subclasses give it a signature.

    `values` holds every parameter of the signature by its name, None where it was not given.
    """

    __slots__ = ("mode", "model")

    def __init__(self, model: ModelClient[ResultT, TaskT], mode: str) -> None:
        self.model = model
        self.mode = model.spec.modes[mode]

    def __repr__(self) -> str:
        return f"<{self.model.id} {self.mode.name}>"

    def _call(
        self,
        prompt: str | None,
        images: dict[str, ImageInputs | None],
        values: dict[str, object],
        *,
        timeout: float | None = None,
        **options: Unpack[Options],
    ) -> ResultT:
        return self._prepare(prompt, images, values, **options).send(timeout)

    def _submit(
        self,
        prompt: str | None,
        images: dict[str, ImageInputs | None],
        values: dict[str, object],
        **options: Unpack[Options],
    ) -> TaskT:
        options["protocol"] = "async"
        return self._prepare(prompt, images, values, **options).submit()

    def _stream(
        self,
        prompt: str | None,
        images: dict[str, ImageInputs | None],
        values: dict[str, object],
        *,
        timeout: float | None = None,
        **options: Unpack[Options],
    ) -> Stream[ResultT]:
        options["protocol"] = "stream"
        return self._prepare(prompt, images, values, **options).stream(timeout)

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

    def __call__(
        self,
        *given: str | ImageInputs | None,
        extra: Extra | None = None,
        inline: bool = False,
        protocol: str | None = None,
        route: str | None = None,
        validate: bool = True,
        timeout: float | None = None,
        **parameters: object,
    ) -> ResultT:
        """Call the mode. Raises `InvalidRequest` with every fault, and what sending raises."""
        return self._call(
            *self._arguments(given, parameters),
            extra=extra,
            inline=inline,
            protocol=protocol,
            route=route,
            validate=validate,
            timeout=timeout,
        )

    def submit(
        self,
        *given: str | ImageInputs | None,
        extra: Extra | None = None,
        inline: bool = False,
        route: str | None = None,
        validate: bool = True,
        **parameters: object,
    ) -> TaskT:
        """Submit it as a task. Raises `InvalidRequest` if the mode has no asynchronous route."""
        return self._submit(
            *self._arguments(given, parameters), extra=extra, inline=inline, route=route, validate=validate
        )

    def stream(
        self,
        *given: str | ImageInputs | None,
        extra: Extra | None = None,
        inline: bool = False,
        route: str | None = None,
        validate: bool = True,
        timeout: float | None = None,
        **parameters: object,
    ) -> Stream[ResultT]:
        """Give texts and images as they come. Raises `InvalidRequest` if the mode has no route that streams."""
        return self._stream(
            *self._arguments(given, parameters),
            extra=extra,
            inline=inline,
            route=route,
            validate=validate,
            timeout=timeout,
        )

    def prepare(
        self,
        *given: str | ImageInputs | None,
        extra: Extra | None = None,
        inline: bool = False,
        protocol: str | None = None,
        route: str | None = None,
        validate: bool = True,
        **parameters: object,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request, and send nothing."""
        return self._prepare(
            *self._arguments(given, parameters),
            extra=extra,
            inline=inline,
            protocol=protocol,
            route=route,
            validate=validate,
        )

    def _arguments(
        self, given: tuple[Any, ...], named: dict[str, Any]
    ) -> tuple[Any, dict[str, Any], dict[str, object]]:
        """Prompt, images and parameters. Raises `TypeError` for one too many by place, or given twice."""
        inputs = sorted(self.mode.inputs, key=lambda images: images.minimum == 0)
        first = () if self.mode.prompt is None or not self.mode.prompt.required else ("prompt",)
        names = (*first, *(images.name for images in inputs))
        placed = dict(zip(names, given, strict=False))
        if len(given) > len(names) or placed.keys() & named.keys():
            raise TypeError(f"{self.mode.name} takes {', '.join(names)} by their places, each once")
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
        raise AttributeError(f"{self.id} has no mode {mode!r}; it has {', '.join(self._table.modes)}")
