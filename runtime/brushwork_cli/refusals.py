"""What click refuses, in another language than English; its own texts are the source, as those of this package are."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from brushwork_runtime import later, tr

TEXTS = (
    later("{message} Did you mean {possibility}?"),
    later("{message} (Did you mean one of: {possibilities}?)"),
    later("No such option {name!r}."),
    later("No such option: {name}"),  # so until click 8.3
    later("No such command {name!r}."),
    later("Missing argument {param_hint}."),
    later("Missing option {param_hint}."),
    later("Missing argument {param_hint}. Choose from: {choices}"),
    later("Missing option {param_hint}. Choose from: {choices}"),
    later("Missing command."),
    later("Invalid value for {param_hint}: {message}"),
    later("Invalid value: {message}"),
    later("Option {name!r} requires an argument."),
    later("Option {name!r} requires {nargs} arguments."),
    later("Option {name!r} does not take a value."),
    later("Argument {name!r} takes {nargs} values."),
    later("Got unexpected extra argument ({args})"),
    later("Got unexpected extra arguments ({args})"),
    later("{value} is not in the range {range}."),
    later("{value!r} is not a valid boolean. Recognized values: {states}"),
    later("{value!r} is not a valid {number_type}."),
    later("{value!r} is not one of {choices}."),
    later("{value!r} is not {choice}."),
    *(later("integer"), later("float"), later("decimal")),
)
"""The texts of click, the first that fits being the one that was said."""


def said(message: str) -> str:
    """A refusal of click in the language of messages; one that is not known here stays as it is."""
    message = " ".join(message.split())
    for text, pattern in _patterns():
        if found := pattern.fullmatch(message):
            return tr(text, **{name: _Shown(said(part)) for name, part in found.groupdict().items()})
    return message


class _Shown(str):
    """A text that is filled in as click wrote it, where it had quotes too."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((text, re.compile(_pattern(text))) for text in TEXTS)


def _pattern(text: str) -> str:
    parts = Formatter().parse(text)
    return "".join(
        re.escape(words) + (f"(?P<{name}>.+{'?' * (name == 'param_hint')})" if name else "")
        for words, name, _, _ in parts
    )
