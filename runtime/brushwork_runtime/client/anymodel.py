"""A model without a generated class, as one that was registered at run time: its modes are attributes all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

if TYPE_CHECKING:
    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.client.prepared import Connection, Prepared
    from brushwork_runtime.submit.stream import Stream
    from brushwork_runtime.tables.spec import Model


class AnyCall(ModeCall[ResultT, TaskT]):
    """A mode of such a model; parameters are checked when it is called."""

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs = (),
        *,
        extra: Extra | None = None,
        inline: bool = False,
        protocol: str | None = None,
        validate: bool = True,
        timeout: float | None = None,
        **parameters: object,
    ) -> ResultT:
        """Call the mode. Raises `InvalidRequest` with every fault, and what sending raises."""
        return self._call(
            prompt,
            reference_images,
            parameters,
            extra=extra,
            inline=inline,
            protocol=protocol,
            validate=validate,
            timeout=timeout,
        )

    def submit(
        self,
        prompt: str,
        reference_images: ImageInputs = (),
        *,
        extra: Extra | None = None,
        inline: bool = False,
        validate: bool = True,
        **parameters: object,
    ) -> TaskT:
        """Submit it as a task. Raises `InvalidRequest` if the mode has no asynchronous route."""
        return self._submit(prompt, reference_images, parameters, extra=extra, inline=inline, validate=validate)

    def stream(
        self,
        prompt: str,
        reference_images: ImageInputs = (),
        *,
        extra: Extra | None = None,
        inline: bool = False,
        validate: bool = True,
        timeout: float | None = None,
        **parameters: object,
    ) -> Stream[ResultT]:
        """Give texts and images as they come. Raises `InvalidRequest` if the mode has no route that streams."""
        return self._stream(
            prompt, reference_images, parameters, extra=extra, inline=inline, validate=validate, timeout=timeout
        )

    def prepare(
        self,
        prompt: str,
        reference_images: ImageInputs = (),
        *,
        extra: Extra | None = None,
        inline: bool = False,
        protocol: str | None = None,
        validate: bool = True,
        **parameters: object,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request, and send nothing."""
        return self._prepare(
            prompt, reference_images, parameters, extra=extra, inline=inline, protocol=protocol, validate=validate
        )


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
