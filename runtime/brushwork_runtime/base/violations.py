"""What is wrong with a request, and the text of the error that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import InvalidRequest
from brushwork_runtime.base.language import series, tr, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

WIDTH = 100
"""Columns that the text of an error stays within."""
SCREEN = 20
"""Lines that the list of all violations stays within, so that error, hint and traceback fit a screen."""
_NAMED = 8
"""The most models that a text names."""


class Violation:
    """One thing that is wrong with a request.

    `rule` is the rule that was broken, `message` the whole statement, `nearest` the nearest valid value or None, and
    `accepted_by` the models that accept the value unchanged; `untried` tells that there are so many models that not
    all were looked at for it.
    """

    __slots__ = ("_others", "message", "nearest", "parameter", "rule", "untried", "value")
    _others: tuple[str, ...] | Callable[[], tuple[str, ...]]
    message: str
    nearest: object
    parameter: str
    rule: str
    untried: bool
    value: object

    def __init__(
        self,
        parameter: str,
        value: object,
        rule: str,
        message: str,
        nearest: object = None,
        accepted_by: tuple[str, ...] | Callable[[], tuple[str, ...]] = (),
        untried: bool = False,
    ) -> None:
        put = object.__setattr__
        put(self, "parameter", parameter)
        put(self, "value", value)
        put(self, "rule", rule)
        put(self, "message", message)
        put(self, "nearest", nearest)
        put(self, "_others", accepted_by)
        put(self, "untried", untried)

    @property
    def accepted_by(self) -> tuple[str, ...]:
        """The models that accept the value unchanged; they are looked for when this is first read."""
        if not isinstance(self._others, tuple):
            object.__setattr__(self, "_others", self._others())
        return self._others  # type: ignore[return-value]  # pyright: ignore[reportReturnType] - it is a tuple by now

    @property
    def argument(self) -> str:
        """The argument that it is about, where `parameter` names a place in it: "bbox_list[0][1]", "palette[2].hex"."""
        return self.parameter.partition("[")[0].partition(".")[0]

    def with_others(
        self, accepted_by: tuple[str, ...] | Callable[[], tuple[str, ...]], *, untried: bool = False
    ) -> Violation:
        """The same, with the models that accept the value."""
        return Violation(self.parameter, self.value, self.rule, self.message, self.nearest, accepted_by, untried)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(tr("a Violation does not change: {name}", name=name))

    def __delattr__(self, name: str) -> None:
        raise AttributeError(tr("a Violation does not change: {name}", name=name))

    def __reduce__(self) -> tuple[type[Violation], tuple[object, ...]]:
        state = (self.parameter, self.value, self.rule, self.message, self.nearest, self.accepted_by, self.untried)
        return Violation, state

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Violation) and self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash((self.parameter, self.rule, self.message, self.accepted_by))

    def __repr__(self) -> str:
        return f"Violation({self.parameter}={redact.value(self.value)}: {self.rule})"

    def lines(self) -> list[str]:
        """The statement, the nearest valid value and the models that accept the given one, as the error lists them."""
        lines = [self.message]
        if self.nearest is not None and not self.message.endswith(("?", "？")):  # a question already names it
            lines.append(tr("Nearest valid value: {value}.", value=redact.value(self.nearest, 400)))
        if names := self.accepted_by:
            more = len(names) - _NAMED
            shown = series(names if more < 2 else names[:_NAMED])
            known = shown if more < 2 else tr("{models} and {more} others", models=shown, more=more)
            tried = tr("; not all models were tried") if self.untried else ""
            lines.append(tr("Accepted unchanged by: {models}{tried}.", models=known, tried=tried))
        return lines


def refusal(
    subject: str,
    violations: Sequence[Violation],
    hint: str | None = None,
    *,
    kind: type[InvalidRequest] = InvalidRequest,
) -> InvalidRequest:
    """The error that lists all faults of a request; `subject` names the model and mode. Its text is made when read."""
    told = _wrap(hint, "").replace("\n", "\n  ") if hint else None
    return kind(lambda: _text(subject, violations), violations=tuple(violations), hint=told)


def _text(subject: str, violations: Sequence[Violation]) -> str:
    if len(violations) == 1:
        first, *more = violations[0].lines()
        text = [_wrap(tr("{subject}: {what}", subject=subject, what=first), ""), *(_wrap(line, "  ") for line in more)]
    else:
        text = [tr("{subject}: {count} violations, nothing was sent.", subject=subject, count=len(violations))]
        for number, violation in enumerate(violations):
            first, *others = violation.lines()
            told = [_wrap(f"- {first}", "  "), *(_wrap(line, "    ") for line in others)]
            if number and "\n".join([*text, *told]).count("\n") >= SCREEN:
                rest = tr("- and {count} more: error.violations has them all.", count=len(violations) - number)
                return "\n".join([*text, _wrap(rest, "  ")])
            text += told
    return "\n".join(text)


def nearest_names(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The names among `known` that `name` may be a misspelling of, best first."""
    import difflib

    by_plain = {_plain(candidate): candidate for candidate in known}
    found = difflib.get_close_matches(_plain(name), by_plain, n=count, cutoff=0.6)
    return [by_plain[plain] for plain in found]


def _plain(name: str) -> str:
    return name[:200].lower().replace("-", "_").replace(".", "_").replace("/", "_")


def _wrap(text: str, indent: str) -> str:
    return wrapped(text, WIDTH, indent, indent + "  ")
