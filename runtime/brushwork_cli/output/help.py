"""The help of the commands in another language than English; nothing of it is loaded for that."""

from __future__ import annotations

import inspect
import re
from copy import copy
from typing import TYPE_CHECKING, TypeVar

import click

from brushwork_runtime import later, tr, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CommandT = TypeVar("CommandT", bound=click.Command)

_AS_IT_STANDS = "\b\n"
"""What a paragraph begins with that click does not fold."""

CLICKS = (later("Usage: "), later("Options"), later("Commands"), later("Show this message and exit."))
"""What click itself says."""


def translated(command: CommandT) -> CommandT:
    """The command with all that its help says in the language of messages; the one that is given stays as it is."""
    own = copy(command)
    own.context_class = _Context
    own.params = [_parameter(each) for each in command.params]
    own.help, own.epilog = _text(command.help), _text(command.epilog)
    own.short_help = (own.help or "").partition("\n")[0].partition("。")[0]
    if isinstance(own, click.Group):
        own.commands = {name: translated(each) for name, each in own.commands.items()}
    return own


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help as they are in the catalogue, however they are wrapped."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        yield paragraph if paragraph.startswith(_AS_IT_STANDS) else " ".join(paragraph.split())


def explained(paragraph: str) -> str | None:
    """What there is to translate in a paragraph: in examples only what stands beside them, as after a tab."""
    if not paragraph.startswith(_AS_IT_STANDS):
        return paragraph or None
    lines = paragraph.removeprefix(_AS_IT_STANDS)
    return lines if re.search(r"\S {3,}[a-z]", lines) else None


def _parameter(parameter: click.Parameter) -> click.Parameter:
    own = copy(parameter)
    if isinstance(own, click.Option):
        own.help = _text(own.help)
    return own


def _text(text: str | None) -> str | None:
    return "\n\n".join(map(_paragraph, paragraphs(text))) if text else text


def _paragraph(paragraph: str) -> str:
    said = explained(paragraph)
    if said is None:
        return paragraph
    return paragraph.replace(said, tr(said))


class _Formatter(click.HelpFormatter):
    """Folds what has no blanks, and says what click says."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, tr("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        said = tr("{heading}:", heading=tr(heading))
        self.write(f"{'':>{self.current_indent}}{said}\n")

    def write_text(self, text: str) -> None:
        width = self.width - self.current_indent
        super().write_text("\n\n".join(_lines(each, width) for each in text.split("\n\n")))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max((len(name) for name, _ in rows), default=0), col_max) + col_spacing
        width = max(self.width - first - 2, 10)
        super().write_dl([(name, _lines(_default(tr(text)), width)) for name, text in rows], col_max, col_spacing)


class _Context(click.Context):
    formatter_class = _Formatter


def _lines(paragraph: str, width: int) -> str:
    if paragraph.startswith(_AS_IT_STANDS) or not paragraph:
        return paragraph
    return _AS_IT_STANDS + wrapped(paragraph, width, "", "")


def _default(text: str) -> str:
    """The text of an option; what click adds is a value, or what it may be."""
    return re.sub(r"  \[default: ([^;\]]*)", lambda found: "  [" + tr("default: {value}", value=found[1]), text)
