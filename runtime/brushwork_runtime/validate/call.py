"""A call as plain data, and what its checks find: faults to refuse it for, and warnings to give."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.language import all_of, series, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import FrameType
    from typing import TypeAlias, TypedDict

    from brushwork_runtime.base.errors import BrushworkWarning
    from brushwork_runtime.base.types import Extra
    from brushwork_runtime.base.violations import Violation
    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Dispute, Mode, Model, Route
    from brushwork_runtime.validate.inputs import Input

    Seen: TypeAlias = Sequence[str | Input | None]
    """The reference images of a call: the address of one that is passed on unread, or what was read of it."""

    class Options(TypedDict, total=False):
        """What a call may be told beside its parameters; see `Call`."""

        extra: Extra | None
        fit: bool | str
        inline: bool
        output_size: str | tuple[int, int] | None
        protocol: str | None
        route: str | None
        validate: bool


class Findings:
    """Faults and warnings about a call, in the order found; without a call, about a value by itself.

    `home` is the address of the service that the call goes to, None where that is not told; `images` are those of the
    call, as far as they have been read; `place` begins the names of what is judged within a list or an object.
    """

    __slots__ = ("call", "home", "images", "misfit", "place", "registry", "violations", "warnings")

    def __init__(self, call: Call | None = None, registry: Registry | None = None, home: str | None = None) -> None:
        self.call = call
        self.registry = registry
        self.home = home
        self.images: Seen = ()
        self.place = ""
        self.misfit = False
        """Whether an image is not what its input takes."""
        self.violations: list[Violation] = []
        self.warnings: list[tuple[str, type[BrushworkWarning]]] = []

    def apart(self) -> Findings:
        """Findings about the same call that are not among its own yet."""
        other = Findings(self.call, self.registry, self.home)
        other.images, other.place = self.images, self.place
        return other

    @property
    def subject(self) -> str:
        """Model and mode, as messages name them."""
        return "" if self.call is None else self.call.subject

    @property
    def mode(self) -> str:
        """The name of the mode."""
        return tr("the mode") if self.call is None else self.call.mode.name

    def violation(self, parameter: str, value: object, rule: str, what: str, nearest: object = None) -> None:
        """Record that `parameter` broke `rule`; `what` completes the sentence that starts with its name."""
        blank = "" if what.startswith("（") else " "
        self.state(parameter, value, rule, self.place + parameter + blank + what, nearest)

    def state(self, parameter: str, value: object, rule: str, message: str, nearest: object = None) -> None:
        """Record that `parameter` broke `rule`; `message` is the whole statement."""
        from brushwork_runtime.base.violations import Violation

        self.violations.append(Violation(self.place + parameter, value, rule, message, nearest))

    def refuse(self, parameter: str, value: object, rule: str, wanted: str, nearest: object = None) -> None:
        """Record a refused value, shown beside what was `wanted`."""
        what = tr("is {value}; {wanted}.", value=redact.value(value), wanted=wanted)
        self.violation(parameter, value, rule, what, nearest)

    def truncated(self, what: str) -> None:
        """Record that the service will truncate a text."""
        from brushwork_runtime.base.errors import TruncationWarning

        told = tr("{subject}: {what}", subject=self.subject, what=self.place + what)
        self.warnings.append((told, TruncationWarning))

    def disputed(self, what: str, dispute: Dispute, claim: str) -> None:
        """Record that the request agrees with the fact but not with the `claim` of another document."""
        from brushwork_runtime.base.errors import DisputedWarning

        text = tr(
            "{subject}: {what}. Allowed by {stated_by}. Contradicted by {sources}: {claim}. {decision}",
            subject=self.subject,
            what=what,
            stated_by=self._named(dispute.stated_by),
            sources=self._named(dispute.sources),
            claim=claim,
            decision=dispute.decision,
        )
        self.warnings.append((text, DisputedWarning))

    def _named(self, sources: tuple[str, ...]) -> str:
        titles: Mapping[str, str] = {} if self.registry is None else self.registry.api.sources
        names = [f'"{titles.get(source, source)}"' for source in sources[:2]]
        if len(sources) > 2:
            names = [series(names), tr("{count} more", count=len(sources) - 2)]
        return all_of(names) if names else tr("a document")


OWN_PACKAGES = frozenset({"brushwork", "brushwork_runtime"})


def warn(message: str, category: type[BrushworkWarning]) -> None:
    """Warn at the first frame outside this library."""
    import warnings

    frame: FrameType | None = sys._getframe()  # pyright: ignore[reportPrivateUsage] - the way to the stack
    level = 1
    while frame is not None and str(frame.f_globals.get("__name__")).partition(".")[0] in OWN_PACKAGES:
        frame, level = frame.f_back, level + 1
    warnings.warn(message, category, stacklevel=level)


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
