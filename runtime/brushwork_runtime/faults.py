"""Faults of a request, and the text that tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime import redact
from brushwork_runtime.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH = 100
"""Columns that the text of an error keeps within."""


class Fault:
    """One thing that is wrong with a request.

    `rule` is what was broken, `message` the whole statement, `nearest` the closest value that works or None, and
    `accepted_by` the models that take the value as it is.
    """

    __slots__ = ("accepted_by", "message", "nearest", "parameter", "rule", "value")
    accepted_by: tuple[str, ...]
    message: str
    nearest: object
    parameter: str
    rule: str
    value: object

    def __init__(
        self,
        parameter: str,
        value: object,
        rule: str,
        message: str,
        nearest: object = None,
        accepted_by: tuple[str, ...] = (),
    ) -> None:
        put = object.__setattr__
        put(self, "parameter", parameter)
        put(self, "value", value)
        put(self, "rule", rule)
        put(self, "message", message)
        put(self, "nearest", nearest)
        put(self, "accepted_by", accepted_by)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Fault does not change: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Fault does not change: {name}")

    def __reduce__(self) -> tuple[type[Fault], tuple[object, ...]]:
        return Fault, (self.parameter, self.value, self.rule, self.message, self.nearest, self.accepted_by)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fault) and self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash((self.parameter, self.rule, self.message, self.accepted_by))

    def __repr__(self) -> str:
        return f"Fault({self.parameter}={redact.value(self.value)}: {self.rule})"

    def lines(self) -> list[str]:
        """The statement, the nearest value and the models that take it, as they stand in the error's text."""
        told = [self.message]
        if self.nearest is not None and not self.message.endswith("?"):  # a question names it already
            told.append(f"Nearest that works: {redact.value(self.nearest, 400)}.")
        if self.accepted_by:
            told.append(f"Taken as it is by: {', '.join(self.accepted_by)}.")
        return told


def refusal(subject: str, faults: Sequence[Fault], hint: str | None = None) -> InvalidRequest:
    """The error for all faults of a request; `subject` names the model and mode."""
    if len(faults) == 1:
        first, *more = faults[0].lines()
        text = [_wrap(f"{subject}: {first}", ""), *(_wrap(line, "  ") for line in more)]
    else:
        text = [f"{subject}: {len(faults)} faults, nothing was sent."]
        for fault in faults:
            first, *more = fault.lines()
            text += [_wrap(f"- {first}", "  "), *(_wrap(line, "    ") for line in more)]
    return InvalidRequest(
        "\n".join(text), faults=tuple(faults), hint=_wrap(hint, "").replace("\n", "\n  ") if hint else None
    )


def nearest_names(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The names of `known` that `name` may have been meant to be, best first."""
    import difflib

    by_plain = {_plain(candidate): candidate for candidate in known}
    found = difflib.get_close_matches(_plain(name), by_plain, n=count, cutoff=0.6)
    return [by_plain[plain] for plain in found]


def _plain(name: str) -> str:
    return name[:200].lower().replace("-", "_").replace(".", "_")


def _wrap(text: str, indent: str) -> str:
    import textwrap

    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_on_hyphens=False,
        break_long_words=True,
    )
