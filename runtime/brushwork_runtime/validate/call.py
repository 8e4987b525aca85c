"""A call as plain data: which mode of which model was asked for what, and by which route it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypedDict

    from brushwork_runtime.base.types import Extra
    from brushwork_runtime.tables.spec import Mode, Model, Route

    class Options(TypedDict, total=False):
        """What a call may be told beside its parameters; see `Call`."""

        extra: Extra | None
        fit: bool | str
        inline: bool
        output_size: str | tuple[int, int] | None
        protocol: str | None
        route: str | None
        validate: bool


class Call:
    """What a caller asked for, as it was given, and nothing that was made of it.

    `model_id` is what goes out as the model: the model's id or a snapshot's. `images` holds what was given for each
    image input by its name, `values` parameters by name, None for one that was not given. `protocol` and `endpoint` are
    the caller's choices, if any (`endpoint` is what was asked for as `route`), and `route` is the route that follows.
    """

    __slots__ = (
        "endpoint",
        "extra",
        "fit",
        "images",
        "inline",
        "mode",
        "model",
        "model_id",
        "output_size",
        "prompt",
        "protocol",
        "route",
        "validate",
        "values",
    )

    def __init__(
        self,
        model: Model,
        model_id: str,
        mode: Mode,
        prompt: object,
        images: Mapping[str, object],
        values: Mapping[str, object],
        *,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        protocol: str | None = None,
        route: str | None = None,
        validate: bool = True,
    ) -> None:
        self.model = model
        self.model_id = model_id
        self.mode = mode
        self.prompt = prompt
        self.images = images
        self.values = values
        self.route: Route = mode.routes[0]
        self.endpoint = route
        self.extra = extra
        self.fit = fit
        self.inline = inline
        self.output_size = output_size
        self.protocol = protocol
        self.validate = validate

    def __repr__(self) -> str:
        return f"<call of {self.subject}>"

    @property
    def subject(self) -> str:
        """Model and mode, as messages name them."""
        return f"{self.model_id} {self.mode.name}"

    def on(self, route: Route) -> Call:
        """The same call by another route."""
        from copy import copy

        other = copy(self)
        other.route = route
        return other
