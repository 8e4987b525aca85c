"""Calls whose model is chosen at run time, with the checks of the model's own methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, cast

from brushwork_runtime.client.calls import ModelClient, ResultT, TaskT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.client.prepared import Prepared
    from brushwork_runtime.config.settings import Settings
    from brushwork_runtime.submit.stream import Stream
    from brushwork_runtime.tables.registry import Registry

    OnUnsupported = Literal["error", "drop"]


class FlatCalls(Generic[ResultT, TaskT]):
    """The calls of a client that belong to no model."""

    settings: Settings
    models: Registry
    on_unsupported: OnUnsupported

    def _send(self, prepared: Prepared[ResultT, TaskT], timeout: float | None) -> ResultT:
        """Send and wait for the result; each client in its own way."""
        raise NotImplementedError

    def _submit(self, prepared: Prepared[ResultT, TaskT]) -> TaskT:
        """Send and return the task; each client in its own way."""
        raise NotImplementedError

    def _stream(self, prepared: Prepared[ResultT, TaskT], timeout: float | None) -> Stream[ResultT]:
        """The parts as they come; each client in its own way."""
        raise NotImplementedError

    def generate(
        self,
        prompt: str,
        *,
        model: str,
        mode: str | None = None,
        reference_images: ImageInputs = (),
        extra: Extra | None = None,
        inline: bool = False,
        on_unsupported: OnUnsupported | None = None,
        timeout: float | None = None,
        validate: bool = True,
        **parameters: object,
    ) -> ResultT:
        """Call a model chosen at run time, with the checks of its own method.

        The mode follows from the parameters and the reference images unless it is named. `on_unsupported` as the
        client's, for this call. Raises `InvalidRequest` with every fault, and what the model's method raises.
        """
        flat = {"model": model, "prompt": prompt, "reference_images": reference_images, **parameters}
        if mode is not None:
            flat["mode"] = mode
        return self._prepared(flat, on_unsupported, extra, inline, validate, flat).send(timeout)

    def prepare(
        self,
        request: Mapping[str, object] | None = None,
        *,
        extra: Extra | None = None,
        inline: bool = False,
        local_files: bool = False,
        on_unsupported: OnUnsupported | None = None,
        validate: bool = True,
        **fields: object,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the guides' flat request, given as one mapping, as keywords, or both, and send nothing.

        The mapping may be a body of the documents too, {"model", "input", "parameters"}: it is checked all the same.

        It holds `model`, `prompt`, perhaps `reference_images`, and parameters; the mode is picked from it. The mapping
        may come from anywhere: keywords win over it, `extra`, `inline` and `validate` are keywords only, and an image
        in it that is a path or a file:// address is refused unseen unless `local_files`. Raises `InvalidRequest` with
        every fault.
        """
        from brushwork_runtime.request.flat import merged

        flat = merged(request, fields, local_files=local_files)
        return self._prepared(flat, on_unsupported, extra, inline, validate, flat if request is None else fields)

    def _prepared(
        self,
        flat: Mapping[str, object],
        on_unsupported: OnUnsupported | None,
        extra: Extra | None,
        inline: bool,
        validate: bool,
        given: Mapping[str, object],
    ) -> Prepared[ResultT, TaskT]:
        from brushwork_runtime.client.prepared import prepare
        from brushwork_runtime.request.flat import check_bill, resolve

        call = resolve(
            self.models, flat, on_unsupported=self.on_unsupported if on_unsupported is None else on_unsupported
        )
        check_bill(call, flat, given)
        call.extra, call.inline, call.validate = extra, inline, validate
        return prepare(self, call)

    def __getitem__(self, model_id: str) -> ModelClient[ResultT, TaskT]:
        """The model by its id or a snapshot's, also one that was registered. Raises `InvalidRequest` for others."""
        table = self.models.table(model_id)
        found = cast("ModelClient[ResultT, TaskT] | None", getattr(self, table.identifier, None))
        if isinstance(found, ModelClient) and found.spec is table:
            return type(found)(self, model_id)
        from brushwork_runtime.client.anymodel import AnyModel

        return AnyModel(self, table, model_id)
